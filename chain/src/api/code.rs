//! An account's code and ABI.
//!
//! What its permissions are is in [`account`](super::account).

use antelope::{Checksum256, Name, abi::Abi};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Reply, abi, json::valid_text, parameters::Parameters};
use crate::{Chain, Error, error::exception, node::Node, state::Account};

/// An account that is asked for; `what` is said about it.
pub(super) fn find<'a>(chain: &'a Chain, name: Name, what: &str) -> Result<&'a Account, Error> {
    chain.account(name).ok_or_else(|| {
        let message = format!("{what} ({})", Error::unknown_key(name).message());
        Error::new(exception::ACCOUNT_QUERY, message)
    })
}

pub(super) fn get_abi(node: &mut Node, body: &[u8]) -> Reply {
    let name = Parameters::required(body)?.name("account_name")?;
    let what = "unable to retrieve account abi";
    let account = find(node.chain(), name, what)?;
    let mut answer = json!({ "account_name": name });
    if let Some(abi) = unpacked(account, what)? {
        answer["abi"] = abi_to_json(abi);
    }
    Ok(answer)
}

/// An account's ABI; `what` is said of one that is none.
fn unpacked(account: &Account, what: &'static str) -> Result<Option<Abi>, Error> {
    abi::unpack(&account.abi).map_err(|_| Error::new(exception::ACCOUNT_QUERY, what))
}

/// An ABI with all its parts, also those that older ones do not have.
pub(super) fn abi_to_json(mut abi: Abi) -> Value {
    abi.variants.0.get_or_insert_default();
    abi.action_results.0.get_or_insert_default();
    json!(abi)
}

pub(super) fn get_raw_abi(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let (name, known) = (query.name("account_name")?, query.optional_checksum("abi_hash")?);
    let account = find(node.chain(), name, "unable to retrieve account abi")?;
    let hash = Checksum256(Sha256::digest(&account.abi[..]).into());
    let mut answer = json!({
        "account_name": name,
        "code_hash": account.code_hash,
        "abi_hash": hash,
    });
    if known != Some(hash) {
        answer["abi"] = blob(&account.abi);
    }
    Ok(answer)
}

pub(super) fn get_code(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let name = query.name("account_name")?;
    let as_wasm = query.flag("code_as_wasm")?.unwrap_or(true);
    let what = "unable to retrieve account code";
    let account = find(node.chain(), name, what)?;
    if !as_wasm {
        let message = "Returning WAST from get_code is no longer supported";
        return Err(Error::new(exception::UNSUPPORTED_FEATURE, message).into());
    }
    let code = node.chain().state().codes.get(&account.code_hash);
    let mut answer = json!({
        "account_name": name,
        "code_hash": account.code_hash,
        "wast": "",
        // The bytes as text, with what is no text left out.
        "wasm": code.map_or_else(String::new, |code| valid_text(&code.wasm)),
    });
    if let Some(abi) = unpacked(account, what)? {
        answer["abi"] = abi_to_json(abi);
    }
    Ok(answer)
}

pub(super) fn get_code_hash(node: &mut Node, body: &[u8]) -> Reply {
    let name = Parameters::required(body)?.name("account_name")?;
    let account = find(node.chain(), name, "unable to retrieve account code hash")?;
    Ok(json!({ "account_name": name, "code_hash": account.code_hash }))
}

pub(super) fn get_raw_code_and_abi(node: &mut Node, body: &[u8]) -> Reply {
    let name = Parameters::required(body)?.name("account_name")?;
    let account = find(node.chain(), name, "unable to retrieve account code/abi")?;
    let code = node.chain().state().codes.get(&account.code_hash);
    let wasm = code.map_or(&[][..], |code| &code.wasm);
    Ok(json!({ "account_name": name, "wasm": blob(wasm), "abi": blob(&account.abi) }))
}

/// Bytes in base64. The node adds one `=` to what is complete without it.
fn blob(bytes: &[u8]) -> Value {
    let mut text = STANDARD.encode(bytes);
    if !text.is_empty() {
        text.push('=');
    }
    Value::String(text)
}
