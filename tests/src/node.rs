//! The node under a scenario, with a token and AtomicAssets on it: the same scenarios are played on two kinds.
//!
//! The variable `FORCE_NODE` says on which: `embedded`, as without it, or `nodeos`, the judge. A scenario has an embedded
//! chain to itself, a copy of one that was prepared once. They all share one nodeos, which ends with the process: what
//! watches over it is in `sdk::nodeos`.

use std::env::{self, VarError};

use antelope::{Asset, Name, name};
use sdk::{
    Client, Devnet, LocalSigner, Nodeos,
    network::{Artefacts, Deployment, Network, TestToken},
    system::SYSTEM,
};
use tokio::sync::OnceCell;

use crate::{EFX, assets};

/// Who has issued all EFX.
pub(crate) const ISSUER: Name = name!("issuer");

/// The variable that says on which kind of node the scenarios are played.
const VARIABLE: &str = "FORCE_NODE";

/// The node under a scenario.
#[derive(Debug)]
pub(crate) enum Node {
    /// A chain in this process, which the scenario has to itself.
    Embedded(Box<Devnet>),
    /// A real one, which all scenarios share.
    Nodeos(&'static Nodeos),
}

impl Node {
    /// The node for another scenario.
    ///
    /// # Panics
    /// When nodeos is asked for and not installed (scripts/setup does that), or does not start: without the judge there
    /// is no verdict.
    pub(crate) async fn for_scenario() -> Self {
        match env::var(VARIABLE).as_deref() {
            Err(VarError::NotPresent) | Ok("embedded") => {
                Self::Embedded(Box::new(prepared_devnet().await))
            }
            Ok("nodeos") => Self::Nodeos(shared_nodeos().await),
            other => panic!("{VARIABLE} is neither embedded nor nodeos: {other:?}"),
        }
    }

    /// A client for the scenario's runtime: connections do not outlive the runtime in which they were opened.
    pub(crate) fn client(&self) -> Client {
        match self {
            Self::Embedded(devnet) => devnet.client().clone(),
            Self::Nodeos(node) => Client::http(&node.url()).unwrap(),
        }
    }

    /// Holds the key of every account.
    pub(crate) const fn signer(&self) -> &LocalSigner {
        match self {
            Self::Embedded(devnet) => devnet.signer(),
            Self::Nodeos(node) => node.signer(),
        }
    }

    /// Checks that the node is alive.
    ///
    /// # Panics
    /// When it is not.
    pub(crate) fn check(&self) {
        match self {
            Self::Embedded(_) => (),
            Self::Nodeos(node) => node.check().unwrap(),
        }
    }
}

/// A chain of one's own, with what all scenarios use.
pub(crate) async fn prepared_devnet() -> Devnet {
    static DEVNET: OnceCell<Devnet> = OnceCell::const_new();
    DEVNET
        .get_or_init(async || {
            let devnet = Devnet::new();
            prepare(devnet.client(), devnet.signer()).await;
            devnet
        })
        .await
        .fork()
}

async fn shared_nodeos() -> &'static Nodeos {
    static NODE: OnceCell<Nodeos> = OnceCell::const_new();
    NODE.get_or_init(async || {
        let node = Nodeos::start().await.unwrap_or_else(|error| panic!("{error}"));
        prepare(node.client(), node.signer()).await;
        node
    })
    .await
}

/// Puts on a new chain what all scenarios use.
async fn prepare(client: &Client, signer: &LocalSigner) {
    let network = Network::default();
    Deployment::new(client, &network, &artefacts(), signer)
        .created_by(SYSTEM, signer)
        .with_test_token(TestToken { issuer: ISSUER, supply: Asset::new(1 << 60, EFX) })
        .with_atomicassets()
        .run()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assets::make_collections(client, signer).await;
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
