//! The stores on this machine: what is stored comes back, or nothing does.

use std::fs;

use super::*;

#[test]
fn what_is_stored_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let in_folder = FolderStore::open(folder.path().join("made")).unwrap();
    let in_memory = MemoryStore::default();
    let long = vec![0xff; 600_000];
    run(async {
        for store in [&in_folder as &dyn Store, &in_memory] {
            let absent = cid_of(b"never stored");
            assert!(
                matches!(read(store, &absent).await, Err(Error::NotFound(cid)) if cid == absent)
            );
            for layout in [Layout::V0, Layout::V1, Layout::OneBlock] {
                for document in [&b""[..], b"{\"answer\":\"7\"}", &long] {
                    let cid = add_with(store, document, layout).await.unwrap();
                    assert_eq!(cid, cid_with(document, layout).unwrap());
                    assert_eq!(add_with(store, document, layout).await.unwrap(), cid, "twice");
                    assert_eq!(read(store, &cid).await.unwrap(), document);
                }
            }
        }
    });
    assert_eq!(in_folder.sweep().unwrap(), 0, "nothing unfinished is left");
}

#[test]
fn damaged_blocks_are_refused_and_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    run(async {
        let cid = add(&store, b"what was stored").await.unwrap();
        let block = fs::read(store.path(&cid)).unwrap();
        let flipped = (0..block.len()).map(|at| {
            let mut changed = block.clone();
            changed[at] ^= 1;
            changed
        });
        let others = [vec![], block[1..].to_vec(), vec![0; 3 << 20]];
        for damaged in flipped.chain(others) {
            fs::write(store.path(&cid), damaged).unwrap();
            assert!(matches!(read(&store, &cid).await, Err(Error::Mismatch(_))));
            add(&store, b"what was stored").await.unwrap();
            assert_eq!(read(&store, &cid).await.unwrap(), b"what was stored");
        }
    });
}

/// What a process leaves behind that is killed while it writes: a file that has another name.
#[test]
fn unfinished_files_are_not_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::open(folder.path()).unwrap();
    run(add(&store, b"whole")).unwrap();
    fs::write(folder.path().join(".4711-0"), b"ha").unwrap();
    let again = FolderStore::open(folder.path()).unwrap();
    assert_eq!(run(read(&again, &cid_of(b"whole"))).unwrap(), b"whole");
    assert_eq!(again.sweep().unwrap(), 1);
    assert_eq!(run(read(&again, &cid_of(b"whole"))).unwrap(), b"whole");
}

#[test]
fn a_cache_keeps_what_is_right() {
    let document = vec![3; 300_000];
    let remote = MemoryStore::default();
    let root = run(add(&remote, &document)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let local = FolderStore::open(folder.path()).unwrap();
    let cached = CachedStore::new(local, remote);
    assert_eq!(run(read(&cached, &root)).unwrap(), document);
    assert_eq!(run(read(cached.local(), &root)).unwrap(), document, "it is there");
    // Damaged here, right there.
    fs::write(cached.local().path(&root), b"damage").unwrap();
    assert_eq!(run(cached.get(&root)).unwrap(), run(cached.remote().get(&root)).unwrap());
    fs::write(cached.local().path(&root), b"damage").unwrap();
    assert_eq!(run(read(&cached, &root)).unwrap(), document);
    assert_eq!(run(read(cached.local(), &root)).unwrap(), document, "it is right again");
    // What is put goes to both.
    let other = run(add(&cached, b"other")).unwrap();
    assert_eq!(run(read(cached.remote(), &other)).unwrap(), b"other");
    assert_eq!(run(read(cached.local(), &other)).unwrap(), b"other");
}

#[test]
fn a_cache_keeps_no_lies() {
    let cached = CachedStore::new(MemoryStore::default(), Liar(b"lie".to_vec()));
    let cid = cid_of(b"truth");
    assert!(matches!(run(read(&cached, &cid)), Err(Error::Mismatch(_))));
    assert!(matches!(run(cached.get(&cid)), Err(Error::Mismatch(_))));
    assert_eq!(run(cached.local().get(&cid)).unwrap(), None);
}
