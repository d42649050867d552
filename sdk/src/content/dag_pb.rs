//! A node of dag-pb: bytes, and links to other blocks.
//!
//! What the bytes mean is left to [`unixfs`](super::unixfs). Names of links, which directories have, are not kept.

use cid::Cid;

use super::protobuf::{Fields, Value, put_bytes, put_number};

/// The fields of a node.
mod node {
    pub(super) const DATA: u64 = 1;
    pub(super) const LINKS: u64 = 2;
}

/// The fields of a link.
mod link {
    pub(super) const HASH: u64 = 1;
    pub(super) const NAME: u64 = 2;
    pub(super) const TOTAL_SIZE: u64 = 3;
}

/// A node, read from a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) links: Vec<Cid>,
    pub(super) data: Option<&'a [u8]>,
}

/// A link, as it is written.
pub(super) struct Link {
    pub(super) cid: Cid,
    /// The bytes of all blocks below, and of the block itself.
    pub(super) total_size: u64,
}

/// The block of a node: links first, as dag-pb has it in spite of the numbers of the fields.
pub(super) fn encode<'a>(links: impl Iterator<Item = &'a Link>, data: &[u8]) -> Vec<u8> {
    let mut block = Vec::with_capacity(data.len().saturating_add(16));
    for link in links {
        let mut message = Vec::with_capacity(48);
        put_bytes(&mut message, link::HASH, &link.cid.to_bytes());
        put_bytes(&mut message, link::NAME, b"");
        put_number(&mut message, link::TOTAL_SIZE, link.total_size);
        put_bytes(&mut block, node::LINKS, &message);
    }
    put_bytes(&mut block, node::DATA, data);
    block
}

/// Reads a node that has at most so many links.
///
/// The data may come before or after all links: both are found.
pub(super) fn decode(block: &[u8], max_links: usize) -> Result<Node<'_>, &'static str> {
    let mut links = Vec::new();
    let mut data = None;
    let mut previous = None;
    for field in Fields(block) {
        let number = match field? {
            (node::DATA, Value::Bytes(_)) if data.is_some() => {
                return Err("a node with data twice");
            }
            (node::DATA, Value::Bytes(bytes)) => {
                data = Some(bytes);
                node::DATA
            }
            (node::LINKS, Value::Bytes(message)) => {
                if previous == Some(node::DATA) && !links.is_empty() {
                    return Err("a node with data between links");
                }
                if links.len() >= max_links {
                    return Err("a node with too many links");
                }
                links.push(decode_link(message)?);
                node::LINKS
            }
            _ => return Err("unknown field of a node"),
        };
        previous = Some(number);
    }
    Ok(Node { links, data })
}

fn decode_link(message: &[u8]) -> Result<Cid, &'static str> {
    let mut hash = None;
    let mut last = 0;
    for field in Fields(message) {
        let (number, value) = field?;
        if number <= last {
            return Err("fields of a link out of order");
        }
        last = number;
        match (number, value) {
            (link::HASH, Value::Bytes(bytes)) => hash = Some(bytes),
            (link::NAME, Value::Bytes(_)) | (link::TOTAL_SIZE, Value::Number(_)) => {}
            _ => return Err("unknown field of a link"),
        }
    }
    Cid::try_from(hash.ok_or("a link without a cid")?).map_err(|_| "a link to no cid")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::cid_of_block;

    #[test]
    fn nodes_are_read_in_one_way() {
        type Fields<'a> = &'a [(u64, &'a [u8])];
        type Read = Result<(usize, bool), &'static str>;
        let cid = cid_of_block(b"").to_bytes();
        let mut link = Vec::new();
        put_bytes(&mut link, link::HASH, &cid);
        let read = |fields: &[(u64, &[u8])]| {
            let mut block = Vec::new();
            fields.iter().for_each(|(field, bytes)| put_bytes(&mut block, *field, bytes));
            decode(&block, 3).map(|node| (node.links.len(), node.data.is_some()))
        };
        let data = (node::DATA, &b""[..]);
        let good = (node::LINKS, link.as_slice());
        let bad = |message: &'static [u8]| (node::LINKS, message);
        let cases: [(Fields, Read); 13] = [
            (&[], Ok((0, false))),
            (&[data], Ok((0, true))),
            (&[good], Ok((1, false))),
            (&[good, good, data], Ok((2, true))),
            (&[data, good, good], Ok((2, true))),
            (&[good, data, good], Err("a node with data between links")),
            (&[data, data], Err("a node with data twice")),
            (&[good; 4], Err("a node with too many links")),
            (&[(3, b"")], Err("unknown field of a node")),
            (&[bad(b"")], Err("a link without a cid")),
            (&[bad(&[0x0a, 0x02, 0x12, 0x20])], Err("a link to no cid")),
            (&[bad(&[0x12, 0x00, 0x0a, 0x00])], Err("fields of a link out of order")),
            (&[bad(&[0x22, 0x00])], Err("unknown field of a link")),
        ];
        for (fields, expected) in cases {
            assert_eq!(read(fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn numbers_are_written_in_one_way() {
        for (block, reason) in [
            // A length of zero, in two bytes.
            (&[0x0a, 0x80, 0x00][..], "malformed message"),
            // More than 64 bits.
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], "malformed message"),
            (&[0x0a], "malformed message"),
            (&[0x0a, 0x05, 0x08], "malformed message"),
            // A group, which no format has used for twenty years.
            (&[0x0b], "malformed message"),
        ] {
            assert_eq!(decode(block, 1), Err(reason), "{block:?}");
        }
    }
}
