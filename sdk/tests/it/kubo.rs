//! The stores against a real Kubo, offline on loopback: CIDs, pins, blocks, CARs, its gateway.
//!
//! `scripts/setup kubo` builds it. Where it is not there, what it has answered before is enough for the CIDs; the other
//! tests say that they are skipped.

use std::{env, fs, path::Path, sync::Arc};

use sdk::{
    clock::System,
    content::{
        self, CachedStore, Cid, Error, GatewayStore, KuboStore, Layout, Limits, MemoryStore, Store,
        http::Native,
    },
    kubo::Kubo,
};

/// What Kubo has answered: a length, a layout, a CID.
const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/kubo.cids");

const CHUNK: usize = 262_144;
/// The links of a node.
const LINKS: usize = 174;

/// Lengths around the borders of a chunk and of a node.
const LENGTHS: [usize; 11] = [
    0,
    1,
    1_000,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK,
    (1 << 20) + 1,
    LINKS * CHUNK - 1,
    LINKS * CHUNK,
    LINKS * CHUNK + 1,
];

const LAYOUTS: [(&str, Layout); 2] = [("v0", Layout::V0), ("v1", Layout::V1)];

/// So many bytes, always the same (SplitMix64).
fn document(len: usize) -> Vec<u8> {
    let mut state = len as u64;
    let mut word = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ word >> 31).to_le_bytes()
    };
    let mut bytes: Vec<u8> = (0..len.div_ceil(8)).flat_map(|_| word()).collect();
    bytes.truncate(len);
    bytes
}

/// A node of its own; `None` where there is no Kubo.
async fn kubo(what: &str) -> Option<(Kubo, KuboStore)> {
    if Kubo::find().is_none() {
        eprintln!("skipped, for there is no kubo: {what}; scripts/setup kubo builds it");
        return None;
    }
    let kubo = Kubo::start().await.unwrap();
    let store = kubo.store().unwrap();
    Some((kubo, store))
}

fn gateways(urls: &[String]) -> GatewayStore {
    GatewayStore::new(urls, Arc::new(Native::new().unwrap()), Arc::new(System))
}

fn line(len: usize, layout: &str, cid: &Cid) -> String {
    format!("{len} {layout} {cid}\n")
}

#[test]
fn cids_are_those_that_kubo_gave() {
    let mut ours = String::new();
    for len in LENGTHS {
        let document = document(len);
        for (name, layout) in LAYOUTS {
            ours += &line(len, name, &content::cid_with(&document, layout).unwrap());
        }
    }
    let recorded = fs::read_to_string(Path::new(RECORDED)).unwrap();
    assert!(recorded == ours, "recorded:\n{recorded}ours:\n{ours}");
}

/// With `UPDATE_CIDS=1` the answers are written down.
#[tokio::test]
async fn cids_are_those_that_kubo_gives() {
    let Some((kubo, store)) = kubo("adding documents of many lengths").await else { return };
    let mut answers = String::new();
    for len in LENGTHS {
        let document = document(len);
        for (name, layout) in LAYOUTS {
            // It fails when Kubo's CID is not ours.
            let cid = store.add(&document, layout).await.unwrap();
            answers += &line(len, name, &cid);
            assert!(store.is_pinned(&cid).await.unwrap(), "{cid}");
        }
    }
    if env::var_os("UPDATE_CIDS").is_some() {
        fs::write(RECORDED, &answers).unwrap();
    }
    kubo.stop().await.unwrap();
}

#[tokio::test]
async fn documents_come_back_from_kubo_however_they_were_stored() {
    let Some((kubo, store)) = kubo("storing and reading documents").await else { return };
    assert!(store.version().await.unwrap().version.starts_with("0."));
    let through_gateway = gateways(&[kubo.gateway_url()]);
    let document = document(3 * CHUNK + 1);
    for layout in [Layout::V0, Layout::V1] {
        // Block by block, as to any store.
        let cid = content::add_with(&store, &document, layout).await.unwrap();
        assert!(store.is_pinned(&cid).await.unwrap());
        // As one, which finds the blocks there.
        assert_eq!(store.add(&document, layout).await.unwrap(), cid);
        // As a CAR over the RPC, as a CAR from the gateway.
        assert_eq!(content::read(&store, &cid).await.unwrap(), document);
        assert_eq!(content::read(&through_gateway, &cid).await.unwrap(), document);
        // Block by block.
        let block = store.get(&cid).await.unwrap().unwrap();
        assert_eq!(through_gateway.get(&cid).await.unwrap().unwrap(), block);
        store.unpin(&cid).await.unwrap();
        assert!(!store.is_pinned(&cid).await.unwrap());
        store.unpin(&cid).await.unwrap();
    }
    let small = content::add_with(&store, b"{}", Layout::OneBlock).await.unwrap();
    assert_eq!(small.to_string(), "bafkreicecnx2gvntm6fbcrvnc336qze6st5u7qq7457igegamd3bzkx7ri");
    assert_eq!(content::read(&through_gateway, &small).await.unwrap(), b"{}");
    kubo.stop().await.unwrap();
}

#[tokio::test]
async fn what_kubo_does_not_have_is_not_found() {
    let Some((kubo, store)) = kubo("reading what is not there").await else { return };
    let through_gateway = gateways(&[kubo.gateway_url()]);
    for layout in [Layout::V0, Layout::V1] {
        let absent = content::cid_with(b"never stored", layout).unwrap();
        assert_eq!(store.get(&absent).await.unwrap(), None);
        for store in [&store as &dyn Store, &through_gateway] {
            let error = content::read(store, &absent).await.unwrap_err();
            assert!(matches!(error, Error::NotFound(cid) if cid == absent), "{error}");
        }
        assert!(!store.is_pinned(&absent).await.unwrap());
    }
    kubo.stop().await.unwrap();
}

/// A file whose blocks are not all there: the answer breaks off, after it has begun well.
#[tokio::test]
async fn a_file_with_a_hole_is_refused() {
    let Some((kubo, store)) = kubo("reading a file that lacks a block").await else { return };
    let memory = MemoryStore::default();
    let document = document(3 * CHUNK);
    let root = content::add(&memory, &document).await.unwrap();
    let file = memory.fetch(&root, Limits::default()).await.unwrap();
    let leaves: Vec<_> = file.blocks().filter(|(cid, _)| **cid != root).collect();
    store.put(&root, &memory.get(&root).await.unwrap().unwrap()).await.unwrap();
    for (cid, block) in &leaves[1..] {
        store.put(cid, block).await.unwrap();
    }
    let through_gateway = gateways(&[kubo.gateway_url()]);
    for store in [&store as &dyn Store, &through_gateway] {
        let error = content::read(store, &root).await.unwrap_err();
        assert!(!matches!(error, Error::Store(_)), "{error}");
    }
    store.put(leaves[0].0, leaves[0].1).await.unwrap();
    assert_eq!(content::read(&store, &root).await.unwrap(), document);
    kubo.stop().await.unwrap();
}

#[tokio::test]
async fn a_cache_before_kubo_needs_it_once() {
    let Some((kubo, store)) = kubo("reading through a cache").await else { return };
    let document = document(2 * CHUNK);
    let cid = content::add_with(&store, &document, Layout::V1).await.unwrap();
    let cached = CachedStore::new(MemoryStore::default(), store);
    assert_eq!(content::read(&cached, &cid).await.unwrap(), document);
    kubo.stop().await.unwrap();
    assert_eq!(content::read(&cached, &cid).await.unwrap(), document);
    let absent = content::cid_of(b"never stored");
    assert!(matches!(content::read(&cached, &absent).await, Err(Error::Remote(_))));
}

#[tokio::test]
async fn kubo_listens_on_loopback_alone_and_leaves_nothing() {
    let Some((kubo, _)) = kubo("starting and ending").await else { return };
    let addresses = kubo.listening().unwrap();
    assert_eq!(addresses.len(), 2);
    assert!(addresses.iter().all(|address| address.ip().is_loopback()), "{addresses:?}");
    let (folder, process) = (kubo.folder().to_owned(), format!("/proc/{}", kubo.process_id()));
    assert!(folder.exists() && Path::new(&process).exists());
    drop(kubo);
    assert!(!folder.exists() && !Path::new(&process).exists());
}
