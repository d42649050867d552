//! Openings: campaigns that a worker may work on, and whether they have something for him.
//!
//! What he would be given is the protocol's rule, [`protocol::force::dispatch`], over rows that are read here.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use antelope::{TimePointSec, table::composite};
use protocol::force::{
    batch::{OpenBatches, State},
    campaign::Campaign,
    dispatch::{self, Decision, Facts, MAX_LOOKED_AT, Request},
    reservation::AccountTaskIndex,
    submission::Submission,
};

use super::{Error, Worker, qualification::Holdings};

/// A campaign that is open to a worker.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The campaign, as it was.
    pub campaign: Campaign,
    /// The worker's virtual account for the token in which it pays.
    pub account_id: u32,
    /// The assets that qualify the worker, as the contract wants them named.
    pub quali_assets: Option<Vec<u64>>,
}

/// What there is for a worker in a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prospect {
    /// A task that he holds already.
    Held,
    /// A task that he was offered, since he stands by.
    Offered,
    /// A task, if he asks now.
    Task,
    /// Nothing yet, but he stands by.
    StandingBy,
    /// Nothing.
    Nothing,
}

impl Worker {
    /// The campaign as far as it is open to this worker.
    ///
    /// # Errors
    /// When there is no such campaign, the worker does not qualify or has no account for its token; when the node does
    /// not answer.
    pub async fn opening(&self, campaign_id: u32) -> Result<Opening, Error> {
        let campaign = self.force().campaign(campaign_id).await?;
        let campaign = campaign.ok_or(Error::NoCampaign(campaign_id))?;
        let token = campaign.reward.token();
        let account_id = self.account_id(token).await?.ok_or(Error::NoAccount(token))?;
        let holdings = match campaign.qualis.is_empty() {
            true => Holdings::default(),
            false => self.holdings(account_id).await?,
        };
        let quali_assets = holdings.choose(&campaign.qualis).map_err(Error::Unqualified)?;
        Ok(Opening { campaign, account_id, quali_assets })
    }

    /// All campaigns that are open to this worker, whether they have anything for him or not: not paused, of a token for
    /// which he has an account, and he qualifies.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn openings(&self) -> Result<Vec<Opening>, Error> {
        let campaigns = self.force().campaigns().await?;
        let mut holdings: BTreeMap<u32, Holdings> = BTreeMap::new();
        let mut openings = Vec::new();
        for campaign in campaigns.into_iter().filter(|campaign| !campaign.paused) {
            let Some(account_id) = self.account_id(campaign.reward.token()).await? else {
                continue;
            };
            let quali_assets = if campaign.qualis.is_empty() {
                Ok(None)
            } else {
                let held = match holdings.entry(account_id) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => place.insert(self.holdings(account_id).await?),
                };
                held.choose(&campaign.qualis)
            };
            if let Ok(quali_assets) = quali_assets {
                openings.push(Opening { campaign, account_id, quali_assets });
            }
        }
        Ok(openings)
    }

    async fn holdings(&self, account_id: u32) -> Result<Holdings, Error> {
        let (owner, held_for) = match self.identity().user().account() {
            Some(account) => (account, None),
            None => (self.force().account(), Some(account_id)),
        };
        Ok(Holdings::fetch(self.client(), owner, held_for).await?)
    }

    /// What there is for the worker in a campaign now, by the contract's own rule. Whoever asks later may find it gone.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn prospect(&self, opening: &Opening) -> Result<Prospect, Error> {
        let (id, account_id) = (opening.campaign.id, opening.account_id);
        let force = self.force();
        if force.reservation(id, account_id).await?.is_some() {
            return Ok(Prospect::Held);
        }
        let own = force.standby_of(id, account_id).await?;
        if own.is_some_and(|row| row.offer().is_some()) {
            return Ok(Prospect::Offered);
        }
        let otherwise = if own.is_some() { Prospect::StandingBy } else { Prospect::Nothing };
        if opening.campaign.live_batches == 0 {
            return Ok(otherwise);
        }

        let now = TimePointSec::from(self.client().get_info().await?.head_block_time);
        let cursor = force.cursor(id, account_id).await?;
        let cursor_value = cursor.map(|cursor| cursor.value);
        let keys = composite(id, 0)..=composite(id, u32::MAX);
        let open = force.contract().rows_by::<OpenBatches>(force.account(), keys).await?;
        let fresh = open.iter().find_map(|batch| dispatch::fresh_in(batch, cursor_value));
        let reopened = force.reopened(id).limit(MAX_LOOKED_AT).await?;
        let reservations = force.reservations(id).limit(MAX_LOOKED_AT).await?;

        let mut facts = Known::default();
        let places = (reopened.iter().map(|row| (row.batch_idx, row.task_idx)))
            .chain(reservations.iter().map(|row| (row.batch_idx, row.task_idx)));
        for (batch_idx, task_idx) in places {
            facts.learn(self, id, account_id, batch_idx, task_idx).await?;
        }
        for holder in reservations.iter().filter_map(|row| row.account_id) {
            if let Some(cursor) = force.cursor(id, holder).await? {
                facts.cursors.insert(holder, cursor);
            }
        }
        let max_task_time = opening.campaign.max_task_time;
        let request = Request { account_id, fresh, skipped: None, max_task_time, now };
        let is_blocked = reopened.len() == MAX_LOOKED_AT || reservations.len() == MAX_LOOKED_AT;
        let is_blocked = is_blocked && facts.published.values().any(|is_published| !is_published);
        Ok(match dispatch::decide(&request, &facts, reopened, reservations) {
            // Behind places of removed batches there may be something; whoever asks clears them away.
            Decision::Nothing if is_blocked => Prospect::Task,
            Decision::Nothing => otherwise,
            // A fresh one may be for others, who stand by: whoever asks lets them be served first.
            Decision::Fresh(_) | Decision::Reopened(_) | Decision::TakeOver { .. } => {
                Prospect::Task
            }
        })
    }
}

/// What was read of what the rule may ask about.
#[derive(Debug, Default)]
struct Known {
    done: BTreeSet<(u32, u32)>,
    published: BTreeMap<u32, bool>,
    cursors: BTreeMap<u32, AccountTaskIndex>,
}

impl Known {
    async fn learn(
        &mut self,
        worker: &Worker,
        campaign_id: u32,
        account_id: u32,
        batch_idx: u32,
        task_idx: u32,
    ) -> Result<(), Error> {
        let force = worker.force();
        if let Entry::Vacant(place) = self.published.entry(batch_idx) {
            let batch = force.batch(campaign_id, batch_idx).await?;
            let is_published = batch.is_some_and(|batch| batch.state() == State::Published);
            place.insert(is_published);
        }
        let scope = protocol::force::batch::batch_key(campaign_id, batch_idx);
        let key = Submission::key(task_idx, account_id);
        if force.contract().row::<Submission>(scope, key).await?.is_some() {
            self.done.insert((batch_idx, task_idx));
        }
        Ok(())
    }
}

impl Facts for Known {
    fn has_done(&self, batch_idx: u32, task_idx: u32) -> bool {
        self.done.contains(&(batch_idx, task_idx))
    }

    fn is_published(&self, batch_idx: u32) -> bool {
        self.published.get(&batch_idx).copied().unwrap_or_default()
    }

    fn cursor_of(&self, account_id: u32) -> Option<AccountTaskIndex> {
        self.cursors.get(&account_id).copied()
    }
}
