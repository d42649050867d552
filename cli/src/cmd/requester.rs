//! The requester that the actor of a session is; shared by the commands of requesters.

use std::{path::Path, sync::Arc};

use anyhow::Result;
use sdk::{
    Receipt, Signer,
    content::Store,
    document::{CampaignDocument, Schema},
    requester::{self, Owner, Requester, TaskList},
};
use serde::Serialize;

use crate::session::{Actor, Session, explained};

/// The actor of a session with what he needs to be a requester.
pub(super) struct Desk {
    actor: Actor,
    /// Absent where everything is only tried.
    signer: Option<Box<dyn Signer>>,
    store: Arc<dyn Store>,
}

impl Desk {
    pub(super) fn open(session: &Session) -> Result<Self> {
        Self::open_for(session, true)
    }

    /// As [`open`](Self::open), and without a key where nothing is to be signed.
    pub(super) fn open_for(session: &Session, signs: bool) -> Result<Self> {
        let actor = session.actor()?;
        let is_trial = session.is_dry_run() || !signs;
        let signer = if is_trial { None } else { Some(session.signer()?) };
        Ok(Self { actor, signer, store: session.content()? })
    }

    pub(super) fn requester(&self, session: &Session) -> Result<Requester<'_>> {
        let owner = match &self.signer {
            Some(signer) => Owner::account(self.actor.account, &**signer),
            None => Owner::without_signer(self.actor.account),
        };
        let owner = owner.with_permission(self.actor.permission);
        let requester = Requester::new(session.client(), &session.network()?, &*self.store, owner);
        Ok(if session.is_dry_run() { requester.trial() } else { requester })
    }

    /// Reads tasks from files, and holds them against what a campaign asks for.
    pub(super) async fn tasks(
        &self,
        session: &Session,
        campaign_id: u32,
        path: &Path,
    ) -> Result<TaskList> {
        let force = session.network()?.force(session.client());
        let campaign = force.campaign(campaign_id).await.map_err(explained)?;
        let campaign = campaign.ok_or(requester::Error::NoCampaign(campaign_id))?;
        let document = CampaignDocument::fetch(&*self.store, &campaign.content).await?;
        let schema = document.input_schema.as_ref().map(Schema::new).transpose()?;
        Ok(TaskList::load(path, schema.as_ref())?)
    }
}

/// An error for people, with what to do about it.
pub(super) fn told(error: requester::Error) -> anyhow::Error {
    match error {
        requester::Error::Chain(error) => explained(error),
        error => error.into(),
    }
}

/// Transactions that were executed, or only tried.
#[derive(Serialize)]
pub(super) struct Done {
    pub(super) dry_run: bool,
    pub(super) transactions: Vec<String>,
}

impl Done {
    pub(super) fn of(session: &Session, receipts: &[Receipt]) -> Self {
        let transactions = receipts.iter().map(|receipt| receipt.id.to_string()).collect();
        Self { dry_run: session.is_dry_run(), transactions }
    }

    /// What was done, for people.
    pub(super) fn render(&self, what: &str) -> String {
        if self.dry_run {
            return format!("{what}: would be done");
        }
        match self.transactions.as_slice() {
            [] => format!("{what}: there was nothing to do"),
            [id] => format!("{what}: transaction {id}"),
            [.., last] => {
                format!("{what}: {} transactions, the last {last}", self.transactions.len())
            }
        }
    }
}
