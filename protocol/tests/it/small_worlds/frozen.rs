//! Small worlds at rest: a walk has many of them waiting, and the maps of a world are large.

use std::collections::BTreeMap;

use antelope::{Pack, Reader, Unpack, table::Row};
use protocol::force::{batch::batch_key, campaign::Campaign, submission::Submission};

use crate::world::World;

/// The rows that change in a walk, packed.
pub(super) fn freeze(world: &World) -> Box<[u8]> {
    let World { campaigns, batches, reservations, reopened, .. } = world;
    let World { standby, cursors, submissions, repetitions, .. } = world;
    let mut out = Vec::with_capacity(1024);
    pack_rows(campaigns, &mut out);
    pack_rows(batches, &mut out);
    pack_rows(reservations, &mut out);
    pack_rows(reopened, &mut out);
    pack_rows(standby, &mut out);
    pack_rows(cursors, &mut out);
    pack_rows(submissions, &mut out);
    repetitions.pack(&mut out);
    out.into()
}

/// The world that was frozen, all else as in `start`.
pub(super) fn thaw(start: &World, frozen: &[u8]) -> World {
    let mut input = Reader::new(frozen);
    let mut world = start.clone();
    world.campaigns = unpack_rows(&mut input, |row: &Campaign| row.id);
    world.batches = unpack_table(&mut input);
    world.reservations = unpack_table(&mut input);
    world.reopened = unpack_table(&mut input);
    world.standby = unpack_table(&mut input);
    world.cursors = unpack_table(&mut input);
    world.submissions = unpack_rows(&mut input, |row: &Submission| {
        let worker = row.account_id.expect("has a worker");
        (batch_key(row.campaign_id, row.batch_idx), row.task_idx, worker)
    });
    world.repetitions = Unpack::unpack(&mut input).expect("was packed");
    world.history = world.submissions.keys().copied().collect();
    world
}

fn pack_rows<K, R: Pack>(rows: &BTreeMap<K, R>, out: &mut Vec<u8>) {
    (rows.len() as u32).pack(out);
    for row in rows.values() {
        row.pack(out);
    }
}

fn unpack_table<R: Row>(input: &mut Reader<'_>) -> BTreeMap<u64, R> {
    unpack_rows(input, Row::primary_key)
}

fn unpack_rows<K: Ord, R: Unpack>(input: &mut Reader<'_>, key: impl Fn(&R) -> K) -> BTreeMap<K, R> {
    let count = u32::unpack(input).expect("was packed");
    let rows = (0..count).map(|_| R::unpack(input).expect("was packed"));
    rows.map(|row| (key(&row), row)).collect()
}
