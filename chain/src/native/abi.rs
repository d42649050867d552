//! The ABI that the system's account has from the beginning, as every node has it.
//!
//! It describes the native actions, so that wallets can write them. A system contract brings an ABI of its own.

use antelope::{
    abi::{Abi, AbiAction, AbiField, AbiStruct, AbiTypeAlias},
    pack,
};

const TYPES: [(&str, &str); 7] = [
    ("account_name", "name"),
    ("permission_name", "name"),
    ("action_name", "name"),
    ("table_name", "name"),
    ("transaction_id_type", "checksum256"),
    ("block_id_type", "checksum256"),
    ("weight_type", "uint16"),
];

/// A struct: its name, what it extends, and its fields with their types.
type Struct = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const STRUCTS: [Struct; 22] = [
    ("permission_level", "", &[("actor", "account_name"), ("permission", "permission_name")]),
    (
        "action",
        "",
        &[
            ("account", "account_name"),
            ("name", "action_name"),
            ("authorization", "permission_level[]"),
            ("data", "bytes"),
        ],
    ),
    ("extension", "", &[("type", "uint16"), ("data", "bytes")]),
    (
        "transaction_header",
        "",
        &[
            ("expiration", "time_point_sec"),
            ("ref_block_num", "uint16"),
            ("ref_block_prefix", "uint32"),
            ("max_net_usage_words", "varuint32"),
            ("max_cpu_usage_ms", "uint8"),
            ("delay_sec", "varuint32"),
        ],
    ),
    (
        "transaction",
        "transaction_header",
        &[
            ("context_free_actions", "action[]"),
            ("actions", "action[]"),
            ("transaction_extensions", "extension[]"),
        ],
    ),
    ("producer_key", "", &[("producer_name", "account_name"), ("block_signing_key", "public_key")]),
    ("producer_schedule", "", &[("version", "uint32"), ("producers", "producer_key[]")]),
    (
        "block_header",
        "",
        &[
            ("timestamp", "uint32"),
            ("producer", "account_name"),
            ("confirmed", "uint16"),
            ("previous", "block_id_type"),
            ("transaction_mroot", "checksum256"),
            ("action_mroot", "checksum256"),
            ("schedule_version", "uint32"),
            ("new_producers", "producer_schedule?"),
            ("header_extensions", "extension[]"),
        ],
    ),
    ("key_weight", "", &[("key", "public_key"), ("weight", "weight_type")]),
    (
        "permission_level_weight",
        "",
        &[("permission", "permission_level"), ("weight", "weight_type")],
    ),
    ("wait_weight", "", &[("wait_sec", "uint32"), ("weight", "weight_type")]),
    (
        "authority",
        "",
        &[
            ("threshold", "uint32"),
            ("keys", "key_weight[]"),
            ("accounts", "permission_level_weight[]"),
            ("waits", "wait_weight[]"),
        ],
    ),
    (
        "newaccount",
        "",
        &[
            ("creator", "account_name"),
            ("name", "account_name"),
            ("owner", "authority"),
            ("active", "authority"),
        ],
    ),
    (
        "setcode",
        "",
        &[
            ("account", "account_name"),
            ("vmtype", "uint8"),
            ("vmversion", "uint8"),
            ("code", "bytes"),
        ],
    ),
    ("setabi", "", &[("account", "account_name"), ("abi", "bytes")]),
    (
        "updateauth",
        "",
        &[
            ("account", "account_name"),
            ("permission", "permission_name"),
            ("parent", "permission_name"),
            ("auth", "authority"),
        ],
    ),
    ("deleteauth", "", &[("account", "account_name"), ("permission", "permission_name")]),
    (
        "linkauth",
        "",
        &[
            ("account", "account_name"),
            ("code", "account_name"),
            ("type", "action_name"),
            ("requirement", "permission_name"),
        ],
    ),
    (
        "unlinkauth",
        "",
        &[("account", "account_name"), ("code", "account_name"), ("type", "action_name")],
    ),
    (
        "canceldelay",
        "",
        &[("canceling_auth", "permission_level"), ("trx_id", "transaction_id_type")],
    ),
    ("onerror", "", &[("sender_id", "uint128"), ("sent_trx", "bytes")]),
    ("onblock", "", &[("header", "block_header")]),
];

/// Actions; each is of the struct with its name.
const ACTIONS: [&str; 10] = [
    "newaccount",
    "setcode",
    "setabi",
    "updateauth",
    "deleteauth",
    "linkauth",
    "unlinkauth",
    "canceldelay",
    "onerror",
    "onblock",
];

/// The ABI, packed.
pub(crate) fn system_abi() -> Vec<u8> {
    let types = TYPES.map(|(name, target)| AbiTypeAlias {
        new_type_name: name.to_owned(),
        target: target.to_owned(),
    });
    let structs = STRUCTS.map(|(name, base, fields)| {
        let fields = fields.iter().map(|(name, type_name)| AbiField {
            name: (*name).to_owned(),
            type_name: (*type_name).to_owned(),
        });
        AbiStruct { name: name.to_owned(), base: base.to_owned(), fields: fields.collect() }
    });
    let actions = ACTIONS.map(|name| AbiAction {
        name: name.parse().expect("each action of the list is a name"),
        type_name: name.to_owned(),
        ricardian_contract: String::new(),
    });
    pack(&Abi {
        version: "eosio::abi/1.0".to_owned(),
        types: types.into(),
        structs: structs.into(),
        actions: actions.into(),
        variants: antelope::Extension(Some(Vec::new())),
        ..Abi::default()
    })
}

#[cfg(test)]
mod tests {
    use antelope::Checksum256;
    use sha2::{Digest, Sha256};

    #[test]
    fn system_abi_is_that_of_nodeos() {
        // `abi_hash` of `get_raw_abi` on a fresh chain of leap 4.1.
        let expected = "ae67fd3b82d11a374330c96910014c0873af19696df619c669748f2173098e5d";
        let hash = Checksum256(Sha256::digest(super::system_abi()).into());
        assert_eq!(hash.to_string(), expected);
    }
}
