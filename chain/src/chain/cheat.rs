//! Changing what no transaction could, beside single rows and keys: whole rows by their types, code, parameters.
//!
//! RAM follows what is written; contracts and their rules are not asked.

use antelope::{
    Checksum256, Name,
    table::{Float64Bits, Index, Row},
};

use super::{AnyKey, Chain, set::change_ram};
use crate::{
    Error,
    native::replace_code,
    ram,
    state::{Float64, Index as Keys, Key256, Parameters, SecondaryKey, State, TableId, TableKey},
};

impl Chain {
    /// Writes a row with all its secondary keys.
    pub fn set<R>(&mut self, code: Name, scope: impl Into<u64>, payer: Name, row: &R)
    where
        R: Row<Indices: Indices<R>>,
    {
        let (scope, primary) = (Name(scope.into()), row.primary_key());
        self.set_row((code, scope, R::TABLE), primary, payer, antelope::pack(row));
        for (position, key) in R::Indices::keys(row) {
            let table = (code, scope, index_table(R::TABLE, position));
            self.remove_secondary(table, primary);
            if let Some(key) = key {
                self.set_secondary(table, primary, payer, key);
            }
        }
    }

    /// Removes a row, if there is one. Secondary keys stay as they are.
    pub fn remove_row(&mut self, (code, scope, table): (Name, Name, Name), primary: u64) {
        let state = &mut self.state;
        let key = TableKey { code, scope, table };
        let Some(place) = state.tables.get(&key).map(|table| (table.id, primary)) else { return };
        if let Some(old) = state.rows.get(&place).cloned() {
            state.rows.remove(&place);
            change_ram(state, old.payer, -ram::ROW - ram::bytes(old.value.len()));
            count_down(state, &key);
        }
    }

    /// Removes a row's key from a secondary index, if there is one. The table is as [`index_table`] names it.
    pub fn remove_secondary(&mut self, (code, scope, table): (Name, Name, Name), primary: u64) {
        fn remove<K: SecondaryKey>(
            keys: &mut Keys<K>,
            place: (TableId, u64),
            size: i64,
        ) -> Option<(Name, i64)> {
            let payer = keys.get(place.0, place.1)?.payer;
            keys.remove(place.0, place.1);
            Some((payer, ram::secondary(size)))
        }
        let state = &mut self.state;
        let key = TableKey { code, scope, table };
        let Some(place) = state.tables.get(&key).map(|table| (table.id, primary)) else { return };
        let removed = [
            remove(&mut state.idx64, place, 8),
            remove(&mut state.idx128, place, 16),
            remove(&mut state.idx256, place, 32),
            remove(&mut state.idx_double, place, 8),
            remove(&mut state.idx_long_double, place, 16),
        ];
        for (payer, size) in removed.into_iter().flatten() {
            change_ram(state, payer, -size);
            count_down(state, &key);
        }
    }

    /// Sets an account's code, and its packed ABI where one is given. No code at all clears it.
    ///
    /// # Errors
    /// When a node would refuse the code, the account has it already, or there is no such account.
    pub fn set_code(
        &mut self,
        account: Name,
        wasm: &[u8],
        abi: Option<&[u8]>,
    ) -> Result<(), Error> {
        let now = self.now();
        let delta = replace_code(&mut self.state, account, wasm, now)?;
        change_ram(&mut self.state, account, delta);
        if let (Some(abi), Some(found)) = (abi, self.state.accounts.get_mut(&account)) {
            let delta = ram::bytes(abi.len()) - ram::bytes(found.abi.len());
            found.abi = abi.into();
            found.abi_sequence = found.abi_sequence.saturating_add(1);
            change_ram(&mut self.state, account, delta);
        }
        Ok(())
    }

    /// Limits what an account may use: RAM in bytes, NET and CPU as shares of the whole; -1 for no limit. As when the
    /// system contract does it, what others may use follows with the end of the block.
    pub fn set_resource_limits(
        &mut self,
        account: Name,
        ram_bytes: i64,
        net_weight: i64,
        cpu_weight: i64,
    ) {
        // Whether the account uses more RAM already is asked when it takes more.
        let _decreased =
            self.state.set_resource_limits(account, (ram_bytes, net_weight, cpu_weight));
    }

    /// Changes the parameters of transactions and blocks, whether they can work together or not.
    pub fn set_parameters(&mut self, parameters: Parameters) {
        self.state.settings.change().parameters = parameters;
    }
}

/// The table of a secondary index, by its position: 2 is the first, as over HTTP.
pub const fn index_table(table: Name, position: u8) -> Name {
    // As contract libraries have it: the indices are numbered in the four lowest bits.
    Name(table.0 & !0xf | (position.wrapping_sub(2) & 0xf) as u64)
}

/// The secondary indices of a type of rows: a tuple of none to four [`Index`] types.
pub trait Indices<R> {
    /// The positions of all indices, each with the row's key if it has one.
    #[doc(hidden)]
    fn keys(row: &R) -> Vec<(u8, Option<AnyKey>)>;
}

macro_rules! indices {
    ($(($($index:ident)*))*) => {$(
        impl<R: Row, $($index: Index<Row = R, Key: Into<AnyKey>>),*> Indices<R> for ($($index,)*) {
            #[allow(unused_variables, reason = "where there are no indices")]
            fn keys(row: &R) -> Vec<(u8, Option<AnyKey>)> {
                vec![$(($index::POSITION, $index::key(row).map(Into::into))),*]
            }
        }
    )*};
}

indices! { () (A) (A B) (A B C) (A B C D) }

impl From<u64> for AnyKey {
    fn from(key: u64) -> Self {
        Self::Idx64(key)
    }
}

impl From<u128> for AnyKey {
    fn from(key: u128) -> Self {
        Self::Idx128(key)
    }
}

impl From<Float64Bits> for AnyKey {
    fn from(key: Float64Bits) -> Self {
        Self::IdxDouble(Float64(key.0))
    }
}

impl From<Checksum256> for AnyKey {
    /// A digest is two numbers, the upper half first.
    fn from(key: Checksum256) -> Self {
        let (halves, _) = key.0.as_chunks::<16>();
        let [upper, lower] = [halves[0], halves[1]].map(u128::from_be_bytes);
        Self::Idx256(Key256 { upper, lower })
    }
}

fn count_down(state: &mut State, key: &TableKey) {
    let Some(table) = state.tables.get_mut(key) else { return };
    table.count = table.count.saturating_sub(1);
    if table.count == 0 {
        let payer = table.payer;
        state.tables.remove(key);
        change_ram(state, payer, -ram::TABLE);
    }
}
