//! Templates: what assets have in common, and how many there may be.

use alloc::vec::Vec;

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

use super::Error;

/// A template. Scope: its collection.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "templates_s")]
pub struct Template {
    /// Its id, unique over all collections; above zero.
    pub template_id: i32,
    /// The schema of its attributes and of its assets.
    pub schema_name: Name,
    /// Whether its assets may be transferred.
    pub transferable: bool,
    /// Whether its assets may be burned.
    pub burnable: bool,
    /// How many assets there may be; 0 for any number.
    pub max_supply: u32,
    /// How many assets were minted, burned ones among them.
    pub issued_supply: u32,
    /// Attributes of all its assets, as ATOMICDATA.
    pub immutable_serialized_data: Vec<u8>,
}

impl Row for Template {
    const TABLE: Name = name!("templates");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        // As the published contract has it: extended by the sign, though ids are never negative.
        i64::from(self.template_id).cast_unsigned()
    }
}

impl Template {
    /// Counts one more asset of the schema `schema_name`.
    ///
    /// # Errors
    /// [`Error::OtherSchema`], [`Error::MaxSupplyReached`].
    pub fn mint(&mut self, schema_name: Name) -> Result<(), Error> {
        if self.schema_name != schema_name {
            return Err(Error::OtherSchema);
        }
        if self.max_supply > 0 && self.issued_supply >= self.max_supply {
            return Err(Error::MaxSupplyReached);
        }
        self.issued_supply = self.issued_supply.checked_add(1).ok_or(Error::MaxSupplyReached)?;
        Ok(())
    }

    /// Lets no more assets be minted.
    ///
    /// # Errors
    /// [`Error::NothingIssued`]: a maximum of zero would mean any number.
    pub const fn lock(&mut self) -> Result<(), Error> {
        if self.issued_supply == 0 {
            return Err(Error::NothingIssued);
        }
        self.max_supply = self.issued_supply;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(issued_supply: u32, max_supply: u32) -> Template {
        Template {
            template_id: 1,
            schema_name: name!("quali"),
            transferable: true,
            burnable: true,
            max_supply,
            issued_supply,
            immutable_serialized_data: Vec::new(),
        }
    }

    #[test]
    fn no_more_are_minted_than_there_may_be() {
        for (issued, max, expected) in [
            (0, 0, Ok(1)),
            (5, 0, Ok(6)),
            (0, 1, Ok(1)),
            (1, 1, Err(Error::MaxSupplyReached)),
            (2, 1, Err(Error::MaxSupplyReached)),
            (u32::MAX, 0, Err(Error::MaxSupplyReached)),
        ] {
            let mut template = template(issued, max);
            let minted = template.mint(name!("quali")).map(|()| template.issued_supply);
            assert_eq!(minted, expected, "{issued} of {max}");
        }
        assert_eq!(template(0, 0).mint(name!("other")), Err(Error::OtherSchema));
    }

    #[test]
    fn a_locked_template_mints_no_more() {
        assert_eq!(template(0, 0).lock(), Err(Error::NothingIssued));
        let mut locked = template(3, 0);
        assert_eq!(locked.lock(), Ok(()));
        assert_eq!(locked.mint(name!("quali")), Err(Error::MaxSupplyReached));
    }
}
