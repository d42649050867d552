//! Balances and supplies of tokens whose contract has the tables of `eosio.token`.
//!
//! Other rows are in [`row`](super::row).

use antelope::{
    Asset, Name, Symbol,
    abi::{Abi, Serializer},
    name,
};
use serde_json::{Map, Value, json};

use super::{Reply, abi, bound, parameters::Parameters};
use crate::{Chain, Error, error::exception, node::Node};

/// Bytes of a packed asset.
const ASSET: usize = 16;

pub(super) fn get_currency_balance(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let (code, account) = (query.name("code")?, query.name("account")?);
    let symbol = query.optional_text("symbol")?;
    let chain = node.chain();
    let table = name!("accounts");
    abi::index_type(&abi::of_contract(chain, code)?, table)?;
    let mut balances = Vec::new();
    for (_, row) in chain.raw_rows(code, account, table) {
        let (balance, _) = asset(&row.value)?;
        match &symbol {
            None => balances.push(balance),
            Some(symbol) if balance.symbol.code().to_string().eq_ignore_ascii_case(symbol) => {
                balances.push(balance);
                break;
            }
            Some(_) => {}
        }
    }
    Ok(json!(balances))
}

pub(super) fn get_currency_stats(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let (code, symbol) = (query.name("code")?, query.text("symbol")?);
    let chain = node.chain();
    let table = name!("stat");
    abi::index_type(&abi::of_contract(chain, code)?, table)?;
    let Some(scope) = bound::symbol_code(&symbol.to_ascii_uppercase()) else {
        let message = "invalid character in symbol name";
        return Err(Error::new(exception::SYMBOL_TYPE, message).into());
    };
    let mut stats = Map::new();
    for (_, row) in chain.raw_rows(code, Name(scope), table) {
        let (symbol, row) = stat(&row.value)?;
        stats.insert(symbol, row);
    }
    Ok(Value::Object(stats))
}

/// The token with this symbol that an account has, if it has a row for it.
pub(super) fn balance(chain: &Chain, code: Name, account: Name, symbol: Symbol) -> Option<Asset> {
    let mut rows = chain.raw_rows(code, account, name!("accounts"));
    let (_, row) = rows.find(|(primary, _)| *primary == symbol.code().0)?;
    asset(&row.value).ok().map(|(balance, _)| balance).filter(|balance| balance.symbol == symbol)
}

fn stat(row: &[u8]) -> Result<(String, Value), Error> {
    let (supply, rest) = asset(row)?;
    let (max_supply, rest) = asset(rest)?;
    let Some((issuer, _)) = rest.split_first_chunk() else { return Err(invalid_data()) };
    let issuer = Name(u64::from_le_bytes(*issuer));
    let row = json!({ "supply": supply, "max_supply": max_supply, "issuer": issuer });
    Ok((supply.symbol.code().to_string(), row))
}

/// The asset that a row begins with, and what follows.
fn asset(row: &[u8]) -> Result<(Asset, &[u8]), Error> {
    let Some((bytes, rest)) = row.split_at_checked(ASSET) else { return Err(invalid_data()) };
    // What is wrong with one that is none is known to whoever decodes rows.
    let nothing = Abi { version: "eosio::abi/1.0".to_owned(), ..Abi::default() };
    let text = Serializer::new(&nothing)
        .and_then(|serializer| serializer.decode("asset", bytes))
        .map_err(abi::refusal)?;
    let asset = text.as_str().and_then(|text| text.parse().ok()).ok_or_else(invalid_data)?;
    Ok((asset, rest))
}

fn invalid_data() -> Error {
    Error::new(exception::ASSET_TYPE, "Invalid data on table")
}
