//! What must be true of the repository itself: layers, generated files, the map, a scenario for every known case.

mod abi;
mod cases;
mod layers;
mod map;

use std::path::PathBuf;

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("`tests` is a folder of the repository").to_owned()
}
