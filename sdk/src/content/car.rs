//! A file as a CAR: all its blocks in one stream, each with its CID.
//!
//! Every block is verified when it has come, and has to be the next one of the file, depth first, as Kubo and trustless
//! gateways send them; so that nothing is kept that is not reachable from the root. What comes again is skipped, as long
//! as it is the same. Version 1, with the file as the only root. Where the bytes come from is left to
//! [`http`](super::http).

use cid::Cid;

use super::{
    Error, Limits, address,
    file::{Assembly, File},
    protobuf::{put_delimited, take_varint},
};

/// The longest CID, in bytes: four numbers of which two are small, and 64 bytes of digest.
const MAX_CID: usize = 96;

/// A section, and what is behind it.
type Split<'a> = (&'a [u8], &'a [u8]);

/// Reads a CAR piece by piece.
#[derive(Debug)]
pub(super) struct CarReader {
    root: Cid,
    limits: Limits,
    assembly: Assembly,
    /// What has come and is not read yet: less than a section.
    buffer: Vec<u8>,
    has_header: bool,
    /// How many blocks have come that were not needed.
    repeated: usize,
}

impl CarReader {
    /// The beginning of a CAR of this file.
    ///
    /// # Errors
    /// When the CID is of a kind that is not read here.
    pub(super) fn new(root: &Cid, limits: Limits) -> Result<Self, Error> {
        let assembly = Assembly::new(root, limits)?;
        let (buffer, has_header, repeated) = (Vec::new(), false, 0);
        Ok(Self { root: *root, limits, assembly, buffer, has_header, repeated })
    }

    /// Reads the next bytes, as many as there are.
    ///
    /// # Errors
    /// At the first byte from which on it cannot be a CAR of the file.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.extend_from_slice(bytes);
        if !self.has_header {
            // Noticed at the first wrong byte: what is sent instead may be shorter than it would seem to be.
            let mut expected = Vec::new();
            put_delimited(&mut expected, &header(&self.root));
            if !buffer.iter().zip(&expected).all(|(byte, expected)| byte == expected) {
                return Err(self.bad("its beginning is not that of a car of this file"));
            }
        }
        let mut rest = buffer.as_slice();
        while let Some((section, behind)) = self.split(rest)? {
            self.read(section)?;
            rest = behind;
        }
        let done = buffer.len() - rest.len();
        buffer.drain(..done);
        self.buffer = buffer;
        Ok(())
    }

    /// The file, when all of it has come.
    ///
    /// # Errors
    /// When something is missing.
    pub(super) fn finish(self) -> Result<File, Error> {
        if !self.has_header || !self.buffer.is_empty() {
            return Err(self.bad("it is cut off"));
        }
        match self.assembly.wanted() {
            // Kubo's way to say that it does not have the file: the beginning was written before it looked.
            Some(missing) if missing == self.root => Err(Error::NotFound(missing)),
            Some(missing) => Err(self.bad(&format!("block {missing} is missing"))),
            None => self.assembly.finish(),
        }
    }

    /// The section that `bytes` begin with; `None` when more bytes are needed.
    fn split<'a>(&self, bytes: &'a [u8]) -> Result<Option<Split<'a>>, Error> {
        let (len, digits) = match take_varint(bytes) {
            Some(Some(number)) => number,
            Some(None) => return Err(self.bad("malformed length")),
            None => return Ok(None),
        };
        let longest = self.limits.block_bytes.saturating_add(MAX_CID);
        let len = usize::try_from(len).ok().filter(|len| *len <= longest);
        let len = len.ok_or_else(|| self.bad("a block that is too long"))?;
        if len == 0 {
            return Err(self.bad("an empty section"));
        }
        Ok(bytes.get(digits..).and_then(|behind| behind.split_at_checked(len)))
    }

    fn read(&mut self, section: &[u8]) -> Result<(), Error> {
        if !self.has_header {
            // It has been compared already.
            self.has_header = true;
            return Ok(());
        }
        let mut block = section;
        let cid = Cid::read_bytes(&mut block).map_err(|_| self.bad("a block without a cid"))?;
        if self.assembly.wanted() == Some(cid) {
            return self.assembly.add(block.to_vec());
        }
        self.repeated = self.repeated.saturating_add(1);
        if self.repeated > self.limits.blocks {
            return Err(self.bad("the same blocks again and again"));
        }
        // Blocks that are used twice may come twice; those inside their CIDs need not come at all.
        match self.assembly.known(&cid).or_else(|| address::inline_block(&cid)) {
            Some(known) if known == block => Ok(()),
            Some(_) => Err(Error::Mismatch(cid)),
            None => Err(self.bad(&format!("block {cid} is not the next one of the file"))),
        }
    }

    fn bad(&self, reason: &str) -> Error {
        Error::BadCar(self.root, reason.into())
    }
}

/// The first section of a CAR with one root: `{"roots": [root], "version": 1}` in DAG-CBOR, which has one way to write
/// it, so that there is nothing to decode.
pub(super) fn header(root: &Cid) -> Vec<u8> {
    /// A map of two pairs, the key `roots`, an array of one item, which is tagged as a CID.
    const BEFORE: &[u8] = b"\xa2\x65roots\x81\xd8\x2a";
    /// The key `version`, and 1.
    const BEHIND: &[u8] = b"\x67version\x01";
    let cid = root.to_bytes();
    // Bytes, with a zero before those of the CID.
    let len = u8::try_from(cid.len()).unwrap_or(u8::MAX).saturating_add(1);
    let mut header = BEFORE.to_vec();
    match len {
        0..24 => header.push(0x40 | len),
        24.. => header.extend([0x58, len]),
    }
    header.push(0);
    header.extend(cid);
    header.extend(BEHIND);
    header
}
