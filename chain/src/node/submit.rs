//! Transactions: run, remembered and told of.
//!
//! What each does is the chain's business.

use std::collections::BTreeSet;

use antelope::{PackedAction, PackedTransaction, PublicKey, SignedTransaction};

use super::{DryRun, Event, Mining, Node, record::TransactionRecord};
use crate::{Chain, Error, Failure, Trace, exception};

type Submitted = Result<Trace, Box<Failure>>;

/// How many slots blocks may be ahead of the clock when there are more transactions than blocks have room for.
const EARLY: u32 = 20;

impl Node {
    /// Runs a transaction from outside: its signatures, its reference block and its expiration count.
    ///
    /// # Errors
    /// When it fails, with the trace of how far it came. Nothing of it remains.
    pub fn submit(&mut self, signed: SignedTransaction) -> Submitted {
        match self.chain.signers(&signed) {
            Ok(keys) => self.submit_recovered(signed, keys),
            Err(error) => {
                self.refuse(&signed, &error);
                Err(Box::new(Failure { error, trace: Trace::default() }))
            }
        }
    }

    /// As [`submit`](Self::submit), when the keys were recovered from the signatures before.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_recovered(
        &mut self,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Submitted {
        let record = TransactionRecord::of(&signed);
        self.attempt(record, |chain| chain.push_recovered(signed.clone(), keys.clone()))
    }

    /// As [`submit_recovered`](Self::submit_recovered), for a transaction that came compressed; it is kept as it came.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn submit_carried(
        &mut self,
        carried: PackedTransaction,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Submitted {
        let record =
            TransactionRecord { packed: carried.clone(), ..TransactionRecord::of(&signed) };
        self.attempt(record, |chain| {
            chain.push_compressed(carried.clone(), signed.clone(), keys.clone())
        })
    }

    /// Runs a transaction of these actions, as if everyone who is named in them had signed it.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub fn push(&mut self, actions: Vec<PackedAction>) -> Submitted {
        let signed = self.chain.unsigned(actions);
        let record = TransactionRecord::of(&signed);
        self.attempt(record, |chain| chain.push_unsigned(signed.clone()))
    }

    /// What a transaction would do; nothing changes.
    ///
    /// # Errors
    /// When it would fail, with the trace of how far it would come.
    pub fn compute(&self, signed: SignedTransaction, dry_run: DryRun) -> Submitted {
        self.chain.compute(signed, dry_run)
    }

    /// Tells who observes that a transaction is refused before it could be run.
    pub fn refuse(&mut self, signed: &SignedTransaction, error: &Error) {
        let (block_number, block_time) = (self.head().number.saturating_add(1), self.chain.now());
        self.happened(|| {
            let id = signed.transaction.id();
            let trace = Trace { id, block_number, block_time, ..Trace::default() };
            Event::Failed(Box::new(Failure { error: error.clone(), trace }))
        });
    }

    /// Runs a transaction. One that the pending block has no room for is in the next one, as a node has it wait.
    fn attempt(
        &mut self,
        record: TransactionRecord,
        run: impl Fn(&mut Chain) -> Submitted,
    ) -> Submitted {
        let mut result = run(&mut self.chain);
        if result.as_ref().is_err_and(|failure| is_block_full(&failure.error))
            && self.chain.pending_transactions() > 0
            && !self.is_early(EARLY)
        {
            self.mine();
            result = run(&mut self.chain);
        }
        match result {
            Ok(trace) => {
                self.history.add_transaction(record.executed(&trace));
                self.happened(|| Event::Executed(trace.clone()));
                if self.mining == Mining::Instant && !self.is_early(1) {
                    self.mine();
                }
                Ok(trace)
            }
            Err(failure) => {
                self.happened(|| Event::Failed(failure.clone()));
                Err(failure)
            }
        }
    }

    /// Whether the pending block is more than so many slots ahead of the clock.
    fn is_early(&self, slots: u32) -> bool {
        self.clock.is_some_and(|now| self.pending_slot().0 > now.0.saturating_add(slots))
    }
}

fn is_block_full(error: &Error) -> bool {
    [exception::BLOCK_CPU_USAGE_EXCEEDED, exception::BLOCK_NET_USAGE_EXCEEDED]
        .contains(&error.exception())
}
