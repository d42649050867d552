//! A node's HTTP interface as a function: a path and a body in, a status and a body out.
//!
//! Paths, fields, statuses and errors are those of nodeos (leap 4.1), so that its clients do not see a difference. It
//! has no sockets and no clock; the module `server` gives it both. A request takes a bounded time, whatever it says.
//!
//! ```
//! use chain::{Chain, Config, api, node::{Mining, Node}};
//!
//! let mut node = Node::new(Chain::new(Config::default()), Mining::Instant);
//! let answer = api::answer(&mut node, "/v1/chain/get_info", b"");
//! assert_eq!(answer.status, 200);
//! assert!(answer.body.starts_with(b"{\"server_version\":"));
//! ```

mod answer;

mod account;
mod authorizer;
mod block;
mod code;
mod currency;
mod feature;
mod info;
mod producer;
mod row;
mod scope;
mod send;
mod status;
mod system;

mod abi;
mod bound;
mod hex;
mod json;
mod object;
mod parameters;
mod secondary;
mod trace;
mod transaction;

use serde_json::Value;

pub use answer::Answer;
pub(crate) use {hex::decode as decode_hex, send::push_unsigned};

use crate::node::Node;
use answer::Refusal;

type Reply = Result<Value, Refusal>;

/// What is at a path.
struct Endpoint {
    path: &'static str,
    /// The status of a success.
    status: u16,
    answer: fn(&mut Node, &[u8]) -> Reply,
}

const fn read(path: &'static str, answer: fn(&mut Node, &[u8]) -> Reply) -> Endpoint {
    Endpoint { path, status: 200, answer }
}

const fn write(path: &'static str, answer: fn(&mut Node, &[u8]) -> Reply) -> Endpoint {
    Endpoint { path, status: 202, answer }
}

/// The most used first: they are looked for in order.
const ENDPOINTS: &[Endpoint] = &[
    read("/v1/chain/get_info", info::get_info),
    read("/v1/chain/get_table_rows", row::get_table_rows),
    write("/v1/chain/send_transaction", send::send_transaction),
    write("/v1/chain/send_transaction2", send::send_transaction2),
    write("/v1/chain/push_transaction", send::push_transaction),
    read("/v1/chain/get_account", account::get_account),
    read("/v1/chain/get_abi", code::get_abi),
    read("/v1/chain/get_raw_abi", code::get_raw_abi),
    read("/v1/chain/get_code_hash", code::get_code_hash),
    read("/v1/chain/get_raw_code_and_abi", code::get_raw_code_and_abi),
    read("/v1/chain/get_code", code::get_code),
    read("/v1/chain/get_table_by_scope", scope::get_table_by_scope),
    read("/v1/chain/get_currency_balance", currency::get_currency_balance),
    read("/v1/chain/get_currency_stats", currency::get_currency_stats),
    read("/v1/chain/get_block", block::get_block),
    read("/v1/chain/get_block_info", block::get_block_info),
    read("/v1/chain/get_block_header", block::get_block_header),
    read("/v1/chain/get_block_header_state", block::get_block_header_state),
    read("/v1/chain/get_raw_block", block::get_raw_block),
    read("/v1/chain/compute_transaction", send::compute_transaction),
    read("/v1/chain/send_read_only_transaction", send::send_read_only_transaction),
    write("/v1/chain/push_transactions", send::push_transactions),
    read("/v1/chain/get_transaction_status", status::get_transaction_status),
    read("/v1/chain/get_transaction_id", status::get_transaction_id),
    read("/v1/chain/get_required_keys", status::get_required_keys),
    read("/v1/chain/get_scheduled_transactions", status::get_scheduled_transactions),
    read("/v1/chain/get_accounts_by_authorizers", authorizer::get_accounts_by_authorizers),
    read("/v1/chain/get_activated_protocol_features", feature::get_activated_protocol_features),
    read("/v1/chain/get_consensus_parameters", info::get_consensus_parameters),
    read("/v1/chain/get_producers", producer::get_producers),
    read("/v1/chain/get_producer_schedule", producer::get_producer_schedule),
    write("/v1/chain/push_block", block::push_block),
    read("/v1/node/get_supported_apis", info::get_supported_apis),
];

/// Whether a request to this path may change the node.
pub fn changes(path: &str) -> bool {
    ENDPOINTS.iter().any(|endpoint| endpoint.path == path && endpoint.status == 202)
}

/// Answers a request.
pub fn answer(node: &mut Node, path: &str, body: &[u8]) -> Answer {
    let Some(endpoint) = ENDPOINTS.iter().find(|endpoint| endpoint.path == path) else {
        return Answer::not_found();
    };
    match (endpoint.answer)(node, body) {
        Ok(value) => Answer::success(endpoint.status, &value),
        Err(refusal) => {
            let name = path.rsplit('/').next().expect("a path has a last part");
            Answer::of(&refusal, name)
        }
    }
}
