//! Any bytes as the blocks of a file: a file, or a refusal, soon.
//!
//! The input is a document that is written and read again. And it is blocks, which may refer to each other: it is cut at the
//! bytes 0xff, and what is between them is stored under its CID.
#![no_main]

use fuzz::ipfs::wait;
use libfuzzer_sys::fuzz_target;
use sdk::content::{self, Layout, Limits, MemoryStore, Store};

/// Little, so that the first excess comes soon.
const LIMITS: Limits = Limits { bytes: 1 << 20, blocks: 256, depth: 8, block_bytes: 1 << 16 };

fuzz_target!(|input: &[u8]| {
    let store = MemoryStore::default();
    let mut roots = Vec::new();
    for block in input.split(|byte| *byte == 0xff) {
        let cid = content::cid_of_block(block);
        wait(store.put(&cid, block)).expect("a memory does not fail");
        roots.push(cid);
    }
    for root in roots {
        if let Ok(document) = wait(content::read_with(&store, &root, LIMITS)) {
            assert!(document.len() <= LIMITS.bytes);
        }
    }
    for layout in [Layout::V0, Layout::V1, Layout::OneBlock] {
        let root = wait(content::add_with(&store, input, layout)).expect("it is short");
        let document = wait(content::read_with(&store, &root, LIMITS)).expect("it was stored");
        assert!(document == input, "another document comes back");
    }
});
