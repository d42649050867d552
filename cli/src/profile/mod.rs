//! Networks by name: where their nodes are, which accounts our contracts have there, and where documents are kept.
//!
//! What is known from the start is in `networks.toml`; a file of the user's goes before it. Keys are not in it: who acts
//! is the [session](crate::session)'s business.

mod file;

use std::{collections::BTreeMap, path::PathBuf};

use antelope::{Checksum256, ExtendedSymbol, Name};
use anyhow::{Context, Result, bail};
use sdk::network::Network;
use serde::{Deserialize, Serialize, Serializer};

pub use file::{backup_path, config_path, data_path};

/// The networks that are known from the start.
const KNOWN: &str = include_str!("networks.toml");

/// A network, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// What it is, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The chain that its nodes must be of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<Checksum256>,
    /// Where its nodes answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<String>,
    /// The tasks contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force: Option<Name>,
    /// The contract of virtual accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vaccount: Option<Name>,
    /// Who is paid the fees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<Name>,
    /// The tokens that rewards are paid in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// Where documents are.
    pub ipfs: Ipfs,
    /// Whether keys that everybody knows are in use there.
    pub development: bool,
}

/// Where documents are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ipfs {
    /// The RPC of a Kubo node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// Gateways to read from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gateways: Vec<String>,
    /// A folder on this machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
}

/// A token, written `4,EFX@token`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Token(pub ExtendedSymbol);

impl TryFrom<String> for Token {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        crate::args::parse_token(&text).map(Self)
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}@{}", self.0.sym, self.0.contract))
    }
}

impl Profile {
    /// The accounts and tokens of the network that is deployed there.
    ///
    /// # Errors
    /// When it is not known which they are; `name` is what the network is called.
    pub fn network(&self, name: &str) -> Result<Network> {
        let needed = |what: &str, account: Option<Name>| {
            account.with_context(|| {
                format!(
                    "network {name} has no account for `{what}`: put {what} = \"…\" under [{name}] in {}",
                    config_path().display()
                )
            })
        };
        let default = Network::default();
        let tokens: Vec<_> = self.tokens.iter().map(|token| token.0).collect();
        if tokens.is_empty() {
            bail!(
                "network {name} has no tokens: put tokens = [\"4,EFX@…\"] under [{name}] in {}",
                config_path().display()
            );
        }
        Ok(Network {
            force: needed("force", self.force)?,
            vaccount: needed("vaccount", self.vaccount)?,
            fees: self.fees.unwrap_or(default.fees),
            tokens,
            ..default
        })
    }
}

/// All networks that are known, by name.
///
/// # Errors
/// When the user's file cannot be read, or says what is not understood.
pub fn all() -> Result<BTreeMap<String, Profile>> {
    let path = config_path();
    let own = file::read(&path)?;
    profiles(own).with_context(|| format!("networks in {}", path.display()))
}

/// The network of this name.
///
/// # Errors
/// As [`all`], and when there is none of this name.
pub fn named(name: &str) -> Result<Profile> {
    let mut all = all()?;
    all.remove(name).with_context(|| {
        let known: Vec<_> = all.keys().map(String::as_str).collect();
        format!("no network {name}; there are {}", known.join(", "))
    })
}

/// What is known from the start, under what is `own`.
fn profiles(own: toml::Table) -> Result<BTreeMap<String, Profile>> {
    let mut table: toml::Table = toml::from_str(KNOWN).context("networks known from the start")?;
    merge(&mut table, own);
    let read = |(name, value): (String, toml::Value)| {
        let profile = value.try_into().with_context(|| format!("[{name}]"))?;
        Ok((name, profile))
    };
    table.into_iter().map(read).collect()
}

/// Puts `over` over `under`, key by key.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use antelope::name;

    use super::*;

    fn own(text: &str) -> Result<BTreeMap<String, Profile>> {
        profiles(toml::from_str(text)?)
    }

    #[test]
    fn known_networks_are_read() {
        let known = profiles(toml::Table::new()).unwrap();
        for name in ["embedded", "local", "jungle4", "vaulta", "telos", "wax"] {
            assert!(known[name].title.is_some(), "{name}");
            assert_eq!(known[name].chain_id.is_none(), known[name].development, "{name}");
        }
        assert_eq!(known["local"].network("local").unwrap(), Network::default());
        // Money of public networks is not at accounts that somebody else may have.
        let message = known["wax"].network("wax").unwrap_err().to_string();
        assert!(message.contains("[wax]"), "{message}");
    }

    #[test]
    fn own_lines_go_first() {
        let all = own("[jungle4]\nforce = \"tasks\"\nipfs.api = \"http://127.0.0.1:5001\"\n[mine]\nendpoints = [\"http://a\"]").unwrap();
        let jungle = &all["jungle4"];
        assert_eq!(jungle.force, Some(name!("tasks")));
        assert_eq!(jungle.ipfs.api.as_deref(), Some("http://127.0.0.1:5001"));
        assert!(!jungle.ipfs.gateways.is_empty() && jungle.chain_id.is_some());
        assert_eq!(all["mine"].endpoints, ["http://a"]);
    }

    #[test]
    fn mistakes_are_named() {
        for (text, reason) in [
            ("[local]\nendpoint = \"http://a\"", "endpoint"),
            ("[local]\nforce = \"NotAName\"", "[local]"),
            ("[local]\ntokens = [\"EFX\"]", "4,EFX@token"),
            ("[local]\nchain_id = \"00\"", "[local]"),
            ("local = 1", "[local]"),
        ] {
            let message = format!("{:#}", own(text).unwrap_err());
            assert!(message.contains(reason), "{text}: {message}");
        }
    }

    #[test]
    fn profiles_are_written_as_they_are_read() {
        for (name, profile) in profiles(toml::Table::new()).unwrap() {
            let text = toml::to_string(&profile).unwrap();
            assert_eq!(toml::from_str::<Profile>(&text).unwrap(), profile, "{name}");
        }
    }
}
