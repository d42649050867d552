//! The chain under a demo: what is done on it is done through its client; only beginning, waiting and ending differ.

use anyhow::Result;
use chain::Config;
use clap::ValueEnum;
use sdk::{Client, Devnet, LocalSigner, Nodeos, nodeos::ChainConfig, system::SYSTEM};
use serde::Serialize;

use super::{Event, Observer};

/// A kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// A chain inside this process.
    Embedded,
    /// A real nodeos on this machine, as scripts/setup installs it.
    Nodeos,
}

/// A node with a chain of its own. Dropping it ends it.
#[derive(Debug)]
pub(super) enum Node {
    Embedded(Devnet),
    Nodeos(Nodeos),
}

impl Node {
    /// Starts a node that bills the CPU that is used. By default it bills a tenth of a millisecond at least, which hides
    /// what an action costs.
    pub(super) async fn start(kind: NodeKind) -> Result<Self> {
        match kind {
            NodeKind::Embedded => {
                let mut config = Config::default();
                config.parameters.min_transaction_cpu_usage = 1;
                Ok(Self::Embedded(Devnet::with_config(config)))
            }
            NodeKind::Nodeos => {
                let node = Nodeos::start().await?;
                let config = node.chain_config().await?;
                let config = ChainConfig { min_transaction_cpu_usage: 1, ..config };
                node.set_chain_config(config).await?;
                // The embedded chain begins without a system contract. This one would keep a row of 152 bytes for each
                // ABI, at the account's cost; its work is done.
                node.client().deploy(node.signer(), SYSTEM, &[], &[]).await?;
                Ok(Self::Nodeos(node))
            }
        }
    }

    /// What it is, for people.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Embedded(_) => "an embedded chain, inside this process".into(),
            Self::Nodeos(node) => {
                format!("nodeos at {}, process {}", node.url(), node.process_id())
            }
        }
    }

    pub(super) const fn client(&self) -> &Client {
        match self {
            Self::Embedded(devnet) => devnet.client(),
            Self::Nodeos(node) => node.client(),
        }
    }

    /// The holder of the key of the account `eosio`.
    pub(super) const fn signer(&self) -> &LocalSigner {
        match self {
            Self::Embedded(devnet) => devnet.signer(),
            Self::Nodeos(node) => node.signer(),
        }
    }

    /// Waits until there is another block; the embedded chain makes it at once.
    pub(super) async fn next_block(&self) -> Result<()> {
        match self {
            Self::Embedded(devnet) => {
                devnet.mine();
                Ok(())
            }
            Self::Nodeos(node) => Ok(node.wait_blocks(1).await?),
        }
    }

    /// Ends it, and removes its data. The embedded chain ends with its last user.
    pub(super) async fn stop(self, observer: &dyn Observer) -> Result<()> {
        if let Self::Nodeos(node) = self {
            observer.notice(Event::begins("stop", "ending the node"));
            node.stop().await?;
            observer.notice(Event::Done("node ended, its data removed".into()));
        }
        Ok(())
    }
}
