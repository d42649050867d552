//! CIDs, files, CARs and stores: what is right, and everything that can be wrong.

mod cars;
mod cids;
mod files;
mod stores;

use super::*;
use crate::future::BoxFuture;

/// Runs what never waits.
pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The CID and block of a node over parts, in the layout of version 1.
pub(super) fn parent(parts: &[(Cid, u64)]) -> (Cid, Vec<u8>) {
    let links: Vec<_> =
        parts.iter().map(|(cid, _)| dag_pb::Link { cid: *cid, total_size: 0 }).collect();
    let data = unixfs::encode_parent(parts.iter().map(|(_, size)| *size));
    let block = dag_pb::encode(links.iter(), &data);
    (address::cid_v1(address::DAG_PB, &block), block)
}

/// The CID and block of raw bytes.
pub(super) fn raw(bytes: &[u8]) -> (Cid, Vec<u8>) {
    (address::cid_v1(address::RAW, bytes), bytes.to_vec())
}

/// The CID that holds bytes in itself.
pub(super) fn inline(codec: u64, bytes: &[u8]) -> Cid {
    Cid::new_v1(codec, cid::multihash::Multihash::wrap(0, bytes).unwrap())
}

/// A memory with these blocks.
pub(super) fn memory(blocks: &[(Cid, Vec<u8>)]) -> MemoryStore {
    let memory = MemoryStore::default();
    for (cid, block) in blocks {
        run(memory.put(cid, block)).unwrap();
    }
    memory
}

/// The blocks of a document, the root last.
pub(super) fn blocks(document: &[u8], layout: Layout) -> Vec<(Cid, Vec<u8>)> {
    layout::Blocks::of(document, layout).unwrap().collect()
}

/// A CAR of these blocks in this order.
pub(in crate::content) fn car<'a>(
    root: &Cid,
    blocks: impl IntoIterator<Item = &'a (Cid, Vec<u8>)>,
) -> Vec<u8> {
    let mut car = Vec::new();
    protobuf::put_delimited(&mut car, &car::header(root));
    for (cid, block) in blocks {
        protobuf::put_delimited(&mut car, &[cid.to_bytes(), block.clone()].concat());
    }
    car
}

/// A store that gives one block, whatever it is asked for.
#[derive(Debug)]
struct Liar(Vec<u8>);

impl Store for Liar {
    fn put<'a>(&'a self, _: &'a Cid, _: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn get<'a>(&'a self, _: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(std::future::ready(Ok(Some(self.0.clone()))))
    }
}
