//! The cryptography that a chain offers to contracts, and asks of transactions, with the behaviour of nodeos.
//!
//! Pure functions from bytes to bytes, total on any input; the reading and writing of a contract's memory, and the
//! charge for work, are the host's. A function with a `result` argument is an intrinsic as the contract calls it: it
//! checks the length of `result` too, gives the intrinsic's number, and leaves `result` as it was when it fails.

mod alt_bn128;
mod blake2;
mod bls12_381;
mod client_data;
mod digest;
mod failure;
mod modular;
mod packed;
mod recovery;
mod signature;
#[cfg(test)]
mod tests;
mod webauthn;

pub use alt_bn128::{alt_bn128_add, alt_bn128_mul, alt_bn128_pair};
pub use blake2::blake2_f;
pub use bls12_381::{
    bls_fp_exp, bls_fp_mod, bls_fp_mul, bls_g1_add, bls_g1_map, bls_g1_weighted_sum, bls_g2_add,
    bls_g2_map, bls_g2_weighted_sum, bls_pairing,
};
pub use digest::{ripemd160, sha1, sha3, sha256, sha512};
pub use failure::Failure;
pub use modular::{mod_exp, mod_exp_work};
pub use signature::{SignatureRules, assert_recover_key, k1_recover, recover, recover_key};

/// What an intrinsic gives for success.
const SUCCESS: i32 = 0;
/// What an intrinsic gives for a malformed argument.
const FAILURE: i32 = -1;

/// Fills `result` from `value`, if the intrinsic succeeded.
fn conclude<const LENGTH: usize>(value: Option<[u8; LENGTH]>, result: &mut [u8]) -> i32 {
    match (value, result.get_mut(..LENGTH)) {
        (Some(value), Some(result)) => {
            result.copy_from_slice(&value);
            SUCCESS
        }
        _ => FAILURE,
    }
}
