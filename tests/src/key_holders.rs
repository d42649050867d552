//! The user without an account of the chain: what he signs, and the relayer who brings it to the chain.
//!
//! The relayer is the scenario's stranger, who has authority over nobody but himself.

use antelope::{Action, Checksum256, Name, TimePointSec};
use protocol::{
    signed::{Method, Signed, Terms, actions::SetChain},
    vaddress::{Address, VAddress},
};
use sdk::{
    LocalSigner, Receipt, Result,
    signer::{KeyHolder, SigningRequest},
};

use crate::World;

/// The key of the user without an account.
pub fn key() -> LocalSigner {
    LocalSigner::from_bytes(&[7; 32]).unwrap()
}

/// Another key, which is nobody's in the network.
pub fn foreign_key() -> LocalSigner {
    LocalSigner::from_bytes(&[8; 32]).unwrap()
}

/// An action with a signature of `key` under `terms`.
///
/// # Panics
/// When the terms name no known method.
pub fn sign_with<A: Signed>(key: &LocalSigner, action: A, terms: Terms) -> A {
    let request = SigningRequest::new(action, terms).unwrap();
    let signature = key.sign_digest(request.digest()).unwrap();
    request.complete(signature)
}

impl World {
    /// The address of the user of [`key_holder`](Self::key_holder).
    pub fn address() -> Address {
        KeyHolder::new(&key()).unwrap().address()
    }

    /// The user of [`key_holder`](Self::key_holder).
    pub fn key_address() -> VAddress {
        VAddress::Address(Self::address())
    }

    /// The terms under which the user signs `A` of a contract next, by digest.
    pub async fn terms_of<A: Action>(&self, contract: Name) -> Terms {
        let nonce = if contract == self.force.account() {
            self.force.nonce(Self::address()).await.unwrap()
        } else {
            self.vaccount.row(self.key_holder).await.unwrap().unwrap().nonce
        };
        let info = self.client.get_info().await.unwrap();
        Terms {
            chain_id: info.chain_id,
            contract,
            action: A::NAME,
            nonce,
            expires_on: TimePointSec(TimePointSec::from(info.head_block_time).0 + 600),
            method: Method::Digest as u8,
            relayer: self.stranger,
        }
    }

    /// An action of the tasks contract, signed by the user.
    pub async fn signed<A: Signed>(&self, action: A) -> A {
        let key = key();
        let user = KeyHolder::new(&key).unwrap();
        self.force.signed(&user, self.stranger, action).await.unwrap()
    }

    /// An action that spends from the user's virtual account, signed by the user.
    pub async fn signed_spending<A: Signed>(&self, action: A) -> A {
        let key = key();
        let user = KeyHolder::new(&key).unwrap();
        self.vaccount.signed(&user, self.stranger, self.key_holder, action).await.unwrap()
    }

    /// Lets the user do something in the tasks contract: signs it, and the stranger brings it.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn relay<A: Signed>(&self, action: A) -> Result<Receipt> {
        let action = self.signed(action).await;
        self.push(self.stranger, &action).await
    }

    /// Lets the user spend from the virtual account: signs it, and the stranger brings it.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn relay_spending<A: Signed>(&self, action: A) -> Result<Receipt> {
        let action = self.signed_spending(action).await;
        self.push_spending(&action).await
    }

    /// The stranger brings an action of the contract of virtual accounts as it is.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn push_spending<A: Signed>(&self, action: &A) -> Result<Receipt> {
        self.push_all(&[self.vaccount.action(self.stranger, action)]).await
    }

    /// Opens a row for the relayer, for fees. Gives its id.
    pub async fn open_row_of_relayer(&self) -> u32 {
        self.open_row(self.stranger, self.token).await.unwrap()
    }

    /// Tells both contracts on which chain they are.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn set_chain(&self, chain_id: Checksum256) -> Result<Receipt> {
        let action = SetChain { chain_id };
        let (force, vaccount) = (self.force.account(), self.vaccount.account());
        let actions = [self.force.action(force, &action), self.vaccount.action(vaccount, &action)];
        self.push_all(&actions).await
    }
}
