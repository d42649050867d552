//! Other code for an account, looked at before it is set: what RAM it takes, and whether it can read what is there.

use antelope::{Checksum256, Name, abi::Abi};

use super::{Artefact, Incompatibility, incompatibilities};
use crate::{client::Client, error::Error};

/// What code costs, in bytes of RAM for one of its own: `setcode_ram_bytes_multiplier` of nodeos.
const RAM_PER_BYTE_OF_CODE: i64 = 10;

/// What a new account costs, in bytes of RAM: itself and two permissions of one key each, rounded up.
const RAM_OF_ACCOUNT: i64 = 3_000;

/// What a network's settings, tokens and permissions cost at most, in bytes of RAM.
const RAM_OF_SETTINGS: i64 = 4_000;

/// The code of an account beside that which is to come.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Upgrade {
    /// What is there: code, and packed ABI; both empty where there is nothing.
    pub found: Artefact,
    /// The hash of the code that is there; zero when there is none.
    pub found_hash: Checksum256,
    /// What RAM it takes.
    pub ram: RamNeed,
    /// Why the new code could not read rows that are there.
    pub incompatibilities: Vec<Incompatibility>,
    /// Whether everything is there already.
    pub is_done: bool,
}

/// How much RAM an account needs for what is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RamNeed {
    /// The account.
    pub account: Name,
    /// How many bytes more it will use, with some to spare; less than nothing when code gets smaller.
    pub more: i64,
    /// How many bytes it has left; `None` when it has no limit, or is not there yet.
    pub free: Option<i64>,
}

impl RamNeed {
    /// How many bytes have to be bought first, as far as that is known.
    pub fn missing(&self) -> i64 {
        self.free.map_or(0, |free| self.more.saturating_sub(free).max(0))
    }

    /// The need of an account that is not there yet.
    pub(super) fn of_new_account(account: Name, artefact: &Artefact) -> Self {
        let more = RAM_OF_ACCOUNT + RAM_OF_SETTINGS + ram_of(&artefact.code, &artefact.abi);
        Self { account, more, free: None }
    }
}

impl Upgrade {
    /// Looks at what is there, and what `artefact` would change.
    ///
    /// # Errors
    /// When the node does not answer, there is no such account, or its ABI cannot be read.
    pub async fn plan(client: &Client, account: Name, artefact: &Artefact) -> Result<Self, Error> {
        let (hash, abi) = (client.get_code_hash(account).await?, client.get_abi(account).await?);
        let wanted = artefact.code_hash();
        let described = client.get_account(account).await?;
        let free = described.ram_quota.checked_sub(described.ram_usage);
        let free = free.filter(|_| described.ram_quota >= 0);
        if hash == wanted && abi == artefact.abi {
            let ram = RamNeed { account, more: 0, free };
            let found = artefact.clone();
            let incompatibilities = Vec::new();
            return Ok(Self { found, found_hash: hash, ram, incompatibilities, is_done: true });
        }
        let is_bare = hash == Checksum256::default();
        let code = if is_bare { Vec::new() } else { client.get_code(account).await? };
        let read = |packed: &[u8]| -> Result<Abi, Error> {
            match packed {
                [] => Ok(Abi::default()),
                packed => antelope::unpack(packed)
                    .map_err(|cause| Error::decode(format_args!("abi of {account}"), cause)),
            }
        };
        let mut more = ram_of(&artefact.code, &artefact.abi) - ram_of(&code, &abi);
        if code.is_empty() {
            more += RAM_OF_SETTINGS;
        }
        Ok(Self {
            incompatibilities: incompatibilities(&read(&abi)?, &read(&artefact.abi)?),
            found: Artefact { code, abi },
            found_hash: hash,
            ram: RamNeed { account, more, free },
            is_done: false,
        })
    }
}

fn ram_of(code: &[u8], abi: &[u8]) -> i64 {
    let length = |bytes: &[u8]| i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    length(code).saturating_mul(RAM_PER_BYTE_OF_CODE).saturating_add(length(abi))
}

#[cfg(test)]
mod tests {
    use antelope::name;

    use super::*;

    #[test]
    fn what_is_missing_is_what_is_needed_and_not_left() {
        for (more, free, missing) in [
            (1_000, None, 0),
            (1_000, Some(1_000), 0),
            (1_000, Some(400), 600),
            (-5, Some(0), 0),
            (i64::MAX, Some(-1), i64::MAX),
        ] {
            let need = RamNeed { account: name!("force"), more, free };
            assert_eq!(need.missing(), missing, "{need:?}");
        }
    }

    #[test]
    fn a_byte_of_code_takes_ten() {
        let artefact = Artefact { code: vec![0; 700], abi: vec![0; 30] };
        let need = RamNeed::of_new_account(name!("force"), &artefact);
        assert_eq!(need.more, 7_030 + RAM_OF_ACCOUNT + RAM_OF_SETTINGS);
    }
}
