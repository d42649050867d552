//! The contract's own state: counters of ids and the format of collections.

use alloc::{string::String, vec::Vec};

use antelope::{Describe, ExtendedSymbol, Name, Pack, Unpack, name, table::Row};

use super::{Error, FormatLine};

/// Counters and settings; one row, whose key is its name.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "config_s")]
pub struct Config {
    /// The id of the next asset.
    pub asset_counter: u64,
    /// The id of the next template.
    pub template_counter: i32,
    /// The id of the next offer. Offers are left to the published contract.
    pub offer_counter: u64,
    /// The attributes of collections.
    pub collection_format: Vec<FormatLine>,
    /// Tokens that assets may be backed with. Backing is left to the published contract.
    pub supported_tokens: Vec<ExtendedSymbol>,
}

impl Row for Config {
    const TABLE: Name = name!("config");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        Self::TABLE.0
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            asset_counter: 1 << 40,
            template_counter: 1,
            offer_counter: 1,
            collection_format: Vec::new(),
            supported_tokens: Vec::new(),
        }
    }
}

impl Config {
    /// Takes an asset id, which is never given again.
    ///
    /// # Errors
    /// [`Error::IdsUsedUp`].
    pub fn take_asset_id(&mut self) -> Result<u64, Error> {
        let id = self.asset_counter;
        self.asset_counter = id.checked_add(1).ok_or(Error::IdsUsedUp)?;
        Ok(id)
    }

    /// Takes a template id, which is never given again.
    ///
    /// # Errors
    /// [`Error::IdsUsedUp`].
    pub fn take_template_id(&mut self) -> Result<i32, Error> {
        let id = self.template_counter;
        self.template_counter = id.checked_add(1).ok_or(Error::IdsUsedUp)?;
        Ok(id)
    }
}

/// Which standard the contract follows; one row, whose key is its name.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "tokenconfigs_s")]
pub struct TokenConfigs {
    /// The standard's name.
    pub standard: Name,
    /// Its version.
    pub version: String,
}

impl Row for TokenConfigs {
    const TABLE: Name = name!("tokenconfigs");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        Self::TABLE.0
    }
}

impl Default for TokenConfigs {
    fn default() -> Self {
        Self { standard: name!("atomicassets"), version: "1.3.1".into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_count_up_and_end() {
        let mut config = Config::default();
        assert_eq!(config.take_asset_id(), Ok(1_099_511_627_776));
        assert_eq!(config.take_asset_id(), Ok(1_099_511_627_777));
        assert_eq!((config.take_template_id(), config.take_template_id()), (Ok(1), Ok(2)));
        config.asset_counter = u64::MAX;
        config.template_counter = i32::MAX;
        assert_eq!(config.take_asset_id(), Err(Error::IdsUsedUp));
        assert_eq!(config.take_template_id(), Err(Error::IdsUsedUp));
    }
}
