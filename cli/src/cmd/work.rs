//! `force work`: does tasks with any program.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use clap::{Args, ValueEnum};
use console::style;
use indicatif::{ProgressBar, ProgressStyle};
use sdk::{
    clock::System,
    worker::{
        Error, Event, FileJournal, Identity, Options, Outcome, Stop, Task, Urgency, WhenIdle,
        Worker,
    },
};
use serde::Serialize;
use serde_json::Value;
use tokio::signal::unix::{SignalKind, signal};

use crate::{
    output::Output,
    profile,
    program::{Lines, Program, Said},
    session::{Session, SessionArgs},
};

/// The arguments of `force work`.
#[derive(Clone, Debug, Args)]
pub struct WorkArgs {
    /// The campaigns to work on; without one, all that the account qualifies for.
    #[arg(value_name = "CAMPAIGN")]
    pub campaigns: Vec<u32>,
    /// The program that does a task, with its arguments: the task comes on its standard input as a line of JSON, and the
    /// answer goes to its standard output as JSON.
    #[arg(last = true, value_name = "PROGRAM")]
    pub program: Vec<OsString>,
    /// Start the program once for all tasks: it reads a task and writes its answer, a line each, again and again.
    #[arg(long)]
    pub lines: bool,
    /// In how many campaigns at the same time.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub jobs: usize,
    /// End after so many tasks.
    #[arg(long, value_name = "N")]
    pub max_tasks: Option<u64>,
    /// End when there is nothing to do.
    #[arg(long, conflicts_with = "standby")]
    pub until_idle: bool,
    /// Stand by where there is nothing to do, to be served before whoever comes later.
    #[arg(long)]
    pub standby: bool,
    /// What it means when the program fails at a task, which is given back in any case.
    #[arg(long, value_enum, default_value_t = OnFailure::Fail)]
    pub on_failure: OnFailure,
    /// End after so many failures, one after another.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub max_failures: u32,
    /// How long the program may take for a task.
    #[arg(long, value_name = "SECONDS")]
    pub time_limit: Option<u64>,
    /// Where to remember what was begun, so that nothing is lost or done twice when this program is killed; without it,
    /// a file of the network and the account.
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What a failure of the program means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnFailure {
    /// Something is wrong; several of them end the work.
    Fail,
    /// The program would rather do another task.
    Skip,
}

/// What was done.
#[derive(Debug, Serialize)]
struct Done {
    event: &'static str,
    #[serde(flatten)]
    report: sdk::worker::Report,
    seconds: f64,
    /// For how many seconds the programs ran.
    program_seconds: f64,
}

/// Works until there is a reason to end.
///
/// # Errors
/// When there is no program or no key, and as [`Worker::run`].
pub async fn run(args: &WorkArgs, session: &Session) -> Result<ExitCode> {
    if session.is_dry_run() {
        return show_openings(&worker(args, session).await?, session).await;
    }
    let programs = Programs::new(args)?;
    let worker = worker(args, session).await?;
    open_accounts(args, &worker, session).await?;

    let stop = Stop::new();
    let listener = tokio::spawn(listen(stop.clone()));
    let options = Options {
        campaigns: args.campaigns.clone(),
        jobs: args.jobs,
        max_tasks: args.max_tasks,
        when_idle: match (args.until_idle, args.standby) {
            (true, _) => WhenIdle::Return,
            (_, true) => WhenIdle::StandBy,
            _ => WhenIdle::Wait,
        },
        time_limit: args.time_limit.map(Duration::from_secs),
        max_failures: args.max_failures,
        stop,
        ..Options::default()
    };
    let started = Instant::now();
    let result = worker.run(|task| programs.answer(task), options).await;
    listener.abort();
    let program_seconds = programs.seconds();
    programs.finish().await;
    let report = result.map_err(explained)?;
    let seconds = started.elapsed().as_secs_f64();
    let done = Done { event: "done", report, seconds, program_seconds };
    let text = match session.output().is_json() {
        true => serde_json::to_string(&done)?,
        false => done.render(),
    };
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

async fn worker(args: &WorkArgs, session: &Session) -> Result<Worker> {
    let actor = session.actor()?;
    let identity = Identity::account(actor.account, Arc::from(session.signer()?))
        .with_permission(actor.permission);
    let (client, network) = (session.client().clone(), session.network()?);
    let store = session.content()?;
    let worker = Worker::new(client, &network, identity, store, Arc::new(System));
    if session.is_dry_run() {
        return Ok(worker);
    }
    let path = match &args.journal {
        Some(path) => path.clone(),
        None => {
            let folder = profile::data_path().join("work");
            fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
            folder.join(format!("{}-{}.journal", session.name(), actor.account))
        }
    };
    let journal = FileJournal::open(&path).with_context(|| path.display().to_string())?;
    let worker = worker.with_journal(Arc::new(journal)).await.map_err(explained)?;
    let screen = Screen::new(session.output());
    Ok(worker.observed_by(move |event: &Event| screen.show(event)))
}

/// Virtual accounts for what the campaigns pay in.
async fn open_accounts(args: &WorkArgs, worker: &Worker, session: &Session) -> Result<()> {
    let mut tokens = session.network()?.tokens;
    if !args.campaigns.is_empty() {
        tokens.clear();
        for id in &args.campaigns {
            let campaign = worker.force().campaign(*id).await?;
            let campaign = campaign.with_context(|| format!("campaign {id} does not exist"))?;
            tokens.push(campaign.reward.token());
        }
    }
    for token in tokens {
        worker.open_account(token).await.map_err(explained)?;
    }
    Ok(())
}

/// What there is to do, without doing it.
async fn show_openings(worker: &Worker, session: &Session) -> Result<ExitCode> {
    let mut found = BTreeMap::new();
    for opening in worker.openings().await.map_err(explained)? {
        let prospect = worker.prospect(&opening).await.map_err(explained)?;
        found.insert(opening.campaign.id, format!("{prospect:?}"));
    }
    session.output().show(&found, |found| {
        let lines = found.iter().map(|(id, prospect)| format!("campaign {id}: {prospect}\n"));
        lines.collect::<String>()
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The first interruption ends the work after the tasks that are held, the second one gives them back.
async fn listen(stop: Stop) {
    let (Ok(mut interrupted), Ok(mut terminated)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return;
    };
    for urgency in [Urgency::Soon, Urgency::Now] {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
        if urgency == Urgency::Soon {
            eprintln!("ending after this task; once more gives it back");
        }
        stop.ask(urgency);
    }
}

/// An error with what to do about it.
pub(super) fn explained(error: Error) -> anyhow::Error {
    match error.advice() {
        Some(advice) => anyhow!("{error}\n  {advice}"),
        None => error.into(),
    }
}

/// The program of the user, as often as it runs.
#[derive(Debug)]
struct Programs {
    program: Program,
    lines: bool,
    on_failure: OnFailure,
    /// Those that wait for a line.
    free: Mutex<Vec<Lines>>,
    time: Mutex<Duration>,
}

impl Programs {
    fn new(args: &WorkArgs) -> Result<Self> {
        let (path, arguments) = args.program.split_first().context("which program? -- PROGRAM")?;
        Ok(Self {
            program: Program::new(path, arguments),
            lines: args.lines,
            on_failure: args.on_failure,
            free: Mutex::default(),
            time: Mutex::default(),
        })
    }

    async fn answer(&self, task: Task) -> Outcome {
        let started = Instant::now();
        let said = match self.lines {
            true => self.answer_line(&task).await,
            false => self.answer_once(&task).await,
        };
        *self.time.lock().unwrap_or_else(PoisonError::into_inner) += started.elapsed();
        let failed = match said {
            Ok(Said::Answer(text)) => match serde_json::from_str::<Value>(&text) {
                Ok(answer) => return Outcome::Answer(answer),
                Err(error) => format!("the answer is not JSON: {error}"),
            },
            Ok(Said::Failed(reason)) => reason,
            Err(error) => format!("{error:#}"),
        };
        match self.on_failure {
            OnFailure::Fail => Outcome::Failed(failed),
            OnFailure::Skip => Outcome::Skip,
        }
    }

    async fn answer_once(&self, task: &Task) -> Result<Said> {
        let id = &task.id;
        let variables = [
            ("FORCE_CAMPAIGN", id.campaign_id.to_string()),
            ("FORCE_BATCH", id.batch_idx.to_string()),
            ("FORCE_TASK", id.task_idx.to_string()),
            ("FORCE_REWARD", task.reward.quantity.to_string()),
        ];
        self.program.run(&task.data.to_string(), &variables).await
    }

    /// A program that fails at a line is not asked again.
    async fn answer_line(&self, task: &Task) -> Result<Said> {
        let waiting = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut program = match waiting {
            Some(program) => program,
            None => self.program.start()?,
        };
        let answer = program.answer(&task.data.to_string()).await?;
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(program);
        Ok(Said::Answer(answer))
    }

    fn seconds(&self) -> f64 {
        self.time.lock().unwrap_or_else(PoisonError::into_inner).as_secs_f64()
    }

    /// Ends those that wait for a line.
    async fn finish(self) {
        let programs = self.free.into_inner().unwrap_or_else(PoisonError::into_inner);
        for program in programs {
            if let Err(error) = program.finish().await {
                eprintln!("{error:#}");
            }
        }
    }
}

/// What is seen of the work.
struct Screen {
    json: bool,
    bar: ProgressBar,
    submitted: Mutex<u64>,
}

impl Screen {
    fn new(output: &Output) -> Self {
        let bar = match output.is_json() {
            true => ProgressBar::hidden(),
            false => ProgressBar::new_spinner(),
        };
        let template = "{spinner:.cyan} {pos} results  {per_sec}  {wide_msg:.dim}";
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Self { json: output.is_json(), bar, submitted: Mutex::new(0) }
    }

    fn show(&self, event: &Event) {
        if self.json {
            // Whoever reads them may have gone; the work goes on.
            if let Ok(line) = serde_json::to_string(event) {
                let _ = writeln!(io::stdout().lock(), "{line}");
            }
            return;
        }
        let note = |text: String| self.bar.suspend(|| eprintln!("{text}"));
        match event {
            Event::Submitted { task, .. } => {
                let mut submitted = self.submitted.lock().unwrap_or_else(PoisonError::into_inner);
                *submitted += 1;
                self.bar.set_position(*submitted);
                self.bar.set_message(task.to_string());
            }
            Event::Failed { task, reason } => {
                note(format!("{} {task}: {reason}", style("failed").for_stderr().red()));
            }
            Event::Lost { task } => {
                note(format!("{} {task}", style("lost").for_stderr().red()));
            }
            Event::Returned { task, reason } => note(format!("given back: {task}: {reason}")),
            Event::Resting { campaign_id, reason } => {
                note(format!("campaign {campaign_id} is left alone for a while: {reason}"));
            }
            Event::StandingBy { campaign_id } => note(format!("standing by: {campaign_id}")),
            Event::Retrying { reason, pause } => {
                note(format!("{}, again in {pause:?}", style(reason).for_stderr().yellow()));
            }
            Event::Idle { .. } => self.bar.set_message("nothing to do"),
            _ => {}
        }
    }
}

impl Done {
    fn render(&self) -> String {
        let sdk::worker::Report { submitted, returned, failed, lost, .. } = self.report;
        let rate = submitted as f64 / self.seconds.max(f64::EPSILON);
        format!(
            "{submitted} results in {:.1} s ({rate:.1} a second), of which the program took {:.1} s; \
             {returned} given back, {failed} failed, {lost} lost",
            self.seconds, self.program_seconds
        )
    }
}
