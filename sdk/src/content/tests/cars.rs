//! CARs, right and wrong, in pieces of all sizes.

use proptest::prelude::*;

use super::{car as car_of, *};
use crate::content::car::CarReader;

/// A file of two levels with a part that comes twice: its root, and its blocks from the root, depth first.
fn example() -> (Cid, Vec<(Cid, Vec<u8>)>) {
    let (one, two) = (raw(b"one"), raw(b"two"));
    let low = parent(&[(one.0, 3), (two.0, 3)]);
    let root = parent(&[(low.0, 6), (two.0, 3), (inline(address::RAW, b"!"), 1)]);
    (root.0, vec![root, low, one, two])
}

fn read_car(root: &Cid, car: &[u8], piece: usize) -> Result<File, Error> {
    let mut reader = CarReader::new(root, Limits::default())?;
    for piece in car.chunks(piece) {
        reader.push(piece)?;
    }
    reader.finish()
}

fn complaint(root: &Cid, car: &[u8]) -> String {
    read_car(root, car, 10).unwrap_err().to_string()
}

#[test]
fn a_car_is_its_file() {
    let (root, blocks) = example();
    let car = car_of(&root, &blocks);
    for piece in 1..car.len() {
        let file = read_car(&root, &car, piece).unwrap();
        assert_eq!(file.bytes(), b"onetwotwo!");
        assert_eq!(file.blocks().count(), 4);
        assert_eq!(*file.cid(), root);
    }
    // With what comes twice sent twice, and what is inside a CID sent as well.
    let inside = (inline(address::RAW, b"!"), b"!".to_vec());
    let car = car_of(&root, blocks.iter().chain([&blocks[3], &inside]));
    assert_eq!(read_car(&root, &car, 7).unwrap().bytes(), b"onetwotwo!");
}

#[test]
fn versions_of_the_root_are_told_apart_by_the_header() {
    let all = blocks(b"hello world\n", Layout::V0);
    let root = all[0].0;
    assert_eq!(read_car(&root, &car_of(&root, &all), 5).unwrap().bytes(), b"hello world\n");
    let other = Cid::new_v1(address::DAG_PB, *root.hash());
    assert!(complaint(&other, &car_of(&root, &all)).contains("its beginning"));
}

#[test]
fn what_is_wrong_in_a_car_is_named() {
    let (root, blocks) = example();
    let order = |places: &[usize]| car_of(&root, places.iter().map(|place| &blocks[*place]));
    let foreign = raw(b"foreign");
    for (car, reason) in [
        (order(&[]), format!("document {root} not found")),
        (order(&[0, 1, 2]), format!("block {} is missing", blocks[3].0)),
        (order(&[0, 1, 3]), format!("block {} is not the next one of the file", blocks[3].0)),
        (order(&[1, 0, 2, 3]), "is not the next one".into()),
        (
            car_of(&root, blocks.iter().chain([&foreign])),
            format!("block {} is not the next one of the file", foreign.0),
        ),
        (
            car_of(&root, [&blocks[0], &(blocks[1].0, b"lie".to_vec())]),
            "bytes are not those of".into(),
        ),
        (
            car_of(&root, blocks.iter().chain([&(blocks[3].0, b"lie".to_vec())])),
            "bytes are not those of".into(),
        ),
        (
            car_of(&root, blocks.iter().chain([&blocks[3]; 5_000])),
            "the same blocks again and again".into(),
        ),
        (car_of(&foreign.0, &blocks), "its beginning is not that of a car of this file".into()),
        (b"<!DOCTYPE html><html>not here</html>".repeat(9), "its beginning".into()),
        (vec![], "it is cut off".into()),
        (b"<html>".to_vec(), "its beginning".into()),
        ([order(&[0]), vec![0]].concat(), "an empty section".into()),
        ([order(&[0]), vec![3, 1, 2, 3]].concat(), "a block without a cid".into()),
        ([order(&[0]), vec![0xff; 11]].concat(), "malformed length".into()),
        ([order(&[0]), vec![0xff, 0xff, 0xff, 0x7f]].concat(), "a block that is too long".into()),
    ] {
        let message = complaint(&root, &car);
        assert!(message.contains(&reason), "{reason}: {message}");
    }
}

#[test]
fn a_car_that_is_cut_off_is_refused_wherever_it_is_cut() {
    let (root, blocks) = example();
    let car = car_of(&root, &blocks);
    for len in 0..car.len() {
        assert!(read_car(&root, &car[..len], 16).is_err(), "{len} of {}", car.len());
    }
}

/// All that one bit can do without harm is to make a repetition of a block out of nothing.
#[test]
fn a_bit_that_flips_is_noticed() {
    let (root, blocks) = example();
    let car = car_of(&root, &blocks);
    for bit in 0..car.len() * 8 {
        let mut changed = car.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(read_car(&root, &changed, 64).is_err(), "bit {bit}");
    }
}

#[test]
fn a_car_ends_at_the_first_excess() {
    let (root, blocks) = example();
    let car = car_of(&root, &blocks);
    let limits = Limits { bytes: 150, ..Limits::default() };
    let mut reader = CarReader::new(&root, limits).unwrap();
    let at = (1..=car.len()).find(|at| reader.push(&car[at - 1..*at]).is_err()).unwrap();
    assert!(at < car.len(), "{at} of {}", car.len());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>, piece in 1..64usize) {
        let (root, _) = example();
        let _ = read_car(&root, &bytes, piece);
        let _ = read_car(&root, &[car_of(&root, []), bytes].concat(), piece);
    }
}
