//! The permissions of those who make blocks, together: of `eosio.prods`.
//!
//! They follow the schedule of producers at the beginning of each block.

use std::sync::Arc;

use antelope::{Name, PermissionLevel, name};

use super::ACTIVE;
use crate::state::{Authority, PermissionLevelWeight, State};

/// The account of all producers together.
pub(crate) const PRODUCERS: Name = name!("eosio.prods");
/// The permission of more than half of the producers.
pub(crate) const MAJORITY: Name = name!("prod.major");
/// The permission of more than a third of the producers.
pub(crate) const MINORITY: Name = name!("prod.minor");

/// Lets the permissions ask for the producers of now. Their RAM and when they last changed stay as they are.
pub(crate) fn follow_producers(state: &mut State) {
    let weigh = |producer: Name| PermissionLevelWeight {
        permission: PermissionLevel::active(producer),
        weight: 1,
    };
    let accounts: Vec<_> =
        state.settings.producers.iter().map(|producer| weigh(producer.name)).collect();
    // At most 125, which a schedule is held to.
    let count = u32::try_from(accounts.len()).unwrap_or(u32::MAX / 2);
    for (permission, share) in [(ACTIVE, (2, 3)), (MAJORITY, (1, 2)), (MINORITY, (1, 3))] {
        let threshold = count * share.0 / share.1 + 1;
        let authority = Authority { threshold, accounts: accounts.clone(), ..Authority::default() };
        let key = (PRODUCERS, permission);
        if state.permissions.get(&key).is_some_and(|found| *found.authority != authority)
            && let Some(found) = state.permissions.get_mut(&key)
        {
            found.authority = Arc::new(authority);
        }
    }
}
