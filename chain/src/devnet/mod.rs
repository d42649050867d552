//! What only a development chain can do: cheat, over HTTP, under `/v1/devnet/`.
//!
//! A function as [`api`] is, which answers all other paths. Sockets and files are left to `server`.
//!
//! | path | body | what it does |
//! |---|---|---|
//! | `mine` | `{"blocks": 1}` | ends the pending block, and makes so many in all |
//! | `warp` | `{"seconds": 3600}` | lets time pass: the block in the making ends, and the next one is of so much later |
//! | `set_mining` | `{"mode": "instant"}` | when blocks end: `instant` or `interval` |
//! | `snapshot` | | keeps the chain as it is; gives the snapshot's number |
//! | `revert` | `{"snapshot": 1}` | makes the chain what it was; later snapshots are gone |
//! | `impersonate` | `{"actions": [...]}` | runs a transaction without signatures, as `send_transaction` answers it |
//! | `set_row` | `{"code", "scope", "table", "primary_key", "payer", "row"}` | writes a row: packed in hexadecimal, or JSON |
//! | `remove_row` | `{"code", "scope", "table", "primary_key"}` | removes a row; its secondary keys stay |
//! | `set_secondary` | `{"code", "scope", "table", "index_position", "primary_key", "payer", "key": {"i64": 1}}` | writes a row's key in an index: `i64`, `i128`, `sha256`, `float64` |
//! | `set_code` | `{"account", "wasm", "abi"}` | sets code and ABI, in base64 |
//! | `set_ram_quota` | `{"account", "bytes"}` | limits an account's RAM; -1 for no limit |
//! | `set_privileged` | `{"account", "privileged"}` | makes an account privileged, or ordinary |
//! | `dump` | | gives the whole node |
//! | `load` | `{"node": "..."}` | takes what `dump` gave |
//!
//! ```
//! use chain::{Chain, Config, devnet::Devnet, node::{Mining, Node}};
//!
//! let mut devnet = Devnet::new(Node::new(Chain::new(Config::default()), Mining::Instant));
//! let answer = devnet.answer("/v1/devnet/mine", br#"{"blocks": 3}"#);
//! assert_eq!((answer.status, devnet.node().head().number), (200, 4));
//! ```

mod body;
mod cheat;

use std::collections::BTreeMap;

use crate::{
    api::{self, Answer},
    node::Node,
};

/// A node that can be cheated, and what it was before.
#[derive(Clone, Debug)]
pub struct Devnet {
    node: Node,
    snapshots: BTreeMap<u64, Node>,
    last_snapshot: u64,
}

/// What a request may do to a node. Whoever keeps a node's inputs needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// Something that follows from the request and the node as it was.
    Write,
    /// It keeps a snapshot, which lives as long as this value.
    Snapshot,
    /// It puts another node in the place of this one.
    Replace,
}

const PREFIX: &str = "/v1/devnet/";

impl Devnet {
    /// A node that can be cheated.
    pub const fn new(node: Node) -> Self {
        Self { node, snapshots: BTreeMap::new(), last_snapshot: 0 }
    }

    /// The node.
    pub const fn node(&self) -> &Node {
        &self.node
    }

    /// The node, to do with it what no request does.
    pub const fn node_mut(&mut self) -> &mut Node {
        &mut self.node
    }

    /// The same without snapshots: a copy that costs next to nothing however many there are.
    pub fn without_snapshots(&self) -> Self {
        Self::new(self.node.clone())
    }

    /// Answers a request, to cheat or not.
    pub fn answer(&mut self, path: &str, body: &[u8]) -> Answer {
        let Some(cheat) = path.strip_prefix(PREFIX) else {
            return api::answer(&mut self.node, path, body);
        };
        let Some(known) = cheat::CHEATS.iter().find(|known| known.name == cheat) else {
            return Answer::not_found();
        };
        match (known.run)(self, body) {
            Ok(value) => Answer::success(200, &value),
            Err(error) => Answer::refusal(&error, known.name),
        }
    }
}

/// What a request to this path may do.
pub fn effect(path: &str) -> Effect {
    match path.strip_prefix(PREFIX) {
        Some(cheat) => {
            let known = cheat::CHEATS.iter().find(|known| known.name == cheat);
            known.map_or(Effect::Read, |known| known.effect)
        }
        None if api::changes(path) => Effect::Write,
        None => Effect::Read,
    }
}
