//! Permissions: what is asked of whoever acts for an account.
//!
//! Whether something satisfies them is told by [`authority`](crate::authority).

use std::sync::Arc;

use antelope::{Name, Pack, PermissionLevel, PublicKey, Reader, TimePoint, Unpack, UnpackError};

/// A permission of an account.
#[derive(Clone, Debug)]
pub struct Permission {
    /// Tells permissions of one account apart by age.
    pub number: u64,
    /// The permission above it; empty for `owner`.
    pub parent: Name,
    /// When it last changed.
    pub last_updated: TimePoint,
    /// When it was last used.
    pub last_used: TimePoint,
    /// What it asks for.
    pub authority: Arc<Authority>,
}

/// The permission that is enough for an action of a contract.
#[derive(Clone, Copy, Debug, Pack, Unpack)]
pub struct Link {
    /// Tells links apart by age.
    pub number: u64,
    /// The permission.
    pub permission: Name,
}

/// What a permission asks for: keys, permissions of accounts and waiting, each with a weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
pub struct Authority {
    /// The weights that are enough, together.
    pub threshold: u32,
    /// Keys, in order.
    pub keys: Vec<KeyWeight>,
    /// Permissions of accounts, in order.
    pub accounts: Vec<PermissionLevelWeight>,
    /// Delays, in order.
    pub waits: Vec<WaitWeight>,
}

/// A key and how much it counts.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
pub struct KeyWeight {
    /// The key.
    pub key: PublicKey,
    /// How much it counts.
    pub weight: u16,
}

/// A permission and how much it counts.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
pub struct PermissionLevelWeight {
    /// The permission.
    pub permission: PermissionLevel,
    /// How much it counts.
    pub weight: u16,
}

/// A delay and how much it counts.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
pub struct WaitWeight {
    /// The delay, in seconds.
    pub wait_sec: u32,
    /// How much it counts.
    pub weight: u16,
}

impl Authority {
    /// The authority of a single key.
    pub fn of_key(key: PublicKey) -> Self {
        let keys = vec![KeyWeight { key, weight: 1 }];
        Self { threshold: 1, keys, ..Self::default() }
    }

    /// The authority of a single permission.
    pub fn of_permission(permission: PermissionLevel) -> Self {
        let accounts = vec![PermissionLevelWeight { permission, weight: 1 }];
        Self { threshold: 1, accounts, ..Self::default() }
    }

    /// Whether everything is in order, listed once, and enough to reach the threshold.
    pub fn is_valid(&self) -> bool {
        let (keys, accounts, waits) = (&self.keys, &self.accounts, &self.waits);
        let total: u64 = (keys.iter().map(|item| u64::from(item.weight)))
            .chain(accounts.iter().map(|item| u64::from(item.weight)))
            .chain(waits.iter().map(|item| u64::from(item.weight)))
            .sum();
        keys.len() + accounts.len() + waits.len() <= 1 << 16
            && self.threshold != 0
            && keys.is_sorted_by(|left, right| left.key < right.key)
            && accounts.is_sorted_by(|left, right| left.permission < right.permission)
            && waits.is_sorted_by(|left, right| left.wait_sec < right.wait_sec)
            && waits.first().is_none_or(|wait| wait.wait_sec != 0)
            && total >= u64::from(self.threshold)
    }
}

impl Pack for Permission {
    fn pack(&self, out: &mut Vec<u8>) {
        (self.number, self.parent, self.last_updated, self.last_used).pack(out);
        self.authority.as_ref().pack(out);
    }
}

impl Unpack for Permission {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        let (number, parent, last_updated, last_used, authority) = Unpack::unpack(input)?;
        Ok(Self { number, parent, last_updated, last_used, authority: Arc::new(authority) })
    }
}
