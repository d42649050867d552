//! `force deploy`: puts a network on a chain, and says what was done and what was there.

use std::process::ExitCode;

use anyhow::{Context, Result};
use console::style;
use sdk::{
    Client,
    network::{Artefacts, Deployment, Network, Outcome, Report, Step, TestToken},
};
use serde::Serialize;

use crate::{
    args::{CREATOR_KEY_VARIABLE, DeployArgs, KEY_VARIABLE},
    key,
    output::Output,
};

/// Deploys the network.
///
/// # Errors
/// When a key or a contract cannot be read, something else is there that may not be replaced, or the chain refuses.
pub async fn run(args: &DeployArgs, output: &Output) -> Result<ExitCode> {
    let artefacts = Artefacts::load(&args.contracts)?;
    let signer = key::load(args.key_file.as_deref(), KEY_VARIABLE)?;
    let creator = args
        .creator
        .map(|creator| {
            let signer = key::load(args.creator_key_file.as_deref(), CREATOR_KEY_VARIABLE)?;
            anyhow::Ok((creator, signer))
        })
        .transpose()
        .context("creator")?;
    let client = Client::http(&args.url)?;
    let network = network(args);

    let mut deployment = Deployment::new(&client, &network, &artefacts, &signer);
    if let Some((creator, signer)) = &creator {
        deployment = deployment.created_by(*creator, signer);
    }
    if let (Some(supply), Some(issuer)) = (args.test_token, args.issuer) {
        deployment = deployment.with_test_token(TestToken { issuer, supply });
    }
    if args.atomicassets {
        deployment = deployment.with_atomicassets();
    }
    if args.overwrite {
        deployment = deployment.replacing();
    }
    if args.dry_run {
        deployment = deployment.rehearsing();
    }
    // Each step as it happens, so that what was done before a failure has been said.
    let say = |step: &Step| {
        // A deployment is not left half-way because nobody listens any more.
        let _ = output.say(&Line::from(step).render());
    };
    let report = deployment.observed_by(&say).run().await?;
    output.show(&Deployed::from(&report), Deployed::render)?;
    Ok(ExitCode::SUCCESS)
}

fn network(args: &DeployArgs) -> Network {
    Network {
        force: args.force,
        vaccount: args.vaccount,
        fees: args.fees,
        tokens: args.tokens.clone(),
        payout_delay_sec: args.payout_delay,
        release_task_delay_sec: args.release_delay,
        fee_bps: args.fee_bps,
        arbiter: args.arbiter,
    }
}

/// What was done, step by step.
#[derive(Debug, Serialize)]
struct Deployed {
    /// Whether anything was done, or would be.
    changed: bool,
    steps: Vec<Line>,
}

/// A step.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    what: String,
    outcome: &'static str,
    /// In which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<String>,
}

impl From<&Report> for Deployed {
    fn from(report: &Report) -> Self {
        Self {
            changed: !report.is_unchanged(),
            steps: report.steps.iter().map(Line::from).collect(),
        }
    }
}

impl Deployed {
    fn render(&self) -> String {
        let count = |outcome| self.steps.iter().filter(|step| step.outcome == outcome).count();
        let named =
            [DONE, PENDING, SKIPPED, KEPT].into_iter().filter(|outcome| count(*outcome) > 0);
        let counts: Vec<_> = named.map(|outcome| format!("{} {outcome}", count(outcome))).collect();
        format!("{} steps: {}", self.steps.len(), counts.join(", "))
    }
}

const DONE: &str = "done";
const PENDING: &str = "to do";
const SKIPPED: &str = "skipped";
/// There is something else, and it stays.
const KEPT: &str = "kept";

impl From<&Step> for Line {
    fn from(step: &Step) -> Self {
        let (outcome, transaction) = match step.outcome {
            Outcome::Done(id) => (DONE, Some(id.to_string())),
            Outcome::Pending => (PENDING, None),
            Outcome::Present => (SKIPPED, None),
            Outcome::Kept => (KEPT, None),
        };
        Self { what: step.what.clone(), outcome, transaction }
    }
}

impl Line {
    fn render(&self) -> String {
        let outcome = style(format!("{:<8}", self.outcome));
        let outcome = match self.outcome {
            DONE => outcome.green(),
            PENDING => outcome.yellow(),
            KEPT => outcome.magenta(),
            _ => outcome.dim(),
        };
        let why = match self.outcome {
            KEPT => ": there are others, which stay; the contract's setsettings changes them",
            _ => "",
        };
        format!("{outcome} {}{why}", self.what)
    }
}
