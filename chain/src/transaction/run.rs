//! A transaction from its first check to its trace.
//!
//! Nothing of a transaction that fails remains: the state is given back as it was.

use std::{collections::BTreeSet, sync::Arc};

use antelope::{
    BlockTimestamp, Checksum256, PackedTransaction, SignedTransaction, TimePoint, TimePointSec,
    Transaction,
};
use sha2::{Digest, Sha256};

use super::{Context, DryRun, Meter, Subject, allowance::Allowance};
use crate::{
    Error, Failure, Trace,
    authority::{self, Provided},
    error::{ensure, exception},
    feature::Feature,
    host::fuel,
    state::{Block, State},
    vm::Machine,
};

/// A transaction that is about to run.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) signed: SignedTransaction,
    /// As it came, if compressed.
    pub(crate) carried: Option<PackedTransaction>,
    /// What satisfies its authorizations; nothing for the transaction that begins a block.
    pub(crate) provided: Option<Provided>,
    /// Whether it refers to a block, expires and is run once, as those from outside are.
    pub(crate) from_outside: bool,
    /// Whether nothing of it will be kept.
    pub(crate) dry_run: Option<DryRun>,
}

/// The time and number of the block in the making, and what a microsecond is worth.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pending {
    pub(crate) time: TimePoint,
    pub(crate) number: u32,
    pub(crate) fuel_per_microsecond: u64,
}

/// Runs a transaction; gives it with its trace, or why it failed. The state changes only when it succeeds.
pub(crate) fn run(
    state: &mut State,
    machine: &Machine,
    pending: Pending,
    input: Input,
) -> Result<(Arc<Subject>, Trace), Box<Failure>> {
    let packed = antelope::pack(&input.signed.transaction);
    let id = Checksum256(Sha256::digest(&packed).into());
    let mut context = Context {
        state: state.clone(),
        trace: Trace {
            id,
            block_number: pending.number,
            block_time: pending.time,
            ..Trace::default()
        },
        subject: Arc::new(Subject { signed: input.signed, packed, id, carried: input.carried }),
        now: pending.time,
        block_number: pending.number,
        dry_run: input.dry_run,
        ..Context::default()
    };
    let subject = Arc::clone(&context.subject);
    let fuel_per_microsecond = pending.fuel_per_microsecond;
    let result = match &input.provided {
        Some(provided) => {
            let kind = Kind { provided, from_outside: input.from_outside };
            context.input(machine, &subject, kind, fuel_per_microsecond)
        }
        None => context.implicit(machine, &subject, fuel_per_microsecond),
    };
    let mut trace = context.trace;
    trace.fuel = context.meter.used();
    trace.cpu_usage = trace.cpu_usage.max(context.meter.time());
    match result {
        Ok(()) => {
            *state = context.state;
            Ok((subject, trace))
        }
        Err(error) => Err(Box::new(Failure { error, trace })),
    }
}

/// How a transaction was sent.
#[derive(Clone, Copy)]
struct Kind<'a> {
    provided: &'a Provided,
    from_outside: bool,
}

impl Context {
    /// A transaction that was sent, from its first check to its bill.
    fn input(
        &mut self,
        machine: &Machine,
        subject: &Subject,
        kind: Kind<'_>,
        fuel_per_microsecond: u64,
    ) -> Result<(), Error> {
        let transaction = subject.transaction();
        self.check(transaction, kind.from_outside)?;
        let slot = self.slot();
        let allowance = Allowance::new(&mut self.state, transaction, slot)?;
        self.meter = Meter::new(allowance, fuel_per_microsecond, subject.id);
        self.before(subject, kind)?;
        self.all_actions(machine, transaction)?;
        self.use_permissions(transaction)?;
        let least = self.state.settings.parameters.min_transaction_cpu_usage;
        self.after(self.meter.time().max(least.into()))
    }

    /// The transaction that begins a block.
    fn implicit(
        &mut self,
        machine: &Machine,
        subject: &Subject,
        fuel_per_microsecond: u64,
    ) -> Result<(), Error> {
        let allowance = Allowance::implicit(&self.state, subject.transaction(), self.slot());
        self.meter = Meter::new(allowance, fuel_per_microsecond, subject.id);
        self.all_actions(machine, subject.transaction())?;
        // It is billed the least, whatever it took.
        self.after(self.state.settings.parameters.min_transaction_cpu_usage.into())
    }

    /// Whether it may ask for no authority and write nothing.
    pub(crate) fn is_read_only(&self) -> bool {
        self.dry_run == Some(DryRun::ReadOnly)
    }

    /// The slot of the block in the making.
    fn slot(&self) -> BlockTimestamp {
        BlockTimestamp::at_or_before(self.now)
    }

    /// What is checked of a transaction itself.
    fn check(&self, transaction: &Transaction, from_outside: bool) -> Result<(), Error> {
        if self.has(Feature::DisableDeferredStage1) {
            ensure!(transaction.delay_sec.0 == 0, TRANSACTION, "transaction cannot be delayed");
        }
        ensure!(
            transaction.transaction_extensions.is_empty(),
            SUBJECTIVE_BLOCK_PRODUCTION,
            "no transaction extensions supported yet for input transactions"
        );
        if from_outside && !self.is_read_only() {
            check_expiration(&self.state, transaction, self.now)?;
            check_reference(&self.state, transaction)?;
        }
        self.check_existence(transaction)
    }

    /// What else comes before the first action.
    fn before(&mut self, subject: &Subject, kind: Kind<'_>) -> Result<(), Error> {
        let transaction = subject.transaction();
        self.meter.allowance.check_cpu_early()?;
        self.add_net(subject);
        self.meter.allowance.check_net_early(&self.state, self.trace.net_usage)?;
        if kind.from_outside && !self.is_read_only() {
            ensure!(
                !self.state.transactions.contains(&subject.id),
                TX_DUPLICATE,
                "duplicate transaction {}",
                subject.id
            );
            self.state.transactions.insert(subject.id, transaction.expiration);
            self.state.expirations.insert((transaction.expiration, subject.id), ());
        }
        let signatures = subject.signed.signatures.len() as u64;
        self.charge(fuel::RECOVERY.saturating_mul(signatures))?;
        if self.is_read_only() {
            // Nobody is named in it.
            return Ok(());
        }
        authority::check(&self.state, &transaction.actions, kind.provided, &mut self.meter)
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
        let read_only = self.is_read_only();
        let mut authorized = read_only;
        for action in &transaction.actions {
            ensure!(
                accounts.contains(&action.account),
                TRANSACTION,
                "action's code account '{}' does not exist",
                action.account
            );
            ensure!(
                !read_only || action.authorization.is_empty(),
                TRANSACTION,
                "read-only action '{}' cannot have authorizations",
                action.name
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

    /// Reckons the NET.
    fn add_net(&mut self, subject: &Subject) {
        let parameters = &self.state.settings.parameters;
        let size = |len: usize| u64::try_from(len).unwrap_or(u64::MAX / 1024);
        let (upper, lower) = (
            u64::from(parameters.context_free_discount_net_usage_num),
            u64::from(parameters.context_free_discount_net_usage_den),
        );
        let signatures = size(antelope::pack(&subject.signed.signatures).len());
        let (transaction, data) = match &subject.carried {
            Some(carried) => (carried.packed_trx.len(), carried.packed_context_free_data.len()),
            None if subject.signed.context_free_data.is_empty() => (subject.packed.len(), 0),
            None => (subject.packed.len(), antelope::pack(&subject.signed.context_free_data).len()),
        };
        let prunable = signatures + size(data);
        let discounted =
            if lower > 0 && upper < lower { (prunable * upper).div_ceil(lower) } else { prunable };
        self.trace.net_usage = u64::from(parameters.base_per_transaction_net_usage)
            + FIXED_NET
            + size(transaction)
            + discounted;
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
        ordinals.into_iter().try_for_each(|ordinal| self.execute(machine, ordinal))
    }

    /// Remembers that the transaction used the permissions that it names.
    fn use_permissions(&mut self, transaction: &Transaction) -> Result<(), Error> {
        if self.is_read_only() {
            return Ok(());
        }
        let mut seen = BTreeSet::new();
        for level in transaction.actions.iter().flat_map(|action| &action.authorization) {
            if !seen.insert(*level) {
                continue;
            }
            authority::get(&self.state, *level)?;
            let now = self.now;
            if let Some(permission) =
                self.state.permissions.get_mut(&(level.actor, level.permission))
            {
                permission.last_used = now;
            }
        }
        Ok(())
    }

    /// What is left to do when all actions ran. CPU in microseconds.
    fn after(&mut self, cpu_usage: u64) -> Result<(), Error> {
        self.trace.cpu_usage = cpu_usage;
        // What a read-only transaction wrote is thrown away.
        let grown = if self.is_read_only() { None } else { Some(&self.grown) };
        for name in grown.into_iter().flatten() {
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
        if self.is_read_only() {
            return Ok(());
        }
        self.meter.allowance.bill(&mut self.state, self.trace.net_usage, cpu_usage)
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
    let matches = match block {
        Some(id) => Block::reference_prefix(id) == transaction.ref_block_prefix,
        // A node begins with blocks of all zeros in all places, so this reference is good until there is such a block.
        None => (transaction.ref_block_num, transaction.ref_block_prefix) == (0, 0),
    };
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
    let expired: Vec<_> = (state.expirations.range(..(now, Checksum256::default())))
        .map(|(expiration, ())| *expiration)
        .collect();
    for expiration in expired {
        state.expirations.remove(&expiration);
        state.transactions.remove(&expiration.1);
    }
}
