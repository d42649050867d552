//! BLAKE2b's compression function F (RFC 7693, EIP-152).
//!
//! The hash built on it is the contract's business.

use super::{FAILURE, conclude};

/// The initial vector: that of SHA-512.
const INITIAL: [u64; 8] = [
    0x6a09e667f3bcc908,
    0xbb67ae8584caa73b,
    0x3c6ef372fe94f82b,
    0xa54ff53a5f1d36f1,
    0x510e527fade682d1,
    0x9b05688c2b3e6c1f,
    0x1f83d9abfb41bd6b,
    0x5be0cd19137e2179,
];

/// In which order a round takes the words of the message; round 10 starts over.
const ORDER: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// `blake2_f`: a new state of 64 bytes from a state (64), a block (128) and the two halves of the offset (8 each).
///
/// 0, or -1 for a wrong length. Takes time in proportion to `rounds`, which a contract may choose up to 2³² - 1.
pub fn blake2_f(
    rounds: u32,
    state: &[u8],
    message: &[u8],
    offset_low: &[u8],
    offset_high: &[u8],
    last: i32,
    result: &mut [u8],
) -> i32 {
    let (Some(state), Some(message), Some([low]), Some([high])) =
        (words::<8>(state), words::<16>(message), words(offset_low), words(offset_high))
    else {
        return FAILURE;
    };
    let compressed = compress(rounds, state, &message, [low, high], last == 1);
    let mut bytes = [0; 64];
    for (bytes, word) in bytes.chunks_exact_mut(8).zip(compressed) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    conclude(Some(bytes), result)
}

fn compress(
    rounds: u32,
    state: [u64; 8],
    message: &[u64; 16],
    [low, high]: [u64; 2],
    last: bool,
) -> [u64; 8] {
    let mut v = [0; 16];
    v[..8].copy_from_slice(&state);
    v[8..].copy_from_slice(&INITIAL);
    v[12] ^= low;
    v[13] ^= high;
    if last {
        v[14] = !v[14];
    }
    for order in ORDER.iter().cycle().take(rounds as usize) {
        let mut mix = |half: usize, [a, b, c, d]: [usize; 4]| {
            v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * half]]);
            v[d] = (v[d] ^ v[a]).rotate_right(32);
            v[c] = v[c].wrapping_add(v[d]);
            v[b] = (v[b] ^ v[c]).rotate_right(24);
            v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * half + 1]]);
            v[d] = (v[d] ^ v[a]).rotate_right(16);
            v[c] = v[c].wrapping_add(v[d]);
            v[b] = (v[b] ^ v[c]).rotate_right(63);
        };
        for column in 0..4 {
            mix(column, [column, column + 4, column + 8, column + 12]);
        }
        for diagonal in 0..4 {
            let at = |row: usize| 4 * row + (diagonal + row) % 4;
            mix(4 + diagonal, [at(0), at(1), at(2), at(3)]);
        }
    }
    std::array::from_fn(|index| state[index] ^ v[index] ^ v[index + 8])
}

/// Exactly so many little-endian words.
fn words<const COUNT: usize>(bytes: &[u8]) -> Option<[u64; COUNT]> {
    let (words, rest) = bytes.as_chunks::<8>();
    let words: &[[u8; 8]; COUNT] = words.try_into().ok()?;
    rest.is_empty().then(|| words.map(u64::from_le_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors 4 to 7 of EIP-152: the last block of BLAKE2b of `abc`, by rounds and flag.
    #[test]
    fn vectors_of_eip_152() {
        let mut state = INITIAL;
        state[0] ^= 0x0101_0040; // no key, 64 bytes
        let state: Vec<u8> = state.iter().flat_map(|word| word.to_le_bytes()).collect();
        let mut message = [0; 128];
        message[..3].copy_from_slice(b"abc");
        let start = |rounds, last| {
            let mut result = [0; 64];
            let offset = 3u64.to_le_bytes();
            assert_eq!(blake2_f(rounds, &state, &message, &offset, &[0; 8], last, &mut result), 0);
            result[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(start(0, 1), "08c9bcf367e6096a");
        assert_eq!(start(12, 1), "ba80a53f981c4d0d");
        assert_eq!(start(12, 0), "75ab69d3190a562c");
        assert_eq!(start(12, 2), start(12, 0), "only 1 marks the last block");
        assert_eq!(start(1, 1), "b63a380cb2897d52");
    }

    #[test]
    fn lengths_are_exact_but_for_the_result() {
        let call = |state: usize, message: usize, low: usize, high: usize, result: usize| {
            let zero = [0; 200];
            blake2_f(
                1,
                &zero[..state],
                &zero[..message],
                &zero[..low],
                &zero[..high],
                0,
                &mut [0; 200][..result],
            )
        };
        assert_eq!(call(64, 128, 8, 8, 64), 0);
        assert_eq!(call(64, 128, 8, 8, 65), 0);
        assert_eq!(call(63, 128, 8, 8, 64), -1);
        assert_eq!(call(64, 129, 8, 8, 64), -1);
        assert_eq!(call(64, 128, 0, 8, 64), -1);
        assert_eq!(call(64, 128, 8, 16, 64), -1);
        assert_eq!(call(64, 128, 8, 8, 63), -1);
    }
}
