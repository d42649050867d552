//! Any bytes as the CAR of a file: a file whose bytes are those of its CID, or a refusal, soon.
//!
//! The first byte says how large the pieces are in which it comes, the rest is the CAR.
#![no_main]

use std::sync::LazyLock;

use fuzz::ipfs::{Answers, example, read};
use libfuzzer_sys::fuzz_target;

static EXAMPLE: LazyLock<fuzz::ipfs::Example> = LazyLock::new(example);

fuzz_target!(|input: &[u8]| {
    let Some((piece, car)) = input.split_first() else { return };
    let piece = usize::from(*piece) + 1;
    let answers = Answers::new(car.chunks(piece).map(<[u8]>::to_vec).collect());
    if let Ok(document) = read(answers, &EXAMPLE.root) {
        assert!(document == EXAMPLE.document, "another document of the same cid");
    }
});
