//! Asks nodeos what the files of twins ask, and keeps its answers; those of the embedded chain are compared with them.
//!
//! `twins record` keeps the answers, `twins` only compares. Names of files may follow.
#![allow(clippy::print_stdout, reason = "a program to look at")]

use std::process::ExitCode;

use conformance::twin::{self, node::TwinNode, scene};

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let record = names.first().is_some_and(|word| word == "record");
    if record {
        names.remove(0);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a process can have a runtime");
    match runtime.block_on(run(names, record)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(count) => {
            println!("{count} answers differ");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks both nodes, and tells how many answers differ.
async fn run(names: Vec<String>, record: bool) -> Result<usize, String> {
    let names = if names.is_empty() { twin::names()? } else { names };
    let (nodeos, embedded) = (TwinNode::nodeos().await?, TwinNode::embedded());
    scene::set(&nodeos).await?;
    scene::set(&embedded).await?;
    let (mut same, mut different) = (0, 0);
    for name in names {
        let twins = twin::load(&name)?;
        let expected = twin::ask(&nodeos, &twins).await?;
        if record {
            twin::record(&name, &expected)?;
        }
        let found = twin::ask(&embedded, &twins).await?;
        for (place, (expected, found)) in expected.iter().zip(&found).enumerate() {
            let differences = twin::differences(expected, found);
            if differences.is_empty() {
                same += 1;
                continue;
            }
            different += 1;
            let exchange = serde_json::to_string(&twins.exchanges[place]).unwrap_or_default();
            println!("{name} {place}: {exchange}");
            differences.iter().for_each(|difference| println!("    {difference}"));
        }
    }
    println!("{same} answers are the same");
    Ok(different)
}
