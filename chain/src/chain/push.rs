//! Running transactions: from outside, as if signed, or only to see what they would do.
//!
//! What a transaction is held to is in [`transaction`](crate::transaction).

use std::{collections::BTreeSet, sync::Arc};

use antelope::{
    Action, Checksum256, Name, PackedAction, PackedTransaction, PermissionLevel, PublicKey,
    SignedTransaction, TimePointSec, Transaction, name,
};
use sha2::{Digest, Sha256};

use super::Chain;
use crate::{
    Error, Failure, Trace,
    authority::{ACTIVE, Provided, key_text},
    crypto,
    error::ensure,
    host::fuel,
    native::{NewAccount, SetAbi, SetCode},
    state::{Authority, Block},
    transaction::{DryRun, Input, Pending, SYSTEM, Subject, run},
};

type Pushed = Result<Trace, Box<Failure>>;

impl Chain {
    /// Makes an account whose permissions ask for the configured key.
    ///
    /// # Errors
    /// When the name is taken or cannot be one.
    pub fn create_account(&mut self, name: Name) -> Pushed {
        let authority = Authority::of_key(self.config.key.clone());
        self.create_account_with(name, authority.clone(), authority)
    }

    /// Makes an account with these permissions.
    ///
    /// # Errors
    /// As [`create_account`](Self::create_account), and when a permission cannot be satisfied.
    pub fn create_account_with(
        &mut self,
        name: Name,
        owner: Authority,
        active: Authority,
    ) -> Pushed {
        let account = NewAccount { creator: SYSTEM, name, owner, active };
        self.push(vec![native(name!("newaccount"), SYSTEM, &account)])
    }

    /// Sets an account's code and its packed ABI. Either may be empty, and is left alone when it is the same.
    ///
    /// # Errors
    /// When a node would refuse the code.
    pub fn deploy(&mut self, account: Name, wasm: &[u8], abi: &[u8]) -> Pushed {
        let mut actions = Vec::new();
        let existing = self.account(account);
        let hash = Checksum256(Sha256::digest(wasm).into());
        if !wasm.is_empty() && existing.is_none_or(|existing| existing.code_hash != hash) {
            let code = SetCode { account, vm_type: 0, vm_version: 0, code: wasm.to_vec() };
            actions.push(native(name!("setcode"), account, &code));
        }
        if actions.is_empty() || existing.is_none_or(|existing| *existing.abi != *abi) {
            let abi = SetAbi { account, abi: abi.to_vec() };
            actions.push(native(name!("setabi"), account, &abi));
        }
        self.push(actions)
    }

    /// Runs a transaction of these actions, as if everyone who is named in them had signed it.
    ///
    /// When the pending block has no room for it, it runs in the next one, as a node would have it.
    ///
    /// # Errors
    /// When it fails, with the trace of how far it came. Nothing of it remains.
    pub fn push(&mut self, actions: Vec<PackedAction>) -> Pushed {
        self.in_this_block_or_the_next(|chain| chain.push_unsigned(chain.unsigned(actions.clone())))
    }

    fn in_this_block_or_the_next(&mut self, push: impl Fn(&mut Self) -> Pushed) -> Pushed {
        match push(self) {
            Err(failure) if failure.error.is_block_full() && self.pending_transactions() > 0 => {
                self.produce_block();
                push(self)
            }
            pushed => pushed,
        }
    }

    /// Runs a transaction of these actions with these keys and permissions, without signatures.
    ///
    /// # Errors
    /// As [`push`](Self::push), and when what is provided is not enough, or too much.
    pub fn push_provided(
        &mut self,
        actions: Vec<PackedAction>,
        context_free_actions: Vec<PackedAction>,
        provided: Provided,
    ) -> Pushed {
        self.in_this_block_or_the_next(|chain| {
            let mut signed = chain.unsigned(actions.clone());
            signed.transaction.context_free_actions.clone_from(&context_free_actions);
            let provided = Some(provided.clone());
            chain.run(Input { signed, provided, from_outside: false, dry_run: None, carried: None })
        })
    }

    /// Runs one action of a contract, authorized by the actor's permission `active`.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_action<A: Action>(&mut self, contract: Name, actor: Name, action: &A) -> Pushed {
        let authorization = vec![PermissionLevel::active(actor)];
        self.push(vec![PackedAction::new(contract, authorization, action)])
    }

    /// Runs a transaction from outside: its signatures, its reference block and its expiration count.
    ///
    /// # Errors
    /// As [`push`](Self::push), and when a signature is none.
    pub fn push_signed(&mut self, signed: SignedTransaction) -> Pushed {
        match self.signers(&signed) {
            Ok(keys) => self.push_recovered(signed, keys),
            Err(error) => Err(Box::new(Failure { error, trace: Trace::default() })),
        }
    }

    /// As [`push_signed`](Self::push_signed), when the keys were recovered from the signatures before.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_recovered(
        &mut self,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Pushed {
        self.push_carried(signed, keys, None)
    }

    /// As [`push_recovered`](Self::push_recovered), for a transaction that came compressed: NET and the block's digests
    /// are of the bytes as they came. That they hold this transaction is for the caller to see to.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_compressed(
        &mut self,
        carried: PackedTransaction,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
    ) -> Pushed {
        self.push_carried(signed, keys, Some(carried))
    }

    fn push_carried(
        &mut self,
        signed: SignedTransaction,
        keys: BTreeSet<PublicKey>,
        carried: Option<PackedTransaction>,
    ) -> Pushed {
        let provided = Some(Provided { keys, ..Provided::default() });
        self.run(Input { signed, provided, from_outside: true, dry_run: None, carried })
    }

    /// Runs a whole transaction as if everyone who is named in it had signed it. It may be run again.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_unsigned(&mut self, signed: SignedTransaction) -> Pushed {
        let permissions = permissions(&signed.transaction.actions);
        let provided = Provided { permissions, ..Provided::default() };
        self.run(Input {
            signed,
            provided: Some(provided),
            from_outside: false,
            dry_run: None,
            carried: None,
        })
    }

    /// What a transaction from outside would do; nothing changes.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn compute(&self, signed: SignedTransaction, dry_run: DryRun) -> Pushed {
        let provided = Some(Provided { dry_run: true, ..Provided::default() });
        let input =
            Input { signed, provided, from_outside: true, dry_run: Some(dry_run), carried: None };
        self.clone().run(input)
    }

    /// What [`push`](Self::push) would do; nothing changes.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn try_push(&self, actions: Vec<PackedAction>) -> Pushed {
        self.clone().push(actions)
    }

    /// The keys that signed a transaction.
    ///
    /// # Errors
    /// When a signature is none, or two are of one key.
    pub fn signers(&self, signed: &SignedTransaction) -> Result<BTreeSet<PublicKey>, Error> {
        let limit = u64::from(self.state.settings.parameters.max_transaction_cpu_usage);
        let price = fuel::RECOVERY.saturating_mul(signed.signatures.len() as u64);
        let time = price / self.config.fuel_per_microsecond.max(1);
        ensure!(
            time <= limit,
            TX_CPU_USAGE_EXCEEDED,
            "transaction signature verification executed for too long {time}us"
        );
        let digest = signed.transaction.signing_digest(&self.id, &signed.context_free_data);
        let mut keys = BTreeSet::new();
        for signature in &signed.signatures {
            let key = crypto::recover(signature, &digest.0)?;
            ensure!(
                keys.insert(key.clone()),
                TX_DUPLICATE_SIG,
                "transaction includes more than one signature signed using the same key associated with public key: {}",
                key_text(&key)
            );
        }
        Ok(keys)
    }

    /// A transaction of these actions that refers to the last block and expires in half a minute.
    pub fn unsigned(&self, actions: Vec<PackedAction>) -> SignedTransaction {
        let head = &self.state.head;
        let transaction = Transaction {
            expiration: TimePointSec(TimePointSec::from(self.now()).0.saturating_add(30)),
            // The low 16 bits, as the field is.
            ref_block_num: head.number as u16,
            ref_block_prefix: Block::reference_prefix(&head.id),
            actions,
            ..Transaction::default()
        };
        SignedTransaction { transaction, ..SignedTransaction::default() }
    }

    fn run(&mut self, input: Input) -> Pushed {
        // Nothing remains of what fails, not even that it began a block.
        let before = (!self.pending.started).then(|| self.snapshot());
        self.start_block();
        match self.execute(input) {
            Ok((subject, trace)) => {
                self.pending.add_transaction(&subject, &trace);
                Ok(trace)
            }
            Err(failure) => {
                if let Some(before) = before {
                    self.revert(&before);
                }
                Err(failure)
            }
        }
    }

    /// Runs a transaction in the pending block, without counting it.
    pub(super) fn execute(&mut self, input: Input) -> Result<(Arc<Subject>, Trace), Box<Failure>> {
        let pending = Pending {
            time: self.now(),
            number: self.state.head.number.saturating_add(1),
            fuel_per_microsecond: self.config.fuel_per_microsecond,
        };
        let (subject, trace) = run(&mut self.state, &self.machine, pending, input)?;
        self.pending.add_actions(&trace);
        Ok((subject, trace))
    }
}

/// The permissions that the actions name.
fn permissions(actions: &[PackedAction]) -> BTreeSet<PermissionLevel> {
    actions.iter().flat_map(|action| &action.authorization).copied().collect()
}

fn native<T: antelope::Pack>(name: Name, actor: Name, data: &T) -> PackedAction {
    PackedAction {
        account: SYSTEM,
        name,
        authorization: vec![PermissionLevel { actor, permission: ACTIVE }],
        data: antelope::pack(data),
    }
}
