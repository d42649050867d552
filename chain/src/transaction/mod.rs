//! A transaction while it runs: the state that it changes, its trace, and what it may use.
//!
//! Actions are run in [`action`], inline ones checked in [`inline`]; what happens before and after in [`run`].

mod action;
mod allowance;
mod inline;
mod iterators;
mod meter;
mod run;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use antelope::{
    Checksum256, Name, PackedAction, PackedTransaction, SignedTransaction, TimePoint, Transaction,
};

use crate::{
    Error, HostCalls, Trace,
    error::{ensure, exception},
    feature::Feature,
    host::fuel,
    state::{Account, State},
    trace::ActionTrace,
};
pub(crate) use action::SYSTEM;
pub(crate) use iterators::{IteratorCache, Iterators, Place};
pub(crate) use meter::Meter;
pub(crate) use run::{Input, Pending, forget_expired, run};

/// A transaction while it runs, and the action that runs just now.
#[derive(Debug, Default)]
pub(crate) struct Context {
    pub(crate) state: State,
    pub(crate) trace: Trace,
    pub(crate) subject: Arc<Subject>,
    pub(crate) action: ActionContext,
    /// The time of the block in the making.
    pub(crate) now: TimePoint,
    /// The number of the block in the making.
    pub(crate) block_number: u32,
    /// The fuel that it has left.
    pub(crate) meter: Meter,
    /// Whether nothing of it will be kept.
    pub(crate) dry_run: Option<DryRun>,
    /// How much code was compiled for it, in bytes of wasm.
    pub(crate) compiled: usize,
    /// Accounts whose RAM must be checked in the end.
    pub(crate) grown: BTreeSet<Name>,
}

/// What a dry run leaves out, and what it forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRun {
    /// Signatures may be missing; all else is as ever (`compute_transaction`).
    Unsigned,
    /// Nobody may be asked for authority, and nothing may be written (`send_read_only_transaction`).
    ReadOnly,
}

/// The transaction itself.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    pub(crate) signed: SignedTransaction,
    /// The packed transaction, as contracts read it.
    pub(crate) packed: Vec<u8>,
    pub(crate) id: Checksum256,
    /// As it came, where that is not as it is packed here: compressed.
    pub(crate) carried: Option<PackedTransaction>,
}

impl Subject {
    /// As it came: the packed transaction is compressed in it or is not, as is its context-free data.
    pub(crate) fn carried(&self) -> PackedTransaction {
        match &self.carried {
            Some(carried) => carried.clone(),
            None => PackedTransaction::from(&self.signed),
        }
    }

    pub(crate) fn transaction(&self) -> &Transaction {
        &self.signed.transaction
    }
}

/// An action while it runs, with all its notifications.
#[derive(Debug, Default)]
pub(crate) struct ActionContext {
    pub(crate) action: Arc<PackedAction>,
    pub(crate) receiver: Name,
    pub(crate) ordinal: u32,
    /// The ordinal of the action itself, of which others are notifications.
    first_ordinal: u32,
    pub(crate) privileged: bool,
    pub(crate) context_free: bool,
    /// Who is to be notified, the first receiver among them.
    notified: Vec<(Name, u32)>,
    inline: Vec<u32>,
    context_free_inline: Vec<u32>,
    pub(crate) console: Vec<u8>,
    pub(crate) return_value: Vec<u8>,
    ram_deltas: BTreeMap<Name, i64>,
    pub(crate) iterators: Iterators,
    pub(crate) host_calls: HostCalls,
}

impl Context {
    /// Takes fuel for work that is about to be done.
    pub(crate) fn charge(&mut self, fuel: u64) -> Result<(), Error> {
        self.meter.charge(fuel)
    }

    /// Adds to the action's console.
    pub(crate) fn print(&mut self, text: &[u8]) -> Result<(), Error> {
        self.charge(fuel::kept(text.len()))?;
        self.action.console.extend_from_slice(text);
        Ok(())
    }

    /// Whether a protocol feature is active.
    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.state.settings.features.contains(feature)
    }

    /// An account that the node takes for granted.
    pub(crate) fn account(&self, name: Name) -> Result<&Account, Error> {
        self.state.accounts.get(&name).ok_or_else(|| Error::unknown_key(name))
    }

    /// An account that the node takes for granted, to change it.
    pub(crate) fn account_mut(&mut self, name: Name) -> Result<&mut Account, Error> {
        self.state.accounts.get_mut(&name).ok_or_else(|| Error::unknown_key(name))
    }

    /// Bills RAM to an account, or gives it back. In bytes.
    pub(crate) fn add_ram(&mut self, payer: Name, delta: i64) -> Result<(), Error> {
        let account = self.account_mut(payer)?;
        let Some(usage) = account.ram_usage.checked_add_signed(delta) else {
            let end = if delta > 0 { "overflow" } else { "underflow" };
            let message = format!("Ram usage delta would {end} UINT64_MAX");
            return Err(Error::new(exception::TRANSACTION, message));
        };
        account.ram_usage = usage;
        if delta > 0 {
            self.grown.insert(payer);
        }
        *self.action.ram_deltas.entry(payer).or_default() += delta;
        Ok(())
    }

    /// Bills what a contract stores to an account, or gives it back. In bytes.
    pub(crate) fn bill(&mut self, payer: Name, delta: i64) -> Result<(), Error> {
        let action = &self.action;
        if delta > 0
            && !action.privileged
            && payer != action.receiver
            && !self.has(Feature::RamRestrictions)
        {
            ensure!(
                action.receiver == action.action.account,
                SUBJECTIVE_BLOCK_PRODUCTION,
                "Cannot charge RAM to other accounts during notify."
            );
            self.require_authorization(payer)?;
        }
        self.add_ram(payer, delta)
    }

    /// Fails unless the account authorized the action.
    pub(crate) fn require_authorization(&self, account: Name) -> Result<(), Error> {
        ensure!(self.has_authorization(account), MISSING_AUTH, "missing authority of {account}");
        Ok(())
    }

    /// Whether the account authorized the action.
    pub(crate) fn has_authorization(&self, account: Name) -> bool {
        self.action.action.authorization.iter().any(|level| level.actor == account)
    }

    fn trace_of(&mut self, ordinal: u32) -> Option<&mut ActionTrace> {
        self.trace.actions.get_mut((ordinal as usize).checked_sub(1)?)
    }

    /// Adds an action to the trace, to be run later; gives its ordinal.
    fn schedule(
        &mut self,
        action: Arc<PackedAction>,
        receiver: Name,
        context_free: bool,
        (creator, closest_unnotified_ancestor): (u32, u32),
    ) -> u32 {
        // Each one costs its sender fuel: no transaction comes near 2^32.
        let ordinal = u32::try_from(self.trace.actions.len() + 1).unwrap_or(u32::MAX);
        self.trace.actions.push(ActionTrace {
            ordinal,
            creator,
            closest_unnotified_ancestor,
            receiver,
            action,
            context_free,
            console: String::new(),
            ram_deltas: Vec::new(),
            return_value: Vec::new(),
            receipt: None,
            fuel: 0,
            host_calls: HostCalls::default(),
            error: None,
        });
        ordinal
    }
}
