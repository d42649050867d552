//! `force deploy`: puts a network on a chain, and says what was done and what was there.

use std::{path::PathBuf, process::ExitCode};

use antelope::{Asset, ExtendedSymbol, Name};
use anyhow::{Context, Result};
use clap::Args;
use console::style;
use sdk::{
    Client,
    network::{Artefacts, Deployment, Network, Outcome, RamNeed, Report, Step, TestToken},
    transport::{Endpoints, EndpointsConfig},
};
use serde::Serialize;

use super::code::backup;
use crate::{
    args::{CREATOR_KEY_VARIABLE, KEY_VARIABLE, parse_token},
    key,
    output::{Output, grouped},
    profile::{self, Profile},
};

/// The arguments of `force deploy`.
#[derive(Clone, Debug, Args)]
pub struct DeployArgs {
    /// The network; `force network` lists them.
    #[arg(value_name = "NETWORK", env = "FORCE_NETWORK", default_value = "local")]
    pub network: String,
    /// A node of its chain, in place of those that are known; can be given several times.
    #[arg(long = "url", value_name = "URL")]
    pub urls: Vec<String>,
    /// Where force.wasm and the others are; scripts/build-contracts makes them.
    #[arg(long, value_name = "DIR", env = "FORCE_CONTRACTS", default_value = "target/contracts")]
    pub contracts: PathBuf,

    /// The account of the tasks contract, where it is not known or is to be another one; so for the next two.
    #[arg(long, value_name = "NAME", help_heading = "Network")]
    pub force: Option<Name>,
    /// The account of the contract of virtual accounts.
    #[arg(long, value_name = "NAME", help_heading = "Network")]
    pub vaccount: Option<Name>,
    /// The account that is paid the fees.
    #[arg(long, value_name = "NAME", help_heading = "Network")]
    pub fees: Option<Name>,
    /// A token that rewards may be paid in; can be given several times.
    #[arg(
        long = "token",
        value_name = "SYMBOL@CONTRACT",
        value_parser = parse_token,
        help_heading = "Network"
    )]
    pub tokens: Vec<ExtendedSymbol>,
    /// How long a worker waits for a payment after the last submission, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 1800, help_heading = "Network")]
    pub payout_delay: u32,
    /// How long after a reservation lapsed its campaign's owner may release it, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, help_heading = "Network")]
    pub release_delay: u32,
    /// The fee on top of each reward, in hundredths of a percent.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = 1000,
        value_parser = clap::value_parser!(u16).range(..=10_000),
        help_heading = "Network"
    )]
    pub fee_bps: u16,
    /// Who decides appeals in campaigns that name nobody for it; without it, the account of the tasks contract.
    #[arg(long, value_name = "NAME", help_heading = "Network")]
    pub arbiter: Option<Name>,

    /// The file with the key of the network's accounts; without it, the variable FORCE_KEY.
    #[arg(long, value_name = "FILE", help_heading = "Keys")]
    pub key_file: Option<PathBuf>,
    /// The account that creates accounts that are not there.
    #[arg(long, value_name = "NAME", help_heading = "Keys")]
    pub creator: Option<Name>,
    /// The file with the creator's key; without it, the variable FORCE_CREATOR_KEY.
    #[arg(long, value_name = "FILE", requires = "creator", help_heading = "Keys")]
    pub creator_key_file: Option<PathBuf>,

    /// Also deploy a token contract, and issue so much of the first token.
    #[arg(long, value_name = "ASSET", requires = "issuer", help_heading = "Test chains")]
    pub test_token: Option<Asset>,
    /// Who issues the test token.
    #[arg(long, value_name = "NAME", requires = "test_token", help_heading = "Test chains")]
    pub issuer: Option<Name>,
    /// Also deploy AtomicAssets.
    #[arg(long, help_heading = "Test chains")]
    pub atomicassets: bool,

    /// Replace other code and other permissions that are there.
    #[arg(long)]
    pub overwrite: bool,
    /// Where code is kept that is replaced; `force code set` puts it back. In this program's data without it.
    #[arg(long, value_name = "DIR")]
    pub backup: Option<PathBuf>,
    /// Only say what would be done, and how much RAM it needs.
    #[arg(long)]
    pub dry_run: bool,
}

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
    let mut profile = profile::named(&args.network)?;
    if !args.urls.is_empty() {
        profile.endpoints.clone_from(&args.urls);
    }
    let network = network(args, &profile)?;
    let client = client(&profile)?;

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
    if args.overwrite && !args.dry_run {
        // What is replaced can be put back.
        let folder = args.backup.clone().unwrap_or_else(|| profile::backup_path(&args.network));
        for account in [network.vaccount, network.force] {
            if let Some(file) = backup(&client, account, &folder).await? {
                let _ = output.say(&format!("kept     {}", file.display()));
            }
        }
    }
    let report = deployment.observed_by(&say).run().await?;
    output.show(&Deployed::from(&report), Deployed::render)?;
    Ok(ExitCode::SUCCESS)
}

fn client(profile: &Profile) -> Result<Client> {
    let config = EndpointsConfig { chain_id: profile.chain_id, ..EndpointsConfig::default() };
    Ok(match profile.endpoints.as_slice() {
        // One that was named is asked once.
        [url] if profile.chain_id.is_none() => Client::http(url)?,
        urls => Client::new(Endpoints::http(urls, config)?),
    })
}

/// The network that is to be there: what was said, else what is known.
fn network(args: &DeployArgs, profile: &Profile) -> Result<Network> {
    let mut said = profile.clone();
    said.force = args.force.or(profile.force);
    said.vaccount = args.vaccount.or(profile.vaccount);
    said.fees = args.fees.or(profile.fees);
    if !args.tokens.is_empty() {
        said.tokens = args.tokens.iter().copied().map(profile::Token).collect();
    }
    let known = said.network(&args.network).context(
        "name the network's accounts and tokens with --force, --vaccount, --fees and --token",
    )?;
    Ok(Network {
        payout_delay_sec: args.payout_delay,
        release_task_delay_sec: args.release_delay,
        fee_bps: args.fee_bps,
        arbiter: args.arbiter,
        ..known
    })
}

/// What was done, step by step.
#[derive(Debug, Serialize)]
struct Deployed {
    /// Whether anything was done, or would be.
    changed: bool,
    steps: Vec<Line>,
    /// The RAM that new code needs.
    ram: Vec<Ram>,
}

/// How much RAM an account needs, in bytes.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Ram {
    account: String,
    more: i64,
    /// What it has left; nothing when it has no limit, or is not there yet.
    free: Option<i64>,
    /// What has to be bought.
    missing: i64,
}

impl From<&RamNeed> for Ram {
    fn from(need: &RamNeed) -> Self {
        let RamNeed { account, more, free } = *need;
        Self { account: account.to_string(), more, free, missing: need.missing() }
    }
}

impl Ram {
    fn render(&self) -> String {
        let Self { account, more, free, missing } = self;
        let more = grouped(more.unsigned_abs());
        let free = match (free, missing) {
            (None, _) => String::new(),
            (Some(free), 0) => format!(", and has {}", grouped(free.unsigned_abs())),
            (_, missing) => format!("; {} have to be bought", grouped(missing.unsigned_abs())),
        };
        format!("RAM      {account} needs {more} bytes more{free}\n")
    }
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
            ram: report.ram.iter().filter(|need| need.more > 0).map(Ram::from).collect(),
        }
    }
}

impl Deployed {
    fn render(&self) -> String {
        let count = |outcome| self.steps.iter().filter(|step| step.outcome == outcome).count();
        let named =
            [DONE, PENDING, SKIPPED, KEPT].into_iter().filter(|outcome| count(*outcome) > 0);
        let counts: Vec<_> = named.map(|outcome| format!("{} {outcome}", count(outcome))).collect();
        let ram: String = self.ram.iter().map(Ram::render).collect();
        format!("{ram}{} steps: {}", self.steps.len(), counts.join(", "))
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

#[cfg(test)]
mod tests {
    use antelope::name;
    use clap::Parser;

    use super::*;
    use crate::args::{self, Command};

    fn deploy(line: &str) -> DeployArgs {
        match args::Args::try_parse_from(line.split_whitespace()).unwrap().command {
            Command::Deploy(args) => *args,
            _ => panic!("not deploy: {line}"),
        }
    }

    #[test]
    fn defaults_are_those_of_a_local_chain() {
        let local = Profile {
            force: Some(name!("force")),
            vaccount: Some(name!("vaccount")),
            fees: Some(name!("fees")),
            tokens: vec![profile::Token(parse_token("4,EFX@token").unwrap())],
            ..Profile::default()
        };
        let args = deploy("force deploy");
        assert_eq!(network(&args, &local).unwrap(), Network::default());
        assert!(!args.overwrite && !args.dry_run && args.network == "local");
    }

    #[test]
    fn what_is_said_goes_before_what_is_known() {
        let args = deploy(
            "force deploy jungle4 --url https://node --token 4,EFX@effecttokens --token 8,USD@usd --force tasks \
             --vaccount users --fee-bps 250 --arbiter judge --creator eosio --creator-key-file k --overwrite --dry-run",
        );
        let known = Profile { fees: Some(name!("pot")), ..Profile::default() };
        let network = network(&args, &known).unwrap();
        let contracts: Vec<_> = network.tokens.iter().map(|token| token.contract).collect();
        assert_eq!(contracts, [name!("effecttokens"), name!("usd")]);
        assert_eq!(network.tokens[1].sym.precision(), 8);
        assert_eq!((network.force, network.fees), (name!("tasks"), name!("pot")));
        assert_eq!((network.fee_bps, network.arbiter), (250, Some(name!("judge"))));
        assert!(args.overwrite && args.dry_run && args.network == "jungle4");
    }

    #[test]
    fn unknown_accounts_are_asked_for() {
        let args = deploy("force deploy jungle4 --force tasks");
        let message = format!("{:#}", network(&args, &Profile::default()).unwrap_err());
        assert!(message.contains("--vaccount"), "{message}");
    }
}
