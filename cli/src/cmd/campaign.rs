//! `force campaign`: campaigns from files, looked at, changed, and ended.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Subcommand};
use protocol::{force::campaign::Campaign, vaddress::VAddress};
use sdk::{
    content::Store,
    document::CampaignDocument,
    future::{BoxFuture, join_all},
    requester::{CampaignSource, Progress},
};
use serde::Serialize;

use super::{
    batch::{self, BatchLine},
    requester::{Desk, Done, told},
};
use crate::{
    output::{Align, Table, grouped},
    session::{Session, SessionArgs, explained},
};

/// The arguments of `force campaign`.
#[derive(Clone, Debug, Args)]
pub struct CampaignArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: CampaignCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with campaigns.
#[derive(Clone, Debug, Subcommand)]
pub enum CampaignCommand {
    /// Make a campaign. It has no tasks yet; `force batch add` gives it some.
    New {
        /// A folder with campaign.md or campaign.json, or such a file.
        source: PathBuf,
    },
    /// List campaigns.
    List {
        /// Only those of the account that acts.
        #[arg(long)]
        mine: bool,
    },
    /// Show a campaign and how far it is.
    Show {
        /// Its number.
        campaign: u32,
    },
    /// Change a campaign: its document, its reward, who may work. Batches that exist keep their reward.
    Edit {
        /// Its number.
        campaign: u32,
        /// What it is to become: as for `new`.
        source: PathBuf,
    },
    /// Stop giving out tasks. Whoever holds one may finish it.
    Pause {
        /// Its number.
        campaign: u32,
    },
    /// Give out tasks again.
    Resume {
        /// Its number.
        campaign: u32,
    },
    /// Stop a campaign for good: remove its batches, and take back what is free in their escrow.
    Cancel {
        /// Its number.
        campaign: u32,
    },
    /// End a campaign: cancel it, clear its rows, get all RAM back. Again, when workers and reviews are not done yet.
    Close {
        /// Its number.
        campaign: u32,
    },
}

#[derive(Serialize)]
struct CampaignLine {
    id: u32,
    owner: String,
    title: Option<String>,
    reward: String,
    task_seconds: u32,
    paused: bool,
    tasks: u32,
    tasks_given_out: u32,
    submissions: u32,
    batches: u32,
    qualifications: usize,
    cid: String,
}

#[derive(Serialize)]
struct Made {
    dry_run: bool,
    campaign: u32,
    cid: String,
    transaction: String,
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    campaign: CampaignLine,
    waiting: usize,
    description: Option<String>,
    batches: Vec<BatchLine>,
}

#[derive(Serialize)]
struct Closed {
    #[serde(flatten)]
    done: Done,
    closed: bool,
    remaining: Vec<Waiting>,
}

#[derive(Serialize)]
struct Waiting {
    batch: u32,
    reserved: u32,
    submissions: u32,
    rejected: u32,
    until: Option<String>,
}

/// Does what is asked with campaigns.
///
/// # Errors
/// When files are not right, nobody acts, or a contract or the chain refuses.
pub async fn run(command: &CampaignCommand, session: &Session) -> Result<ExitCode> {
    match command {
        CampaignCommand::New { source } => {
            let desk = Desk::open(session)?;
            let requester = desk.requester(session)?;
            let plan = requester.plan_campaign(&CampaignSource::load(source)?).await;
            let campaign = requester.make_campaign(&plan.map_err(told)?).await.map_err(told)?;
            let made = Made {
                dry_run: session.is_dry_run(),
                campaign: campaign.id,
                cid: campaign.cid.to_string(),
                transaction: campaign.receipt.id.to_string(),
            };
            session.output().show(&made, |made| match made.dry_run {
                true => format!("Campaign {} would be made", made.campaign),
                false => format!("Campaign {}, document {}", made.campaign, made.cid),
            })?;
        }
        CampaignCommand::List { mine } => list(*mine, session).await?,
        CampaignCommand::Show { campaign } => show(*campaign, session).await?,
        CampaignCommand::Edit { campaign, source } => {
            let desk = Desk::open(session)?;
            let requester = desk.requester(session)?;
            let plan = requester.plan_campaign(&CampaignSource::load(source)?).await;
            let receipt = requester.edit_campaign(*campaign, &plan.map_err(told)?).await;
            let done = Done::of(session, &[receipt.map_err(told)?]);
            session.output().show(&done, |done| done.render("Changed"))?;
        }
        CampaignCommand::Pause { campaign } => pause(*campaign, true, session).await?,
        CampaignCommand::Resume { campaign } => pause(*campaign, false, session).await?,
        CampaignCommand::Cancel { campaign } => {
            let desk = Desk::open(session)?;
            let receipts = desk.requester(session)?.cancel(*campaign).await.map_err(told)?;
            let done = Done::of(session, &receipts);
            session.output().show(&done, |done| done.render("Cancelled"))?;
        }
        CampaignCommand::Close { campaign } => close(*campaign, session).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn pause(campaign: u32, paused: bool, session: &Session) -> Result<()> {
    let desk = Desk::open(session)?;
    let receipt = desk.requester(session)?.pause(campaign, paused).await.map_err(told)?;
    let done = Done::of(session, &[receipt]);
    let what = if paused { "Paused" } else { "Resumed" };
    Ok(session.output().show(&done, |done| done.render(what))?)
}

async fn close(campaign: u32, session: &Session) -> Result<()> {
    let desk = Desk::open(session)?;
    let closing = desk.requester(session)?.close(campaign).await.map_err(told)?;
    let remaining = closing.remaining.iter().map(|batch| Waiting {
        batch: batch.batch_idx,
        reserved: batch.reserved,
        submissions: batch.submissions,
        rejected: batch.held,
        until: batch.until.map(|time| time.to_string()),
    });
    let closed = Closed {
        done: Done::of(session, &closing.receipts),
        closed: closing.is_closed() && !session.is_dry_run(),
        remaining: remaining.collect(),
    };
    Ok(session.output().show(&closed, |closed| {
        let mut text = closed.done.render("Closing");
        for batch in &closed.remaining {
            let until = batch.until.as_deref().unwrap_or("others have decided");
            text.push_str(&format!(
                "\n  batch {} waits until {until}: {} tasks held, {} results, {} rejections",
                batch.batch, batch.reserved, batch.submissions, batch.rejected
            ));
        }
        if closed.closed {
            text.push_str("\n  the campaign is gone, and its RAM is back");
        }
        text
    })?)
}

async fn list(mine: bool, session: &Session) -> Result<()> {
    let force = session.network()?.force(session.client());
    let mut rows = force.campaigns().await.map_err(explained)?;
    if mine {
        let account = VAddress::Name(session.account()?);
        rows.retain(|row| row.owner == account);
    }
    let store = session.content()?;
    let mut lines = Vec::with_capacity(rows.len());
    for rows in rows.chunks(AT_ONCE) {
        let documents =
            rows.iter().map(|row| -> BoxFuture<'_, _> { Box::pin(title(&*store, row)) });
        let titles = join_all(documents).await;
        lines.extend(rows.iter().zip(titles).map(|(row, title)| CampaignLine::of(row, title)));
    }
    Ok(session.output().show(&lines, |lines| {
        let mut table = Table::new(
            "Campaigns",
            &[
                ("id", Align::Right),
                ("title", Align::Left),
                ("owner", Align::Left),
                ("reward", Align::Right),
                ("tasks", Align::Right),
                ("given out", Align::Right),
                ("results", Align::Right),
                ("", Align::Left),
            ],
        );
        for line in lines {
            table.row([
                line.id.to_string(),
                batch::shortened(line.title.as_deref().unwrap_or("(no document)")),
                line.owner.clone(),
                line.reward.clone(),
                grouped(line.tasks),
                grouped(line.tasks_given_out),
                grouped(line.submissions),
                if line.paused { "paused".into() } else { String::new() },
            ]);
        }
        table.render()
    })?)
}

/// How many documents are fetched at the same time.
const AT_ONCE: usize = 16;

async fn title(store: &dyn Store, campaign: &Campaign) -> Option<String> {
    let document = CampaignDocument::fetch(store, &campaign.content).await.ok()?;
    Some(document.title)
}

async fn show(campaign: u32, session: &Session) -> Result<()> {
    let force = session.network()?.force(session.client());
    let progress = Progress::read(&force, campaign).await.map_err(told)?;
    let row = &progress.campaign;
    let document = CampaignDocument::fetch(&*session.content()?, &row.content).await.ok();
    let (title, description) =
        document.map(|document| (document.title, document.description)).unzip();
    let shown = Shown {
        campaign: CampaignLine::of(row, title),
        waiting: progress.waiting,
        description,
        batches: progress.batches.iter().map(BatchLine::of).collect(),
    };
    Ok(session.output().show(&shown, Shown::render)?)
}

impl CampaignLine {
    fn of(row: &Campaign, title: Option<String>) -> Self {
        Self {
            id: row.id,
            owner: batch::user(row.owner),
            title,
            reward: row.reward.quantity.to_string(),
            task_seconds: row.max_task_time,
            paused: row.paused,
            tasks: row.total_tasks,
            tasks_given_out: row.reservations_done,
            submissions: row.total_submissions,
            batches: row.live_batches,
            qualifications: row.qualis.len(),
            cid: row.content.address.clone(),
        }
    }
}

impl Shown {
    fn render(&self) -> String {
        let line = &self.campaign;
        let title = batch::shortened(line.title.as_deref().unwrap_or("(no document)"));
        let mut table = Table::new(
            format!("Campaign {}: {title}", line.id),
            &[("", Align::Left), ("", Align::Left)],
        );
        for (name, value) in [
            ("about", batch::shortened(self.description.as_deref().unwrap_or_default())),
            ("owner", line.owner.clone()),
            ("document", line.cid.clone()),
            ("reward", line.reward.clone()),
            ("time for a task", format!("{} s", grouped(line.task_seconds))),
            ("qualifications", line.qualifications.to_string()),
            ("gives out tasks", if line.paused { "no, paused" } else { "yes" }.into()),
            ("workers waiting", grouped(self.waiting)),
        ] {
            table.row([name.into(), value]);
        }
        format!("{}{}", table.render(), batch::table(&self.batches))
    }
}
