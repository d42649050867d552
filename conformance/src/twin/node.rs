//! The nodes that are asked: nodeos, and the embedded chain with the same protocol features.
//!
//! What they are asked is left to the files of twins.

use chain::{
    Chain, Config,
    node::{Mining, Node},
};
use sdk::{
    Client, Nodeos,
    nodeos::{Installation, NodeosConfig},
    transport::{Embedded, Http, Response, Transport},
};

use crate::world;

/// A node to ask.
#[derive(Debug)]
pub struct TwinNode {
    client: Client,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Nodeos(Box<Nodeos>, Http),
    Embedded(Embedded),
}

impl TwinNode {
    /// The embedded chain, whose blocks end when they are told to.
    pub fn embedded() -> Self {
        let features = world::features().collect();
        let chain = Chain::new(Config { features, ..Config::default() });
        let embedded = Embedded::new(Node::new(chain, Mining::Interval));
        Self { client: Client::new(embedded.clone()), kind: Kind::Embedded(embedded) }
    }

    /// nodeos, with every endpoint of its chain interface.
    ///
    /// # Errors
    /// When it is not installed or does not start.
    pub async fn nodeos() -> Result<Self, String> {
        let start = async {
            let arguments = ["--enable-account-queries=true", STATUSES].map(str::to_owned).into();
            let node = Nodeos::launch(Installation::require()?, NodeosConfig { arguments }).await?;
            node.boot().await?;
            let http = Http::new(&node.url())?;
            Ok::<_, sdk::Error>(Self {
                client: node.client().clone(),
                kind: Kind::Nodeos(Box::new(node), http),
            })
        };
        start.await.map_err(|error| error.to_string())
    }

    /// The client of its chain.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Sends a body as it is.
    pub(super) async fn post(&self, path: &str, body: Vec<u8>) -> Result<Response, String> {
        let answer = match &self.kind {
            Kind::Nodeos(_, http) => http.post(path, body).await,
            Kind::Embedded(embedded) => embedded.post(path, body).await,
        };
        if let Kind::Nodeos(node, _) = &self.kind {
            // There are requests that end a node.
            node.check().map_err(|error| error.to_string())?;
        }
        answer.map_err(|error| error.to_string())
    }

    /// Until there are so many more blocks.
    ///
    /// # Errors
    /// When they do not come.
    pub async fn wait_blocks(&self, blocks: u32) -> Result<(), String> {
        match &self.kind {
            Kind::Nodeos(node, _) if blocks > 0 => {
                node.wait_blocks(blocks).await.map_err(|error| error.to_string())
            }
            Kind::Nodeos(..) => Ok(()),
            Kind::Embedded(embedded) => {
                (0..blocks).for_each(|_| {
                    embedded.node().mine();
                });
                Ok(())
            }
        }
    }
}

/// Transactions are remembered for `get_transaction_status`.
const STATUSES: &str = "--transaction-finality-status-max-storage-size-gb=1";
