//! What a command acts with: a chain, the network's accounts, who acts, and where documents are.
//!
//! Commands ask for what they need, so that one which only reads needs no key. Where networks are is told by
//! [`profile`].

mod args;
mod content;
mod embedded;
mod key;

use std::{path::Path, sync::Arc, time::Duration};

use antelope::{Name, PackedAction};
use anyhow::{Context, Result};
use sdk::{
    Client, Receipt, Signer,
    content::Store,
    network::Network,
    signer::KeosdSigner,
    transport::{Endpoints, EndpointsConfig},
};

pub use args::{Actor, SessionArgs};

use crate::{
    output::Output,
    profile::{self, Profile},
};
use embedded::Embedded;

/// A chain with the network on it, and who acts there.
#[derive(Debug)]
pub struct Session {
    args: SessionArgs,
    output: Output,
    profile: Profile,
    client: Client,
    /// A wallet's key, if the session is to sign with one.
    wallet: Option<KeosdSigner>,
    embedded: Option<Embedded>,
}

impl Session {
    /// Gets ready for a command. An embedded chain is there when this returns, and has to be [closed](Self::close).
    ///
    /// # Errors
    /// When there is no such network, an embedded chain cannot be opened, or a wallet does not have the actor's key.
    pub async fn open(args: &SessionArgs, output: Output) -> Result<Self> {
        let mut profile = profile::named(&args.network)?;
        if !args.urls.is_empty() {
            profile.endpoints.clone_from(&args.urls);
        }
        let embedded = match args.network.as_str() {
            EMBEDDED if profile.endpoints.is_empty() => {
                Some(Embedded::open(&args.contracts).await?)
            }
            _ => None,
        };
        if let Some(embedded) = &embedded {
            profile.endpoints = vec![embedded.url()];
        }
        if profile.endpoints.is_empty() {
            let path = profile::config_path();
            anyhow::bail!(
                "network {} has no endpoints: name one with --url, or in {}",
                args.network,
                path.display()
            );
        }
        let config = EndpointsConfig {
            chain_id: profile.chain_id,
            deadline: PATIENCE,
            ..EndpointsConfig::default()
        };
        let client = Client::new(Endpoints::http(&profile.endpoints, config)?);
        let wallet = match (&args.keosd, args.actor) {
            (Some(url), Some(actor)) => Some(key::in_wallet(url, actor, &client).await?),
            _ => None,
        };
        Ok(Self { args: args.clone(), output, profile, client, wallet, embedded })
    }

    /// Ends an embedded chain in good order.
    ///
    /// # Errors
    /// When what was done there last could not be written.
    pub async fn close(self) -> Result<()> {
        match self.embedded {
            Some(embedded) => embedded.close().await,
            None => Ok(()),
        }
    }

    /// Where results are shown.
    pub const fn output(&self) -> &Output {
        &self.output
    }

    /// What is known of the network.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What the network is called.
    pub fn name(&self) -> &str {
        &self.args.network
    }

    /// The client of its chain.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The network's accounts and tokens.
    ///
    /// # Errors
    /// When it is not known which they are on this chain.
    pub fn network(&self) -> Result<Network> {
        self.profile.network(&self.args.network)
    }

    /// Who acts.
    ///
    /// # Errors
    /// When nobody was named.
    pub fn actor(&self) -> Result<Actor> {
        self.args
            .actor
            .context("who acts? Name an account: --as NAME, or the variable FORCE_ACCOUNT")
    }

    /// The account that acts.
    ///
    /// # Errors
    /// As [`actor`](Self::actor).
    pub fn account(&self) -> Result<Name> {
        Ok(self.actor()?.account)
    }

    /// Who signs for the actor.
    ///
    /// # Errors
    /// When there is no key, or what is there is none.
    pub fn signer(&self) -> Result<Box<dyn Signer>> {
        match &self.wallet {
            Some(wallet) => Ok(Box::new(wallet.clone())),
            None => key::signer(&self.args, &self.profile),
        }
    }

    /// Where documents are, to read and, if the place takes any, to add.
    ///
    /// # Errors
    /// When the place cannot be used.
    pub fn content(&self) -> Result<Arc<dyn Store>> {
        content::store(&self.args, &self.profile)
    }

    /// Where the contracts are that were built here.
    pub fn contracts(&self) -> &Path {
        &self.args.contracts
    }

    /// Whether things are only to be tried.
    pub const fn is_dry_run(&self) -> bool {
        self.args.dry_run
    }

    /// Executes `actions` in one transaction, or with `--dry-run` only has the chain try them. The actions are
    /// authorized by the actor with the permission that was named.
    ///
    /// # Errors
    /// When nobody acts, there is no key, or a contract or the chain refuses.
    pub async fn act(&self, mut actions: Vec<PackedAction>) -> Result<Receipt> {
        let actor = self.actor()?;
        for level in actions.iter_mut().flat_map(|action| &mut action.authorization) {
            if level.actor == actor.account {
                level.permission = actor.permission;
            }
        }
        let result = if self.args.dry_run {
            self.client.simulate(&actions).await
        } else {
            self.client.push(&*self.signer()?, &actions).await
        };
        result.map_err(explained)
    }
}

/// How long somebody at a terminal waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The network whose chain is in this process.
const EMBEDDED: &str = "embedded";

/// An error of the chain with what to do about it.
pub fn explained(error: sdk::Error) -> anyhow::Error {
    match error.advice() {
        Some(advice) => anyhow::anyhow!("{error}\n  {advice}"),
        None => error.into(),
    }
}
