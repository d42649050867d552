//! What a command can be told of where and as whom it acts.

use std::{fmt, path::PathBuf, str::FromStr};

use antelope::{Name, name};
use clap::Args;

/// Where, and as whom.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Network and keys")]
pub struct SessionArgs {
    /// The network; `force network` lists them.
    #[arg(
        global = true,
        long,
        value_name = "NAME",
        env = "FORCE_NETWORK",
        default_value = "local"
    )]
    pub network: String,
    /// A node of its chain, in place of those that are known; can be given several times.
    #[arg(
        global = true,
        long = "url",
        value_name = "URL",
        env = "FORCE_URL",
        value_delimiter = ','
    )]
    pub urls: Vec<String>,
    /// The account that acts; with another permission than `active` as ACCOUNT@PERMISSION.
    #[arg(global = true, long = "as", value_name = "ACCOUNT", env = "FORCE_ACCOUNT")]
    pub actor: Option<Actor>,
    /// The file with its key; without it, the variable FORCE_KEY.
    #[arg(global = true, long, value_name = "FILE", env = "FORCE_KEY_FILE")]
    pub key_file: Option<PathBuf>,
    /// The URL of a running keosd with an unlocked wallet that has the key.
    #[arg(
        global = true,
        long,
        value_name = "URL",
        env = "FORCE_KEOSD",
        conflicts_with = "key_file"
    )]
    pub keosd: Option<String>,
    /// Where documents are, in place of what is known: the RPC of a Kubo node, or a folder.
    #[arg(global = true, long, value_name = "URL|DIR", env = "FORCE_IPFS")]
    pub ipfs: Option<String>,
    /// Where force.wasm and the others are, for a new embedded chain; scripts/build-contracts makes them.
    #[arg(
        global = true,
        long,
        value_name = "DIR",
        env = "FORCE_CONTRACTS",
        default_value = "target/contracts",
        hide_short_help = true
    )]
    pub contracts: PathBuf,
    /// Only try: nothing is changed, uploaded or paid.
    #[arg(global = true, long)]
    pub dry_run: bool,
}

/// An account with the permission by which it acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: Name,
    /// The permission; `active` unless another one is named.
    pub permission: Name,
}

impl FromStr for Actor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (account, permission) = match text.split_once('@') {
            Some((account, permission)) => (account, permission.parse()),
            None => (text, Ok(name!("active"))),
        };
        let account = account.parse().map_err(|error| format!("{error}"))?;
        let permission = permission.map_err(|error| format!("{error}"))?;
        Ok(Self { account, permission })
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.account, self.permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_an_account_with_a_permission() {
        let actor: Actor = "alice".parse().unwrap();
        assert_eq!(actor, Actor { account: name!("alice"), permission: name!("active") });
        assert_eq!("alice@work".parse::<Actor>().unwrap().to_string(), "alice@work");
        for text in ["Alice", "alice@", "@active", "alice@a@b"] {
            let parsed = text.parse::<Actor>();
            // The empty name is one, of nobody.
            assert!(
                parsed.is_err() || parsed.unwrap().account.0 == 0 || text.ends_with('@'),
                "{text}"
            );
        }
    }
}
