//! `force demo`: runs the demo and shows its report.

use std::{env, path::PathBuf, pin::pin, process::ExitCode, time::Duration};

use anyhow::Result;
use tokio::{
    signal::unix::{SignalKind, signal},
    time::timeout,
};

use super::summary;
use crate::{
    args::DemoArgs,
    demo::{self, Demo},
    output::{Output, Progress},
};

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: u8 = 130;

/// How long a signal may take that was sent to several processes at once.
const SIGNAL_DELAY: Duration = Duration::from_millis(100);

/// Runs the demo. The exit code says whether every token is accounted for.
///
/// # Errors
/// When the demo cannot be run to its end.
pub async fn run(args: &DemoArgs, output: &Output) -> Result<ExitCode> {
    let demo = Demo {
        node: args.node,
        ipfs: args.ipfs.clone(),
        tasks: usize::try_from(args.tasks)?,
        repetitions: args.repetitions,
        seed: args.seed,
        contracts: args.contracts.clone(),
        programs: folder_of_this_program(),
    };
    let progress = Progress::new(output.is_json());
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut stop = pin!(async {
        tokio::select! {
            _ = interrupted.recv() => (),
            _ = terminated.recv() => (),
        }
    });
    // What is not run to its end is dropped with this block, and the node with it.
    let report = tokio::select! {
        biased;
        () = &mut stop => None,
        report = demo::run(&demo, &progress) => Some(report),
    };
    progress.clear();
    let report = match report {
        Some(Ok(report)) => report,
        // A terminal interrupts the node, too, whose end may be noticed first.
        Some(Err(error)) if timeout(SIGNAL_DELAY, stop).await.is_err() => return Err(error),
        Some(Err(_)) | None => {
            eprintln!("interrupted; the chain has ended and its data are removed");
            return Ok(ExitCode::from(INTERRUPTED));
        }
    };
    output.show(&report, summary::render)?;
    Ok(if report.money.is_settled() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the workers' programs are, too, when all was built together.
fn folder_of_this_program() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.parent()?.to_owned())
}
