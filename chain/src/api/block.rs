//! Blocks: headers, contents, and which of them is last.
//!
//! How a transaction is told that was just executed is in [`trace`](super::trace).

use std::collections::BTreeSet;

use antelope::{PackedAction, Signature};
use serde_json::{Map, Value, json};

use super::{
    Reply,
    abi::Abis,
    hex,
    object::{object, text},
    parameters::{self, Parameters},
    producer, trace, transaction,
};
use crate::{
    Error,
    error::{ensure, exception},
    node::{BlockRecord, Node, TransactionRecord},
    state::Block,
};

pub(super) fn get_block(node: &mut Node, body: &[u8]) -> Reply {
    let record = find(node, &Parameters::required(body)?, "Could not find block")?;
    let block = &record.block;
    let mut abis = Abis::new(node.chain());
    let transactions: Vec<_> = (record.transactions.iter())
        .map(|transaction| {
            let content = content(transaction, &mut abis);
            receipt(transaction, content)
        })
        .collect();
    let mut answer = common_header(block);
    answer.insert("new_producers".to_owned(), Value::Null);
    let activated: Vec<_> = (block.activated.iter())
        .map(|feature| json!({ "feature_digest": feature.digest() }))
        .collect();
    if !activated.is_empty() {
        answer.insert("new_protocol_features".to_owned(), activated.into());
    }
    answer.insert("producer_signature".to_owned(), signature());
    answer.insert("transactions".to_owned(), transactions.into());
    answer.insert("id".to_owned(), json!(block.id));
    answer.insert("block_num".to_owned(), block.number.into());
    answer.insert("ref_block_prefix".to_owned(), Block::reference_prefix(&block.id).into());
    Ok(Value::Object(answer))
}

pub(super) fn get_raw_block(node: &mut Node, body: &[u8]) -> Reply {
    let record = find(node, &Parameters::required(body)?, "Could not find block")?;
    let transactions: Vec<_> = (record.transactions.iter())
        .map(|transaction| {
            let packed = &transaction.packed;
            let content = object([
                ("signatures", text(&packed.signatures)),
                ("compression", text(&packed.compression)),
                ("packed_context_free_data", hex::encode(&packed.packed_context_free_data).into()),
                ("packed_trx", hex::encode(&packed.packed_trx).into()),
            ]);
            // The second kind of what stands here; the first is the id of a deferred transaction.
            receipt(transaction, Value::Array(vec![1.into(), content]))
        })
        .collect();
    let mut answer = signed_header(&record.block);
    answer.insert("transactions".to_owned(), transactions.into());
    answer.insert("block_extensions".to_owned(), Value::Array(Vec::new()));
    Ok(Value::Object(answer))
}

pub(super) fn get_block_header(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let with_extensions = query.flag("include_extensions")?.unwrap_or(false);
    let block = &find(node, &query, "Could not find block header")?.block;
    let mut answer = json!({ "id": block.id, "signed_block_header": signed_header(block) });
    if with_extensions {
        answer["block_extensions"] = Value::Array(Vec::new());
    }
    Ok(answer)
}

pub(super) fn get_block_info(node: &mut Node, body: &[u8]) -> Reply {
    let number = Parameters::required(body)?.number("block_num")?.unwrap_or(0);
    let missing =
        || Error::new(exception::UNKNOWN_BLOCK, format!("Could not find block: {number}"));
    let block = &node.block(number).ok_or_else(missing)?.block;
    let mut answer = Map::new();
    answer.insert("block_num".to_owned(), block.number.into());
    // The low 16 bits, as transactions refer to it.
    answer.insert("ref_block_num".to_owned(), (block.number as u16).into());
    answer.insert("id".to_owned(), json!(block.id));
    answer.extend(common_header(block));
    answer.insert("producer_signature".to_owned(), signature());
    answer.insert("ref_block_prefix".to_owned(), Block::reference_prefix(&block.id).into());
    Ok(Value::Object(answer))
}

/// Blocks of others are passed over, which a node does not tell either.
pub(super) fn push_block(_: &mut Node, body: &[u8]) -> Reply {
    Parameters::required(body)?;
    Ok(json!({}))
}

pub(super) fn get_block_header_state(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let what = "Could not find reversible block";
    let block = &find(node, &query, what)?.block;
    let (head, irreversible) = (node.head(), node.last_irreversible());
    ensure_reversible(block, irreversible, &query.text("block_num_or_id")?)?;
    let settings = &node.chain().state().settings;
    let producer = settings.producers.first();
    let features: BTreeSet<_> = settings.features.iter().map(|feature| feature.digest()).collect();
    Ok(json!({
        "block_num": block.number,
        "dpos_proposed_irreversible_blocknum": head.number,
        "dpos_irreversible_blocknum": irreversible.number,
        "active_schedule": producer::schedule(settings),
        // The tree over all blocks' ids is not kept.
        "blockroot_merkle": { "_active_nodes": [], "_node_count": block.number.saturating_sub(1) },
        "producer_to_last_produced": [[block.producer, block.number]],
        "producer_to_last_implied_irb": [[block.producer, irreversible.number]],
        "valid_block_signing_authority": producer.map(producer::authority),
        "confirm_count": [],
        "id": block.id,
        "header": signed_header(block),
        "pending_schedule": {
            "schedule_lib_num": 0,
            "schedule_hash": producer::schedule_hash(settings),
            "schedule": { "version": 0, "producers": [] },
        },
        "activated_protocol_features": { "protocol_features": features },
        "additional_signatures": [],
    }))
}

fn ensure_reversible(block: &Block, irreversible: &Block, asked: &str) -> Result<(), Error> {
    ensure!(
        block.number > irreversible.number,
        UNKNOWN_BLOCK,
        "Could not find reversible block: {asked}"
    );
    Ok(())
}

/// The block that a number or an id stands for; `missing` is said where there is none.
fn find<'a>(node: &'a Node, query: &Parameters, missing: &str) -> Result<&'a BlockRecord, Error> {
    let text = query.text("block_num_or_id")?;
    ensure!(
        !text.is_empty() && text.len() <= 64,
        BLOCK_ID_TYPE,
        "Invalid Block number or ID, must be greater than 0 and less than 65 characters"
    );
    let record = match parameters::parse_number(&text) {
        // The low 32 bits, as the node takes them.
        Some(number) => node.block(number as u32),
        None => {
            let id = parameters::checksum(&text).ok_or_else(|| {
                Error::new(exception::BLOCK_ID_TYPE, format!("Invalid block ID: {text}"))
            })?;
            node.block_by_id(&id)
        }
    };
    record.ok_or_else(|| Error::new(exception::UNKNOWN_BLOCK, format!("{missing}: {text}")))
}

/// What every form of a block begins with.
fn common_header(block: &Block) -> Map<String, Value> {
    let mut header = Map::new();
    header.insert("timestamp".to_owned(), json!(block.time));
    header.insert("producer".to_owned(), json!(block.producer));
    // Only the first block confirms another.
    header.insert("confirmed".to_owned(), u8::from(block.number == 1).into());
    header.insert("previous".to_owned(), json!(block.previous));
    header.insert("transaction_mroot".to_owned(), json!(block.transaction_mroot));
    header.insert("action_mroot".to_owned(), json!(block.action_mroot));
    header.insert("schedule_version".to_owned(), block.schedule_version.into());
    header
}

fn signed_header(block: &Block) -> Map<String, Value> {
    let mut header = common_header(block);
    let extensions: Vec<_> = (block.header_extensions().iter())
        .map(|(kind, data)| json!([kind, hex::encode(data)]))
        .collect();
    header.insert("header_extensions".to_owned(), extensions.into());
    header.insert("producer_signature".to_owned(), signature());
    header
}

/// Nobody signs blocks here: the signature is empty, as that of a node's first block.
fn signature() -> Value {
    json!(Signature::K1([0; 65]))
}

fn receipt(record: &TransactionRecord, transaction: Value) -> Value {
    object([
        ("status", "executed".into()),
        ("cpu_usage_us", record.cpu_usage.into()),
        ("net_usage_words", record.net_words.into()),
        ("trx", transaction),
    ])
}

/// A transaction with all that is in it.
fn content(record: &TransactionRecord, abis: &mut Abis<'_>) -> Value {
    let packed = &record.packed;
    let signed = transaction::unpacked(packed).unwrap_or_default();
    let context_free_data: Value =
        signed.context_free_data.iter().map(|data| hex::encode(data)).collect();
    let whole = &signed.transaction;
    let mut actions = |actions: &[PackedAction]| -> Value {
        actions.iter().map(|action| trace::act(action, abis)).collect()
    };
    let transaction = object([
        ("expiration", text(&whole.expiration)),
        ("ref_block_num", whole.ref_block_num.into()),
        ("ref_block_prefix", whole.ref_block_prefix.into()),
        ("max_net_usage_words", whole.max_net_usage_words.0.into()),
        ("max_cpu_usage_ms", whole.max_cpu_usage_ms.into()),
        ("delay_sec", whole.delay_sec.0.into()),
        ("context_free_actions", actions(&whole.context_free_actions)),
        ("actions", actions(&whole.actions)),
    ]);
    object([
        ("id", text(&record.id)),
        ("signatures", text(&packed.signatures)),
        ("compression", text(&packed.compression)),
        ("packed_context_free_data", hex::encode(&packed.packed_context_free_data).into()),
        ("context_free_data", context_free_data),
        ("packed_trx", hex::encode(&packed.packed_trx).into()),
        ("transaction", transaction),
    ])
}
