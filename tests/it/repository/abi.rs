//! The committed ABIs are those of the types. `UPDATE_ABI=1 cargo test -p tests abi` writes them anew.

use std::{collections::BTreeSet, env, fs};

use antelope::abi::Abi;

use super::root;

fn check(contract: &str, abi: &Abi) {
    let path = root().join("abi").join(format!("{contract}.abi"));
    let expected = abi.to_json_pretty() + "\n";
    if env::var_os("UPDATE_ABI").is_some() {
        fs::write(&path, &expected).expect("the folder of ABIs can be written");
    }
    let committed = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("abi/{contract}.abi: {error}; UPDATE_ABI=1 writes it"));
    assert!(
        committed == expected,
        "abi/{contract}.abi is not the types' ABI: UPDATE_ABI=1 writes it anew, and CHANGELOG.md says who must migrate"
    );
    let read = Abi::from_json(&committed).expect("the file is an ABI");
    assert_eq!(&read, abi, "the file says all that the ABI says");
    check_types(contract, abi);
}

/// Every type that is named is there, and has one suffix at most: nodeos accepts an ABI where it is not so, and then
/// fails each call for the contract.
fn check_types(contract: &str, abi: &Abi) {
    let variants = abi.variants.0.as_deref().unwrap_or_default();
    let known = |name: &str| {
        BUILT_IN.contains(&name)
            || abi.structs.iter().any(|known| known.name == name)
            || abi.types.iter().any(|known| known.new_type_name == name)
            || variants.iter().any(|known| known.name == name)
    };
    let check = |place: &str, name: &str| {
        let plain = name.strip_suffix('$').unwrap_or(name);
        let plain = plain.strip_suffix("[]").or(plain.strip_suffix('?')).unwrap_or(plain);
        assert!(known(plain), "{contract}: {place} is of the unknown type {name}");
    };
    for known in &abi.structs {
        for field in &known.fields {
            check(&format!("{}.{}", known.name, field.name), &field.type_name);
        }
    }
    for known in variants {
        for name in &known.types {
            check(&known.name, name);
        }
    }
    for alias in &abi.types {
        check(&alias.new_type_name, &alias.target);
    }
    for table in &abi.tables {
        check(&table.name.to_string(), &table.type_name);
    }
    for action in &abi.actions {
        check(&action.name.to_string(), &action.type_name);
    }
}

/// The types that nodeos knows by itself, as far as these contracts use them.
const BUILT_IN: &[&str] = &[
    "asset",
    "bool",
    "bytes",
    "checksum160",
    "checksum256",
    "extended_asset",
    "float32",
    "float64",
    "int16",
    "int32",
    "int64",
    "int8",
    "name",
    "public_key",
    "signature",
    "string",
    "symbol",
    "symbol_code",
    "time_point",
    "time_point_sec",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
];

#[test]
fn abi_of_force_is_committed() {
    check("force", &protocol::force::abi());
}

#[test]
fn abi_of_vaccount_is_committed() {
    check("vaccount", &protocol::vaccount::abi());
}

#[test]
fn abi_of_token_is_committed() {
    check("token", &protocol::token::abi());
}

#[test]
fn abi_of_atomicassets_is_committed() {
    check("atomicassets", &protocol::atomicassets::abi());
}

/// What a contract dispatches is what its ABI says.
#[test]
fn every_contract_has_the_actions_of_its_abi() {
    for (contract, actions, abi) in [
        ("force", force::ACTIONS, protocol::force::abi()),
        ("vaccount", vaccount::ACTIONS, protocol::vaccount::abi()),
        ("token", token::ACTIONS, protocol::token::abi()),
        ("atomicassets", atomicassets::ACTIONS, protocol::atomicassets::abi()),
    ] {
        let dispatched: BTreeSet<_> = actions.iter().copied().collect();
        let described: BTreeSet<_> = abi.actions.iter().map(|action| action.name).collect();
        assert_eq!(dispatched, described, "{contract}");
    }
}

/// The published names, fields and order, which clients rely on. New fields come after them.
#[test]
fn published_fields_keep_their_places() {
    let force = protocol::force::abi();
    for (name, fields) in PUBLISHED {
        let found = force.structs.iter().find(|known| known.name == *name);
        let found = found.unwrap_or_else(|| panic!("{name} is not in the ABI"));
        let found: Vec<_> = found
            .fields
            .iter()
            .map(|field| format!("{}:{}", field.name, field.type_name))
            .take(fields.split(' ').count())
            .collect();
        assert_eq!(found.join(" "), *fields, "{name}");
    }
}

const PUBLISHED: &[(&str, &str)] = &[
    (
        "campaign",
        "id:uint32 reservations_done:uint32 total_submissions:uint32 total_tasks:uint32 active_batch:uint32 num_batches:uint32 owner:vaddress paused:bool content:content max_task_time:uint32 reward:extended_asset qualis:Quali[]",
    ),
    (
        "batch",
        "id:uint32 campaign_id:uint32 content:content balance:extended_asset repetitions:uint32 num_tasks:uint32 start_task_idx:uint32 reward:extended_asset",
    ),
    ("acctaskidx", "account_id:uint32 campaign_id:uint32 batch_idx:uint32 value:uint32"),
    ("repsdone", "campaign_id:uint32 task_idx:uint32 value:uint32"),
    (
        "reservation",
        "id:uint64 task_idx:uint32 account_id:uint32? batch_idx:uint32 reserved_on:time_point_sec campaign_id:uint32",
    ),
    (
        "submission",
        "id:uint64 campaign_id:uint32 task_idx:uint32 account_id:uint32? batch_idx:uint32 data:pair_int8_bytes paid:bool submitted_on:time_point_sec",
    ),
    (
        "payment",
        "id:uint64 account_id:uint32 batch_id:uint64 pending:extended_asset last_submission_time:time_point_sec",
    ),
    (
        "settings",
        "vaccount_contract:name force_vaccount_id:uint32 payout_delay_sec:uint32 release_task_delay_sec:uint32 fee_contract:name fee_percentage:float32",
    ),
    (
        "mkcampaign",
        "owner:vaddress content:content max_task_time:uint32 reward:extended_asset qualis:Quali[] payer:name sig:signature?$",
    ),
    (
        "reservetask",
        "campaign_id:uint32 account_id:uint32 quali_assets:B_vector_uint64_E? payer:name$ sig:signature?$",
    ),
    (
        "submittask",
        "campaign_id:uint32 task_idx:uint32 data:pair_int8_bytes account_id:uint32 payer:name$ sig:signature?$",
    ),
    ("publishbatch", "batch_id:uint64 num_tasks:uint32 sig:signature?$"),
    ("payout", "payment_id:uint64 sig:signature?$"),
];
