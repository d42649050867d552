//! The work on campaigns: tasks reserved and submitted, rewards cashed, fees claimed.

use antelope::name;
use protocol::force::{
    actions::ClaimFees,
    batch::batch_key,
    qualification::{AssetAddress, Qualification},
};

use crate::{
    Result,
    life::TASKS,
    terms::Terms,
    world::{Worker, World},
};

/// The rows of a way of working: of each worker's first actions in a batch, and of all others.
struct Rows {
    first_reserve: &'static str,
    reserve: &'static str,
    first_submit: &'static str,
    submit: &'static str,
}

impl World<'_> {
    /// Campaigns on which all workers work, in turns.
    pub(crate) async fn work(&mut self) -> Result<()> {
        let rows = Rows {
            first_reserve: "reservetask/1 first",
            reserve: "reservetask/1",
            first_submit: "submittask/1 first",
            submit: "submittask/1",
        };
        let once = self.open_campaign(Terms::default(), 2, TASKS).await?;
        self.work_on(once, 2, 1, rows).await?;

        let rows = Rows {
            first_reserve: "reservetask/3 first",
            reserve: "reservetask/3",
            first_submit: "submittask/3 first",
            submit: "submittask/3",
        };
        let terms = Terms { repetitions: 3, ..Terms::default() };
        let thrice = self.open_campaign(terms, 1, TASKS).await?;
        self.work_on(thrice, 1, 3, rows).await?;

        for campaign in [once, thrice] {
            self.accept_all(campaign).await?;
        }
        // The requester is the arbiter of campaigns to come, and there is no other.
        self.set_payout_delay(3600).await?;
        self.review().await?;
        // In campaigns to come what is earned can be cashed at once; until here, payments stayed open.
        self.set_payout_delay(0).await?;
        self.cash_at_once().await?;

        self.work_with_assets().await
    }

    /// Lets the workers do all tasks of a campaign, one after the other.
    async fn work_on(
        &mut self,
        campaign: u32,
        batches: u32,
        repetitions: u32,
        rows: Rows,
    ) -> Result<()> {
        let workers = self.workers.clone();
        let first = workers.len() as u32;
        for (turn, worker) in (0..batches * TASKS * repetitions).zip(workers.into_iter().cycle()) {
            let row = if turn < first { rows.first_reserve } else { rows.reserve };
            self.measure(row, self.reserve(worker, campaign, None)).await?;
            // A worker's first result in a batch opens his payment.
            let opens = turn % (TASKS * repetitions) < first;
            let row = if opens { rows.first_submit } else { rows.submit };
            self.measure(row, self.submit(worker, campaign, turn / repetitions)).await?;
        }
        Ok(())
    }

    /// Cashes what workers have earned in a campaign.
    pub(crate) async fn cash(&mut self, campaign: u32) -> Result<()> {
        let of_campaign = batch_key(campaign, 0)..=batch_key(campaign, u32::MAX);
        for worker in self.workers.clone() {
            for payment in self.force.payments_of(worker.id).await? {
                if of_campaign.contains(&payment.batch_id) {
                    self.measure("payout", self.payout(worker, payment.id)).await?;
                }
            }
        }
        Ok(())
    }

    /// Pays out what workers have earned in a campaign, before it is due.
    async fn accept_all(&mut self, campaign: u32) -> Result<()> {
        let of_campaign = batch_key(campaign, 0)..=batch_key(campaign, u32::MAX);
        for worker in self.workers.clone() {
            for payment in self.force.payments_of(worker.id).await? {
                if of_campaign.contains(&payment.batch_id) {
                    self.measure("accept", self.accept(payment.id)).await?;
                }
            }
        }
        Ok(())
    }

    /// Results are rejected; one rejection is overruled, the next upheld.
    async fn review(&mut self) -> Result<()> {
        let campaign = self.open_campaign(Terms::default(), 1, TASKS).await?;
        let turns = Vec::from_iter((0..TASKS).zip(self.workers.clone().into_iter().cycle()));
        for (task, worker) in turns.iter().copied() {
            self.run(&[self.reserve(worker, campaign, None), self.submit(worker, campaign, task)])
                .await?;
        }
        for (task, worker) in turns {
            self.measure("reject", self.reject(worker, campaign, task)).await?;
            self.measure("appeal", self.appeal(worker, campaign, task)).await?;
            let upheld = task % 2 == 1;
            let row = if upheld { "resolve, upheld" } else { "resolve, overruled" };
            self.measure(row, self.resolve(worker, campaign, task, upheld)).await?;
        }
        Ok(())
    }

    /// Without a delay, each result is cashed when it has been submitted.
    async fn cash_at_once(&mut self) -> Result<()> {
        let campaign = self.open_campaign(Terms::default(), 1, TASKS).await?;
        for (task, worker) in (0..TASKS).zip(self.workers.clone().into_iter().cycle()) {
            self.run(&[self.reserve(worker, campaign, None)]).await?;
            let submit = self.submit(worker, campaign, task);
            self.measure("submittask/1 first", submit).await?;
            self.cash(campaign).await?;
            let claim = self.act(self.requester, &ClaimFees { token: self.token });
            self.measure("claimfees", claim).await?;
        }
        Ok(())
    }

    /// A campaign for holders of an NFT, who name it or let the contract find it.
    async fn work_with_assets(&mut self) -> Result<()> {
        let collection = name!("forcecollect");
        let assets = self.mint(collection).await?;
        let qualis = vec![Qualification::inclusive(AssetAddress::Collection(collection))];
        let terms = Terms { qualis, ..Terms::default() };
        let campaign = self.open_campaign(terms, 2, TASKS).await?;
        let holders: Vec<(Worker, u64)> = self.workers.iter().copied().zip(assets).collect();
        for (task, (worker, asset)) in (0..2 * TASKS).zip(holders.iter().copied().cycle()) {
            let is_named = task < TASKS;
            let row = match (is_named, (task as usize) < holders.len()) {
                (true, true) => "reservetask/nft first",
                (true, false) => "reservetask/nft",
                (false, _) => "reservetask/nft found",
            };
            let assets = is_named.then(|| vec![asset]);
            self.measure(row, self.reserve(worker, campaign, assets)).await?;
            self.run(&[self.submit(worker, campaign, task)]).await?;
        }
        Ok(())
    }
}
