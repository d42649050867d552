//! Qualifications: finding a worker's assets and holding them against a campaign's entries.

use alloc::vec::Vec;

use antelope::Name;
use framework::{OrFail, OrFailWith, View, check};
use protocol::{
    atomicassets::{self, Asset},
    force::{
        Error,
        qualification::{self, MAX_SEARCH, Qualification, Search},
    },
};

/// Checks that `worker` qualifies: by the assets he names, or by those that the contract finds.
pub(crate) fn require(entries: &[Qualification], named: Option<Vec<u64>>, worker: Name) {
    if entries.is_empty() {
        return;
    }
    let assets = View::<Asset>::of(atomicassets::CONTRACT, worker);
    match named {
        Some(ids) => {
            check_named(entries, &ids, assets);
            if entries.iter().any(Qualification::is_exclusive) {
                search(entries, false, assets);
            }
        }
        None => search(entries, true, assets),
    }
}

fn check_named(entries: &[Qualification], ids: &[u64], assets: View<Asset>) {
    check(ids.len() == entries.len(), Error::WrongAssetCount);
    let mut found = Vec::with_capacity(entries.len());
    for (entry, id) in entries.iter().zip(ids) {
        found.push(match entry.is_exclusive() {
            true => None,
            false => Some(assets.get(*id).or_fail(Error::AssetNotOwned)),
        });
    }
    qualification::check_named(entries, &found).or_fail();
}

/// Looks through the worker's assets, as far as it must and a bounded number of them.
fn search(entries: &[Qualification], inclusive: bool, assets: View<Asset>) {
    let mut search = Search::new(entries, inclusive);
    for (looked_at, asset) in assets.rows().enumerate() {
        if search.is_over() {
            break;
        }
        check(looked_at != MAX_SEARCH, Error::TooManyAssets);
        search.look_at(&asset).or_fail();
    }
    search.finish().or_fail();
}
