//! The chain: an Antelope chain inside the process, made and asked by plain calls.
//!
//! It runs the code that is deployed and keeps the node's rules; what it serves to others is left to servers.

use antelope::{
    Action, BlockTimestamp, Checksum256, Name, PackedAction, PermissionLevel, SignedTransaction,
    TimePoint, TimePointSec, Transaction, UnpackError, name,
};
use sha2::{Digest, Sha256};

use crate::{
    Config, Error, Failure, Trace,
    authority::{ACTIVE, Provided},
    config::genesis,
    crypto,
    native::{NewAccount, SetAbi, SetCode},
    ram,
    state::{Account, Authority, Block, Bytes, Row, State, Table, TableKey},
    transaction::{Input, Pending, SYSTEM, forget_expired, run},
    vm::Machine,
};

/// An Antelope chain in memory. A copy costs next to nothing and goes its own way.
///
/// A transaction is in a block as soon as it was pushed; the block is closed by [`produce_block`](Self::produce_block).
#[derive(Clone, Debug)]
pub struct Chain {
    state: State,
    machine: Machine,
    config: Config,
    id: Checksum256,
    pending: BlockTimestamp,
    /// The ids of the pending block's transactions, digested one after the other.
    digest: Checksum256,
}

/// A chain as it was; see [`Chain::snapshot`].
#[derive(Clone, Debug)]
pub struct Snapshot {
    state: State,
    pending: BlockTimestamp,
    digest: Checksum256,
}

type Pushed = Result<Trace, Box<Failure>>;

impl Chain {
    /// A new chain, with the system's accounts and nothing else.
    pub fn new(config: Config) -> Self {
        let (state, id) = genesis(&config);
        let pending = BlockTimestamp(state.head.time.0 + 1);
        let digest = Checksum256::default();
        Self { state, machine: Machine::default(), config, id, pending, digest }
    }

    /// The chain's id, which signatures cover.
    pub const fn id(&self) -> Checksum256 {
        self.id
    }

    /// The time of the block in the making: what contracts take for now.
    pub fn now(&self) -> TimePoint {
        self.pending.into()
    }

    /// The last block that was made.
    pub const fn head(&self) -> &Block {
        &self.state.head
    }

    /// All that the chain remembers.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// An account.
    pub fn account(&self, name: Name) -> Option<&Account> {
        self.state.accounts.get(&name)
    }

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
    /// # Errors
    /// When it fails, with the trace of how far it came. Nothing of it remains.
    pub fn push(&mut self, actions: Vec<PackedAction>) -> Pushed {
        let permissions =
            actions.iter().flat_map(|action| &action.authorization).copied().collect();
        let provided = Provided { permissions, ..Provided::default() };
        self.push_provided(actions, Vec::new(), provided)
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
        let transaction = self.transaction(actions, context_free_actions);
        let signed = SignedTransaction { transaction, ..SignedTransaction::default() };
        self.run(Input { signed, provided: Some(provided), from_outside: false })
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
        let provided = match self.signers(&signed) {
            Ok(keys) => Provided { keys, ..Provided::default() },
            Err(error) => return Err(Box::new(Failure { error, trace: Trace::default() })),
        };
        self.run(Input { signed, provided: Some(provided), from_outside: true })
    }

    /// What [`push`](Self::push) would do; nothing changes.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn try_push(&self, actions: Vec<PackedAction>) -> Pushed {
        self.clone().push(actions)
    }

    /// The keys that signed a transaction.
    fn signers(
        &self,
        signed: &SignedTransaction,
    ) -> Result<std::collections::BTreeSet<antelope::PublicKey>, Error> {
        let digest = signed.transaction.signing_digest(&self.id, &signed.context_free_data);
        let mut keys = std::collections::BTreeSet::new();
        for signature in &signed.signatures {
            let key = crypto::recover(signature, &digest.0)?;
            crate::error::ensure!(
                keys.insert(key.clone()),
                TX_DUPLICATE_SIG,
                "transaction includes more than one signature signed using the same key associated with public key: {}",
                crate::authority::key_text(&key)
            );
        }
        Ok(keys)
    }

    /// A transaction that refers to the last block and expires in half a minute.
    fn transaction(
        &self,
        actions: Vec<PackedAction>,
        context_free_actions: Vec<PackedAction>,
    ) -> Transaction {
        let head = &self.state.head;
        Transaction {
            expiration: TimePointSec(TimePointSec::from(self.now()).0.saturating_add(30)),
            // The low 16 bits, as the field is.
            ref_block_num: head.number as u16,
            ref_block_prefix: Block::reference_prefix(&head.id),
            actions,
            context_free_actions,
            ..Transaction::default()
        }
    }

    fn run(&mut self, input: Input) -> Pushed {
        let pending = Pending {
            time: self.now(),
            number: self.state.head.number + 1,
            fuel_per_microsecond: self.config.fuel_per_microsecond,
        };
        let trace = run(&mut self.state, &self.machine, pending, input)?;
        let digest = Sha256::new().chain_update(self.digest.0).chain_update(trace.id.0);
        self.digest = Checksum256(digest.finalize().into());
        Ok(trace)
    }

    /// Closes the pending block and begins the next, half a second later.
    pub fn produce_block(&mut self) -> Block {
        let block = Block::after(&self.state.head, self.pending, self.digest);
        self.state.head = block;
        // The low 16 bits, as transactions refer to blocks.
        self.state.blocks.insert(block.number as u16, block.id);
        self.digest = Checksum256::default();
        self.pending.0 += 1;
        let now = self.now();
        forget_expired(&mut self.state, now);
        let preactivated = self.state.settings.preactivated;
        if preactivated != Default::default() {
            let settings = self.state.settings.change();
            settings.features.insert_all(preactivated);
            settings.preactivated = Default::default();
        }
        self.begin_block();
        block
    }

    /// Tells the system contract of the block before, as a node does at the start of each block.
    fn begin_block(&mut self) {
        let producer = self.state.settings.producers.first().map_or(SYSTEM, |first| first.name);
        let Block { time, id: previous, .. } = self.state.head;
        let none = (Checksum256::default(), Checksum256::default());
        // The header of the last block: its transactions' and actions' digests are not kept.
        let mut data = antelope::pack(&(time, producer, 0u16, previous, none));
        data.extend(antelope::pack(&(self.state.settings.schedule_version, 0u8, 0u8)));
        let action = PackedAction {
            account: SYSTEM,
            name: name!("onblock"),
            authorization: vec![PermissionLevel { actor: SYSTEM, permission: ACTIVE }],
            data,
        };
        let transaction = self.transaction(vec![action], Vec::new());
        let signed = SignedTransaction { transaction, ..SignedTransaction::default() };
        let digest = self.digest;
        // A system contract without such an action fails, which is no matter.
        let _ = self.run(Input { signed, provided: None, from_outside: false });
        self.digest = digest;
    }

    /// Closes the pending block; the next one is made so many seconds later.
    pub fn advance(&mut self, seconds: u32) {
        self.produce_block();
        self.pending.0 = self.pending.0.saturating_add(seconds.saturating_mul(2).saturating_sub(1));
        let now = self.now();
        forget_expired(&mut self.state, now);
    }

    /// The chain as it is now, to go back to.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { state: self.state.clone(), pending: self.pending, digest: self.digest }
    }

    /// Goes back to a snapshot, which stays good.
    pub fn revert(&mut self, snapshot: &Snapshot) {
        let Snapshot { state, pending, digest } = snapshot.clone();
        (self.state, self.pending, self.digest) = (state, pending, digest);
    }

    /// A table, if it has rows.
    pub fn table(&self, code: Name, scope: Name, table: Name) -> Option<&Table> {
        self.state.tables.get(&TableKey { code, scope, table })
    }

    /// The rows of a table as they are stored, by key.
    pub fn raw_rows(
        &self,
        code: Name,
        scope: Name,
        table: Name,
    ) -> impl Iterator<Item = (u64, &Row)> {
        let id = self.table(code, scope, table).map(|table| table.id);
        id.into_iter().flat_map(|id| {
            let rows = self.state.rows.range((id, 0)..=(id, u64::MAX));
            rows.map(|((_, primary), row)| (*primary, row))
        })
    }

    /// The rows of a table.
    ///
    /// # Errors
    /// When a row's bytes are not such a row.
    pub fn rows<R: antelope::table::Row>(
        &self,
        code: Name,
        scope: impl Into<u64>,
    ) -> Result<Vec<R>, UnpackError> {
        let rows = self.raw_rows(code, Name(scope.into()), R::TABLE);
        rows.map(|(_, row)| R::unpack(&mut antelope::Reader::new(&row.value))).collect()
    }

    /// A row of a table.
    ///
    /// # Errors
    /// When its bytes are not such a row.
    pub fn row<R: antelope::table::Row>(
        &self,
        code: Name,
        scope: impl Into<u64>,
        primary: u64,
    ) -> Result<Option<R>, UnpackError> {
        let table = self.table(code, Name(scope.into()), R::TABLE);
        let row = table.and_then(|table| self.state.rows.get(&(table.id, primary)));
        row.map(|row| R::unpack(&mut antelope::Reader::new(&row.value))).transpose()
    }

    /// Writes a row past all contracts. RAM follows; secondary keys stay as they are.
    pub fn set_row(
        &mut self,
        (code, scope, table): (Name, Name, Name),
        primary: u64,
        payer: Name,
        value: impl Into<Bytes>,
    ) {
        let value = value.into();
        let key = TableKey { code, scope, table };
        let state = &mut self.state;
        let mut found = state.tables.get(&key).copied().unwrap_or_else(|| {
            state.next_table += 1;
            let id = crate::state::TableId(state.next_table - 1);
            change_ram(state, payer, ram::TABLE);
            Table { id, payer, count: 0 }
        });
        let place = (found.id, primary);
        match state.rows.get(&place).cloned() {
            Some(old) => change_ram(state, old.payer, -ram::ROW - ram::bytes(old.value.len())),
            None => found.count += 1,
        }
        change_ram(state, payer, ram::ROW + ram::bytes(value.len()));
        state.rows.insert(place, Row { payer, value });
        state.tables.insert(key, found);
    }

    /// Limits the RAM that an account may use, in bytes; -1 for no limit.
    pub fn set_ram_quota(&mut self, account: Name, bytes: i64) {
        if let Some(account) = self.state.accounts.get_mut(&account) {
            account.ram_quota = bytes;
        }
    }

    /// Makes an account privileged, or ordinary.
    pub fn set_privileged(&mut self, account: Name, privileged: bool) {
        if let Some(account) = self.state.accounts.get_mut(&account) {
            account.privileged = privileged;
        }
    }

    /// The chain as bytes, for a file.
    pub fn dump(&self) -> Vec<u8> {
        antelope::pack(&(DUMP_VERSION, self.id, self.pending, self.digest, &self.state))
    }

    /// The chain that [`dump`](Self::dump) wrote. What is not part of a chain's state comes from `config`.
    ///
    /// # Errors
    /// When the bytes are not such a chain.
    pub fn load(config: Config, bytes: &[u8]) -> Result<Self, UnpackError> {
        let (version, id, pending, digest, state): (u32, _, _, _, _) = antelope::unpack(bytes)?;
        if version != DUMP_VERSION {
            return Err(UnpackError::unknown_variant());
        }
        Ok(Self { state, machine: Machine::default(), config, id, pending, digest })
    }
}

/// The form of a dump; others are refused.
const DUMP_VERSION: u32 = 1;

fn change_ram(state: &mut State, account: Name, delta: i64) {
    if let Some(account) = state.accounts.get_mut(&account) {
        account.ram_usage = account.ram_usage.saturating_add_signed(delta);
    }
}

fn native<T: antelope::Pack>(name: Name, actor: Name, data: &T) -> PackedAction {
    PackedAction {
        account: SYSTEM,
        name,
        authorization: vec![PermissionLevel { actor, permission: ACTIVE }],
        data: antelope::pack(data),
    }
}
