//! Scripts: what is done to a chain, step by step, without a word on who does it or what should come of it.
//!
//! Every script begins in the [`crate::world`]. What a chain answers is in [`recording`](crate::recording).

use std::fmt;

use antelope::{Action, Name, PackedAction, PermissionLevel, name, pack};
use sdk::system::{
    Authority, DeleteAuth, LinkAuth, NewAccount, SYSTEM, SetAbi, SetCode, UnlinkAuth, UpdateAuth,
};
use serde::{Deserialize, Serialize};

use crate::{
    probe::{self, Level, Operation, pack_operations},
    world,
};

/// What is done to a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// One after the other.
    pub steps: Vec<Step>,
}

/// One thing done to a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Makes an account with the [development key](world::KEYS).
    Account(Name),
    /// Sets an account's code.
    Deploy {
        /// The account.
        account: Name,
        /// Its code.
        code: Code,
    },
    /// Sets an account's ABI.
    Describe {
        /// The account.
        account: Name,
        /// The packed ABI.
        #[serde(with = "antelope::json::hex")]
        abi: Vec<u8>,
    },
    /// Changes a permission, by the account's own `active`, or `owner` for these two.
    Permission {
        /// The account.
        account: Name,
        /// The permission.
        name: Name,
        /// The one above it.
        parent: Name,
        /// What it asks for from now on.
        authority: Authority,
    },
    /// Lets an account spend RAM up to so many bytes, or any amount with -1.
    Quota(Name, i64),
    /// Makes an account privileged.
    Privilege(Name),
    /// Pushes a transaction.
    Transaction(Transaction),
    /// Ends so many blocks, each half a second long.
    Blocks(u32),
    /// Ends the block; the next one is so many seconds later.
    Seconds(u32),
}

/// Code to deploy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The [probe].
    Probe,
    /// A module in the text format.
    Text(String),
    /// Any bytes.
    Bytes(#[serde(with = "antelope::json::hex")] Vec<u8>),
}

/// A transaction to push. What is not said is as a client would have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Transaction {
    /// The actions.
    pub actions: Vec<ScriptAction>,
    /// Actions without access to state.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub context_free_actions: Vec<ScriptAction>,
    /// Data for them.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "antelope::json::hex::list")]
    pub context_free_data: Vec<Vec<u8>>,
    /// Which of the [keys](world::KEYS) sign it; the first alone when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<usize>>,
    /// Seconds from the block's time to the expiration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// Refers to a block that does not exist.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lost_reference: bool,
    /// The most NET, in words of eight bytes.
    #[serde(skip_serializing_if = "is_zero")]
    pub max_net_usage_words: u32,
    /// The most CPU, in milliseconds. Where nothing is said, time is not measured and each transaction is billed alike.
    #[serde(skip_serializing_if = "is_zero")]
    pub max_cpu_usage_ms: u8,
    /// Delay, in seconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub delay_sec: u32,
}

/// An action of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptAction {
    /// The contract.
    pub account: Name,
    /// The action.
    pub name: Name,
    /// Who authorizes it.
    #[serde(default)]
    pub authorization: Vec<Level>,
    /// Its data.
    #[serde(default)]
    pub data: Data,
}

/// The data of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Data {
    /// For the [probe].
    Operations(Vec<Operation>),
    /// Any bytes.
    Bytes(#[serde(with = "antelope::json::hex")] Vec<u8>),
    /// The arguments of `newaccount`.
    NewAccount(NewAccount),
    /// The arguments of `updateauth`.
    UpdateAuth(UpdateAuth),
    /// The arguments of `deleteauth`.
    DeleteAuth(DeleteAuth),
    /// The arguments of `linkauth`.
    LinkAuth(LinkAuth),
    /// The arguments of `unlinkauth`.
    UnlinkAuth(UnlinkAuth),
}

impl Default for Data {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

fn is_zero<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl fmt::Display for Script {
    /// As JSON, with a line for each step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = |_| fmt::Error;
        let title = serde_json::to_string(&self.title).map_err(failure)?;
        write!(f, "{{\"title\":{title},\"steps\":[")?;
        for (place, step) in self.steps.iter().enumerate() {
            let separator = if place == 0 { "\n" } else { ",\n" };
            write!(f, "{separator}{}", serde_json::to_string(step).map_err(failure)?)?;
        }
        f.write_str("\n]}")
    }
}

impl Step {
    /// The transaction that it stands for, if it is not about time.
    ///
    /// # Errors
    /// When code is not a module's text.
    pub fn transaction(&self) -> Result<Option<Transaction>, String> {
        let (actor, permission, action) = match self {
            Self::Transaction(transaction) => return Ok(Some(transaction.clone())),
            Self::Blocks(_) | Self::Seconds(_) => return Ok(None),
            Self::Account(name) => {
                let authority = Authority::key(world::key(0));
                let (owner, active) = (authority.clone(), authority);
                let account = NewAccount { creator: SYSTEM, name: *name, owner, active };
                (SYSTEM, ACTIVE, (NewAccount::NAME, Data::NewAccount(account)))
            }
            Self::Deploy { account, code } => {
                let code = code.module()?;
                let set = SetCode { account: *account, vm_type: 0, vm_version: 0, code };
                (*account, ACTIVE, (SetCode::NAME, Data::Bytes(pack(&set))))
            }
            Self::Describe { account, abi } => {
                let set = SetAbi { account: *account, abi: abi.clone() };
                (*account, ACTIVE, (SetAbi::NAME, Data::Bytes(pack(&set))))
            }
            Self::Permission { account, name, parent, authority } => {
                let (account, permission, parent) = (*account, *name, *parent);
                let actor = if parent.0 == 0 { permission } else { ACTIVE };
                let update = UpdateAuth { account, permission, parent, auth: authority.clone() };
                (account, actor, (UpdateAuth::NAME, Data::UpdateAuth(update)))
            }
            Self::Quota(account, bytes) => {
                (SYSTEM, ACTIVE, (name!("setquota"), Data::Bytes(pack(&(*account, *bytes)))))
            }
            Self::Privilege(account) => {
                (SYSTEM, ACTIVE, (name!("setpriv"), Data::Bytes(pack(account))))
            }
        };
        let (name, data) = action;
        let authorization = vec![Level(PermissionLevel { actor, permission })];
        let action = ScriptAction { account: SYSTEM, name, authorization, data };
        Ok(Some(Transaction { actions: vec![action], ..Transaction::default() }))
    }
}

const ACTIVE: Name = name!("active");

impl Code {
    /// The module's bytes.
    ///
    /// # Errors
    /// When the text is not a module's.
    pub fn module(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::Probe => Ok(probe::code().to_vec()),
            Self::Text(text) => wat::parse_str(text).map_err(|error| error.to_string()),
            Self::Bytes(bytes) => Ok(bytes.clone()),
        }
    }
}

impl ScriptAction {
    /// The action as it is in a transaction.
    ///
    /// # Errors
    /// When its operations cannot be [packed](pack_operations).
    pub fn packed(&self) -> Result<PackedAction, String> {
        let data = match &self.data {
            Data::Operations(operations) => pack_operations(operations)?,
            Data::Bytes(bytes) => bytes.clone(),
            Data::NewAccount(arguments) => pack(arguments),
            Data::UpdateAuth(arguments) => pack(arguments),
            Data::DeleteAuth(arguments) => pack(arguments),
            Data::LinkAuth(arguments) => pack(arguments),
            Data::UnlinkAuth(arguments) => pack(arguments),
        };
        let authorization = self.authorization.iter().map(|level| level.0).collect();
        Ok(PackedAction { account: self.account, name: self.name, authorization, data })
    }
}
