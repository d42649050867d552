//! What the nodes hold before they are asked.
//!
//! `alice` and `bob` have no code. `carol` has a permission `claim` with weights of every kind, and links to it.
//! `samples` has a table with an index of every kind; `ledger` has the tables of a token and actions that fail, notify,
//! send and return.

use std::sync::LazyLock;

use antelope::{
    Extension, Name, PackedAction, PermissionLevel,
    abi::{Abi, AbiAction, AbiActionResult, AbiError, AbiField, AbiStruct, AbiTable, Serializer},
    name, pack,
};
use sdk::{
    signer::Signer,
    system::{Authority, SYSTEM},
};
use serde_json::{Value, json};

use super::node::TwinNode;
use crate::world;

const CAROL: Name = name!("carol");
const SAMPLES: Name = name!("samples");
const LEDGER: Name = name!("ledger");

/// Sets the scene on a fresh chain.
///
/// # Errors
/// When the chain refuses.
pub async fn set(node: &TwinNode) -> Result<(), String> {
    let (client, signer) = (node.client(), &world::signers()[0]);
    let text = |error: sdk::Error| error.to_string();
    for account in [name!("alice"), name!("bob"), CAROL, SAMPLES, LEDGER] {
        let key = signer.public_key();
        client.create_account(signer, SYSTEM, account, &key).await.map_err(text)?;
    }
    for (account, module) in
        [(SAMPLES, include_str!("samples.wat").to_owned()), (LEDGER, ledger_module())]
    {
        let code = wat::parse_str(module).map_err(|error| error.to_string())?;
        client.deploy(signer, account, &code, &pack(abi(account))).await.map_err(text)?;
    }
    let samples: Vec<_> = (0..25).map(sample).collect();
    client.push(signer, &samples).await.map_err(text)?;
    let entries = entries().map_err(|error| error.to_string())?;
    client.push(signer, &entries).await.map_err(text)?;
    client.push(signer, &permissions()).await.map_err(text)?;
    node.wait_blocks(2).await
}

fn ledger_module() -> String {
    let constant = |name: Name| name.0.to_string();
    include_str!("ledger.wat")
        .replace("FAIL", &constant(name!("fail")))
        .replace("CODE", &constant(name!("failcode")))
        .replace("HAIL", &constant(name!("hail")))
        .replace("RELAY", &constant(name!("relay")))
}

/// The ABI of a contract of the scene; empty for others.
pub(super) fn abi(account: Name) -> &'static Abi {
    static SAMPLES_ABI: LazyLock<Abi> = LazyLock::new(samples_abi);
    static LEDGER_ABI: LazyLock<Abi> = LazyLock::new(ledger_abi);
    static NONE: LazyLock<Abi> =
        LazyLock::new(|| Abi { version: "eosio::abi/1.0".to_owned(), ..Abi::default() });
    match account {
        SAMPLES => &SAMPLES_ABI,
        LEDGER => &LEDGER_ABI,
        _ => &NONE,
    }
}

fn structure(name: &str, base: &str, fields: &[(&str, &str)]) -> AbiStruct {
    let fields = fields.iter().map(|(name, type_name)| AbiField {
        name: (*name).to_owned(),
        type_name: (*type_name).to_owned(),
    });
    AbiStruct { name: name.to_owned(), base: base.to_owned(), fields: fields.collect() }
}

fn action(name: Name, type_name: &str) -> AbiAction {
    AbiAction { name, type_name: type_name.to_owned(), ricardian_contract: String::new() }
}

fn table(name: Name, index_type: &str, type_name: &str) -> AbiTable {
    AbiTable {
        name,
        index_type: index_type.to_owned(),
        type_name: type_name.to_owned(),
        ..AbiTable::default()
    }
}

fn samples_abi() -> Abi {
    let sample = [
        ("id", "uint64"),
        ("number", "uint64"),
        ("wide", "uint128"),
        ("digest", "checksum256"),
        ("weight", "float64"),
    ];
    let words = [("high", "uint128"), ("low", "uint128"), ("long", "float128")];
    Abi {
        version: "eosio::abi/1.2".to_owned(),
        structs: vec![structure("sample", "", &sample), structure("store", "sample", &words)],
        actions: vec![action(SAMPLES, "store")],
        // The second one says of itself that its keys are wider than any are.
        tables: vec![table(SAMPLES, "i64", "sample"), table(name!("odd"), "i128", "sample")],
        variants: Extension(Some(Vec::new())),
        action_results: Extension(Some(vec![AbiActionResult {
            name: SAMPLES,
            result_type: "uint64".to_owned(),
        }])),
        ..Abi::default()
    }
}

fn ledger_abi() -> Abi {
    let place = [("scope", "name"), ("id", "uint64")];
    let hail = [("to", "name"), ("quantity", "asset"), ("memo", "string")];
    Abi {
        version: "eosio::abi/1.1".to_owned(),
        structs: vec![
            structure("account", "", &[("balance", "asset")]),
            structure(
                "stat",
                "",
                &[("supply", "asset"), ("max_supply", "asset"), ("issuer", "name")],
            ),
            structure("place", "", &place),
            structure("setaccount", "place", &[("balance", "asset")]),
            structure(
                "setstat",
                "place",
                &[("supply", "asset"), ("max_supply", "asset"), ("issuer", "name")],
            ),
            structure("hail", "", &hail),
            structure("nothing", "", &[]),
            structure("relay", "", &[("action", "bytes")]),
        ],
        actions: vec![
            action(name!("accounts"), "setaccount"),
            action(name!("stat"), "setstat"),
            action(name!("hail"), "hail"),
            action(name!("fail"), "nothing"),
            action(name!("failcode"), "nothing"),
            action(name!("relay"), "relay"),
        ],
        tables: vec![
            table(name!("accounts"), "i64", "account"),
            table(name!("stat"), "i64", "stat"),
        ],
        variants: Extension(Some(Vec::new())),
        ..Abi::default()
    }
}

/// A row with a key of every kind. Keys are not in the order of the rows, and some are the same.
fn sample(row: u64) -> PackedAction {
    let id = if row == 24 { u64::MAX - 1 } else { row * row };
    let mut digest = [0; 32];
    (digest[0], digest[20], digest[31]) = ((row * 37) as u8, 7, row as u8);
    let weight = (row as f64 - 12.0) * 1.5;
    let long = chain::numeric::extenddftf2((weight / 3.0).to_bits());
    let wide = u128::from(row % 5) << 100 | u128::from(row);
    let mut data = pack(&(id, row * 7919 % 23, wide));
    data.extend(digest);
    data.extend(weight.to_bits().to_le_bytes());
    for half in digest.chunks(16) {
        let word = half.iter().fold(0u128, |word, byte| word << 8 | u128::from(*byte));
        data.extend(word.to_le_bytes());
    }
    data.extend(long.to_le_bytes());
    packed(SAMPLES, SAMPLES, SAMPLES, data)
}

/// Balances and supplies of two tokens.
fn entries() -> Result<Vec<PackedAction>, AbiError> {
    let abi = Serializer::new(abi(LEDGER))?;
    let (eos, abc) = (5_459_781, 4_407_873);
    let entry = |name: Name, data: Value| -> Result<PackedAction, AbiError> {
        Ok(packed(LEDGER, LEDGER, name, abi.encode_action(name, &data)?))
    };
    let balance = |scope: &str, id: u64, balance: &str| {
        entry(name!("accounts"), json!({ "scope": scope, "id": id, "balance": balance }))
    };
    let stat = |id: u64, supply: &str, max_supply: &str| {
        let scope = Name(id).to_string();
        let row = json!({
            "scope": scope,
            "id": id,
            "supply": supply,
            "max_supply": max_supply,
            "issuer": "ledger",
        });
        entry(name!("stat"), row)
    };
    Ok(vec![
        balance("alice", eos, "100.0000 EOS")?,
        balance("alice", abc, "5.00 ABC")?,
        balance("ledger", eos, "900.0000 EOS")?,
        stat(eos, "1000.0000 EOS", "1000000000.0000 EOS")?,
        stat(abc, "10.00 ABC", "1000.00 ABC")?,
    ])
}

fn permissions() -> [PackedAction; 4] {
    let claim = Authority::key(world::key(0))
        .or_permission(PermissionLevel::active(name!("alice")))
        .or_permission(PermissionLevel { actor: LEDGER, permission: name!("eosio.code") });
    let claim = Authority {
        threshold: 2,
        waits: vec![sdk::system::WaitWeight { wait_sec: 60, weight: 1 }],
        ..claim
    };
    let system = |name: Name, data: Vec<u8>| packed(SYSTEM, CAROL, name, data);
    let link = |action: &str, permission: Name| {
        let action: Name = action.parse().unwrap_or_default();
        system(name!("linkauth"), pack(&(CAROL, LEDGER, action, permission)))
    };
    let claim = pack(&(CAROL, name!("claim"), name!("active"), claim));
    [
        system(name!("updateauth"), claim),
        link("hail", name!("claim")),
        link("stat", name!("eosio.any")),
        link("", name!("claim")),
    ]
}

fn packed(account: Name, actor: Name, name: Name, data: Vec<u8>) -> PackedAction {
    PackedAction { account, name, authorization: vec![PermissionLevel::active(actor)], data }
}
