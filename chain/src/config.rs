//! How a chain begins.
//!
//! What contracts can change later is part of the state; this is what they find.

use antelope::{BlockTimestamp, Checksum256, Name, PermissionLevel, PublicKey, name};
use sha2::{Digest, Sha256};

use crate::{
    authority::{ACTIVE, OWNER},
    feature::Features,
    ram,
    state::{Account, Authority, Block, Parameters, Permission, Producer, State, Values},
    transaction::SYSTEM,
    wasm::Limits,
};

/// How a chain begins.
#[derive(Clone, Debug)]
pub struct Config {
    /// The time of the first block.
    pub genesis_time: BlockTimestamp,
    /// The key of the system's account and of accounts that are made without another.
    pub key: PublicKey,
    /// The protocol features that are active.
    pub features: Features,
    /// The parameters of transactions and blocks.
    pub parameters: Parameters,
    /// How large contract code may be.
    pub limits: Limits,
    /// The fuel that counts as a microsecond of CPU.
    pub fuel_per_microsecond: u64,
}

/// The public development key of EOSIO, which everybody knows.
const DEVELOPMENT_KEY: &str = "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV";

impl Default for Config {
    /// A chain as public ones are today, with the development key.
    fn default() -> Self {
        Self {
            // 2018-06-01T12:00:00, when the first such chain began.
            genesis_time: BlockTimestamp(1_162_512_000),
            key: DEVELOPMENT_KEY.parse().expect("the development key is a key"),
            features: Features::all(),
            parameters: Parameters::default(),
            limits: Limits::default(),
            fuel_per_microsecond: 1000,
        }
    }
}

/// The state of a chain that begins, and the chain's id.
pub(crate) fn genesis(config: &Config) -> (State, Checksum256) {
    let digest = Sha256::new()
        .chain_update(antelope::pack(&(config.genesis_time, &config.key, config.features)))
        .chain_update(antelope::pack(&config.parameters));
    let id = Checksum256(digest.finalize().into());
    let mut state = State { next_table: 1, ..State::default() };
    state.head = Block::after(&Block::default(), config.genesis_time, id);
    state.blocks.insert(1, state.head.id);

    let key = Authority::of_key(config.key.clone());
    let nobody = Authority { threshold: 1, ..Authority::default() };
    let producers = Authority::of_permission(PermissionLevel::active(SYSTEM));
    add_account(&mut state, SYSTEM, key.clone(), key.clone());
    add_account(&mut state, name!("eosio.null"), nobody.clone(), nobody.clone());
    add_account(&mut state, name!("eosio.prods"), nobody, producers);
    if let Some(account) = state.accounts.get_mut(&SYSTEM) {
        account.privileged = true;
    }
    state.settings = Values {
        parameters: config.parameters.clone(),
        limits: config.limits,
        features: config.features,
        producers: vec![Producer { name: SYSTEM, authority: key }],
        ..Values::default()
    }
    .into();
    (state, id)
}

fn add_account(state: &mut State, name: Name, owner: Authority, active: Authority) {
    let created = state.head.time_point();
    let mut account = Account::new(created);
    let size = ram::ACCOUNT + ram::permission(&owner) + ram::permission(&active);
    account.ram_usage = size.unsigned_abs();
    state.accounts.insert(name, account);
    for (permission, parent, authority) in
        [(OWNER, Name::default(), owner), (ACTIVE, OWNER, active)]
    {
        state.next_permission += 1;
        let permission_row = Permission {
            number: state.next_permission,
            parent,
            last_updated: created,
            last_used: created,
            authority: authority.into(),
        };
        state.permissions.insert((name, permission), permission_row);
    }
}
