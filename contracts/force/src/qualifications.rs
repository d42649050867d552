//! Qualifications: finding a worker's assets and holding them against a campaign's entries.

use alloc::vec::Vec;

use antelope::Name;
use framework::{OrFail, OrFailWith, View, check, current_receiver};
use protocol::{
    atomicassets::{self, Asset, FormatLine, Schema, Template},
    force::{
        Error,
        qualification::{self, Collections, MAX_SEARCH, Qualification, Search, held_for},
    },
    vaccount::Account,
};

use crate::{authority, state};

/// Checks that `worker` qualifies: by the assets he names, or by those that the contract finds.
pub(crate) fn require(entries: &[Qualification], named: Option<Vec<u64>>, worker: &Account) {
    if entries.is_empty() {
        return;
    }
    let holdings = Holdings::of(worker);
    match named {
        Some(ids) => {
            let asset = |id| holdings.get(id);
            qualification::check_named(entries, &ids, asset, &AtomicAssets).or_fail();
            if entries.iter().any(Qualification::is_exclusive) {
                search(entries, false, &holdings);
            }
        }
        None => search(entries, true, &holdings),
    }
}

/// Looks through the worker's assets, as far as it must and a bounded number of them.
fn search(entries: &[Qualification], inclusive: bool, holdings: &Holdings) {
    let mut search = Search::new(entries, inclusive);
    for (looked_at, asset) in holdings.assets.rows().enumerate() {
        if search.is_over() {
            break;
        }
        check(looked_at != MAX_SEARCH, Error::TooManyAssets);
        if search.is_about(&asset) && holdings.are_of_worker(&asset) {
            search.look_at(&asset, &AtomicAssets).or_fail();
        }
    }
    search.finish().or_fail();
}

/// Where a worker's assets are: with himself; or with this contract, which holds them for users who hold a key.
struct Holdings {
    assets: View<Asset>,
    held_for: Option<u32>,
}

impl Holdings {
    fn of(worker: &Account) -> Self {
        let (owner, held_for) = match worker.address.account() {
            Some(account) => (account, None),
            None => (current_receiver(), Some(worker.id)),
        };
        Self { assets: View::of(atomicassets::CONTRACT, owner), held_for }
    }

    fn are_of_worker(&self, asset: &Asset) -> bool {
        self.held_for.is_none() || self.held_for == held_for(asset, &AtomicAssets)
    }

    fn get(&self, id: u64) -> Asset {
        let asset = self.assets.get(id).or_fail(Error::AssetNotOwned);
        check(self.are_of_worker(&asset), Error::NotHeldForWorker);
        asset
    }
}

/// Checks that this contract holds each of these assets for a user who holds a key.
pub(crate) fn require_holders(assets: &[u64]) {
    let settings = state::settings();
    let own = View::<Asset>::of(atomicassets::CONTRACT, current_receiver());
    for id in assets {
        let account_id = own.get(*id).and_then(|asset| held_for(&asset, &AtomicAssets));
        let user = authority::worker(&settings, account_id.or_fail(Error::HeldForNobody));
        check(user.address.account().is_none(), Error::HeldForNobody);
    }
}

/// The rows of the assets' contract.
struct AtomicAssets;

impl AtomicAssets {
    fn scope_of(asset: &Asset) -> Name {
        asset.collection_name
    }
}

impl Collections for AtomicAssets {
    fn format(&self, asset: &Asset) -> Vec<FormatLine> {
        let schemas = View::<Schema>::of(atomicassets::CONTRACT, Self::scope_of(asset));
        schemas.get(asset.schema_name.0).map(|schema| schema.format).unwrap_or_default()
    }

    fn template_data(&self, asset: &Asset) -> Option<Vec<u8>> {
        let templates = View::<Template>::of(atomicassets::CONTRACT, Self::scope_of(asset));
        Some(templates.get(asset.template_key()?)?.immutable_serialized_data)
    }
}
