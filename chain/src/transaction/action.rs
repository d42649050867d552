//! Running one action: native code, the contract's code, notifications, then inline actions.
//!
//! The order is the node's: the receiver, everyone notified in order, then inline actions depth first.

use std::{mem, sync::Arc};

use antelope::{Checksum256, Name, PackedAction};
use sha2::{Digest, Sha256};

use super::{ActionContext, Context};
use crate::{
    Error,
    error::{ensure, exception},
    feature::Feature,
    host::{fuel, printable},
    native,
    trace::Receipt,
    vm::Machine,
};

/// The account of the system contract, whose actions have native parts.
pub(crate) const SYSTEM: Name = antelope::name!("eosio");

impl Context {
    /// Runs a scheduled action with everything that follows from it, depth first.
    pub(super) fn execute(&mut self, machine: &Machine, ordinal: u32) -> Result<(), Error> {
        // How deep it may go is a setting of the chain; so this thread's stack is not what counts it.
        let mut waiting = vec![(ordinal, 0)];
        while let Some((ordinal, depth)) = waiting.pop() {
            self.begin(ordinal);
            self.execute_current(machine)?;
            let mut sent = mem::take(&mut self.action.context_free_inline);
            sent.append(&mut self.action.inline);
            let limit = u32::from(self.state.settings.parameters.max_inline_action_depth);
            ensure!(
                sent.is_empty() || depth < limit,
                TRANSACTION,
                "max inline action depth per transaction reached"
            );
            waiting.extend(sent.into_iter().rev().map(|ordinal| (ordinal, depth + 1)));
        }
        Ok(())
    }

    /// Makes a scheduled action the one that runs.
    fn begin(&mut self, ordinal: u32) {
        let trace = self.trace_of(ordinal).expect("only scheduled actions are run");
        self.action = ActionContext {
            action: Arc::clone(&trace.action),
            receiver: trace.receiver,
            context_free: trace.context_free,
            ordinal,
            first_ordinal: ordinal,
            ..ActionContext::default()
        };
    }

    /// Runs the action in its receiver, then in all that are notified.
    fn execute_current(&mut self, machine: &Machine) -> Result<(), Error> {
        self.action.notified.push((self.action.receiver, self.action.ordinal));
        let mut next = 0;
        while let Some((receiver, ordinal)) = self.action.notified.get(next).copied() {
            (self.action.receiver, self.action.ordinal) = (receiver, ordinal);
            self.execute_one(machine)?;
            next += 1;
        }
        Ok(())
    }

    /// Runs the action in one receiver.
    fn execute_one(&mut self, machine: &Machine) -> Result<(), Error> {
        self.action.return_value.clear();
        let fuel = self.meter.left();
        let result = self
            .apply(machine)
            .map_err(|error| error.with_console(&printable(&self.action.console)));
        self.finish_trace(fuel, result.as_ref().err());
        result?;
        let receipt = self.receipt()?;
        let return_value = mem::take(&mut self.action.return_value);
        if let Some(trace) = self.trace_of(self.action.ordinal) {
            trace.return_value = return_value;
            trace.receipt = Some(receipt);
        }
        Ok(())
    }

    fn apply(&mut self, machine: &Machine) -> Result<(), Error> {
        let data = self.action.action.data.len() as u64;
        self.charge(fuel::ACTION + data * fuel::DIGEST_BYTE)?;
        let receiver = self.action.receiver;
        let account = self.account(receiver)?;
        self.action.privileged = account.privileged;
        let action = Arc::clone(&self.action.action);
        if receiver == SYSTEM && action.account == SYSTEM {
            native::apply(self, &action)?;
        }
        let account = self.account(receiver)?;
        let forwarded = self.has(Feature::ForwardSetcode)
            || !(receiver == SYSTEM
                && action.account == SYSTEM
                && action.name == antelope::name!("setcode"));
        if account.has_code() && forwarded {
            let hash = account.code_hash;
            self.run_code(machine, &hash)?;
        }
        self.check_ram_of_others()
    }

    fn run_code(&mut self, machine: &Machine, hash: &Checksum256) -> Result<(), Error> {
        let Some(code) = self.state.codes.get(hash) else {
            return Err(Error::new(
                exception::WASM_EXECUTION_ERROR,
                "the account's code is missing",
            ));
        };
        let code = code.wasm.clone();
        machine.run(hash, &code, self)
    }

    /// RAM of others may grow with their authority only, and not in a notification.
    fn check_ram_of_others(&self) -> Result<(), Error> {
        let action = &self.action;
        if action.privileged || !self.has(Feature::RamRestrictions) {
            return Ok(());
        }
        for (account, delta) in &action.ram_deltas {
            if *delta > 0 && *account != action.receiver {
                ensure!(
                    action.receiver == action.action.account,
                    UNAUTHORIZED_RAM_USAGE_INCREASE,
                    "unprivileged contract cannot increase RAM usage of another account within a notify context: {account}"
                );
                ensure!(
                    self.has_authorization(*account),
                    UNAUTHORIZED_RAM_USAGE_INCREASE,
                    "unprivileged contract cannot increase RAM usage of another account that has not authorized the action: {account}"
                );
            }
        }
        Ok(())
    }

    fn finish_trace(&mut self, fuel_before: u64, error: Option<&Error>) {
        let console = mem::take(&mut self.action.console);
        let console = printable(&console);
        let ram_deltas = mem::take(&mut self.action.ram_deltas).into_iter().collect();
        let host_calls = mem::take(&mut self.action.host_calls);
        let fuel = fuel_before.saturating_sub(self.meter.left());
        if let Some(trace) = self.trace_of(self.action.ordinal) {
            (trace.console, trace.ram_deltas) = (console, ram_deltas);
            (trace.fuel, trace.host_calls) = (fuel, host_calls);
            trace.error = error.cloned();
        }
    }

    fn receipt(&mut self) -> Result<Receipt, Error> {
        let action = Arc::clone(&self.action.action);
        let receiver = self.action.receiver;
        let action_digest = self.digest(&action);
        let (mut global_sequence, mut recv_sequence) = (0, 0);
        if !self.is_read_only() {
            self.state.global_sequence = self.state.global_sequence.saturating_add(1);
            global_sequence = self.state.global_sequence;
            let account = self.account_mut(receiver)?;
            account.recv_sequence = account.recv_sequence.saturating_add(1);
            recv_sequence = account.recv_sequence;
        }
        let contract = self.account(action.account)?;
        let (code_sequence, abi_sequence) = (contract.code_sequence, contract.abi_sequence);
        let mut auth_sequence = Vec::with_capacity(action.authorization.len());
        for level in &action.authorization {
            let account = self.account_mut(level.actor)?;
            account.auth_sequence = account.auth_sequence.saturating_add(1);
            let sequence = account.auth_sequence;
            match auth_sequence.iter_mut().find(|(actor, _)| *actor == level.actor) {
                Some((_, last)) => *last = sequence,
                None => auth_sequence.push((level.actor, sequence)),
            }
        }
        auth_sequence.sort_unstable();
        Ok(Receipt {
            receiver,
            action_digest,
            global_sequence,
            recv_sequence,
            auth_sequence,
            // Packed as 32 bits by the node.
            code_sequence: code_sequence as u32,
            abi_sequence: abi_sequence as u32,
        })
    }

    fn digest(&self, action: &PackedAction) -> Checksum256 {
        if !self.has(Feature::ActionReturnValue) {
            return Checksum256(Sha256::digest(antelope::pack(action)).into());
        }
        let base = (action.account, action.name, &action.authorization);
        let content = (&action.data, &self.action.return_value);
        let digest = Sha256::new()
            .chain_update(Sha256::digest(antelope::pack(&base)))
            .chain_update(Sha256::digest(antelope::pack(&content)));
        Checksum256(digest.finalize().into())
    }
}
