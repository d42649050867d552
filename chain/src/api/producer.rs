//! Who makes blocks.
//!
//! Which producers there are is decided by privileged contracts; here is one, which makes every block.

use antelope::Checksum256;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Reply,
    parameters::{self, Parameters},
    row::MAX_ROWS,
    system,
};
use crate::{
    authority::key_text,
    node::Node,
    state::{Producer, Values},
};

pub(super) fn get_producers(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::required(body)?;
    let as_json = query.flag("json")?.unwrap_or(false);
    let lower_bound = query.text("lower_bound")?;
    let limit = query.number("limit")?.unwrap_or(50).min(MAX_ROWS);
    let _time_limit = query.number("time_limit_ms")?;
    let chain = node.chain();
    // Where there is no system contract with such tables, or they are not as expected, the schedule is told.
    let listed = system::producers(chain, &lower_bound, limit, as_json);
    Ok(listed.unwrap_or_else(|| {
        let rows: Vec<_> = chain.state().settings.producers.iter().map(row).collect();
        json!({ "rows": rows, "total_producer_vote_weight": NO_VOTES, "more": "" })
    }))
}

/// A float as the node writes it.
const NO_VOTES: &str = "0.00000000000000000";

fn row(producer: &Producer) -> Value {
    let mut row = json!({
        "owner": producer.name,
        "producer_authority": authority(producer),
        "url": "",
        "total_votes": NO_VOTES,
    });
    if let [key] = producer.authority.keys.as_slice()
        && u32::from(key.weight) == producer.authority.threshold
    {
        row["producer_key"] = key_text(&key.key).into();
    }
    row
}

pub(super) fn get_producer_schedule(node: &mut Node, body: &[u8]) -> Reply {
    parameters::none(body)?;
    let active = schedule(&node.chain().state().settings);
    Ok(json!({ "active": active, "pending": null, "proposed": null }))
}

/// The schedule of producers.
pub(super) fn schedule(settings: &Values) -> Value {
    let producers: Vec<_> = (settings.producers.iter())
        .map(|producer| json!({ "producer_name": producer.name, "authority": authority(producer) }))
        .collect();
    json!({ "version": settings.schedule_version, "producers": producers })
}

/// The digest of the schedule in the form that producers with a single key have.
pub(super) fn schedule_hash(settings: &Values) -> Checksum256 {
    let producers: Vec<_> = (settings.producers.iter())
        .filter_map(|producer| Some((producer.name, producer.authority.keys.first()?.key.clone())))
        .collect();
    let packed = antelope::pack(&(settings.schedule_version, producers));
    Checksum256(Sha256::digest(packed).into())
}

/// The keys that sign a producer's blocks: the first and only kind of such an authority.
pub(super) fn authority(producer: &Producer) -> Value {
    let keys: Vec<_> = (producer.authority.keys.iter())
        .map(|item| json!({ "key": key_text(&item.key), "weight": item.weight }))
        .collect();
    json!([0, { "threshold": producer.authority.threshold, "keys": keys }])
}
