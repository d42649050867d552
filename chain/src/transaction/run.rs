//! A transaction from its first check to its trace.
//!
//! Nothing of a transaction that fails remains: the state is given back as it was.

use std::{collections::BTreeSet, sync::Arc};

use antelope::{Checksum256, SignedTransaction, TimePoint, TimePointSec, Transaction};
use sha2::{Digest, Sha256};

use super::{Context, Subject};
use crate::{
    Error, Failure, Trace,
    authority::{self, Provided},
    error::{ensure, exception},
    feature::Feature,
    state::{Block, State},
    vm::Machine,
};

/// A transaction that is about to run.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) signed: SignedTransaction,
    /// What satisfies its authorizations; nothing when they are not to be asked.
    pub(crate) provided: Option<Provided>,
    /// Whether it refers to a block, expires and is run once, as those from outside are.
    pub(crate) from_outside: bool,
}

/// The time and number of the block in the making, and what a microsecond is worth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    pub(crate) time: TimePoint,
    pub(crate) number: u32,
    pub(crate) fuel_per_microsecond: u64,
}

/// Runs a transaction; gives its trace, or why it failed. The state changes only when it succeeds.
pub(crate) fn run(
    state: &mut State,
    machine: &Machine,
    pending: Pending,
    input: Input,
) -> Result<Trace, Box<Failure>> {
    let packed = antelope::pack(&input.signed.transaction);
    let id = Checksum256(Sha256::digest(&packed).into());
    let parameters = &state.settings.parameters;
    let own_limit = u32::from(input.signed.transaction.max_cpu_usage_ms) * 1000;
    let cpu_limit = match own_limit {
        0 => parameters.max_transaction_cpu_usage,
        own => own.min(parameters.max_transaction_cpu_usage),
    };
    let fuel = u64::from(cpu_limit) * pending.fuel_per_microsecond;
    let mut context = Context {
        state: state.clone(),
        trace: Trace {
            id,
            block_number: pending.number,
            block_time: pending.time,
            ..Trace::default()
        },
        subject: Arc::new(Subject { signed: input.signed, packed, id }),
        now: pending.time,
        block_number: pending.number,
        fuel,
        cpu_limit,
        ..Context::default()
    };
    let subject = Arc::clone(&context.subject);
    let (provided, outside) = (input.provided.as_ref(), input.from_outside);
    let result = context
        .before(&subject, provided, outside)
        .and_then(|()| context.all_actions(machine, subject.transaction()))
        .and_then(|()| context.after(subject.transaction()));
    let mut trace = context.trace;
    trace.fuel = fuel - context.fuel;
    let least = u64::from(state.settings.parameters.min_transaction_cpu_usage);
    trace.cpu_usage = least.max(trace.fuel / pending.fuel_per_microsecond);
    match result {
        Ok(()) => {
            *state = context.state;
            Ok(trace)
        }
        Err(error) => Err(Box::new(Failure { error, trace })),
    }
}

impl Context {
    /// Everything that is checked before the first action runs.
    fn before(
        &mut self,
        subject: &Subject,
        provided: Option<&Provided>,
        from_outside: bool,
    ) -> Result<(), Error> {
        let transaction = subject.transaction();
        if self.has(Feature::DisableDeferredStage1) {
            ensure!(transaction.delay_sec.0 == 0, TRANSACTION, "transaction cannot be delayed");
        }
        ensure!(
            transaction.transaction_extensions.is_empty(),
            SUBJECTIVE_BLOCK_PRODUCTION,
            "no transaction extensions supported yet for input transactions"
        );
        if from_outside {
            check_expiration(&self.state, transaction, self.now)?;
            check_reference(&self.state, transaction)?;
        }
        self.check_existence(transaction)?;
        self.add_net(subject)?;
        if from_outside {
            ensure!(
                !self.state.transactions.contains(&subject.id),
                TX_DUPLICATE,
                "duplicate transaction {}",
                subject.id
            );
            self.state.transactions.insert(subject.id, transaction.expiration);
        }
        if let Some(provided) = provided {
            authority::check(&self.state, &transaction.actions, provided)?;
        }
        Ok(())
    }

    /// Fails when accounts or permissions do not exist that the transaction names.
    fn check_existence(&self, transaction: &Transaction) -> Result<(), Error> {
        let accounts = &self.state.accounts;
        for action in &transaction.context_free_actions {
            ensure!(
                accounts.contains(&action.account),
                TRANSACTION,
                "action's code account '{}' does not exist",
                action.account
            );
            ensure!(
                action.authorization.is_empty(),
                TRANSACTION,
                "context-free actions cannot have authorizations"
            );
        }
        let mut authorized = false;
        for action in &transaction.actions {
            ensure!(
                accounts.contains(&action.account),
                TRANSACTION,
                "action's code account '{}' does not exist",
                action.account
            );
            for level in &action.authorization {
                authorized = true;
                ensure!(
                    accounts.contains(&level.actor),
                    TRANSACTION,
                    "action's authorizing actor '{}' does not exist",
                    level.actor
                );
                ensure!(
                    authority::find(&self.state, *level)?.is_some(),
                    TRANSACTION,
                    "action's authorizations include a non-existent permission: {}",
                    authority::json(*level)
                );
            }
        }
        ensure!(authorized, TX_NO_AUTHS, "transaction must have at least one authorization");
        Ok(())
    }

    /// Reckons the NET, and fails when it is too much.
    fn add_net(&mut self, subject: &Subject) -> Result<(), Error> {
        let parameters = &self.state.settings.parameters;
        let size = |len: usize| u64::try_from(len).unwrap_or(u64::MAX / 1024);
        let data: u64 = match subject.signed.context_free_data.as_slice() {
            [] => 0,
            data => size(antelope::pack(data).len()),
        };
        let (upper, lower) = (
            u64::from(parameters.context_free_discount_net_usage_num),
            u64::from(parameters.context_free_discount_net_usage_den),
        );
        let prunable = data + size(antelope::pack(&subject.signed.signatures).len());
        let discounted =
            if lower > 0 && upper < lower { (prunable * upper).div_ceil(lower) } else { prunable };
        let usage = u64::from(parameters.base_per_transaction_net_usage)
            + FIXED_NET
            + size(subject.packed.len())
            + discounted;
        self.trace.net_usage = usage;
        let own = u64::from(subject.transaction().max_net_usage_words.0) * 8;
        let limit = u64::from(parameters.max_transaction_net_usage);
        let limit = if own > 0 { limit.min(own) } else { limit };
        ensure!(
            usage <= limit / 8 * 8,
            TX_NET_USAGE_EXCEEDED,
            "transaction net usage is too high: {usage} > {}",
            limit / 8 * 8
        );
        Ok(())
    }

    fn all_actions(&mut self, machine: &Machine, transaction: &Transaction) -> Result<(), Error> {
        let context_free = transaction.context_free_actions.iter().map(|action| (action, true));
        let ordinary = transaction.actions.iter().map(|action| (action, false));
        let ordinals: Vec<_> = context_free
            .chain(ordinary)
            .map(|(action, context_free)| {
                self.schedule(Arc::new(action.clone()), action.account, context_free, (0, 0))
            })
            .collect();
        ordinals.into_iter().try_for_each(|ordinal| self.execute(machine, ordinal, 0))
    }

    /// What is left to do when all actions ran.
    fn after(&mut self, transaction: &Transaction) -> Result<(), Error> {
        let levels: BTreeSet<_> =
            transaction.actions.iter().flat_map(|action| &action.authorization).collect();
        for level in levels {
            authority::get(&self.state, *level)?;
            let now = self.now;
            if let Some(permission) =
                self.state.permissions.get_mut(&(level.actor, level.permission))
            {
                permission.last_used = now;
            }
        }
        for name in &self.grown {
            let account = self.account(*name)?;
            let Ok(quota) = u64::try_from(account.ram_quota) else { continue };
            ensure!(
                account.ram_usage <= quota,
                RAM_USAGE_EXCEEDED,
                "account {name} has insufficient ram; needs {} bytes has {quota} bytes",
                account.ram_usage
            );
        }
        self.trace.net_usage = self.trace.net_usage.next_multiple_of(8);
        Ok(())
    }
}

/// NET of a packed transaction beside its parts, in bytes.
const FIXED_NET: u64 = 16;

fn check_expiration(state: &State, transaction: &Transaction, now: TimePoint) -> Result<(), Error> {
    let expiration = TimePoint::from(transaction.expiration);
    ensure!(
        expiration >= now,
        EXPIRED_TX,
        "transaction has expired, expiration is {} and pending block time is {now}",
        transaction.expiration
    );
    let lifetime = i64::from(state.settings.parameters.max_transaction_lifetime);
    ensure!(
        expiration.0 <= now.0 + lifetime * 1_000_000,
        TX_EXP_TOO_FAR,
        "Transaction expiration is too far in the future relative to the reference time of {now}, expiration is {} and the maximum transaction lifetime is {lifetime} seconds",
        transaction.expiration
    );
    Ok(())
}

fn check_reference(state: &State, transaction: &Transaction) -> Result<(), Error> {
    let block = state.blocks.get(&transaction.ref_block_num);
    let matches =
        block.is_some_and(|id| Block::reference_prefix(id) == transaction.ref_block_prefix);
    if matches {
        return Ok(());
    }
    Err(Error::new(
        exception::INVALID_REF_BLOCK,
        "Transaction's reference block did not match. Is this transaction from a different fork?",
    ))
}

/// Removes what is remembered of transactions that have expired.
pub(crate) fn forget_expired(state: &mut State, now: TimePoint) {
    let now = TimePointSec::from(now);
    let expired: Vec<_> = (state.transactions.iter())
        .filter(|(_, expiration)| **expiration < now)
        .map(|(id, _)| *id)
        .collect();
    for id in expired {
        state.transactions.remove(&id);
    }
}
