//! The chain inside this process, called directly.

use std::time::{Duration, Instant};

use antelope::SignedTransaction;
use chain::{Chain, Config};

use super::{Rate, job::Job};
use crate::Result;

/// How often it is made, of which the median counts.
const RUNS: usize = 21;
/// How many transfers a block has.
const BLOCK: u32 = 500;

/// How long it took.
pub(super) struct Ready {
    /// Until there was a chain.
    pub(super) empty: Duration,
    /// Until the first transfer was done: accounts, compiling and deploying the contract among it.
    pub(super) first_transfer: Duration,
}

/// A chain with the token.
pub(super) fn ready(job: &Job) -> Result<(Chain, Ready)> {
    let (mut empty, mut first_transfer) = (Vec::new(), Vec::new());
    loop {
        let begin = Instant::now();
        let mut chain = Chain::new(Config::default());
        empty.push(begin.elapsed());
        for account in Job::accounts() {
            chain.create_account(account)?;
        }
        chain.deploy(Job::CONTRACT, &job.contract.code, &job.contract.abi)?;
        chain.push(Job::beginning())?;
        chain.push(vec![Job::transfer(0)])?;
        first_transfer.push(begin.elapsed());
        if empty.len() == RUNS {
            let ready = Ready { empty: median(empty), first_transfer: median(first_transfer) };
            return Ok((chain, ready));
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Transfers whose authority is checked, with the key of whoever is named taken for granted.
pub(super) fn unsigned(mut chain: Chain, count: u32) -> Result<Rate> {
    let transfers: Vec<_> = (1..=count).map(Job::transfer).collect();
    let begin = Instant::now();
    for (transfer, number) in transfers.into_iter().zip(1..) {
        chain.push(vec![transfer])?;
        if number % BLOCK == 0 {
            chain.produce_block();
        }
    }
    Ok(Rate { count, time: begin.elapsed() })
}

/// Transfers as from outside: signature, expiration, reference block.
pub(super) fn signed(job: &Job, mut chain: Chain, count: u32) -> Result<Rate> {
    chain.produce_block();
    let transfers = (1..=count).map(|number| {
        let mut signed = chain.unsigned(vec![Job::transfer(number)]);
        let digest = signed.transaction.signing_digest(&chain.id(), &[]);
        signed.signatures.push(job.signer.sign_digest(&digest)?);
        Ok(signed)
    });
    let transfers: Vec<SignedTransaction> = transfers.collect::<Result<_>>()?;
    let begin = Instant::now();
    for (transfer, number) in transfers.into_iter().zip(1..) {
        chain.push_signed(transfer)?;
        if number % BLOCK == 0 {
            chain.produce_block();
        }
    }
    Ok(Rate { count, time: begin.elapsed() })
}
