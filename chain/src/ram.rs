//! What things cost in RAM, in bytes.
//!
//! The sizes are part of the chain's rules: they are the node's, not what anything takes here.

use crate::state::Authority;

/// For each index over a kind of object.
const INDEX: i64 = 32;
/// A table.
pub(crate) const TABLE: i64 = 112;
/// A row beside its own bytes.
pub(crate) const ROW: i64 = 112;
/// An account beside its permissions.
pub(crate) const ACCOUNT: i64 = 2048;
/// A link from an action to a permission.
pub(crate) const LINK: i64 = round(40 + 3 * INDEX);

/// A secondary key of so many bytes.
pub(crate) const fn secondary(key: i64) -> i64 {
    round(24 + key + 3 * INDEX)
}

/// A permission with what it asks for.
pub(crate) fn permission(authority: &Authority) -> i64 {
    const FIXED: i64 = round(round(3 * 16 + 4) + 64 + 5 * INDEX);
    let accounts = 32 * count(authority.accounts.len());
    let waits = 16 * count(authority.waits.len());
    let keys: i64 =
        (authority.keys.iter()).map(|item| 16 + bytes(antelope::pack(&item.key).len())).sum();
    FIXED + accounts + waits + keys
}

/// A contract's code.
pub(crate) fn code(len: usize) -> i64 {
    10 * bytes(len)
}

/// Bytes that are billed one by one.
pub(crate) fn bytes(len: usize) -> i64 {
    count(len)
}

fn count(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX / 16)
}

/// Sizes are billed in steps of 16 bytes.
const fn round(size: i64) -> i64 {
    (size + 15) / 16 * 16
}
