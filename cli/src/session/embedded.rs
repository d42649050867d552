//! The chain of the network `embedded`: in this process, kept in a file, and gone on with by the next command.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use chain::{
    Config,
    devnet::Devnet,
    server::{Options, Server, Store},
};
use sdk::network::Artefacts;

use crate::{
    profile,
    up::{account::Account, beginning, clock::clock},
};

/// A served chain of this process.
#[derive(Debug)]
pub(super) struct Embedded {
    server: Server,
}

impl Embedded {
    /// Opens the chain, or makes it with the contracts of a folder.
    pub(super) async fn open(contracts: &Path) -> Result<Self> {
        let folder = profile::data_path();
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let path = folder.join("embedded.redb");
        let store = Store::open(&path)?;
        let node = match store.restore(Config::default())? {
            Some(node) => node,
            None => {
                let artefacts = Artefacts::load(contracts)?;
                beginning::with_contracts(&artefacts, &Account::all()?).await?
            }
        };
        let options = Options { clock: Some(clock()), store: Some(store), ..Options::default() };
        let server =
            Server::start(Devnet::new(node), options).await.context("the embedded chain")?;
        Ok(Self { server })
    }

    pub(super) fn url(&self) -> String {
        self.server.url()
    }

    pub(super) async fn close(self) -> Result<()> {
        self.server.stop().await.context("the embedded chain")
    }
}
