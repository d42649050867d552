//! What can be typed after `force`.
//!
//! Defaults are those of a local chain. Private keys are never arguments, which every user of a machine can see: they
//! come from a file or the environment.

use std::{net::SocketAddr, path::PathBuf};

use antelope::{ExtendedSymbol, Name};
use clap::{Args as Group, Parser, Subcommand};

use crate::{
    cmd::{
        abi::AbiArgs, account::AccountArgs, batch::BatchArgs, campaign::CampaignArgs,
        code::CodeArgs, completions::CompletionsArgs, deploy::DeployArgs, doctor::DoctorArgs,
        ipfs::IpfsArgs, migrate::MigrateArgs, network::NetworkArgs, pay::PayArgs, quali::QualiArgs,
        relay::RelayArgs, results::ResultsArgs, work::WorkArgs,
    },
    demo::{Ipfs, NodeKind},
};

/// The variable with the key of the network's accounts.
pub const KEY_VARIABLE: &str = "FORCE_KEY";

/// The variable with the key of the account that creates others.
pub const CREATOR_KEY_VARIABLE: &str = "FORCE_CREATOR_KEY";

/// Paid tasks on an Antelope chain: deploy a network, or watch one at work.
#[derive(Clone, Debug, Parser)]
#[command(name = "force", version, propagate_version = true)]
pub struct Args {
    /// Print the result as JSON, for programs.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Put the contracts on a chain: accounts, permissions, code, ABI and settings.
    ///
    /// What is there already is left alone, so that a run that was interrupted can be repeated. The network's accounts
    /// share one key, which is read from --key-file or the variable FORCE_KEY.
    Deploy(Box<DeployArgs>),
    /// The code of contracts: save it, set it, compare it with what was built.
    Code(CodeArgs),
    /// Run a campaign of real tasks, from the first account to the last token.
    ///
    /// Starts a chain of its own inside the process, or a node on this machine, has five worker programs read handwritten digits for a reward, and
    /// accounts for everything at the end. The exit code is not zero if a single token is unaccounted for.
    Demo(DemoArgs),
    /// Serve a chain for development: our contracts, accounts that can pay, and a node's HTTP interface.
    ///
    /// Everything that happens is told: actions with whom they notify and what they send, what contracts print, RAM,
    /// fuel, and why something failed. Under /v1/devnet/ the chain can be cheated.
    Up(UpArgs),
    /// Show the networks that are known.
    Network(NetworkArgs),
    /// Look at everything a command needs: nodes, contracts, settings, keys, RAM, documents.
    Doctor(DoctorArgs),
    /// Put campaigns on the network, look at them, end them.
    Campaign(CampaignArgs),
    /// Give campaigns tasks, and review what comes back.
    Batch(BatchArgs),
    /// Read the results of a campaign.
    Results(ResultsArgs),
    /// Do tasks with any program: each comes to it as JSON, and its answer is handed in.
    Work(Box<WorkArgs>),
    /// What was earned: show it, cash it, send it on.
    Pay(PayArgs),
    /// What a user has, and how it moves; new keys and accounts.
    Account(Box<AccountArgs>),
    /// NFTs that qualify workers.
    Quali(QualiArgs),
    /// Serve a relayer: bring what people without an account sign to the chain, and pay for it.
    Relay(Box<RelayArgs>),
    /// Use any contract by its ABI.
    Abi(AbiArgs),
    /// Store and fetch documents, verified against their CIDs.
    Ipfs(IpfsArgs),
    /// Carry over from Effect Network V1: its qualifications become NFTs, and their holders get virtual accounts.
    ///
    /// What is there is never made again: a run that was interrupted is repeated. See first, with --dry-run.
    Migrate(Box<MigrateArgs>),
    /// Print what a shell needs to complete commands.
    Completions(CompletionsArgs),
}

/// The arguments of `force demo`.
#[derive(Clone, Debug, Group)]
pub struct DemoArgs {
    /// On which kind of node.
    #[arg(long, value_enum, default_value_t = NodeKind::Embedded)]
    pub node: NodeKind,
    /// Where the documents are: embedded, kubo (a real node on this machine), or the URL of a node's RPC.
    #[arg(long, value_name = "PLACE", default_value_t = Ipfs::Embedded)]
    pub ipfs: Ipfs,
    /// How many of the hundred tasks.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub tasks: u32,
    /// How many workers do each task.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=5))]
    pub repetitions: u32,
    /// Fixes the keys, and which tasks come in which order. Who gets which task is a race all the same.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Where force.wasm and the others are; scripts/build-contracts makes them.
    #[arg(long, value_name = "DIR", env = "FORCE_CONTRACTS", default_value = "target/contracts")]
    pub contracts: PathBuf,
}

/// The arguments of `force up`.
#[derive(Clone, Debug, Group)]
pub struct UpArgs {
    /// Where to listen. Whoever can connect can do everything.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8888")]
    pub listen: SocketAddr,
    /// How long a block takes, in milliseconds; without it each transaction ends one.
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(500..=3_600_000))]
    pub block_time: Option<u64>,
    /// Where the chain is kept. What was answered is in this file, even if the program is killed.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Which web pages may ask, as the header access-control-allow-origin says it.
    #[arg(long, value_name = "ORIGIN", default_value = "*")]
    pub allow_origin: String,
    /// Do not tell what happens.
    #[arg(long)]
    pub quiet: bool,

    /// Begin with accounts of the chain at this URL, and not with our contracts. A state file that is there goes first.
    #[arg(long, value_name = "URL", requires = "account", help_heading = "Fork")]
    pub fork: Option<String>,
    /// An account to begin with: its code, ABI and rows. Can be given several times.
    #[arg(long, value_name = "NAME", requires = "fork", help_heading = "Fork")]
    pub account: Vec<Name>,

    /// Where force.wasm and the others are; scripts/build-contracts makes them.
    #[arg(long, value_name = "DIR", env = "FORCE_CONTRACTS", default_value = "target/contracts")]
    pub contracts: PathBuf,
}

/// Reads `4,EFX@token`.
pub(crate) fn parse_token(text: &str) -> Result<ExtendedSymbol, String> {
    let (symbol, contract) =
        text.split_once('@').ok_or("token is not of the form 4,EFX@token".to_owned())?;
    Ok(ExtendedSymbol {
        sym: symbol.parse().map_err(|error| format!("{error}"))?,
        contract: contract.parse().map_err(|error| format!("{error}"))?,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Args, String> {
        Args::try_parse_from(line.split_whitespace()).map_err(|error| error.to_string())
    }

    fn demo(line: &str) -> DemoArgs {
        match parse(line).unwrap().command {
            Command::Demo(args) => args,
            _ => panic!("not demo: {line}"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_demo_is_whole_by_default() {
        let args = demo("force demo");
        assert_eq!((args.tasks, args.repetitions, args.node), (100, 3, NodeKind::Embedded));
    }

    #[test]
    fn options_are_read() {
        assert!(parse("force demo --json").unwrap().json);
        assert_eq!(demo("force demo --tasks 7 --repetitions 5 --seed 9").seed, 9);
    }

    #[test]
    fn mistakes_are_named() {
        for (line, reason) in [
            ("force", "Usage"),
            ("force demo --tasks 0", "1..=100"),
            ("force demo --tasks 101", "1..=100"),
            ("force demo --repetitions 6", "1..=5"),
            ("force demo --node other", "nodeos"),
            ("force deploy --fee-bps 10001", "..=10000"),
            ("force deploy --force Name", "--force"),
            ("force deploy --token EFX", "4,EFX@token"),
            ("force deploy --token 19,EFX@token", "precision"),
            ("force deploy --creator-key-file k", "--creator"),
            ("force deploy --issuer eosio", "--test-token"),
            // A key on the command line would be there for all to see.
            ("force deploy --key 5K", "--key"),
        ] {
            let message = parse(line).expect_err(line);
            assert!(message.contains(reason), "{line}: {message}");
        }
    }
}
