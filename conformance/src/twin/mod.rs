//! Twins: the same HTTP request to two nodes, whose answers must be the same.
//!
//! A file of [`Twins`] is a list of [exchanges](Exchange), made one after the other on a node that has the
//! [scene](scene::set). What may differ between two nodes (ids, times, places in source code) is masked, and what is left
//! of nodeos' answers is recorded, so that a machine without nodeos checks too. How requests are made is in `request`.

mod mask;
pub mod node;
mod request;
pub mod scene;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use mask::Mask;
pub use mask::differences;
use node::TwinNode;

/// A file of exchanges.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twins {
    /// What they show.
    pub about: String,
    /// In order.
    pub exchanges: Vec<Exchange>,
}

/// A request, and what of its answer does not count.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The endpoint: under `/v1/chain/` unless it begins with a slash.
    pub path: String,
    /// The body in JSON, where `request::fill` replaces what only the node can tell.
    #[serde(default)]
    pub body: Option<Value>,
    /// The body as it is, for what is no JSON.
    #[serde(default)]
    pub text: Option<String>,
    /// Blocks that are made before.
    #[serde(default)]
    pub blocks: u32,
    /// Fields whose values do not count, beside those that never do.
    #[serde(default)]
    pub mask: Vec<String>,
    /// Fields that are lists whose order does not count.
    #[serde(default)]
    pub unordered: Vec<String>,
}

/// What is left of an answer when all that does not count is masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

/// The folder of this crate.
fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of all files of twins.
///
/// # Errors
/// When they cannot be listed.
pub fn names() -> Result<Vec<String>, String> {
    let files = std::fs::read_dir(folder().join("twins")).map_err(|error| error.to_string())?;
    let mut names: Vec<_> = files
        .filter_map(|file| {
            file.ok()?.file_name().to_str()?.strip_suffix(".json").map(str::to_owned)
        })
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// The exchanges with this name.
///
/// # Errors
/// When there is no such file, or it is not one of exchanges.
pub fn load(name: &str) -> Result<Twins, String> {
    read(&folder().join("twins").join(format!("{name}.json")))
}

/// What nodeos answered.
///
/// # Errors
/// When that was not recorded.
pub fn recorded(name: &str) -> Result<Vec<MaskedAnswer>, String> {
    read(&recording(name))
}

/// Keeps what nodeos answered.
///
/// # Errors
/// When it cannot be written.
pub fn record(name: &str, answers: &[MaskedAnswer]) -> Result<(), String> {
    // A line for each answer, for whoever compares two recordings.
    let lines: Vec<_> = answers
        .iter()
        .map(|answer| serde_json::to_string(answer).map_err(|error| error.to_string()))
        .collect::<Result<_, _>>()?;
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    std::fs::write(recording(name), text).map_err(|error| error.to_string())
}

fn recording(name: &str) -> PathBuf {
    folder().join("goldens/twins").join(format!("{name}.json"))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What a node answers to each exchange, masked.
///
/// # Errors
/// When a request cannot be made, or there is no answer.
pub async fn ask(node: &TwinNode, twins: &Twins) -> Result<Vec<MaskedAnswer>, String> {
    let mut requests = request::Requests::new(node);
    let mut answers = Vec::with_capacity(twins.exchanges.len());
    for exchange in &twins.exchanges {
        node.wait_blocks(exchange.blocks).await?;
        let (status, body) = requests.send(exchange).await?;
        answers.push(MaskedAnswer { status, body: Mask::of(exchange).apply(body) });
    }
    Ok(answers)
}
