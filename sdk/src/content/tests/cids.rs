//! What CIDs are read, and what they are of.

use super::*;

#[test]
fn cids_are_those_of_kubo() {
    for (document, v0, v1) in [
        (
            "",
            "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
            "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        ),
        (
            "hello world\n",
            "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o",
            "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4",
        ),
        (
            "hello world",
            "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
            "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
        ),
    ] {
        let document = document.as_bytes();
        assert_eq!(cid_of(document).to_string(), v0);
        assert_eq!(cid_with(document, Layout::V1).unwrap().to_string(), v1);
        assert_eq!(cid_with(document, Layout::OneBlock).unwrap().to_string(), v1);
    }
}

#[test]
fn one_block_has_a_longest_document() {
    let longest = vec![b' '; MAX_ONE_BLOCK + 1];
    let cid = cid_with(&longest[1..], Layout::OneBlock).unwrap();
    assert_eq!(cid, raw(&longest[1..]).0);
    let error = cid_with(&longest, Layout::OneBlock).unwrap_err();
    assert_eq!(error.to_string(), "document of 1048577 bytes is longer than 1048576");
}

#[test]
fn a_multihash_is_the_cid_in_34_bytes() {
    let cid = cid_of(b"hello world\n");
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
fn texts_of_cids_are_read_or_the_reason_is_given() {
    let digest = *cid_of(b"").hash();
    let sha2_512 = cid::multihash::Multihash::wrap(0x13, &[0; 64]).unwrap();
    let short = cid::multihash::Multihash::wrap(0x12, &[0; 20]).unwrap();
    for good in [
        cid_of(b""),
        Cid::new_v1(address::DAG_PB, digest),
        Cid::new_v1(address::RAW, digest),
        inline(address::RAW, b"small"),
    ] {
        assert_eq!(parse_cid(&good.to_string()).unwrap(), good);
    }
    let v1 = "zb2rhcc1wJn2GHDLT2YkmPq5b69cXc2xfRZZmyufbjFUfBkxr";
    assert_eq!(parse_cid(v1).unwrap().to_string(), raw(b"hello\n").0.to_string(), "base58");
    for (text, reason) in [
        (String::new(), "\"\" is no cid"),
        ("Qm".into(), "is no cid"),
        ("hello".into(), "is no cid"),
        (Cid::new_v1(0x71, digest).to_string(), "is of a codec that is neither raw nor dag-pb"),
        (
            Cid::new_v1(address::RAW, sha2_512).to_string(),
            "is hashed by neither sha2-256 nor identity",
        ),
        (Cid::new_v1(address::RAW, short).to_string(), "has a digest that is cut off"),
    ] {
        let message = parse_cid(&text).unwrap_err().to_string();
        assert!(message.contains(reason), "{message}");
        // Nobody is asked for it.
        if let Ok(cid) = text.parse::<Cid>() {
            let error = run(read(&Liar(vec![]), &cid)).unwrap_err();
            assert!(matches!(error, Error::UnsupportedCid(..)), "{cid}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text: String) {
        let _ = parse_cid(&text);
    }

    #[test]
    fn no_multihash_panics(bytes: Vec<u8>) {
        let _ = cid_of_multihash(&bytes);
    }
}
