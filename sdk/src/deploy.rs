//! Setting up accounts and contracts.
//!
//! On networks with a resource market, RAM has to be bought first; that is left to the caller.

use antelope::{Checksum256, Name, PermissionLevel, PublicKey, name};
use sha2::{Digest, Sha256};

use crate::{
    client::Client,
    error::{Error, Result},
    receipt::Receipt,
    signer::Signer,
    system::{Authority, NewAccount, SetAbi, SetCode, UpdateAuth, system_action},
};

impl Client {
    /// Creates an account whose `owner` and `active` permissions are one key.
    ///
    /// # Authorization
    /// `creator@active`, by `signer`.
    ///
    /// # Errors
    /// When the name is taken, or as [`push`](Self::push).
    pub async fn create_account(
        &self,
        signer: &dyn Signer,
        creator: Name,
        name: Name,
        key: &PublicKey,
    ) -> Result<Receipt> {
        let authority = Authority::key(key.clone());
        let action = NewAccount { creator, name, owner: authority.clone(), active: authority };
        self.push(signer, &[system_action(creator, &action)]).await
    }

    /// Sets the code and the packed ABI of an account, in one transaction. What is there already is left alone; `None`
    /// when that is all of it.
    ///
    /// # Authorization
    /// `account@active`, by `signer`.
    ///
    /// # Errors
    /// When the chain refuses the code, or as [`push`](Self::push).
    pub async fn deploy(
        &self,
        signer: &dyn Signer,
        account: Name,
        code: &[u8],
        abi: &[u8],
    ) -> Result<Option<Receipt>> {
        let mut actions = Vec::new();
        if self.get_code_hash(account).await? != Checksum256(Sha256::digest(code).into()) {
            let action = SetCode { account, vm_type: 0, vm_version: 0, code: code.to_vec() };
            actions.push(system_action(account, &action));
        }
        if self.get_abi(account).await? != abi {
            let action = SetAbi { account, abi: abi.to_vec() };
            actions.push(system_action(account, &action));
        }
        if actions.is_empty() {
            return Ok(None);
        }
        self.push(signer, &actions).await.map(Some)
    }

    /// Lets the contract of an account act in the account's own name: adds `account@eosio.code` to its `active`
    /// permission. `None` when it is there already.
    ///
    /// # Authorization
    /// `account@active`, by `signer`.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub async fn allow_inline_actions(
        &self,
        signer: &dyn Signer,
        account: Name,
    ) -> Result<Option<Receipt>> {
        let active = name!("active");
        let described = self.get_account(account).await?;
        let permission = described
            .permission(active)
            .ok_or_else(|| Error::decode(format_args!("account {account}"), "no active"))?;
        let code = PermissionLevel { actor: account, permission: name!("eosio.code") };
        let auth = permission.authority.clone().or_permission(code);
        if auth == permission.authority {
            return Ok(None);
        }
        let action = UpdateAuth { account, permission: active, parent: permission.parent, auth };
        self.push(signer, &[system_action(account, &action)]).await.map(Some)
    }
}
