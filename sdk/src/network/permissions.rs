//! Permissions and links of an account, as far as a deployment needs them.

use antelope::{Name, PermissionLevel, name};
use serde::Deserialize;
use serde_json::json;

use crate::{
    client::Client,
    error::Result,
    system::{Authority, PermissionLevelWeight},
};

/// The permission by which a contract transfers its tokens, and for which nothing else is linked.
pub(super) const TRANSFER_PERMISSION: Name = name!("xfer");

/// A permission with the actions that are linked to it.
#[derive(Debug, Deserialize)]
pub(super) struct LinkedPermission {
    #[serde(rename = "perm_name")]
    name: Name,
    pub(super) parent: Name,
    #[serde(rename = "required_auth")]
    pub(super) authority: Authority,
    #[serde(default)]
    linked_actions: Vec<LinkedAction>,
}

#[derive(Debug, Deserialize)]
struct LinkedAction {
    account: Name,
    /// `None` for all actions of the contract.
    action: Option<Name>,
}

impl LinkedPermission {
    /// Whether it is enough for `action` of `contract`.
    pub(super) fn is_linked(&self, contract: Name, action: Name) -> bool {
        self.linked_actions
            .iter()
            .any(|link| link.account == contract && link.action == Some(action))
    }
}

/// The permission `permission` of `account`.
pub(super) async fn find(
    client: &Client,
    account: Name,
    permission: Name,
) -> Result<Option<LinkedPermission>> {
    #[derive(Deserialize)]
    struct Permissions {
        permissions: Vec<LinkedPermission>,
    }
    let query = json!({ "account_name": account.to_string() });
    let found: Permissions = client.call("/v1/chain/get_account", &query).await?;
    Ok(found.permissions.into_iter().find(|found| found.name == permission))
}

/// The code of `account` alone.
pub(super) fn code_of(account: Name) -> Authority {
    let permission = PermissionLevel { actor: account, permission: name!("eosio.code") };
    Authority {
        threshold: 1,
        accounts: vec![PermissionLevelWeight { permission, weight: 1 }],
        ..Authority::default()
    }
}
