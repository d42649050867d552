//! Strategies: any value of each type.

use antelope::{
    Asset, BlockTimestamp, Checksum160, Checksum256, Checksum512, ExtendedAsset, ExtendedSymbol,
    Extension, Name, PackedAction, PermissionLevel, PublicKey, Signature, SignedTransaction,
    Symbol, SymbolCode, TimePoint, TimePointSec, Transaction, VarUint32,
    abi::{
        Abi, AbiAction, AbiActionResult, AbiErrorMessage, AbiField, AbiRicardianClause, AbiStruct,
        AbiTable, AbiTypeAlias, AbiVariant,
    },
    key::{WebAuthnPublicKey, WebAuthnSignature},
    transaction::TransactionExtension,
};
use proptest::{array, collection::vec, prelude::*};

pub(crate) fn bytes<const N: usize>() -> impl Strategy<Value = [u8; N]> {
    vec(any::<u8>(), N).prop_map(|bytes| bytes.try_into().unwrap())
}

pub(crate) fn name() -> impl Strategy<Value = Name> {
    any::<u64>().prop_map(Name)
}

pub(crate) fn symbol_code() -> impl Strategy<Value = SymbolCode> {
    "[A-Z]{1,7}".prop_map(|code| code.parse().unwrap())
}

pub(crate) fn symbol() -> impl Strategy<Value = Symbol> {
    (symbol_code(), 0..=Symbol::MAX_PRECISION)
        .prop_map(|(code, precision)| Symbol::new(code, precision))
}

pub(crate) fn extended_symbol() -> impl Strategy<Value = ExtendedSymbol> {
    (symbol(), name()).prop_map(|(sym, contract)| ExtendedSymbol { sym, contract })
}

pub(crate) fn asset() -> impl Strategy<Value = Asset> {
    (-Asset::MAX_AMOUNT..=Asset::MAX_AMOUNT, symbol())
        .prop_map(|(amount, symbol)| Asset::new(amount, symbol))
}

pub(crate) fn extended_asset() -> impl Strategy<Value = ExtendedAsset> {
    (asset(), name()).prop_map(|(quantity, contract)| ExtendedAsset { quantity, contract })
}

pub(crate) fn checksum160() -> impl Strategy<Value = Checksum160> {
    bytes().prop_map(Checksum160)
}

pub(crate) fn checksum256() -> impl Strategy<Value = Checksum256> {
    bytes().prop_map(Checksum256)
}

pub(crate) fn checksum512() -> impl Strategy<Value = Checksum512> {
    bytes().prop_map(Checksum512)
}

/// Milliseconds of the years 0 to 9999, which text can hold.
pub(crate) fn time_point() -> impl Strategy<Value = TimePoint> {
    (-62_167_219_200_000i64..=253_402_300_799_999).prop_map(|time| TimePoint(time * 1000))
}

pub(crate) fn time_point_sec() -> impl Strategy<Value = TimePointSec> {
    any::<u32>().prop_map(TimePointSec)
}

pub(crate) fn block_timestamp() -> impl Strategy<Value = BlockTimestamp> {
    any::<u32>().prop_map(BlockTimestamp)
}

pub(crate) fn public_key() -> impl Strategy<Value = PublicKey> {
    prop_oneof![
        bytes().prop_map(PublicKey::K1),
        bytes().prop_map(PublicKey::R1),
        (bytes(), any::<u8>(), ".{1,40}").prop_map(|(key, user_presence, rpid)| {
            PublicKey::WebAuthn(WebAuthnPublicKey { key, user_presence, rpid })
        }),
    ]
}

pub(crate) fn signature() -> impl Strategy<Value = Signature> {
    prop_oneof![
        bytes().prop_map(Signature::K1),
        bytes().prop_map(Signature::R1),
        (bytes(), vec(any::<u8>(), 0..60), ".{0,150}").prop_map(
            |(signature, auth_data, client_json)| {
                Signature::WebAuthn(WebAuthnSignature { signature, auth_data, client_json })
            }
        ),
    ]
}

pub(crate) fn permission_level() -> impl Strategy<Value = PermissionLevel> {
    array::uniform2(name()).prop_map(|[actor, permission]| PermissionLevel { actor, permission })
}

pub(crate) fn action() -> impl Strategy<Value = PackedAction> {
    (name(), name(), vec(permission_level(), 0..3), vec(any::<u8>(), 0..200)).prop_map(
        |(account, name, authorization, data)| PackedAction { account, name, authorization, data },
    )
}

fn extension() -> impl Strategy<Value = TransactionExtension> {
    (any::<u16>(), vec(any::<u8>(), 0..9))
        .prop_map(|(kind, data)| TransactionExtension { kind, data })
}

pub(crate) fn transaction() -> impl Strategy<Value = Transaction> {
    let header =
        (any::<u32>(), any::<u16>(), any::<u32>(), any::<u32>(), any::<u8>(), any::<u32>());
    (header, vec(action(), 0..2), vec(action(), 0..4), vec(extension(), 0..2)).prop_map(
        |(header, context_free_actions, actions, transaction_extensions)| {
            let (expiration, ref_block_num, ref_block_prefix, net, max_cpu_usage_ms, delay) =
                header;
            Transaction {
                expiration: TimePointSec(expiration),
                ref_block_num,
                ref_block_prefix,
                max_net_usage_words: VarUint32(net),
                max_cpu_usage_ms,
                delay_sec: VarUint32(delay),
                context_free_actions,
                actions,
                transaction_extensions,
            }
        },
    )
}

pub(crate) fn signed_transaction() -> impl Strategy<Value = SignedTransaction> {
    (transaction(), vec(signature(), 0..3), vec(vec(any::<u8>(), 0..20), 0..3)).prop_map(
        |(transaction, signatures, context_free_data)| SignedTransaction {
            transaction,
            signatures,
            context_free_data,
        },
    )
}

pub(crate) fn abi() -> impl Strategy<Value = Abi> {
    fn text() -> impl Strategy<Value = String> + Clone {
        ".{0,12}"
    }
    fn texts() -> impl Strategy<Value = Vec<String>> + Clone {
        vec(text(), 0..3)
    }
    let alias =
        (text(), text()).prop_map(|(new_type_name, target)| AbiTypeAlias { new_type_name, target });
    let field = (text(), text()).prop_map(|(name, type_name)| AbiField { name, type_name });
    let structs = (text(), text(), vec(field, 0..4)).prop_map(|(name, base, fields)| AbiStruct {
        name,
        base,
        fields,
    });
    let action = (name(), text(), text()).prop_map(|(name, type_name, ricardian_contract)| {
        AbiAction { name, type_name, ricardian_contract }
    });
    let table = (name(), text(), texts(), texts(), text()).prop_map(
        |(name, index_type, key_names, key_types, type_name)| AbiTable {
            name,
            index_type,
            key_names,
            key_types,
            type_name,
        },
    );
    let clause = (text(), text()).prop_map(|(id, body)| AbiRicardianClause { id, body });
    let message = (any::<u64>(), text())
        .prop_map(|(error_code, error_msg)| AbiErrorMessage { error_code, error_msg });
    let variant = (text(), texts()).prop_map(|(name, types)| AbiVariant { name, types });
    let result =
        (name(), text()).prop_map(|(name, result_type)| AbiActionResult { name, result_type });
    // An absent extension is never followed by one that is present.
    let extensions = prop_oneof![
        Just((None, None)),
        vec(variant.clone(), 0..3).prop_map(|variants| (Some(variants), None)),
        (vec(variant, 0..3), vec(result, 0..3))
            .prop_map(|(variants, results)| (Some(variants), Some(results))),
    ];
    let sections = (
        vec(alias, 0..3),
        vec(structs, 0..3),
        vec(action, 0..3),
        vec(table, 0..3),
        vec(clause, 0..2),
        vec(message, 0..2),
        vec(extension(), 0..2),
    );
    (text(), sections, extensions).prop_map(|(version, sections, (variants, action_results))| {
        let (types, structs, actions, tables, ricardian_clauses, error_messages, abi_extensions) =
            sections;
        Abi {
            version,
            types,
            structs,
            actions,
            tables,
            ricardian_clauses,
            error_messages,
            abi_extensions,
            variants: Extension(variants),
            action_results: Extension(action_results),
        }
    })
}
