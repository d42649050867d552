//! `force batch`: tasks from files, quoted, published, reviewed, refunded.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Subcommand};
use protocol::{
    force::batch::{State, batch_key},
    vaddress::VAddress,
};
use sdk::requester::{BatchPlan, BatchProgress, Progress, Requester};
use serde::Serialize;

use super::requester::{Desk, Done, told};
use crate::{
    output::{Align, Table, grouped},
    session::{Session, SessionArgs},
};

/// The arguments of `force batch`.
#[derive(Clone, Debug, Args)]
pub struct BatchArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: BatchCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with batches.
#[derive(Clone, Debug, Subcommand)]
pub enum BatchCommand {
    /// Publish tasks: check, upload, and make, fund and publish the batch in one transaction.
    Add(TasksArgs),
    /// Say what publishing tasks would cost. Nothing is uploaded or paid.
    Quote(TasksArgs),
    /// List the batches of a campaign.
    List {
        /// The campaign.
        campaign: u32,
    },
    /// Take back what the escrow of a batch does not need any more.
    Refund(BatchId),
    /// Reject a result. Its worker reads the reason, and may appeal.
    Reject {
        #[command(flatten)]
        #[allow(missing_docs, reason = "documented where it is defined")]
        batch: BatchId,
        /// The task, by its number in the campaign.
        task: u32,
        /// The worker, by the id of the virtual account.
        worker: u32,
        /// Why.
        reason: String,
    },
    /// Pay a worker for a batch at once. What is paid cannot be rejected.
    Accept {
        #[command(flatten)]
        #[allow(missing_docs, reason = "documented where it is defined")]
        batch: BatchId,
        /// The worker, by the id of the virtual account.
        worker: u32,
    },
    /// Settle rejections that time has decided.
    Settle(BatchId),
}

/// A batch of a campaign.
#[derive(Clone, Copy, Debug, Args)]
pub struct BatchId {
    /// The campaign.
    pub campaign: u32,
    /// The batch, by its number in the campaign.
    pub batch: u32,
}

/// Tasks for a campaign.
#[derive(Clone, Debug, Args)]
pub struct TasksArgs {
    /// The campaign.
    pub campaign: u32,
    /// A table (.csv, .tsv), JSON (.json, .jsonl), or a folder of which each file is a task.
    pub tasks: PathBuf,
    /// How many workers do each task.
    #[arg(long, short, value_name = "NUMBER")]
    pub repetitions: u32,
}

/// How far a batch is.
#[derive(Serialize)]
pub(super) struct BatchLine {
    batch: u32,
    state: &'static str,
    tasks: u32,
    repetitions: u32,
    tasks_given_out: u32,
    wanted: u64,
    results: u64,
    rejected: u32,
    dismissed: u32,
    reserved: u32,
    reward: String,
    escrow: String,
    free: String,
}

#[derive(Serialize)]
struct Offer {
    dry_run: bool,
    campaign: u32,
    batch: u32,
    tasks: u32,
    repetitions: u32,
    results: u64,
    reward: String,
    rewards: String,
    fees: String,
    total: String,
    available: String,
    ram_bytes: Option<i64>,
    cid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<String>,
}

/// Does what is asked with batches.
///
/// # Errors
/// When files are not right, nobody acts, or a contract or the chain refuses.
pub async fn run(command: &BatchCommand, session: &Session) -> Result<ExitCode> {
    if let BatchCommand::List { campaign } = command {
        let force = session.network()?.force(session.client());
        let progress = Progress::read(&force, *campaign).await.map_err(told)?;
        let lines: Vec<_> = progress.batches.iter().map(BatchLine::of).collect();
        session.output().show(&lines, |lines| table(lines))?;
        return Ok(ExitCode::SUCCESS);
    }
    let desk = Desk::open_for(session, !matches!(command, BatchCommand::Quote(_)))?;
    let requester = desk.requester(session)?;
    let key = |id: &BatchId| batch_key(id.campaign, id.batch);
    let (what, receipts) = match command {
        // Shown above.
        BatchCommand::List { .. } => return Ok(ExitCode::SUCCESS),
        BatchCommand::Add(args) | BatchCommand::Quote(args) => {
            let tasks = desk.tasks(session, args.campaign, &args.tasks).await?;
            let plan = requester.plan_batch(args.campaign, &tasks, args.repetitions).await;
            let plan = plan.map_err(told)?;
            let mut offer = Offer::of(&requester, &plan, session).await?;
            if matches!(command, BatchCommand::Add(_)) {
                let batch = requester.publish(&plan).await.map_err(told)?;
                offer.transaction = Some(batch.receipt.id.to_string());
            }
            session.output().show(&offer, Offer::render)?;
            return Ok(ExitCode::SUCCESS);
        }
        BatchCommand::Refund(id) => ("Refunded", requester.refund(key(id)).await.map(|r| vec![r])),
        BatchCommand::Reject { batch, task, worker, reason } => {
            let rejected = requester.reject(key(batch), *task, *worker, reason).await;
            ("Rejected", rejected.map(|receipt| vec![receipt]))
        }
        BatchCommand::Accept { batch, worker } => {
            ("Accepted", requester.accept(key(batch), *worker).await)
        }
        BatchCommand::Settle(id) => ("Settled", requester.settle(key(id)).await),
    };
    let done = Done::of(session, &receipts.map_err(told)?);
    session.output().show(&done, |done| done.render(what))?;
    Ok(ExitCode::SUCCESS)
}

impl Offer {
    async fn of(requester: &Requester<'_>, plan: &BatchPlan, session: &Session) -> Result<Self> {
        let quote = plan.quote;
        // A node that cannot tell, and one that refuses for lack of money, leave the price as it is.
        let ram_bytes = requester.ram_of(plan).await.ok().flatten();
        Ok(Self {
            dry_run: session.is_dry_run(),
            campaign: plan.campaign_id,
            batch: plan.batch_idx,
            tasks: quote.tasks,
            repetitions: quote.repetitions,
            results: quote.results(),
            reward: quote.reward.quantity.to_string(),
            rewards: quote.rewards.to_string(),
            fees: quote.fees.to_string(),
            total: quote.total.to_string(),
            available: plan.available.to_string(),
            ram_bytes,
            cid: plan.cid.to_string(),
            transaction: None,
        })
    }

    fn render(&self) -> String {
        let title = match (&self.transaction, self.dry_run) {
            (Some(_), false) => format!("Batch {} of campaign {}", self.batch, self.campaign),
            (Some(_), true) => format!("Batch {} would be published", self.batch),
            (None, _) => "Quote".to_owned(),
        };
        let mut table = Table::new(title, &[("", Align::Left), ("", Align::Right)]);
        let results = format!("{} tasks × {} workers", grouped(self.tasks), self.repetitions);
        for (name, value) in [
            (results.as_str(), format!("{} results", grouped(self.results))),
            ("a result earns", self.reward.clone()),
            ("rewards", self.rewards.clone()),
            ("fees", self.fees.clone()),
            ("total", self.total.clone()),
            ("you have", self.available.clone()),
        ] {
            table.row([name.to_owned(), value]);
        }
        if let Some(bytes) = self.ram_bytes {
            table.row(["RAM".to_owned(), format!("{} bytes", grouped(bytes))]);
        }
        let mut text = table.render();
        if let (Some(id), false) = (&self.transaction, self.dry_run) {
            text.push_str(&format!("Published by transaction {id}, document {}", self.cid));
        }
        text
    }
}

impl BatchLine {
    pub(super) fn of(batch: &BatchProgress) -> Self {
        Self {
            batch: batch.batch_idx,
            state: match batch.state {
                State::Draft => "draft",
                State::Published => "published",
                State::Finished => "finished",
                State::Removed => "removed",
            },
            tasks: batch.tasks,
            repetitions: batch.repetitions,
            tasks_given_out: batch.tasks_given_out,
            wanted: batch.wanted,
            results: batch.results,
            rejected: batch.rejected,
            dismissed: batch.dismissed,
            reserved: batch.reserved,
            reward: batch.reward.to_string(),
            escrow: batch.escrow.to_string(),
            free: batch.free.to_string(),
        }
    }
}

/// Batches, for people.
pub(super) fn table(lines: &[BatchLine]) -> String {
    let mut table = Table::new(
        "Batches",
        &[
            ("batch", Align::Right),
            ("state", Align::Left),
            ("tasks", Align::Right),
            ("×", Align::Right),
            ("results", Align::Right),
            ("of", Align::Right),
            ("held", Align::Right),
            ("rejected", Align::Right),
            ("escrow", Align::Right),
            ("free", Align::Right),
        ],
    );
    for line in lines {
        table.row([
            line.batch.to_string(),
            line.state.to_owned(),
            grouped(line.tasks),
            grouped(line.repetitions),
            grouped(line.results),
            grouped(line.wanted),
            grouped(line.reserved),
            grouped(line.rejected.saturating_add(line.dismissed)),
            line.escrow.clone(),
            line.free.clone(),
        ]);
    }
    table.render()
}

/// A user: an account, or the address of a key.
pub(super) fn user(user: VAddress) -> String {
    match user {
        VAddress::Name(name) => name.to_string(),
        VAddress::Address(address) => address.0.to_string(),
    }
}

/// A text of a stranger on one line of a terminal: without what would move the cursor, and not too long.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}
