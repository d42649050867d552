//! The body of a request, with what only the node can tell.
//!
//! In a file of twins an object with one of these fields stands for something else:
//! `$signed`, a [transaction](Signed) that is signed for this chain;
//! `$block`, the number of the block of the last transaction, which is waited for;
//! `$id`, that transaction's id.

use std::collections::BTreeMap;

use antelope::{
    Checksum256, PackedAction, PackedTransaction, PermissionLevel, SignedTransaction, TimePointSec,
    Transaction, VarUint32, abi::Serializer, pack,
};
use miniz_oxide::deflate::compress_to_vec_zlib;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Exchange, node::TwinNode, scene};
use crate::{probe::Level, world};

/// A transaction: its actions, and how it differs from one that is in order.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Signed {
    /// What is done. Data are hexadecimal, or JSON by the scene's ABIs.
    actions: Vec<Action>,
    context_free_actions: Vec<Action>,
    #[serde(with = "hex_list")]
    context_free_data: Vec<Vec<u8>>,
    /// The places of the keys that sign, in the list of the world.
    keys: Option<Vec<usize>>,
    /// Seconds that are added to its expiration.
    later: i32,
    /// The prefix of another reference block.
    reference: Option<u32>,
    /// The most words of NET.
    net_words: Option<u32>,
    /// Whether it is sent compressed.
    zlib: bool,
    /// Whether it is sent in JSON, its actions' data as they stand here.
    exploded: bool,
    /// Fields of what is sent that are replaced in the end.
    set: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
struct Action {
    account: String,
    name: String,
    #[serde(default)]
    authorization: Vec<Level>,
    #[serde(flatten)]
    data: BTreeMap<String, Value>,
}

mod hex_list {
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Vec<u8>>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        texts.iter().map(|text| hex::decode(text).map_err(D::Error::custom)).collect()
    }
}

/// Requests to a node, one after the other.
#[derive(Debug)]
pub(super) struct Requests<'a> {
    node: &'a TwinNode,
    last: Option<(u32, String)>,
}

impl<'a> Requests<'a> {
    pub(super) const fn new(node: &'a TwinNode) -> Self {
        Self { node, last: None }
    }

    pub(super) async fn send(&mut self, exchange: &Exchange) -> Result<(u16, Value), String> {
        let path = match exchange.path.as_str() {
            path if path.starts_with('/') => path.to_owned(),
            path => format!("/v1/chain/{path}"),
        };
        let body = match (&exchange.text, &exchange.body) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(body)) => self.fill(body.clone()).await?.to_string().into_bytes(),
            (None, None) => Vec::new(),
        };
        let answer = self.node.post(&path, body).await?;
        let value: Value =
            serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
        if let (Some(block), Some(id)) =
            (value["processed"]["block_num"].as_u64(), value["transaction_id"].as_str())
            && path.contains("send_transaction")
        {
            self.last = Some((u32::try_from(block).unwrap_or(u32::MAX), id.to_owned()));
        }
        Ok((answer.status, value))
    }

    /// Replaces what only the node can tell.
    async fn fill(&self, value: Value) -> Result<Value, String> {
        match value {
            Value::Object(fields) => {
                if let Some(signed) = fields.get("$signed") {
                    let signed = Signed::deserialize(signed).map_err(|error| error.to_string())?;
                    return self.signed(signed).await;
                }
                let last = || self.last.clone().ok_or("no transaction went before");
                if fields.contains_key("$block") {
                    return Ok(json!(last()?.0));
                }
                if fields.contains_key("$id") {
                    return Ok(json!(last()?.1));
                }
                let mut filled = Map::new();
                for (field, value) in fields {
                    filled.insert(field, Box::pin(self.fill(value)).await?);
                }
                Ok(Value::Object(filled))
            }
            Value::Array(list) => {
                let mut filled = Vec::with_capacity(list.len());
                for value in list {
                    filled.push(Box::pin(self.fill(value)).await?);
                }
                Ok(Value::Array(filled))
            }
            value => Ok(value),
        }
    }

    async fn signed(&self, signed: Signed) -> Result<Value, String> {
        let client = self.node.client();
        let info = client.get_info().await.map_err(|error| error.to_string())?;
        let actions = packed(&signed.actions)?;
        let transaction = client.transaction_at(&info, &actions);
        let transaction = Transaction {
            expiration: TimePointSec(transaction.expiration.0.saturating_add_signed(signed.later)),
            ref_block_prefix: signed.reference.unwrap_or(transaction.ref_block_prefix),
            max_net_usage_words: signed
                .net_words
                .map_or(transaction.max_net_usage_words, VarUint32),
            context_free_actions: packed(&signed.context_free_actions)?,
            ..transaction
        };
        let digest = transaction.signing_digest(&info.chain_id, &signed.context_free_data);
        let signatures = signatures(signed.keys.as_deref().unwrap_or(&[0]), &digest);
        let whole = SignedTransaction {
            transaction,
            signatures,
            context_free_data: signed.context_free_data.clone(),
        };
        Ok(sent(&signed, &whole))
    }
}

fn signatures(keys: &[usize], digest: &Checksum256) -> Vec<antelope::Signature> {
    keys.iter().map(|key| world::sign(*key, digest)).collect()
}

/// The form in which a transaction is sent.
fn sent(signed: &Signed, whole: &SignedTransaction) -> Value {
    let mut sent = json!(PackedTransaction::from(whole));
    if signed.exploded {
        let mut transaction = json!(whole.transaction);
        transaction["actions"] = signed.actions.iter().map(exploded).collect();
        sent = json!({
            "signatures": sent["signatures"],
            "compression": "none",
            "context_free_data": [],
            "transaction": transaction,
        });
    }
    if signed.zlib {
        let packed = compress_to_vec_zlib(&pack(&whole.transaction), 9);
        sent["packed_trx"] = hex::encode(packed).into();
        sent["compression"] = "zlib".into();
    }
    for (field, value) in &signed.set {
        sent[field] = value.clone();
    }
    sent
}

/// An action as it stands in the file.
fn exploded(action: &Action) -> Value {
    let authorization: Vec<PermissionLevel> =
        action.authorization.iter().map(|Level(level)| *level).collect();
    let mut exploded = json!({
        "account": action.account,
        "name": action.name,
        "authorization": authorization,
    });
    for (field, value) in &action.data {
        exploded[field] = value.clone();
    }
    exploded
}

/// Actions as they are signed. What cannot be packed stands for nothing: the node is asked about it all the same.
fn packed(actions: &[Action]) -> Result<Vec<PackedAction>, String> {
    actions
        .iter()
        .map(|action| {
            let account = action.account.parse().unwrap_or_default();
            let name = action.name.parse().map_err(|_| format!("action {}", action.name))?;
            let data = match action.data.get("data") {
                Some(Value::String(digits)) => hex::decode(digits).unwrap_or_default(),
                Some(data) => {
                    let abi = Serializer::new(scene::abi(account)).map_err(|e| e.to_string())?;
                    abi.encode_action(name, data).unwrap_or_default()
                }
                None => Vec::new(),
            };
            let authorization = action.authorization.iter().map(|Level(level)| *level).collect();
            Ok(PackedAction { account, name, authorization, data })
        })
        .collect()
}
