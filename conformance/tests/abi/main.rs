//! Values of generated types, converted by the serializer of ABIs and by nodeos: the same bytes, JSON and refusals.
//!
//! With `UPDATE_ABI_ANSWERS=1` in the environment, what the node answers is written where the tests of `antelope`
//! read it, which need no node.
#![allow(clippy::unwrap_used, reason = "a test fails by it, also outside of a test function")]

#[path = "../../../antelope/tests/it/serializer/generate/mod.rs"]
mod generate;
mod oracle;

use std::collections::BTreeSet;

use antelope::{
    Name,
    abi::{Abi, AbiAction, AbiError, Serializer},
};
use generate::{BUILT_IN, Entropy, abi, hex, value};
use oracle::Oracle;
use serde_json::{Value, json};

const RECORDED: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../antelope/tests/it/data/nodeos-abi.jsonl");
/// How many generated ABIs are in the record.
const RECORDED_ABIS: usize = 8;

#[test]
fn values_are_converted_as_by_nodeos() {
    let mut oracle = Oracle::start();
    let (mut record, mut compared) = (Vec::new(), 0);
    let mut random = Random(1);
    for round in 0..300 {
        let abi = if round % 30 == 0 { built_ins(round) } else { generated(&mut random) };
        oracle.set_abi(&abi);
        let serializer = Serializer::new(&abi);
        if round <= RECORDED_ABIS {
            record.push(json!({ "abi": abi }).to_string());
        }
        for action in &abi.actions {
            for _ in 0..4 {
                let serializer = serializer.as_ref().map_err(Clone::clone);
                let Some(questions) = questions(&abi, action, &serializer, &mut random) else {
                    continue;
                };
                for question in questions {
                    let theirs = oracle.ask(action.name, &question);
                    let ours = answer(&serializer, action, &question);
                    // As text, so that fields are in the same order.
                    let (text, expected) = (ours.to_string(), theirs.to_string());
                    assert_eq!(
                        text,
                        expected,
                        "{question} as {} of {}",
                        action.type_name,
                        json!(abi)
                    );
                    compared += 1;
                    if round <= RECORDED_ABIS {
                        let line = json!({ "type": action.type_name, "question": question, "answer": theirs });
                        record.push(line.to_string());
                    }
                }
            }
        }
    }
    assert!(compared > 10_000, "only {compared} conversions compared");
    if std::env::var_os("UPDATE_ABI_ANSWERS").is_some() {
        let mut known = BTreeSet::new();
        record.retain(|line| known.insert(line.clone()));
        std::fs::write(RECORDED, record.join("\n") + "\n").unwrap();
    }
    let recorded = std::fs::read_to_string(RECORDED).unwrap();
    let lines = recorded.lines().count();
    assert!(lines > 500, "{RECORDED} has only {lines} lines: run this with UPDATE_ABI_ANSWERS=1");
}

/// An ABI with an action of each built-in type, of its lists and its optionals.
fn built_ins(version: usize) -> Abi {
    let suffixed = |name: &&str| [(*name).to_owned(), format!("{name}[]"), format!("{name}?")];
    let types = BUILT_IN.iter().flat_map(suffixed).chain(["uint8[4]".to_owned()]);
    let actions = types.zip(1..).map(|(type_name, index)| AbiAction {
        name: Name(index << 52),
        type_name,
        ricardian_contract: String::new(),
    });
    // The node takes no ABI that it has already.
    let version = format!("eosio::abi/1.{version}");
    Abi { version, actions: actions.collect(), ..Abi::default() }
}

fn generated(random: &mut Random) -> Abi {
    let (entropy, wild) = (random.bytes(1500), random.once_in(3));
    abi(&mut Entropy(&entropy), wild)
}

/// What are the bytes of a value; and what is the value of those bytes, or of similar ones.
fn questions(
    abi: &Abi,
    action: &AbiAction,
    serializer: &Result<&Serializer, AbiError>,
    random: &mut Random,
) -> Option<[Value; 2]> {
    let (entropy, wild) = (random.bytes(200), random.once_in(2));
    let value = value(&mut Entropy(&entropy), abi, &action.type_name, 0, wild);
    // nodeos reads escapes of JSON as letters, which is the business of whoever reads the JSON. And it shows all of a
    // long name in this, its verbose form.
    let text = value.to_string();
    if ["\\u", "\\b", "\\f"].iter().any(|escape| text.contains(escape)) || text.len() > 600 {
        return None;
    }
    let encoded = serializer.as_ref().ok()?.encode(&action.type_name, &value);
    let mut bytes = encoded.unwrap_or_else(|_| random.bytes(40));
    if random.once_in(3) && !bytes.is_empty() {
        let index = random.below(bytes.len());
        bytes[index] = random.byte();
        if random.once_in(2) {
            bytes.truncate(index);
        }
    }
    Some([json!({ "encode": value }), json!({ "decode": hex(&bytes) })])
}

/// What our serializer answers, in the form of the node's answer.
fn answer(
    serializer: &Result<&Serializer, AbiError>,
    action: &AbiAction,
    question: &Value,
) -> Value {
    let answer = serializer.as_ref().map_err(AbiError::clone).and_then(|serializer| {
        Ok(match question["decode"].as_str() {
            Some(bytes) => {
                let bytes = hex::decode(bytes).unwrap();
                json!({ "json": serializer.decode(&action.type_name, &bytes)? })
            }
            None => {
                json!({ "bytes": hex(&serializer.encode(&action.type_name, &question["encode"])?) })
            }
        })
    });
    answer.unwrap_or_else(|error| generate::refusal(error.exception().code(), error.detail()))
}

/// The same numbers in every run.
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end
    }

    /// True once in `often` times.
    fn once_in(&mut self, often: u64) -> bool {
        self.next().is_multiple_of(often)
    }
}
