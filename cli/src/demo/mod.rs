//! The main job from end to end, on a node of its own: a campaign is funded, done by workers, paid and cleared away.
//!
//! [`run`] gives a [`Report`] that accounts for every token and every byte. How it is shown, and how its progress is,
//! is left to the caller.

mod chain;
mod documents;
mod node;

mod journal;
mod party;

mod program;
mod requester;
mod worker;

mod accuracy;
mod money;
mod ram;

mod report;
mod setting;

use std::{path::PathBuf, time::Instant};

use anyhow::{Context, Result, ensure};
use sdk::{content::Store, network::Artefacts};

pub use documents::Ipfs;
pub use node::NodeKind;
pub use program::Place;
pub use report::{
    Accuracy, ActionCost, Addresses, Money, Ram, Report, Seconds, Work, WorkerReport,
};

use accuracy::Answers;
use documents::Documents;
use money::Books;
use node::Node;
use ram::Meter;
use requester::Campaign;
use setting::Setting;
use worker::Worker;

/// What a demo is to do.
#[derive(Clone, Debug)]
pub struct Demo {
    /// On which kind of node.
    pub node: NodeKind,
    /// Where the documents are.
    pub ipfs: Ipfs,
    /// How many of the hundred tasks; at least one.
    pub tasks: usize,
    /// How many workers do each task, one to five.
    pub repetitions: u32,
    /// Fixes the keys, and which tasks come in which order.
    pub seed: u64,
    /// The folder with the compiled contracts.
    pub contracts: PathBuf,
    /// The folder with the workers' programs. A worker whose program is not there works inside this process.
    pub programs: Option<PathBuf>,
}

/// Something that whoever watches a demo may want to see.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// A step begins.
    Begins {
        /// Its name, one word.
        step: &'a str,
        /// What is being done.
        doing: String,
    },
    /// The step is done; what came of it.
    Done(String),
    /// Work begins, on so many tasks with so many results, by these workers.
    WorkBegins {
        /// How many tasks there are.
        tasks: u64,
        /// How many results will be submitted.
        submissions: u64,
        /// The names of the workers.
        workers: Vec<String>,
    },
    /// A result was submitted.
    Submitted {
        /// By which of the workers.
        worker: usize,
        /// Whether its task is done now.
        completes_task: bool,
    },
}

impl<'a> Event<'a> {
    fn begins(step: &'a str, doing: &str) -> Self {
        Self::Begins { step, doing: doing.to_owned() }
    }
}

/// Whoever watches a demo.
pub trait Observer: Send + Sync {
    /// Is told what happens, in order.
    fn notice(&self, event: Event<'_>);
}

/// Runs a demo, and ends its node whatever happens.
///
/// # Errors
/// When the node or the contracts are not there, and when anything happens that should not. Tokens that are unaccounted
/// for are no error here; see [`Money::is_settled`].
pub async fn run(demo: &Demo, observer: &dyn Observer) -> Result<Report> {
    let started = Instant::now();
    let artefacts = Artefacts::load(&demo.contracts)?;
    let documents = Documents::start(&demo.ipfs, observer).await?;

    observer.notice(Event::begins("node", "starting the chain"));
    let node = Node::start(demo.node).await?;
    let node_seconds = started.elapsed().as_secs_f64();
    observer.notice(Event::Done(node.describe()));

    let mut report = play(demo, &node, &artefacts, documents.store(), observer).await?;

    node.stop(observer).await?;
    documents.stop().await?;
    report.seconds.node = node_seconds;
    report.seconds.total = started.elapsed().as_secs_f64();
    Ok(report)
}

/// Everything between the first and the last block.
async fn play(
    demo: &Demo,
    node: &Node,
    artefacts: &Artefacts,
    store: &dyn Store,
    observer: &dyn Observer,
) -> Result<Report> {
    let deploying = Instant::now();
    observer.notice(Event::begins("deploy", "contracts, permissions, settings"));
    let setting = Setting::prepare(demo, node, artefacts, observer).await?;
    let deployment = deploying.elapsed().as_secs_f64();

    let meter = Meter::start(&setting).await?;
    let mut books = Books::open(&setting).await?;

    observer.notice(Event::begins("campaign", "documents, campaign, batch, escrow"));
    let order = chosen_tasks(demo);
    let campaign = Campaign::publish(&setting, store, &order, demo.repetitions).await?;
    books.funded(&setting).await?;
    observer.notice(Event::Done(campaign.describe(&setting)));

    let working = Instant::now();
    let places = work(demo, &setting, &campaign, store, observer).await?;
    let work = working.elapsed().as_secs_f64();

    observer.notice(Event::begins("results", "fetching and judging the results"));
    let answers = Answers::collect(&setting, &campaign, store).await?;
    let accuracy = answers.judge(&setting, &places, &order);
    observer.notice(Event::Done(format!("{} documents read and verified", answers.count())));

    let delay = setting.chain.network.payout_delay_sec;
    let doing = format!("waiting until payments are due, {delay} s after the last result");
    observer.notice(Event::Begins { step: "pay", doing });
    let payments = pay_out(&setting, node, &campaign).await?;
    setting.claim_fees().await?;
    observer.notice(Event::Done(format!("{payments} payments cashed, fees claimed")));

    observer.notice(Event::begins("clear", "removing batch and campaign"));
    let removal = campaign.remove(&setting, store).await?;
    observer.notice(Event::Done(removal));

    let money = books.close(&setting, &campaign).await?;
    let ram = meter.stop(&setting).await?;
    Ok(Report {
        node: demo.node,
        seed: demo.seed,
        documents: campaign.addresses.clone(),
        work: Work {
            tasks: demo.tasks,
            repetitions: demo.repetitions,
            submissions: answers.count(),
            submissions_per_second: answers.count() as f64 / work.max(f64::EPSILON),
        },
        accuracy,
        money,
        ram,
        actions: setting.chain.journal.costs(),
        seconds: Seconds { node: 0.0, deployment, work, total: 0.0 },
    })
}

/// Lets all workers work at the same time, until there is nothing left for any of them. Gives where each one's program
/// ran.
async fn work(
    demo: &Demo,
    setting: &Setting,
    campaign: &Campaign,
    store: &dyn Store,
    observer: &dyn Observer,
) -> Result<Vec<Place>> {
    observer.notice(Event::begins("work", "five workers at the same time"));
    let mut workers = Vec::with_capacity(setting.workers.len());
    let programs = digits::Worker::all();
    for (index, (staff, worker)) in setting.workers.iter().zip(programs).enumerate() {
        let program = program::Program::start(worker, demo.programs.as_deref())?;
        workers.push(Worker::new(index, staff, program, &setting.chain, campaign, store));
    }
    let places: Vec<_> = workers.iter().map(Worker::place).collect();
    observer.notice(Event::WorkBegins {
        tasks: demo.tasks as u64,
        submissions: demo.tasks as u64 * u64::from(demo.repetitions),
        workers: setting.workers.iter().map(|staff| staff.party.name.to_string()).collect(),
    });

    let board = worker::Board::new(demo.repetitions, observer);
    let [one, two, three, four, five]: [_; 5] = workers
        .into_iter()
        .map(|worker| worker.run(&board))
        .collect::<Vec<_>>()
        .try_into()
        .ok()
        .context("the example has five workers")?;
    let done = tokio::try_join!(one, two, three, four, five)?;
    let submitted: u64 = [done.0, done.1, done.2, done.3, done.4].into_iter().sum();
    let expected = demo.tasks as u64 * u64::from(demo.repetitions);
    ensure!(submitted == expected, "{submitted} results were submitted, not {expected}");
    let processes = places.iter().filter(|place| **place == Place::Process).count();
    observer.notice(Event::Done(format!(
        "{submitted} results by {} workers, {processes} of them programs of their own",
        places.len()
    )));
    Ok(places)
}

/// Lets every worker cash what he earned, as soon as it is due, and withdraw it. Gives how many payments there were.
async fn pay_out(setting: &Setting, node: &Node, campaign: &Campaign) -> Result<usize> {
    let mut payments = 0;
    for staff in &setting.workers {
        payments += staff.cash(&setting.chain, node, campaign.batch_key()).await?;
    }
    Ok(payments)
}

/// Places of the demo's tasks among the hundred, in the order that the seed gives.
fn chosen_tasks(demo: &Demo) -> Vec<usize> {
    let mut order: Vec<_> = (0..digits::tasks().len()).collect();
    order.sort_by_cached_key(|place| party::derive(demo.seed, &format!("task {place}")));
    order.truncate(demo.tasks);
    order
}
