//! CIDs against those of other implementations; stores that lie.

use std::{fs, future::ready};

use super::*;
use crate::future::BoxFuture;

fn parse(text: &str) -> Cid {
    text.parse().unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

/// A store that gives one block, whatever it is asked for.
struct Liar(Vec<u8>);

impl Store for Liar {
    fn put<'a>(&'a self, _: &'a Cid, _: &'a [u8]) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(ready(Ok(())))
    }

    fn get<'a>(&'a self, _: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, Error>> {
        Box::pin(ready(Ok(Some(self.0.clone()))))
    }
}

#[test]
fn cids_are_those_of_kubo() {
    for (document, cid) in [
        ("", "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"),
        ("hello world\n", "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o"),
        ("hello world", "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD"),
        ("hello\n", "QmZULkCELmmk5XNfCgTnCyFgAVxBRBXyDHGGMVoLFLiXEN"),
    ] {
        assert_eq!(cid_of(document.as_bytes()).unwrap().to_string(), cid, "{document:?}");
    }
}

#[test]
fn a_multihash_is_the_cid_in_34_bytes() {
    let cid = cid_of(b"hello world\n").unwrap();
    let multihash = multihash_of(&cid);
    assert_eq!(multihash.len(), 34);
    assert_eq!(multihash[..2], [0x12, 0x20]);
    assert_eq!(cid_of_multihash(&multihash).unwrap(), cid);
    for (wrong, bytes) in [
        ("none", vec![]),
        ("too short", multihash[..33].to_vec()),
        ("too long", [&multihash[..], &[0]].concat()),
        ("another hash", [&[0x13], &multihash[1..]].concat()),
        ("another length", [&[0x12, 0x1f], &multihash[2..]].concat()),
    ] {
        assert!(matches!(cid_of_multihash(&bytes), Err(Error::BadMultihash)), "{wrong}");
    }
}

#[test]
fn documents_have_a_length_that_fits_one_block() {
    assert!(cid_of(&[b' '; MAX_DOCUMENT]).is_ok());
    let error = cid_of(&[b' '; MAX_DOCUMENT + 1]).unwrap_err();
    assert_eq!(error.to_string(), "document of 262145 bytes is longer than 262144");
}

#[test]
fn what_is_stored_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = FolderStore::open(folder.path().join("made")).unwrap();
    let in_memory = MemoryStore::default();
    runtime().block_on(async {
        for store in [&in_folder as &dyn Store, &in_memory] {
            let absent = cid_of(b"never stored").unwrap();
            assert!(
                matches!(read(store, &absent).await, Err(Error::NotFound(cid)) if cid == absent)
            );
            for document in [&b""[..], b"{\"answer\":\"7\"}", &[0xff; MAX_DOCUMENT]] {
                let cid = add(store, document).await.unwrap();
                assert_eq!(cid, cid_of(document).unwrap());
                assert_eq!(add(store, document).await.unwrap(), cid, "twice");
                assert_eq!(read(store, &cid).await.unwrap(), document);
            }
        }
    });
    let files = fs::read_dir(in_folder.folder()).unwrap().count();
    assert_eq!(files, 3, "nothing unfinished is left");
}

#[test]
fn bytes_of_another_document_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    runtime().block_on(async {
        let cid = add(&store, b"what was stored").await.unwrap();
        let block = fs::read(store.path(&cid)).unwrap();
        for at in 0..block.len() {
            let mut changed = block.clone();
            changed[at] ^= 1;
            fs::write(store.path(&cid), changed).unwrap();
            assert!(matches!(read(&store, &cid).await, Err(Error::Mismatch(_))), "byte {at}");
        }
        fs::write(store.path(&cid), vec![0; MAX_DOCUMENT + 65]).unwrap();
        assert!(matches!(read(&store, &cid).await, Err(Error::Mismatch(_))), "too long");
    });
}

#[test]
fn version_1_is_read_where_it_is_one_block() {
    let raw = parse("bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4");
    let file = Cid::new_v1(0x70, *cid_of(b"hello world\n").unwrap().hash());
    let block = unixfs::encode(b"hello world\n");
    runtime().block_on(async {
        let read_raw = read(&Liar(b"hello world\n".to_vec()), &raw).await;
        assert_eq!(read_raw.unwrap(), b"hello world\n");
        assert_eq!(read(&Liar(block.clone()), &file).await.unwrap(), b"hello world\n");
        // A gateway that sends the file instead of the block is not believed.
        let plain = read(&Liar(b"hello world\n".to_vec()), &file).await;
        assert!(matches!(plain, Err(Error::Mismatch(_))));
        // Bytes that hash to the address, but are no file.
        let nonsense = cid_of_block(b"hello world\n");
        let no_file = read(&Liar(b"hello world\n".to_vec()), &nonsense).await;
        assert!(matches!(no_file, Err(Error::NotAFile(..))));
    });
}

#[test]
fn other_kinds_of_cid_are_refused_before_the_store_is_asked() {
    let digest = *cid_of(b"").unwrap().hash();
    let sha2_512 = cid::multihash::Multihash::wrap(0x13, &[0; 64]).unwrap();
    let short = cid::multihash::Multihash::wrap(0x12, &[0; 20]).unwrap();
    runtime().block_on(async {
        for cid in
            [Cid::new_v1(0x71, digest), Cid::new_v1(0x55, sha2_512), Cid::new_v1(0x55, short)]
        {
            let result = read(&Liar(vec![]), &cid).await;
            assert!(matches!(result, Err(Error::UnsupportedCid(_))), "{cid}");
        }
    });
}
