//! Measures what the contracts' actions cost on a real node, beside the C++ reference: `scripts/bench`.
//!
//! The method is that of the reference's figures: CPU is billed from the first microsecond, a transaction has one
//! action, and what an action without any code costs is taken off. What must hold is said by the scenarios, in `it/`.
#![allow(clippy::print_stdout, reason = "the program prints its tables")]

mod sample;
mod world;

mod terms;

mod accounts;
mod assets;
mod life;

mod handing;
mod work;

mod flat;

mod chain;

mod reference;
mod report;

use std::{env, process::ExitCode};

use report::Report;
use sample::Samples;
use world::World;

/// Whatever went wrong; the bench then has no result.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const USAGE: &str = "usage: bench [--contracts] [--runs N] [--flat] [--chain]";

/// What is measured.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    /// How often every action is played through, each time on a fresh chain; 0 leaves this part out.
    runs: u32,
    /// Whether the cost in large campaigns is held against that in small ones.
    flat: bool,
    /// Whether the embedded chain is held against a real node.
    chain: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let result = match options(env::args().skip(1)) {
        Some(options) => measure(options).await,
        None => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Without arguments the contracts are measured, as with `--contracts`; `--runs` or `--flat` alone measures a part of that.
fn options(arguments: impl Iterator<Item = String>) -> Option<Options> {
    const RUNS: u32 = 5;
    let contracts = Options { runs: RUNS, flat: true, chain: false };
    let mut options = Options::default();
    let mut arguments = arguments.peekable();
    if arguments.peek().is_none() {
        return Some(contracts);
    }
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--contracts" => options = Options { chain: options.chain, ..contracts },
            "--runs" => options.runs = arguments.next()?.parse().ok()?,
            "--flat" => options.flat = true,
            "--chain" => options.chain = true,
            _ => return None,
        }
    }
    Some(options)
}

async fn measure(options: Options) -> Result<()> {
    if options.chain {
        chain::measure().await?;
    }
    if options.runs == 0 && !options.flat {
        return Ok(());
    }
    let mut samples = Samples::default();
    for run in 1..=options.runs {
        println!("run {run} of {}", options.runs);
        let mut world = World::start(&mut samples).await?;
        world.begin().await?;
        world.open_accounts().await?;
        world.live_through_campaigns().await?;
        world.work().await?;
        world.hand_tasks_on().await?;
        world.clear_up().await?;
    }
    if options.flat {
        println!("large campaigns beside small ones");
        World::start(&mut samples).await?.compare_sizes().await?;
    }
    let report = Report::new(&samples)?;
    println!("\n{report}");
    if options.runs > 0 {
        println!("written to {}", report.write()?.display());
    }
    Ok(())
}
