//! Writing what was read to a chain inside the process.

use antelope::{Name, PermissionLevel};
use chain::{AnyKey, Chain, Failure, authority::CODE, index_table, state::Authority};

use super::{Contents, Key};

impl Contents {
    /// Makes the account as it was: its code, its ABI, its rows. Whoever pays for rows is made, too, if it is not there.
    ///
    /// All accounts get the chain's configured key, and this one acts for itself from inside its code, so that what it
    /// sends inline is authorized.
    ///
    /// # Errors
    /// When the chain refuses the account or its code.
    pub fn write(&self, chain: &mut Chain) -> Result<(), Box<Failure>> {
        let key = chain.config().key.clone();
        if chain.account(self.account).is_none() {
            let owner = Authority::of_key(key);
            let mut active = owner.clone();
            let code = PermissionLevel { actor: self.account, permission: CODE };
            active.accounts = Authority::of_permission(code).accounts;
            chain.create_account_with(self.account, owner, active)?;
        }
        chain.deploy(self.account, &self.code, &self.abi)?;
        chain.set_privileged(self.account, self.is_privileged);
        for table in &self.tables {
            for row in &table.rows {
                make(chain, row.payer)?;
                let place = (self.account, table.scope, table.name);
                chain.set_row(place, row.primary_key, row.payer, &row.value[..]);
            }
            for index in &table.indices {
                let name = index_table(table.name, index.position());
                for entry in &index.entries {
                    make(chain, entry.payer)?;
                    let place = (self.account, table.scope, name);
                    chain.set_secondary(place, entry.primary_key, entry.payer, entry.key.into());
                }
            }
        }
        Ok(())
    }
}

fn make(chain: &mut Chain, account: Name) -> Result<(), Box<Failure>> {
    if chain.account(account).is_none() {
        chain.create_account(account)?;
    }
    Ok(())
}

impl From<Key> for AnyKey {
    fn from(key: Key) -> Self {
        match key {
            Key::Number(number) => number.into(),
            Key::Wide(number) => number.into(),
            Key::Digest(digest) => digest.into(),
            Key::Float(float) => float.into(),
        }
    }
}
