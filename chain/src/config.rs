//! How a chain begins.
//!
//! What contracts can change later is part of the state; this is what they find.

use antelope::{BlockTimestamp, Checksum256, Name, PermissionLevel, PublicKey, TimePoint, name};
use sha2::{Digest, Sha256};

use crate::{
    authority::{ACTIVE, MAJORITY, MINORITY, OWNER, PRODUCERS},
    feature::Features,
    native, ram,
    state::{
        Account, Authority, Block, Parameters, Permission, Producer, Resources, State, Values,
    },
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
    /// The fuel that counts as a microsecond of CPU: 1000, since a unit is about a nanosecond of work.
    ///
    /// It bounds the time of a transaction, whatever its contracts do: no unit of fuel takes more than four nanoseconds
    /// in a build with optimization on a processor of 2020, nearly all take less than one. With the parameters of a new
    /// chain, 150,000 microseconds for a transaction, that is a sixth of a second, and two thirds at the very worst. A
    /// transaction keeps no more than one byte for a unit, so it can add about 150 megabytes to the state.
    pub fuel_per_microsecond: u64,
}

/// The public development key of EOSIO, which everybody knows.
const DEVELOPMENT_KEY: &str = "EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV";

impl Default for Config {
    /// A chain as public ones are today, with the development key.
    fn default() -> Self {
        Self {
            // 2018-06-01T12:00:00, when the first such chain began.
            genesis_time: BlockTimestamp(1_162_339_200),
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
    // As the node's, which does not tell features; the parameter that it lacks came with a feature.
    let mut parameters = antelope::pack(&config.parameters);
    parameters
        .truncate(parameters.len() - size_of_val(&config.parameters.max_action_return_value_size));
    let digest = Sha256::new()
        .chain_update(antelope::pack(&(TimePoint::from(config.genesis_time), &config.key)))
        .chain_update(parameters);
    let id = Checksum256(digest.finalize().into());
    let mut state = State { next_table: 1, ..State::default() };
    // As the node's first block, which commits to the chain's id.
    let first = Block { time: config.genesis_time, action_mroot: id, ..Block::default() };
    state.head = first.sealed();
    state.blocks.insert(1, state.head.id);

    let key = Authority::of_key(config.key.clone());
    let nobody = Authority { threshold: 1, ..Authority::default() };
    let producers = Authority::of_permission(PermissionLevel::active(SYSTEM));
    add_account(&mut state, SYSTEM, key.clone(), key.clone());
    add_account(&mut state, name!("eosio.null"), nobody.clone(), nobody.clone());
    add_account(&mut state, PRODUCERS, nobody, producers.clone());
    // Permissions of a larger and a smaller part of the producers, which there is one of.
    add_permission(&mut state, PRODUCERS, MAJORITY, ACTIVE, producers.clone());
    add_permission(&mut state, PRODUCERS, MINORITY, MAJORITY, producers);
    if let Some(account) = state.accounts.get_mut(&SYSTEM) {
        account.privileged = true;
        account.abi = native::system_abi().into();
    }
    state.resources = Resources::new(&config.parameters);
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
    add_permission(state, name, OWNER, Name::default(), owner);
    add_permission(state, name, ACTIVE, OWNER, active);
}

fn add_permission(
    state: &mut State,
    account: Name,
    name: Name,
    parent: Name,
    authority: Authority,
) {
    state.next_permission += 1;
    let created = state.head.time_point();
    let permission = Permission {
        number: state.next_permission,
        parent,
        last_updated: created,
        last_used: created,
        authority: authority.into(),
    };
    state.permissions.insert((account, name), permission);
}
