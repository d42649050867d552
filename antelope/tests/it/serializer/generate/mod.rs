//! ABIs, values and bytes made from entropy: of less entropy, simpler ones.

mod built_in;

use antelope::{
    Extension, Name,
    abi::{Abi, AbiAction, AbiField, AbiStruct, AbiTypeAlias, AbiVariant},
};
use serde_json::{Map, Value, json};

use built_in::any_value;
pub(super) use built_in::{BUILT_IN, built_in};

/// Bytes that decisions are made of, each from what is left; then all decisions are 0.
#[derive(Debug)]
pub(super) struct Entropy<'a>(pub &'a [u8]);

impl Entropy<'_> {
    pub(super) fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    /// True once in `often` times.
    pub(super) fn once_in(&mut self, often: u8) -> bool {
        self.byte() % often == often - 1
    }

    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    fn u64(&mut self) -> u64 {
        let width = self.below(9);
        self.bytes(width).into_iter().fold(0, |value, byte| value << 8 | u64::from(byte))
    }

    fn pick<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items[self.below(items.len())]
    }
}

/// What an answer says of a failure. Of those that the node has no number of its own for, it says so only.
pub(super) fn refusal(code: u32, message: &str) -> Value {
    if code < 3_000_000 {
        json!({ "error": "bad value" })
    } else {
        json!({ "error": [code, message] })
    }
}

/// An ABI with an action of each type that it defines, and of some more. With `wild`, its definitions may be circular,
/// unknown or doubled.
pub(super) fn abi(entropy: &mut Entropy<'_>, wild: bool) -> Abi {
    let mut abi = Abi { version: "eosio::abi/1.2".into(), ..Abi::default() };
    if wild && entropy.once_in(40) {
        abi.version = entropy.pick(&["eosio::abi/2.0", "", "eosio::abi/1."]).into();
    }
    let mut known: Vec<String> = Vec::new();
    let mut structs: Vec<String> = Vec::new();
    let mut variants = Vec::new();
    for index in 0..1 + entropy.below(6) {
        let kind = entropy.below(8);
        let mut name = format!("{}{index}", ["struct", "variant", "alias"][kind.saturating_sub(5)]);
        if wild && entropy.once_in(12) && index > 0 {
            name = known[entropy.below(known.len())].clone();
        }
        let mut types = known.clone();
        if wild && entropy.once_in(4) {
            types.extend((0..6).map(|index| format!("struct{index}")));
            types.extend((0..6).map(|index| format!("alias{index}")));
            types.push(name.clone());
        }
        match kind {
            0..=5 => {
                let mut base = String::new();
                if !structs.is_empty() && entropy.once_in(3) {
                    base.clone_from(&structs[entropy.below(structs.len())]);
                }
                if wild && entropy.once_in(10) {
                    base = format!("struct{}", entropy.below(6));
                }
                let mut fields: Vec<AbiField> = (0..entropy.below(5))
                    .map(|field| AbiField {
                        name: match entropy.below(3) {
                            // The name of another field, perhaps of the base.
                            0 if wild => format!("f{field}"),
                            _ => format!("f{index}_{field}"),
                        },
                        type_name: type_name(entropy, &types, wild),
                    })
                    .collect();
                for field in fields.iter_mut().rev().take(entropy.below(3)) {
                    field.type_name += "$";
                }
                abi.structs.push(AbiStruct { name: name.clone(), base, fields });
                structs.push(name.clone());
            }
            6 => {
                let count = 1 + entropy.below(3);
                let types = (0..count).map(|_| type_name(entropy, &types, wild)).collect();
                variants.push(AbiVariant { name: name.clone(), types });
            }
            _ => {
                let target = type_name(entropy, &types, wild);
                abi.types.push(AbiTypeAlias { new_type_name: name.clone(), target });
            }
        }
        known.push(name);
    }
    abi.variants = Extension(Some(variants));
    let mut types: Vec<String> = known.clone();
    types.extend((0..4).map(|_| type_name(entropy, &known, wild)));
    abi.actions = (types.iter().zip(1..))
        .map(|(type_name, index)| AbiAction {
            name: Name(index << 59),
            type_name: type_name.clone(),
            ricardian_contract: String::new(),
        })
        .collect();
    abi.action_results = Extension(None);
    abi
}

fn type_name(entropy: &mut Entropy<'_>, known: &[String], wild: bool) -> String {
    let mut name = if !known.is_empty() && entropy.once_in(2) {
        known[entropy.below(known.len())].clone()
    } else {
        BUILT_IN[entropy.below(BUILT_IN.len())].to_owned()
    };
    name += ["", "", "", "", "[]", "[]", "?", "?"][entropy.below(8)];
    if wild && entropy.once_in(20) {
        name += entropy.pick(&["[]", "?", "[4]", "$", "x", "[x]"]);
    }
    name
}

/// A value of a type. With `wild`, now and then another one, or in a form that a node lets through.
pub(super) fn value(
    entropy: &mut Entropy<'_>,
    abi: &Abi,
    type_name: &str,
    depth: u8,
    wild: bool,
) -> Value {
    if wild && entropy.once_in(24) {
        return any_value(entropy, depth);
    }
    // Only what is circular gets so deep.
    let deep = depth > if wild { 6 } else { 30 };
    if let Some(alias) = abi.types.iter().find(|alias| alias.new_type_name == type_name) {
        return if deep {
            Value::Null
        } else {
            value(entropy, abi, &alias.target, depth + 1, wild)
        };
    }
    if let Some(item) = type_name.strip_suffix("[]") {
        let count = if deep { 0 } else { entropy.below(4) };
        return (0..count).map(|_| value(entropy, abi, item, depth + 1, wild)).collect();
    }
    if let Some(item) = type_name.strip_suffix('?') {
        let absent = deep || entropy.once_in(3);
        return if absent { Value::Null } else { value(entropy, abi, item, depth + 1, wild) };
    }
    let variants = abi.variants.0.iter().flatten();
    if let Some(variant) = variants.clone().find(|variant| variant.name == type_name) {
        if deep {
            return Value::Null;
        }
        let chosen = &variant.types[entropy.below(variant.types.len())];
        return json!([chosen, value(entropy, abi, chosen, depth + 1, wild)]);
    }
    if let Some(item) = abi.structs.iter().find(|item| item.name == type_name) {
        if deep {
            return json!({});
        }
        if wild && item.base.is_empty() && entropy.once_in(5) {
            let count = item.fields.len() - usize::from(entropy.once_in(4)).min(item.fields.len());
            let fields = item.fields[..count].iter();
            return fields
                .map(|field| {
                    let type_name = field.type_name.trim_end_matches('$');
                    value(entropy, abi, type_name, depth + 1, wild)
                })
                .collect();
        }
        let mut object = Map::new();
        fields(entropy, abi, item, depth, wild, &mut object);
        return object.into();
    }
    built_in(entropy, type_name, wild)
}

fn fields(
    entropy: &mut Entropy<'_>,
    abi: &Abi,
    item: &AbiStruct,
    depth: u8,
    wild: bool,
    object: &mut Map<String, Value>,
) {
    if depth < 12
        && let Some(base) = abi.structs.iter().find(|base| base.name == item.base)
    {
        fields(entropy, abi, base, depth + 1, wild, object);
    }
    for field in &item.fields {
        if wild && entropy.once_in(20) {
            continue;
        }
        let type_name = field.type_name.trim_end_matches('$');
        object.insert(field.name.clone(), value(entropy, abi, type_name, depth + 1, wild));
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
