//! Generated actions of the system whose data are cut off, too long, or changed in a byte; and data of no kind at all.
//!
//! What is refused, and in which words, is what matters here.

use antelope::{Name, PermissionLevel, name, pack};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::{Index, select},
};
use sdk::system::{SYSTEM, SetAbi, SetCode};

use super::permission;
use crate::{
    probe::Level,
    script::{Data, ScriptAction, Step, Transaction},
    world::USER,
};

/// A transaction of one such action.
pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![4 => changed().boxed(), 1 => code().boxed(), 1 => random().boxed()].prop_map(
        |action| Step::Transaction(Transaction { actions: vec![action], ..Transaction::default() }),
    )
}

/// An action of the system with a change.
fn changed() -> impl Strategy<Value = ScriptAction> {
    let change = prop_oneof![
        1 => Just(None),
        8 => (0u8..3, any::<Index>(), any::<u8>()).prop_map(Some),
    ];
    (permission::system_action(), change).prop_map(|(action, change)| {
        // What cannot be packed was never whole.
        let Ok(packed) = action.packed() else { return action };
        let mut bytes = packed.data;
        if let Some((kind, place, byte)) = change.filter(|_| !bytes.is_empty()) {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes.truncate(place),
                1 => bytes.push(byte),
                _ => bytes.iter_mut().skip(place).take(1).for_each(|at| *at = byte),
            }
        }
        ScriptAction { data: Data::Bytes(bytes), ..action }
    })
}

/// Code and ABIs, of kinds and sizes that there are not.
fn code() -> impl Strategy<Value = ScriptAction> {
    let module = wat::parse_str("(module (func (export \"apply\") (param i64 i64 i64)))");
    let module = module.expect("the text is a module");
    let code = prop_oneof![Just(Vec::new()), Just(module), vec(any::<u8>(), 0..20)];
    let kind = prop_oneof![4 => Just((0u8, 0u8)), 1 => Just((1, 0)), 1 => Just((0, 1))];
    let set_code = (code, kind).prop_map(|(code, (vm_type, vm_version))| {
        (name!("setcode"), pack(&SetCode { account: USER, vm_type, vm_version, code }))
    });
    let set_abi = vec(any::<u8>(), 0..20)
        .prop_map(|abi| (name!("setabi"), pack(&SetAbi { account: USER, abi })));
    prop_oneof![set_code, set_abi].prop_map(|(name, data)| action(name, data))
}

/// Any data for any action of the system.
fn random() -> impl Strategy<Value = ScriptAction> {
    let names = [
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
        "other",
    ];
    (select(names.to_vec()), vec(any::<u8>(), 0..60))
        .prop_map(|(name, data)| action(name.parse().unwrap_or_default(), data))
}

fn action(name: Name, data: Vec<u8>) -> ScriptAction {
    let authorization = vec![Level(PermissionLevel::active(USER))];
    ScriptAction { account: SYSTEM, name, authorization, data: Data::Bytes(data) }
}
