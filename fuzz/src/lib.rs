//! What several targets begin with.

pub mod ipfs;

use antelope::{Asset, Name, abi::Abi, name};
use chain::{AnyKey, Chain, Config};

const ALICE: Name = name!("alice");
const BOB: Name = name!("bob");
const TOKEN: Name = name!("eosio.token");

/// A chain with accounts, an ABI, rows and secondary keys, whose transactions take a few milliseconds at most.
///
/// # Panics
/// When it cannot be made, which is a fault of this.
pub fn prepared() -> Chain {
    let mut chain = Chain::new(Config { fuel_per_microsecond: 10, ..Config::default() });
    for name in [ALICE, BOB, TOKEN] {
        chain.create_account(name).expect("the name is free");
    }
    let abi = Abi::from_json(include_str!("../../antelope/tests/it/data/eosio.token.abi"));
    let abi = antelope::pack(&abi.expect("the file is an ABI"));
    chain.deploy(TOKEN, &[], &abi).expect("an ABI may be set");
    let balance: Asset = "1.0000 EOS".parse().expect("it is an asset");
    for (scope, key) in [(ALICE, 1), (ALICE, 5_459_781), (BOB, 5_459_781)] {
        let table = (TOKEN, scope, name!("accounts"));
        chain.set_row(table, key, ALICE, antelope::pack(&balance));
        chain.set_secondary(table, key, ALICE, AnyKey::Idx64(key));
    }
    chain.produce_block();
    chain
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
