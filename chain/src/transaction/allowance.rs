//! What a transaction may use of NET and CPU, who pays for it, and the words for using more.
//!
//! The order of the checks, and which limit counts where several do, is the node's (`transaction_context`). What was
//! used is measured by whoever runs the transaction.

use std::collections::BTreeSet;

use antelope::{BlockTimestamp, Checksum256, Name, Transaction};

use crate::{
    Error,
    error::{ensure, exception},
    feature::Feature,
    state::State,
};

/// How much more CPU than its accounts have a transaction may try to use, in microseconds: what nodes come with.
const CPU_LEEWAY: i64 = 31_000;
/// More than any limit; its half can be added to itself.
const NO_LIMIT: i64 = i64::MAX / 2;

/// What a transaction may use.
#[derive(Debug, Default)]
pub(crate) struct Allowance {
    payers: BTreeSet<Name>,
    slot: BlockTimestamp,
    net: NetLimit,
    cpu: CpuLimit,
    /// How long it may run, in microseconds.
    deadline: i64,
    deadline_kind: CpuKind,
}

/// The most NET, in bytes.
#[derive(Debug, Default)]
struct NetLimit {
    bytes: u64,
    of_block: bool,
}

/// The most CPU that may be billed, in microseconds.
#[derive(Debug, Default)]
struct CpuLimit {
    microseconds: i64,
    kind: CpuKind,
    reason: Reason,
}

/// Whose limit it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum CpuKind {
    /// What the block has left.
    #[default]
    Block,
    /// The transaction's own, for one [`Reason`] or another.
    Transaction,
    /// What accounts have, with some leeway.
    Leeway,
    /// That of what begins a block.
    Implicit,
}

/// Why a transaction has no more CPU.
#[derive(Clone, Copy, Debug, Default)]
enum Reason {
    #[default]
    Account,
    Chain,
    Transaction,
}

impl Allowance {
    /// What a transaction may use in the pending block. Accounts' usage is moved on to the block's time.
    pub(super) fn new(
        state: &mut State,
        transaction: &Transaction,
        slot: BlockTimestamp,
    ) -> Result<Self, Error> {
        let payers = payers(state, transaction);
        for payer in &payers {
            state.use_resources(*payer, 0, 0, slot);
        }
        let net = net_limit(state, transaction);
        let mut cpu = cpu_limit(state, transaction);
        let mut deadline = cpu.microseconds;
        let (_, account) = accounts_can_pay(state, &payers)?;
        if account + CPU_LEEWAY <= deadline {
            deadline = account + CPU_LEEWAY;
            cpu.kind = CpuKind::Leeway;
        }
        let deadline_kind = cpu.kind;
        Ok(Self { payers, slot, net, cpu, deadline, deadline_kind })
    }

    /// What the transaction may use that begins a block. Nodes do not limit it at all.
    pub(super) fn implicit(state: &State, transaction: &Transaction, slot: BlockTimestamp) -> Self {
        let parameters = &state.settings.parameters;
        Self {
            payers: payers(state, transaction),
            slot,
            net: NetLimit { bytes: u64::MAX, of_block: false },
            cpu: CpuLimit { microseconds: NO_LIMIT, ..CpuLimit::default() },
            deadline: parameters.max_transaction_cpu_usage.into(),
            deadline_kind: CpuKind::Implicit,
        }
    }

    /// How long it may run, in microseconds.
    pub(super) fn deadline(&self) -> u64 {
        self.deadline.max(0).unsigned_abs()
    }

    /// Fails when the block has no CPU at all.
    pub(super) fn check_cpu_early(&self) -> Result<(), Error> {
        let blocked = self.cpu.kind == CpuKind::Block && self.cpu.microseconds <= 0;
        ensure!(
            !blocked,
            BLOCK_CPU_USAGE_EXCEEDED,
            "estimated CPU time (0 us) is not less than the billable CPU time left in the block (0 us)"
        );
        Ok(())
    }

    /// Fails when the block or the accounts have not this NET, in bytes.
    pub(super) fn check_net_early(&self, state: &State, net_usage: u64) -> Result<(), Error> {
        let (account, _) = accounts_can_pay(state, &self.payers)?;
        let leeway = i64::from(state.settings.parameters.net_usage_leeway);
        let with_leeway = account.saturating_add(leeway).unsigned_abs();
        let limit = if with_leeway < self.net.bytes {
            NetLimit { bytes: with_leeway, of_block: false }
        } else {
            NetLimit { ..self.net }
        };
        // In whole words.
        NetLimit { bytes: limit.bytes / 8 * 8, ..limit }.check(net_usage)
    }

    /// Bills NET in bytes and CPU in microseconds, and fails when that is too much.
    pub(super) fn bill(&mut self, state: &mut State, net: u64, cpu: u64) -> Result<(), Error> {
        let (account_net, account_cpu) = accounts_can_pay(state, &self.payers)?;
        if account_net.unsigned_abs() <= self.net.bytes {
            self.net = NetLimit { bytes: account_net.unsigned_abs(), of_block: false };
        }
        self.net.check(net)?;
        let limited_by_account = account_cpu <= self.cpu.microseconds;
        if limited_by_account {
            let (kind, reason) = (CpuKind::Transaction, Reason::Account);
            self.cpu = CpuLimit { microseconds: account_cpu, kind, reason };
        }
        self.cpu.check(cpu)?;
        for payer in &self.payers {
            state.use_resources(*payer, net, cpu, self.slot);
        }
        let resources = &mut state.resources;
        resources.net.pending = resources.net.pending.saturating_add(net);
        resources.cpu.pending = resources.cpu.pending.saturating_add(cpu);
        Ok(())
    }

    /// The failure of a transaction that ran as long as it may.
    pub(super) fn out_of_time(&self, id: Checksum256) -> Error {
        let ran = self.deadline;
        match self.deadline_kind {
            CpuKind::Block => Error::new(
                exception::BLOCK_CPU_USAGE_EXCEEDED,
                format!("not enough time left in block to complete executing transaction {ran}us"),
            ),
            CpuKind::Transaction => Error::new(
                exception::TX_CPU_USAGE_EXCEEDED,
                format!(
                    "transaction {id} was executing for too long {ran}us{}",
                    self.cpu.explanation()
                ),
            ),
            CpuKind::Leeway => Error::new(
                exception::LEEWAY_DEADLINE,
                format!(
                    "the transaction was unable to complete by deadline, but it is possible it could have succeeded if it were allowed to run to completion {ran}"
                ),
            ),
            CpuKind::Implicit => {
                Error::new(exception::DEADLINE, format!("deadline exceeded {ran}us"))
            }
        }
    }
}

impl NetLimit {
    fn check(&self, usage: u64) -> Result<(), Error> {
        let Self { bytes, of_block } = self;
        if usage <= *bytes {
            return Ok(());
        }
        Err(if *of_block {
            let message = format!("not enough space left in block: {usage} > {bytes}");
            Error::new(exception::BLOCK_NET_USAGE_EXCEEDED, message)
        } else {
            let message = format!("transaction net usage is too high: {usage} > {bytes}");
            Error::new(exception::TX_NET_USAGE_EXCEEDED, message)
        })
    }
}

impl CpuLimit {
    fn check(&self, billed: u64) -> Result<(), Error> {
        let limit = self.microseconds.max(0).unsigned_abs();
        if billed <= limit {
            return Ok(());
        }
        Err(if self.kind == CpuKind::Block {
            let message = format!(
                "billed CPU time ({billed} us) is greater than the billable CPU time left in the block ({limit} us)"
            );
            Error::new(exception::BLOCK_CPU_USAGE_EXCEEDED, message)
        } else {
            let message = format!(
                "billed CPU time ({billed} us) is greater than the maximum billable CPU time for the transaction ({limit} us){}",
                self.explanation()
            );
            Error::new(exception::TX_CPU_USAGE_EXCEEDED, message)
        })
    }

    fn explanation(&self) -> String {
        let limit = self.microseconds;
        match self.reason {
            Reason::Account => format!(" reached account cpu limit {limit}us"),
            Reason::Chain => format!(" reached on chain max_transaction_cpu_usage {limit}us"),
            Reason::Transaction => format!(" reached trx specified max_cpu_usage_ms {limit}us"),
        }
    }
}

/// The accounts that pay for a transaction: its first authorizer, and before that was a rule, all of them.
fn payers(state: &State, transaction: &Transaction) -> BTreeSet<Name> {
    let levels = transaction.actions.iter().flat_map(|action| &action.authorization);
    let actors = levels.map(|level| level.actor);
    if state.settings.features.contains(Feature::OnlyBillFirstAuthorizer) {
        actors.take(1).collect()
    } else {
        actors.collect()
    }
}

/// The most NET, but for what accounts have.
fn net_limit(state: &State, transaction: &Transaction) -> NetLimit {
    let parameters = &state.settings.parameters;
    let mut limit = NetLimit { bytes: state.resources.net.left_in_block(), of_block: true };
    let own = u64::from(transaction.max_net_usage_words.0) * 8;
    let max = u64::from(parameters.max_transaction_net_usage);
    if max <= limit.bytes {
        limit = NetLimit { bytes: max, of_block: false };
    }
    if own > 0 && own <= limit.bytes {
        limit = NetLimit { bytes: own, of_block: false };
    }
    limit
}

/// The most CPU, but for what accounts have.
fn cpu_limit(state: &State, transaction: &Transaction) -> CpuLimit {
    let left = i64::try_from(state.resources.cpu.left_in_block()).unwrap_or(NO_LIMIT);
    let mut limit = CpuLimit { microseconds: left.min(NO_LIMIT), ..CpuLimit::default() };
    let max = i64::from(state.settings.parameters.max_transaction_cpu_usage);
    if max <= limit.microseconds {
        let (kind, reason) = (CpuKind::Transaction, Reason::Chain);
        limit = CpuLimit { microseconds: max, kind, reason };
    }
    let own = i64::from(transaction.max_cpu_usage_ms) * 1000;
    if own > 0 && own <= limit.microseconds {
        let (kind, reason) = (CpuKind::Transaction, Reason::Transaction);
        limit = CpuLimit { microseconds: own, kind, reason };
    }
    limit
}

/// The NET in bytes and the CPU in microseconds that all of the accounts have.
fn accounts_can_pay(state: &State, payers: &BTreeSet<Name>) -> Result<(i64, i64), Error> {
    let (mut least_net, mut least_cpu) = (NO_LIMIT, NO_LIMIT);
    for account in payers.iter().filter_map(|name| state.accounts.get(name)) {
        let net = state.resources.net.available(account.net_weight, account.net_usage)?;
        let cpu = state.resources.cpu.available(account.cpu_weight, account.cpu_usage)?;
        least_net = least_net.min(net.unwrap_or(NO_LIMIT));
        least_cpu = least_cpu.min(cpu.unwrap_or(NO_LIMIT));
    }
    Ok((least_net, least_cpu))
}
