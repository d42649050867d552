//! What a system contract such as `eosio.system` has in its tables, where a node looks into them.
//!
//! Without such a contract there is nothing of it. Any other table is read by [`row`](super::row).

use antelope::{Asset, Name, Symbol, abi::Serializer, name};
use serde_json::{Value, json};

use super::{abi, bound, currency, hex};
use crate::{
    Chain, Error,
    state::{Float64, Row, SecondaryKey, Table, TableKey},
    transaction::SYSTEM,
};

/// The account of the contract of the chain's own token.
const TOKEN: Name = name!("eosio.token");
/// The symbol by which the market of RAM is found.
const RAM_MARKET: Symbol = Symbol::constant(4, "RAMCORE");
/// Where the symbol of the chain's token stands in the row of the market: after two assets, a float and an amount.
const MARKET_SYMBOL: usize = 16 + 16 + 8 + 8;
/// Bytes of the market's row.
const MARKET_ROW: usize = MARKET_SYMBOL + 8 + 8;

/// An account's balance of the chain's own token, or of a token of that contract that is expected.
pub(super) fn core_balance(
    chain: &Chain,
    account: Name,
    expected: Option<Symbol>,
) -> Option<Asset> {
    let symbol = expected.or_else(|| core_symbol(chain))?;
    currency::balance(chain, TOKEN, account, symbol)
}

fn core_symbol(chain: &Chain) -> Option<Symbol> {
    let row = row(chain, SYSTEM, name!("rammarket"), RAM_MARKET.0)?;
    let bytes = row.value.get(..MARKET_ROW)?.get(MARKET_SYMBOL..)?.first_chunk()?;
    Some(Symbol(u64::from_le_bytes(*bytes))).filter(|symbol| symbol.is_valid())
}

/// What the contract knows of an account: each with the field of `get_account`, and null where it knows nothing.
///
/// # Errors
/// When a row is not as the contract's ABI says.
pub(super) fn rows(chain: &Chain, account: Name) -> Result<Vec<(&'static str, Value)>, Error> {
    let kinds = [
        ("total_resources", account, name!("userres"), "user_resources"),
        ("self_delegated_bandwidth", account, name!("delband"), "delegated_bandwidth"),
        ("refund_request", account, name!("refunds"), "refund_request"),
        ("voter_info", SYSTEM, name!("voters"), "voter_info"),
        ("rex_info", SYSTEM, name!("rexbal"), "rex_balance"),
    ];
    let mut abi = None;
    let mut rows = Vec::with_capacity(kinds.len());
    for (field, scope, table, type_name) in kinds {
        let mut value = Value::Null;
        if let Some(row) = row(chain, scope, table, account.0) {
            if abi.is_none() {
                abi = abi::serializer(chain, SYSTEM)?;
            }
            if let Some(abi) = &abi {
                value = abi.decode(type_name, &row.value).map_err(abi::refusal)?;
            }
        }
        rows.push((field, value));
    }
    Ok(rows)
}

/// The producers that the contract lists, by votes; nothing when it has no such tables.
pub(super) fn producers(
    chain: &Chain,
    lower_bound: &str,
    limit: u32,
    as_json: bool,
) -> Option<Value> {
    const PRODUCERS: Name = name!("producers");
    let abi = abi::of_contract(chain, SYSTEM).ok()?;
    let index_type = abi::index_type(&abi, PRODUCERS).ok()?;
    let serializer = Serializer::new(&abi).ok().filter(|_| index_type == "i64")?;
    let table = table(chain, SYSTEM, PRODUCERS)?;
    let (keys, state) = (&chain.state().idx_double, chain.state());
    let first = match bound::name(lower_bound).ok()? {
        Name(0) => keys.at_or_after(table.id, Float64::MIN, 0),
        lower => {
            let (primary, entry) = keys.from_primary(table.id, lower.0)?;
            Some((entry.key, primary))
        }
    };
    let mut rows = Vec::new();
    let mut next = first;
    while let Some((key, primary)) = next
        && rows.len() < limit as usize
    {
        let row = state.rows.get(&(table.id, primary))?;
        rows.push(match as_json {
            true => serializer.decode_row(PRODUCERS, &row.value).ok()?,
            false => Value::String(hex::encode(&row.value)),
        });
        next = keys.after(table.id, key, primary);
    }
    let more = next.map(|(_, primary)| Name(primary).to_string()).unwrap_or_default();
    Some(json!({
        "rows": rows,
        "total_producer_vote_weight": total_votes(chain, &serializer)?,
        "more": more,
    }))
}

fn total_votes(chain: &Chain, abi: &Serializer) -> Option<Value> {
    const GLOBAL: Name = name!("global");
    let row = row(chain, SYSTEM, GLOBAL, GLOBAL.0)?;
    let mut global = abi.decode_row(GLOBAL, &row.value).ok()?;
    Some(global.get_mut("total_producer_vote_weight")?.take())
}

fn table(chain: &Chain, scope: Name, table: Name) -> Option<&Table> {
    chain.state().tables.get(&TableKey { code: SYSTEM, scope, table })
}

fn row(chain: &Chain, scope: Name, name: Name, primary: u64) -> Option<&Row> {
    chain.state().rows.get(&(table(chain, scope, name)?.id, primary))
}
