//! A part of a file: what UnixFS says in the data of a dag-pb node.
//!
//! Files only; directories and symbolic links are refused. How parts become a file is left to [`file`](super::file).

use cid::Cid;

use super::{
    dag_pb,
    protobuf::{Fields, Value, put_bytes, put_number},
};

/// The fields of an entry, and the types that hold bytes.
mod entry {
    pub(super) const TYPE: u64 = 1;
    pub(super) const DATA: u64 = 2;
    pub(super) const FILE_SIZE: u64 = 3;
    pub(super) const BLOCK_SIZES: u64 = 4;

    pub(super) const RAW: u64 = 0;
    pub(super) const FILE: u64 = 2;
}

/// A file, or a part of one: its own bytes, and then those of other parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) data: &'a [u8],
    /// The parts that follow, and how many bytes of the file each has.
    pub(super) children: Vec<(Cid, u64)>,
    /// How many bytes of the file it has, with those of the parts that follow.
    pub(super) size: u64,
}

/// The data of a leaf.
pub(super) fn encode_leaf(bytes: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(bytes.len().saturating_add(16));
    put_number(&mut data, entry::TYPE, entry::FILE);
    // A file without bytes has no field for them.
    if !bytes.is_empty() {
        put_bytes(&mut data, entry::DATA, bytes);
    }
    put_number(&mut data, entry::FILE_SIZE, bytes.len() as u64);
    data
}

/// The data of a node whose links lead to parts of these sizes.
pub(super) fn encode_parent(sizes: impl Iterator<Item = u64> + Clone) -> Vec<u8> {
    let mut data = Vec::new();
    put_number(&mut data, entry::TYPE, entry::FILE);
    put_number(&mut data, entry::FILE_SIZE, sizes.clone().fold(0, u64::saturating_add));
    sizes.for_each(|size| put_number(&mut data, entry::BLOCK_SIZES, size));
    data
}

/// Reads the part of a file in a block, which has at most so many links.
pub(super) fn decode(block: &[u8], max_links: usize) -> Result<Part<'_>, &'static str> {
    let node = dag_pb::decode(block, max_links)?;
    let (mut kind, mut data, mut declared) = (None, &[][..], None);
    let mut sizes = Vec::new();
    for field in Fields(node.data.ok_or("a node without data")?) {
        match field? {
            (entry::TYPE, Value::Number(number)) => kind = Some(number),
            (entry::DATA, Value::Bytes(bytes)) => data = bytes,
            (entry::FILE_SIZE, Value::Number(number)) => declared = Some(number),
            (entry::BLOCK_SIZES, Value::Number(size)) => {
                if sizes.len() >= node.links.len() {
                    return Err("more sizes than links");
                }
                sizes.push(size);
            }
            (entry::TYPE..=entry::BLOCK_SIZES, _) => return Err("a field of another type"),
            // Modes and times, for instance.
            _ => {}
        }
    }
    if !matches!(kind, Some(entry::RAW | entry::FILE)) {
        return Err("it is of another type");
    }
    if sizes.len() != node.links.len() {
        return Err("fewer sizes than links");
    }
    let size = sizes.iter().try_fold(data.len() as u64, |sum, size| sum.checked_add(*size));
    let size = size.ok_or("its size is out of range")?;
    if declared.is_some_and(|declared| declared != size) {
        return Err("its size is another one");
    }
    Ok(Part { data, children: node.links.into_iter().zip(sizes).collect(), size })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::cid_of_block;

    fn leaf(bytes: &[u8]) -> Vec<u8> {
        dag_pb::encode([].iter(), &encode_leaf(bytes))
    }

    #[test]
    fn what_is_no_part_of_a_file_is_refused() {
        for (block, reason) in [
            (&[][..], "a node without data"),
            (&[0x0a, 0x00], "it is of another type"),
            // A directory.
            (&[0x0a, 0x02, 0x08, 0x01], "it is of another type"),
            // A type that is no number.
            (&[0x0a, 0x02, 0x0a, 0x00], "a field of another type"),
            // A file of one byte that says that it has two.
            (&[0x0a, 0x07, 0x08, 0x02, 0x12, 0x01, 0x61, 0x18, 0x02], "its size is another one"),
            // The size of a part, but no link.
            (&[0x0a, 0x06, 0x08, 0x02, 0x18, 0x01, 0x20, 0x01], "more sizes than links"),
        ] {
            assert_eq!(decode(block, 9), Err(reason), "{block:?}");
        }
    }

    #[test]
    fn links_have_sizes() {
        let link = || dag_pb::Link { cid: cid_of_block(b"one"), total_size: 3 };
        let parent = |sizes: &[u64]| {
            let links = [link(), link()];
            let block = dag_pb::encode(links.iter(), &encode_parent(sizes.iter().copied()));
            decode(&block, 2).map(|part| (part.size, part.children.len()))
        };
        assert_eq!(parent(&[3, 4]), Ok((7, 2)));
        assert_eq!(parent(&[3]), Err("fewer sizes than links"));
        assert_eq!(parent(&[3, 4, 5]), Err("more sizes than links"));
        assert_eq!(parent(&[u64::MAX, 1]), Err("its size is out of range"));
    }

    proptest! {
        #[test]
        fn a_leaf_comes_back(bytes: Vec<u8>) {
            let block = leaf(&bytes);
            let size = bytes.len() as u64;
            prop_assert_eq!(decode(&block, 0), Ok(Part { data: &bytes, children: vec![], size }));
        }

        #[test]
        fn no_block_panics(block: Vec<u8>) {
            let _ = decode(&block, 9);
        }

        #[test]
        fn no_changed_block_panics(bytes: Vec<u8>, place: prop::sample::Index, change: u8) {
            let mut block = leaf(&bytes);
            let place = place.index(block.len());
            block[place] ^= change;
            let _ = decode(&block, 9);
        }
    }
}
