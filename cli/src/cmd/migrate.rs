//! `force migrate`: the qualifications of Effect Network V1 become NFTs, and their holders get accounts.
//!
//! What is made, and that it is made once, is `sdk::migration`'s business.

use std::{fs, path::PathBuf, process::ExitCode};

use antelope::{Name, name};
use anyhow::{Context, Result, ensure};
use clap::Args;
use console::style;
use sdk::{
    Client,
    migration::{Input, Journal, Migration},
};
use serde::Serialize;

use crate::session::{Session, SessionArgs};

/// The arguments of `force migrate`.
#[derive(Clone, Debug, Args)]
pub struct MigrateArgs {
    /// What V1 knew, as a JSON object: under the names of its tables, quali, userquali and account, their rows as a node
    /// prints them.
    #[arg(long, value_name = "FILE", required_unless_present = "from", conflicts_with = "from")]
    pub export: Option<PathBuf>,
    /// A node of the chain that V1 is on, in place of an export.
    #[arg(long, value_name = "URL")]
    pub from: Option<String>,
    /// The account of V1's tasks contract.
    #[arg(long, value_name = "NAME", default_value = "force.efx", requires = "from")]
    pub from_force: Name,
    /// The account of V1's contract of virtual accounts.
    #[arg(long, value_name = "NAME", default_value = "vaccount.efx", requires = "from")]
    pub from_vaccount: Name,

    /// The collection of the NFTs. It is made, if it is not there, by the account that acts, which pays for everything.
    #[arg(long, value_name = "NAME")]
    pub collection: Name,
    /// Where it is noted what has been sent, so that a run that was killed can be repeated.
    #[arg(long, value_name = "FILE", default_value = "migration.journal")]
    pub journal: PathBuf,
    /// End after so many transactions; the next run goes on.
    #[arg(long, value_name = "N")]
    pub at_most: Option<usize>,

    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What was done, or would be.
#[derive(Debug, Serialize)]
struct Migrated {
    /// The steps that were done; in a dry run, those that would be.
    steps: Vec<String>,
    /// Whether they were only looked at.
    dry_run: bool,
    /// How many steps are left.
    left: usize,
    /// What cannot be carried over.
    problems: Vec<String>,
}

/// Migrates, or says what would be done.
///
/// # Errors
/// When V1 cannot be read, nobody acts, or the chain refuses.
pub async fn run(args: &MigrateArgs, session: &Session) -> Result<ExitCode> {
    let network = session.network()?;
    let actor = session.actor()?;
    ensure!(actor.permission == name!("active"), "a migration acts with the permission active");
    let input = input(args).await?;

    let migration = Migration {
        client: session.client(),
        network: &network,
        collection: args.collection,
        author: actor.account,
    };
    let dry_run = session.is_dry_run();
    let (steps, left, problems) = if dry_run {
        let plan = migration.look(&input).await?;
        let left = plan.steps.len();
        (plan.steps, left, plan.problems)
    } else {
        let signer = session.signer()?;
        let mut journal = Journal::open(&args.journal)?;
        let report = migration.run(&input, &*signer, &mut journal, args.at_most).await?;
        (report.done, report.left, report.problems)
    };
    let migrated = Migrated {
        steps: steps.iter().map(ToString::to_string).collect(),
        dry_run,
        left,
        problems: problems.iter().map(ToString::to_string).collect(),
    };
    session.output().show(&migrated, Migrated::render)?;
    Ok(ExitCode::SUCCESS)
}

async fn input(args: &MigrateArgs) -> Result<Input> {
    if let Some(url) = &args.from {
        let client = Client::http(url)?;
        let input = Input::from_chain(&client, args.from_force, args.from_vaccount).await;
        return input.with_context(|| format!("tables of V1 at {url}"));
    }
    let path = args.export.as_deref().context("no export is named")?;
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(Input::from_export(&text)?)
}

impl Migrated {
    fn render(&self) -> String {
        let outcome = if self.dry_run { style("to do").yellow() } else { style("done ").green() };
        let mut lines: Vec<_> = self.steps.iter().map(|step| format!("{outcome} {step}")).collect();
        let problems = self.problems.iter();
        lines.extend(problems.map(|problem| format!("{} {problem}", style("not  ").red())));
        let done = if self.dry_run { 0 } else { self.steps.len() };
        lines.push(format!("{done} steps done, {} left", self.left));
        lines.join("\n")
    }
}
