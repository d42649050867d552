//! The cheats, one by one.
//!
//! What they take is in [`body`](super::body).

use antelope::{Name, abi::Serializer, table::Float64Bits};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    Devnet, Effect,
    body::{
        Impersonate, Key, Load, Mine, Mode, Nothing, RemoveRow, Revert, SetCode, SetMining,
        SetPrivileged, SetRamQuota, SetRow, SetSecondary, Warp, invalid, read,
    },
};
use crate::{
    Chain, Error, api, index_table,
    node::{Mining, Node},
    state::Account,
};

type Reply = Result<Value, Error>;

/// A cheat.
pub(super) struct Cheat {
    pub(super) name: &'static str,
    pub(super) effect: Effect,
    pub(super) run: fn(&mut Devnet, &[u8]) -> Reply,
}

const fn cheat(name: &'static str, effect: Effect, run: fn(&mut Devnet, &[u8]) -> Reply) -> Cheat {
    Cheat { name, effect, run }
}

pub(super) const CHEATS: &[Cheat] = &[
    cheat("mine", Effect::Write, mine),
    cheat("warp", Effect::Write, warp),
    cheat("set_mining", Effect::Write, set_mining),
    cheat("snapshot", Effect::Snapshot, snapshot),
    cheat("revert", Effect::Replace, revert),
    cheat("impersonate", Effect::Write, impersonate),
    cheat("set_row", Effect::Write, set_row),
    cheat("remove_row", Effect::Write, remove_row),
    cheat("set_secondary", Effect::Write, set_secondary),
    cheat("set_code", Effect::Write, set_code),
    cheat("set_ram_quota", Effect::Write, set_ram_quota),
    cheat("set_privileged", Effect::Write, set_privileged),
    cheat("dump", Effect::Read, dump),
    cheat("load", Effect::Replace, load),
];

fn mine(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let mine: Mine = read(body)?;
    mine.check()?;
    for _ in 0..mine.blocks {
        devnet.node.mine();
    }
    Ok(head(&devnet.node))
}

fn warp(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Warp { seconds } = read(body)?;
    devnet.node.warp(seconds);
    Ok(head(&devnet.node))
}

fn set_mining(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetMining { mode } = read(body)?;
    devnet.node.set_mining(match mode {
        Mode::Instant => Mining::Instant,
        Mode::Interval => Mining::Interval,
    });
    Ok(json!({}))
}

fn snapshot(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Nothing {} = read(body)?;
    devnet.last_snapshot += 1;
    devnet.snapshots.insert(devnet.last_snapshot, devnet.node.clone());
    Ok(json!({ "snapshot": devnet.last_snapshot }))
}

fn revert(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Revert { snapshot } = read(body)?;
    let Some(node) = devnet.snapshots.get(&snapshot) else {
        return Err(invalid(format!("there is no snapshot {snapshot}")));
    };
    devnet.node.replace(node.clone());
    // What came after it never was.
    devnet.snapshots.split_off(&(snapshot + 1));
    Ok(head(&devnet.node))
}

fn impersonate(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Impersonate { actions } = read(body)?;
    api::push_unsigned(&mut devnet.node, &json!({ "actions": actions }))
}

fn set_row(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetRow { code, scope, table, primary_key, payer, row } = read(body)?;
    let chain = devnet.node.chain_mut();
    account(chain, payer)?;
    let account = account(chain, code)?;
    let bytes = match &row {
        Value::String(digits) => {
            api::decode_hex(digits).ok_or_else(|| invalid("row is text that is not hexadecimal"))?
        }
        row => {
            let abi = antelope::unpack(&account.abi).map_err(|error| invalid(error.to_string()))?;
            let serializer = Serializer::new(&abi).map_err(|error| invalid(error.to_string()))?;
            serializer.encode_row(table, row).map_err(|error| invalid(error.to_string()))?
        }
    };
    chain.set_row((code, scope, table), primary_key, payer, bytes);
    Ok(json!({}))
}

fn remove_row(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let RemoveRow { code, scope, table, primary_key } = read(body)?;
    devnet.node.chain_mut().remove_row((code, scope, table), primary_key);
    Ok(json!({}))
}

fn set_secondary(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetSecondary { code, scope, table, index_position, primary_key, payer, key } = read(body)?;
    if !(2..=17).contains(&index_position) {
        return Err(invalid(format!("index_position is {index_position}, not between 2 and 17")));
    }
    let chain = devnet.node.chain_mut();
    account(chain, payer)?;
    account(chain, code)?;
    let key = match key {
        Key::I64(key) => key.into(),
        Key::I128(key) => key.into(),
        Key::Sha256(key) => key.into(),
        Key::Float64(key) => Float64Bits(key.to_bits()).into(),
    };
    let table = (code, scope, index_table(table, index_position));
    chain.set_secondary(table, primary_key, payer, key);
    Ok(json!({}))
}

fn set_code(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetCode { account, wasm, abi } = read(body)?;
    let decode = |text: &String| STANDARD.decode(text).map_err(|error| invalid(error.to_string()));
    let (wasm, abi) = (decode(&wasm)?, abi.as_ref().map(decode).transpose()?);
    devnet.node.chain_mut().set_code(account, &wasm, abi.as_deref())?;
    Ok(json!({}))
}

fn set_ram_quota(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetRamQuota { account: name, bytes } = read(body)?;
    account(devnet.node.chain(), name)?;
    devnet.node.chain_mut().set_ram_quota(name, bytes);
    Ok(json!({}))
}

fn set_privileged(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let SetPrivileged { account: name, privileged } = read(body)?;
    account(devnet.node.chain(), name)?;
    devnet.node.chain_mut().set_privileged(name, privileged);
    Ok(json!({}))
}

fn dump(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Nothing {} = read(body)?;
    Ok(json!({ "node": STANDARD.encode(devnet.node.dump()) }))
}

fn load(devnet: &mut Devnet, body: &[u8]) -> Reply {
    let Load { node } = read(body)?;
    let bytes = STANDARD.decode(node).map_err(|error| invalid(error.to_string()))?;
    let config = devnet.node.chain().config().clone();
    let node = Node::load(config, &bytes).map_err(|error| invalid(error.to_string()))?;
    devnet.node.replace(node);
    // They were of another chain.
    devnet.snapshots.clear();
    Ok(head(&devnet.node))
}

/// An account that has to exist.
fn account(chain: &Chain, name: Name) -> Result<&Account, Error> {
    chain.account(name).ok_or_else(|| invalid(format!("there is no account {name}")))
}

/// The last block, in the words of `get_info`.
fn head(node: &Node) -> Value {
    let head = node.head();
    json!({
        "head_block_num": head.number,
        "head_block_id": head.id,
        "head_block_time": head.time,
    })
}
