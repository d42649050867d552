//! Files of many blocks, of layouts of all kinds; and what only looks like one.

use proptest::prelude::*;

use super::*;

const CHUNK: usize = 256 * 1024;

fn read_blocks(root: &Cid, blocks: &[(Cid, Vec<u8>)], limits: Limits) -> Result<Vec<u8>, Error> {
    run(read_with(&memory(blocks), root, limits))
}

#[test]
fn parts_make_the_file_in_their_order() {
    let (one, two, empty) = (raw(b"one,"), raw(b"two,"), raw(b""));
    let v0_leaf = blocks(b"leaf,", Layout::V0).remove(0);
    let inline_leaf = inline(address::RAW, b"inside,");
    let inline_node = inline(address::DAG_PB, &blocks(b"node,", Layout::V0)[0].1);
    let low = parent(&[(two.0, 4), (empty.0, 0), (inline_leaf, 7)]);
    // A part that comes twice, of several depths: like the layout "trickle".
    let root = parent(&[(one.0, 4), (low.0, 11), (v0_leaf.0, 5), (inline_node, 5), (low.0, 11)]);
    let all = [one, two, empty, v0_leaf, low, root.clone()];
    let document = read_blocks(&root.0, &all, Limits::default()).unwrap();
    assert_eq!(String::from_utf8(document).unwrap(), "one,two,inside,leaf,node,two,inside,");
    for missing in 0..all.len() {
        let mut rest = all.to_vec();
        let (cid, _) = rest.remove(missing);
        let error = read_blocks(&root.0, &rest, Limits::default()).unwrap_err();
        assert!(matches!(error, Error::NotFound(absent) if absent == cid), "{error}");
    }
}

#[test]
fn a_node_has_bytes_of_its_own_before_those_of_its_links() {
    let behind = raw(b"behind");
    let mut data = unixfs::encode_leaf(b"before ");
    // The size of the whole, and that of the part behind.
    let size = data.last_mut().unwrap();
    *size += 6;
    protobuf::put_number(&mut data, 4, 6);
    let link = dag_pb::Link { cid: behind.0, total_size: 6 };
    let block = dag_pb::encode([link].iter(), &data);
    let root = cid_of_block(&block);
    let document = read_blocks(&root, &[(root, block), behind], Limits::default()).unwrap();
    assert_eq!(document, b"before behind");
}

#[test]
fn what_is_inside_its_cid_needs_no_store() {
    let store = MemoryStore::default();
    let node = blocks(b"small", Layout::V0).remove(0).1;
    for cid in [inline(address::RAW, b"small"), inline(address::DAG_PB, &node)] {
        assert_eq!(run(read(&store, &cid)).unwrap(), b"small");
    }
    let error = run(read(&store, &inline(address::DAG_PB, b"small"))).unwrap_err();
    assert!(matches!(error, Error::NotAFile(..)), "{error}");
}

#[test]
fn sizes_of_links_are_those_of_the_parts() {
    let leaf = raw(b"four");
    let node = blocks(b"four", Layout::V0).remove(0);
    for (cid, block) in [leaf, node] {
        for (size, is_right) in [(4, true), (3, false), (5, false), (u64::MAX, false)] {
            let root = parent(&[(cid, size)]);
            let read =
                read_blocks(&root.0, &[(cid, block.clone()), root.clone()], Limits::default());
            assert_eq!(read.is_ok(), is_right, "{size}: {read:?}");
        }
    }
}

#[test]
fn the_first_excess_ends_the_reading() {
    let document = vec![7; 3 * CHUNK];
    let all = blocks(&document, Layout::V0);
    let (root, last) = all.last().unwrap();
    let leaf = all[0].1.len();
    let enough =
        Limits { bytes: leaf + last.len() + 3 * CHUNK, blocks: 4, depth: 1, block_bytes: leaf };
    // All chunks are the same block, which comes once and counts three times.
    assert_eq!(read_blocks(root, &all, enough).unwrap(), document);
    for (limits, what) in [
        (Limits { bytes: 3 * CHUNK - 1, ..enough }, "bytes"),
        (Limits { blocks: 3, ..enough }, "blocks"),
        (Limits { depth: 0, ..enough }, "levels"),
        (Limits { block_bytes: leaf - 1, ..enough }, "bytes in a block"),
    ] {
        let error = read_blocks(root, &all, limits).unwrap_err();
        assert_eq!(error.to_string(), format!("file {root} has too many {what}"));
    }
}

/// Twenty blocks that are a file of a trillion parts without a byte.
#[test]
fn few_blocks_are_not_many_parts() {
    let mut all = vec![raw(b"")];
    for _ in 0..12 {
        let below = all.last().unwrap().0;
        all.push(parent(&[(below, 0); 10]));
    }
    let root = all.last().unwrap().0;
    let error = read_blocks(&root, &all, Limits::default()).unwrap_err();
    assert_eq!(error.to_string(), format!("file {root} has too many blocks"));
}

#[test]
fn what_is_no_file_is_refused() {
    let nonsense = cid_of_block(b"hello world\n");
    let error = run(read(&Liar(b"hello world\n".to_vec()), &nonsense)).unwrap_err();
    assert!(matches!(error, Error::NotAFile(..)));
    // A gateway that sends the file instead of the block is not believed.
    let file = cid_of(b"hello world\n");
    let error = run(read(&Liar(b"hello world\n".to_vec()), &file)).unwrap_err();
    assert!(matches!(error, Error::Mismatch(cid) if cid == file));
    // A part of a codec that is not read.
    let foreign = Cid::new_v1(0x71, *file.hash());
    let root = parent(&[(foreign, 1)]);
    let error = read_blocks(&root.0, std::slice::from_ref(&root), Limits::default()).unwrap_err();
    assert!(matches!(error, Error::UnsupportedCid(cid, _) if cid == foreign));
}

/// Lengths around the borders of a chunk and, rarely, of a node.
fn lengths() -> impl Strategy<Value = usize> {
    let near = |middle: usize| middle.saturating_sub(2)..=middle + 2;
    prop_oneof![
        4 => 0..2_000usize,
        4 => near(CHUNK),
        2 => near(3 * CHUNK),
        1 => near(174 * CHUNK),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_written_is_read(len in lengths(), seed: u8, v1: bool) {
        let layout = if v1 { Layout::V1 } else { Layout::V0 };
        let document: Vec<u8> = (0..len).map(|place| (place / 7) as u8 ^ seed).collect();
        let all = blocks(&document, layout);
        let root = all.last().unwrap().0;
        prop_assert_eq!(cid_with(&document, layout).unwrap(), root);
        prop_assert!(read_blocks(&root, &all, Limits::default()).unwrap() == document);
        // As a CAR, in pieces. Of two levels, the order from the root is to turn that of the making.
        if len <= 174 * CHUNK {
            let leaves = &all[..all.len() - usize::from(len > CHUNK)];
            let root_block = all.last().filter(|_| len > CHUNK);
            let mut reader = car::CarReader::new(&root, Limits::default()).unwrap();
            let car = car(&root, root_block.into_iter().chain(leaves));
            car.chunks(100_000).for_each(|piece| reader.push(piece).unwrap());
            prop_assert!(reader.finish().unwrap().bytes() == document);
        }
    }
}
