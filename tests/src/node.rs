//! The node that the scenarios of a binary share, with a token and AtomicAssets on it.
//!
//! It ends with the process: what watches over it is in `sdk::nodeos`.

use std::env;

use antelope::{Asset, Name, name};
use sdk::{
    Nodeos,
    network::{Artefacts, Deployment, Network, TestToken},
    system::SYSTEM,
};
use tokio::sync::OnceCell;

use crate::{EFX, assets};

/// Who has issued all EFX.
pub(crate) const ISSUER: Name = name!("issuer");

/// The node.
///
/// # Panics
/// When nodeos is not installed (scripts/setup does that) or does not start: without the judge there is no verdict.
pub async fn node() -> &'static Nodeos {
    static NODE: OnceCell<Nodeos> = OnceCell::const_new();
    NODE.get_or_init(async || {
        let node = Nodeos::start().await.unwrap_or_else(|error| panic!("{error}"));
        let network = Network::default();
        Deployment::new(node.client(), &network, &artefacts(), node.signer())
            .created_by(SYSTEM, node.signer())
            .with_test_token(TestToken { issuer: ISSUER, supply: Asset::new(1 << 60, EFX) })
            .with_atomicassets()
            .run()
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assets::make_collections(&node).await;
        node
    })
    .await
}

/// The contracts, as `scripts/build-contracts` has built them into the folder of this build.
///
/// # Panics
/// When they are not there.
pub fn artefacts() -> Artefacts {
    let binary = env::current_exe().expect("a test binary has a path");
    // target/debug/deps/it-…
    let target = binary.ancestors().nth(3).expect("cargo puts a test binary three folders deep");
    Artefacts::load(&target.join("contracts")).unwrap_or_else(|error| panic!("{error}"))
}
