//! From V1: its qualifications become NFTs, and who holds them gets a virtual account.
//!
//! [`Input`] is what V1 knew, from a node or from an export; [`State`] is what is there of it on the new chain;
//! [`plan`](plan::plan) says what is missing, and [`Migration`] does it. What is there is never made again, so a run
//! goes on where the last one ended, however that was; see [`Journal`] for what was on its way then.
//!
//! Campaigns are not carried over: V2 has other rules for them.

mod error;
mod input;
mod journal;
pub mod plan;
mod state;

use antelope::{Name, PackedAction, TimePointSec};

pub use error::Error;
pub use input::Input;
pub use journal::Journal;
pub use plan::{Plan, Problem, Step};
pub use state::State;

use crate::{client::Client, network::Network, signer::Signer};

/// The most actions that one transaction gets.
const IN_ONE_TRANSACTION: usize = 16;

/// A migration: where to, and by whom.
#[derive(Clone, Copy)]
pub struct Migration<'a> {
    /// The new chain.
    pub client: &'a Client,
    /// The new network. Accounts are opened for its first token.
    pub network: &'a Network,
    /// The collection that the qualifications are in.
    pub collection: Name,
    /// Who makes the collection, if it is not there, and whatever is in it; and pays for the RAM of everything.
    pub author: Name,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The steps that were done.
    pub done: Vec<Step>,
    /// How many steps are left, because the run was to end before.
    pub left: usize,
    /// What cannot be carried over.
    pub problems: Vec<Problem>,
}

impl Migration<'_> {
    /// Says what is missing, and does nothing.
    ///
    /// # Errors
    /// When the chain cannot be read, or the collection is not what it should be.
    pub async fn look(&self, input: &Input) -> Result<Plan, Error> {
        let state = State::read(self, input).await?;
        Ok(plan::plan(input, &state))
    }

    /// Does what is missing, in transactions signed by `signer`; after `at_most` of them, if that is given, it ends.
    ///
    /// # Errors
    /// When a transaction of an earlier run may still be executed, a transaction is refused or its fate is unknown, the
    /// journal cannot be written, or as [`look`](Self::look). What was done stays done.
    pub async fn run(
        &self,
        input: &Input,
        signer: &dyn Signer,
        journal: &mut Journal,
        at_most: Option<usize>,
    ) -> Result<Report, Error> {
        self.check_journal(journal).await?;
        let mut done = Vec::new();
        let mut transactions = 0;
        loop {
            let state = State::read(self, input).await?;
            let Plan { steps, problems } = plan::plan(input, &state);
            // Steps that wait for others come in the next round.
            let ready: Vec<(&Step, PackedAction)> =
                steps.iter().filter_map(|step| Some((step, step.action(self, &state)?))).collect();
            for chunk in ready.chunks(IN_ONE_TRANSACTION) {
                if at_most == Some(transactions) {
                    let before = ready.iter().filter(|(step, _)| done.contains(*step)).count();
                    return Ok(Report { done, left: steps.len() - before, problems });
                }
                let actions: Vec<_> = chunk.iter().map(|(_, action)| action.clone()).collect();
                self.push(signer, journal, &actions).await?;
                done.extend(chunk.iter().map(|(step, _)| (*step).clone()));
                transactions += 1;
            }
            if ready.is_empty() {
                return Ok(Report { done, left: steps.len(), problems });
            }
        }
    }

    /// What was on its way when an earlier run ended must not be sent again as long as it may arrive.
    async fn check_journal(&self, journal: &mut Journal) -> Result<(), Error> {
        let Some((id, expires_on)) = journal.on_its_way() else { return Ok(()) };
        let now = TimePointSec::from(self.client.get_info().await?.head_block_time);
        if now.0 <= expires_on.0 {
            return Err(Error::OnItsWay { id, seconds: expires_on.0 - now.0 + 1 });
        }
        // Whether it was executed, the chain's state shows.
        journal.is_decided(id)
    }

    async fn push(
        &self,
        signer: &dyn Signer,
        journal: &mut Journal,
        actions: &[PackedAction],
    ) -> Result<(), Error> {
        let pending = self.client.prepare(&[signer], actions).await?;
        let expires_on = pending.signed().transaction.expiration;
        journal.is_sent(pending.id(), expires_on)?;
        match self.client.submit(&pending).await {
            Err(error) if error.is_undecided() => Err(error.into()),
            result => {
                journal.is_decided(pending.id())?;
                result.map(|_| ()).map_err(Error::from)
            }
        }
    }
}

impl std::fmt::Debug for Migration<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Migration")
            .field("network", self.network)
            .field("collection", &self.collection)
            .field("author", &self.author)
            .finish_non_exhaustive()
    }
}
