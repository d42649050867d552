//! What can be asked of the contract of virtual accounts.

use alloc::string::String;

use antelope::{Action, Describe, ExtendedAsset, ExtendedSymbol, Name, Pack, Signature, Unpack};

use crate::{
    signed::{
        OptionalTerms, Proof, Signed, Terms,
        proof::{Details, Receiver, present},
    },
    vaddress::VAddress,
};

/// The longest memo, in bytes.
pub const MAX_MEMO: usize = 256;

/// Opens a row for a user and a token. Where there is one, nothing changes.
///
/// # Authorization
/// `payer` must have authorized the transaction.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "open")]
pub struct Open {
    /// The user.
    pub acc: VAddress,
    /// The token.
    pub symbol: ExtendedSymbol,
    /// Who pays the RAM.
    pub payer: Name,
}

/// Moves tokens from one row to another.
///
/// # Authorization
/// The user of the row `from_id`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "vtransfer")]
pub struct VTransfer {
    /// The sender's row.
    pub from_id: u64,
    /// The receiver's row.
    pub to_id: u64,
    /// How much.
    pub quantity: ExtendedAsset,
    /// A note to the receiver.
    pub memo: String,
    /// The sender's, if the sender holds a key.
    pub sig: Option<Signature>,
    /// The relayer's fee.
    pub fee: Option<ExtendedAsset>,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Sends tokens from a row to an account of the chain.
///
/// # Authorization
/// The user of the row `from_id`.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "withdraw")]
pub struct Withdraw {
    /// The sender's row.
    pub from_id: u64,
    /// The receiver.
    pub to_account: Name,
    /// How much.
    pub quantity: ExtendedAsset,
    /// The memo of the token transfer.
    pub memo: String,
    /// The sender's, if the sender holds a key.
    pub sig: Option<Signature>,
    /// The relayer's fee.
    pub fee: Option<ExtendedAsset>,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
}

/// Makes an action [`Signed`] whose signature is followed by a fee and the terms.
macro_rules! signed_with_fee {
    ($action:ty, $receiver:expr) => {
        impl Signed for $action {
            fn proof(&self) -> Proof<'_> {
                let fee = if self.fee.is_some() { 1 + 24 } else { 1 };
                Proof {
                    signature: self.sig.as_ref(),
                    terms: present(&self.terms),
                    after: fee + Terms::PACKED_OPTION,
                    details: Details {
                        amount: Some(self.quantity),
                        receiver: Some($receiver(self)),
                        fee: self.fee,
                    },
                }
            }

            fn set_proof(&mut self, signature: Signature, terms: Terms) {
                self.sig = Some(signature);
                self.terms = Some(terms).into();
            }
        }
    };
}

signed_with_fee!(VTransfer, |action: &VTransfer| Receiver::Row(action.to_id));
signed_with_fee!(Withdraw, |action: &Withdraw| Receiver::Account(action.to_account));
