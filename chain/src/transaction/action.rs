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
    native,
    trace::Receipt,
    vm::Machine,
};

/// The depth of inline actions that no setting exceeds: each takes a piece of this thread's stack.
const MAX_DEPTH: u16 = 250;

/// The account of the system contract, whose actions have native parts.
pub(crate) const SYSTEM: Name = antelope::name!("eosio");

impl Context {
    /// Runs a scheduled action with everything that follows from it.
    pub(super) fn execute(
        &mut self,
        machine: &Machine,
        ordinal: u32,
        depth: u16,
    ) -> Result<(), Error> {
        let trace = self.trace_of(ordinal).expect("only scheduled actions are run");
        let action = ActionContext {
            action: Arc::clone(&trace.action),
            receiver: trace.receiver,
            context_free: trace.context_free,
            ordinal,
            first_ordinal: ordinal,
            depth,
            ..ActionContext::default()
        };
        let parent = mem::replace(&mut self.action, action);
        let result = self.execute_current(machine);
        self.action = parent;
        result
    }

    fn execute_current(&mut self, machine: &Machine) -> Result<(), Error> {
        self.action.notified.push((self.action.receiver, self.action.ordinal));
        let mut next = 0;
        while let Some((receiver, ordinal)) = self.action.notified.get(next).copied() {
            (self.action.receiver, self.action.ordinal) = (receiver, ordinal);
            self.execute_one(machine)?;
            next += 1;
        }
        let context_free = mem::take(&mut self.action.context_free_inline);
        let inline = mem::take(&mut self.action.inline);
        if !(context_free.is_empty() && inline.is_empty()) {
            let limit = self.state.settings.parameters.max_inline_action_depth.min(MAX_DEPTH);
            ensure!(
                self.action.depth < limit,
                TRANSACTION,
                "max inline action depth per transaction reached"
            );
        }
        let depth = self.action.depth + 1;
        for ordinal in context_free.into_iter().chain(inline) {
            self.execute(machine, ordinal, depth)?;
        }
        Ok(())
    }

    /// Runs the action in one receiver.
    fn execute_one(&mut self, machine: &Machine) -> Result<(), Error> {
        self.action.return_value.clear();
        let fuel = self.fuel;
        let result = self
            .apply(machine)
            .map_err(|error| error.with_console(&String::from_utf8_lossy(&self.action.console)));
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
        let console = String::from_utf8_lossy(&console).into_owned();
        let ram_deltas = mem::take(&mut self.action.ram_deltas).into_iter().collect();
        let host_calls = mem::take(&mut self.action.host_calls);
        let fuel = fuel_before.saturating_sub(self.fuel);
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
        self.state.global_sequence += 1;
        let global_sequence = self.state.global_sequence;
        let account = self.account_mut(receiver)?;
        account.recv_sequence += 1;
        let recv_sequence = account.recv_sequence;
        let contract = self.account(action.account)?;
        let (code_sequence, abi_sequence) = (contract.code_sequence, contract.abi_sequence);
        let mut auth_sequence = Vec::with_capacity(action.authorization.len());
        for level in &action.authorization {
            let account = self.account_mut(level.actor)?;
            account.auth_sequence += 1;
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
