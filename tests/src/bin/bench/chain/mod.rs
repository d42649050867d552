//! The embedded chain at token transfers: alone, and behind HTTP beside a real node on the same job.
//!
//! What is to be read from it are ratios of one run. That both do the same is checked elsewhere.

mod embedded;
mod http;
mod job;
mod memory;

use std::{fmt, time::Duration};

use sdk::nodeos::Installation;

use crate::Result;
use job::Job;

/// Transfers in process that nobody signs.
const UNSIGNED: u32 = 50_000;
/// Transfers in process that are signed.
const SIGNED: u32 = 3_000;
/// Transfers over HTTP, to each node in each way.
const OVER_HTTP: u32 = 1_000;

/// Measures everything and prints it.
pub(crate) async fn measure() -> Result<()> {
    let installation = Installation::require()?;
    // The contract that real chains have, the same bytes on every chain.
    let job = Job::new(installation.contract("eosio.token")?)?;

    let (chain, ready) = embedded::ready(&job)?;
    println!("the embedded chain in this process");
    println!("  a new chain                        {:>12}", Amount(ready.empty));
    println!("  with eosio.token and a transfer    {:>12}", Amount(ready.first_transfer));
    let before = memory::of_this_process();
    let unsigned = embedded::unsigned(chain.clone(), UNSIGNED)?;
    println!("  transfers, authorized, unsigned    {unsigned}");
    println!(
        "  RAM of the process before, after   {:>12} {:>12}",
        Size(before),
        Size(memory::of_this_process())
    );
    let signed = embedded::signed(&job, chain, SIGNED)?;
    println!("  transfers, signed                  {signed}");

    println!(
        "\nthe same transfers, signed, over HTTP          one by one       eight at a time   RAM of the process"
    );
    let embedded = http::embedded(&job, OVER_HTTP).await?;
    println!("  the embedded chain, in this process     {embedded}");
    let nodeos = http::nodeos(&job, installation, OVER_HTTP).await?;
    println!("  nodeos                                  {nodeos}");
    let ratio = |ours: Rate, theirs: Rate| ours.per_second() / theirs.per_second();
    println!(
        "  ratio                                   {:>12.1} x {:>17.1} x",
        ratio(embedded.one_by_one, nodeos.one_by_one),
        ratio(embedded.eight, nodeos.eight)
    );
    println!(
        "\nready to answer: the embedded chain {}, nodeos {}",
        Amount(embedded.ready),
        Amount(nodeos.ready)
    );
    Ok(())
}

/// How many in what time.
#[derive(Clone, Copy, Debug)]
struct Rate {
    count: u32,
    time: Duration,
}

impl Rate {
    fn per_second(self) -> f64 {
        f64::from(self.count) / self.time.as_secs_f64()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>12.0} /s", self.per_second())
    }
}

/// A time, with a fitting unit.
struct Amount(Duration);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:.2} ms", self.0.as_secs_f64() * 1000.0))
    }
}

/// A number of bytes; `None` where the system does not tell.
struct Size(Option<u64>);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.map(|bytes| format!("{:.1} MB", bytes as f64 / 1e6));
        f.pad(&text.unwrap_or_else(|| "?".to_owned()))
    }
}
