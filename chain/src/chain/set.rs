//! Changing what no transaction could: rows, secondary keys, limits.
//!
//! RAM follows; contracts and their rules are not asked.

use antelope::Name;

use super::Chain;
use crate::{
    ram,
    state::{
        Bytes, Float64, Float128, Index, IndexEntry, Key256, Row, SecondaryKey, State, Table,
        TableId, TableKey,
    },
};

/// A secondary key of any type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyKey {
    /// 64 bits.
    Idx64(u64),
    /// 128 bits.
    Idx128(u128),
    /// 256 bits.
    Idx256(Key256),
    /// A 64-bit float.
    IdxDouble(Float64),
    /// A 128-bit float.
    IdxLongDouble(Float128),
}

impl Chain {
    /// Writes a row past all contracts. Secondary keys stay as they are.
    pub fn set_row(
        &mut self,
        (code, scope, table): (Name, Name, Name),
        primary: u64,
        payer: Name,
        value: impl Into<Bytes>,
    ) {
        let (value, key) = (value.into(), TableKey { code, scope, table });
        let state = &mut self.state;
        let mut table = table_of(state, key, payer);
        let place = (table.id, primary);
        match state.rows.get(&place).cloned() {
            Some(old) => change_ram(state, old.payer, -ram::ROW - ram::bytes(old.value.len())),
            None => table.count = table.count.saturating_add(1),
        }
        change_ram(state, payer, ram::ROW + ram::bytes(value.len()));
        state.rows.insert(place, Row { payer, value });
        state.tables.insert(key, table);
    }

    /// Writes a row's key in a secondary index past all contracts. The table's name ends with the number of the index,
    /// in its last four bits. A float that is no number is left out, since nothing could find it.
    pub fn set_secondary(
        &mut self,
        (code, scope, table): (Name, Name, Name),
        primary: u64,
        payer: Name,
        key: AnyKey,
    ) {
        if key.is_nan() {
            return;
        }
        let state = &mut self.state;
        let place = TableKey { code, scope, table };
        let mut table = table_of(state, place, payer);
        let (id, size) = (table.id, key.size());
        let old = match key {
            AnyKey::Idx64(key) => put(&mut state.idx64, id, primary, payer, key),
            AnyKey::Idx128(key) => put(&mut state.idx128, id, primary, payer, key),
            AnyKey::Idx256(key) => put(&mut state.idx256, id, primary, payer, key),
            AnyKey::IdxDouble(key) => put(&mut state.idx_double, id, primary, payer, key),
            AnyKey::IdxLongDouble(key) => put(&mut state.idx_long_double, id, primary, payer, key),
        };
        match old {
            Some(payer) => change_ram(state, payer, -ram::secondary(size)),
            None => table.count = table.count.saturating_add(1),
        }
        change_ram(state, payer, ram::secondary(size));
        state.tables.insert(place, table);
    }

    /// Limits the RAM that an account may use, in bytes; -1 for no limit.
    pub fn set_ram_quota(&mut self, account: Name, bytes: i64) {
        if let Some(account) = self.state.accounts.get_mut(&account) {
            account.ram_quota = bytes;
        }
    }

    /// Makes an account privileged, or ordinary.
    pub fn set_privileged(&mut self, account: Name, privileged: bool) {
        if let Some(account) = self.state.accounts.get_mut(&account) {
            account.privileged = privileged;
        }
    }
}

impl AnyKey {
    const fn is_nan(self) -> bool {
        match self {
            Self::IdxDouble(key) => key.is_nan(),
            Self::IdxLongDouble(key) => key.is_nan(),
            _ => false,
        }
    }

    /// In bytes.
    const fn size(self) -> i64 {
        match self {
            Self::Idx64(_) | Self::IdxDouble(_) => 8,
            Self::Idx128(_) | Self::IdxLongDouble(_) => 16,
            Self::Idx256(_) => 32,
        }
    }
}

/// The table, which is made at the payer's cost if it is not there.
fn table_of(state: &mut State, key: TableKey, payer: Name) -> Table {
    if let Some(table) = state.tables.get(&key) {
        return *table;
    }
    let id = TableId(state.next_table);
    state.next_table = state.next_table.saturating_add(1);
    change_ram(state, payer, ram::TABLE);
    Table { id, payer, count: 0 }
}

/// Sets an entry; gives who paid for the one before.
fn put<K: SecondaryKey>(
    index: &mut Index<K>,
    table: TableId,
    primary: u64,
    payer: Name,
    key: K,
) -> Option<Name> {
    let old = index.get(table, primary).map(|entry| entry.payer);
    index.insert(table, primary, IndexEntry { key, payer });
    old
}

pub(super) fn change_ram(state: &mut State, account: Name, delta: i64) {
    if let Some(account) = state.accounts.get_mut(&account) {
        account.ram_usage = account.ram_usage.saturating_add_signed(delta);
    }
}
