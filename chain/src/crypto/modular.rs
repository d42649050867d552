//! Modular exponentiation of big-endian integers (EIP-198 without its header).
//!
//! The limits are those of a node that produces blocks, which an embedded chain always does.

use num_bigint::BigUint;

use super::{FAILURE, Failure, SUCCESS};

/// `mod_exp`: `base ^ exponent % modulus`, as long as the modulus. A modulus of zero gives zeros.
///
/// 0, or -1 if the modulus is empty or `result` is shorter than it. Takes up to 10 milliseconds: see [`mod_exp_work`].
///
/// # Errors
///
/// `subjective_block_production_exception` if the exponent is longer than both base and modulus, or the work too much.
pub fn mod_exp(
    base: &[u8],
    exponent: &[u8],
    modulus: &[u8],
    result: &mut [u8],
) -> Result<i32, Failure> {
    limit(base.len().max(modulus.len()), exponent.len())?;
    let Some(result) = result.get_mut(..modulus.len()).filter(|result| !result.is_empty()) else {
        return Ok(FAILURE);
    };
    let [base, exponent, modulus] = [base, exponent, modulus].map(BigUint::from_bytes_be);
    result.fill(0);
    if modulus != BigUint::ZERO {
        let power = power(&base, &exponent, &modulus).to_bytes_be();
        let start = result.len() - power.len(); // below the modulus, so no longer
        result[start..].copy_from_slice(&power);
    }
    Ok(SUCCESS)
}

/// About how long [`mod_exp`] takes, in nanoseconds: in proportion to the square of the numbers' length, and to the
/// exponent's. Lengths in bytes.
pub fn mod_exp_work(base: usize, exponent: usize, modulus: usize) -> u64 {
    let longest = base.max(modulus);
    if limit(longest, exponent).is_err() {
        return 0;
    }
    // Within the limits this is far below 2^64.
    let words = longest.div_ceil(8) as u64;
    2_000 + words * words * (32 * exponent as u64 + 2)
}

fn power(base: &BigUint, exponent: &BigUint, modulus: &BigUint) -> BigUint {
    // The library prepares 16 powers before it begins, which is not worth it for a short exponent.
    if exponent.bits() > 64 {
        return base.modpow(exponent, modulus);
    }
    let base = base % modulus;
    let mut power = BigUint::from(1u8) % modulus;
    for bit in (0..exponent.bits()).rev() {
        power = &power * &power % modulus;
        if exponent.bit(bit) {
            power = &power * &base % modulus;
        }
    }
    power
}

/// Whether a producing node would do this work; lengths in bytes, though the messages say bits.
fn limit(base_modulus: usize, exponent: usize) -> Result<(), Failure> {
    let refuse = |message| Err(Failure::new("subjective_block_production_exception", message));
    if base_modulus < exponent {
        return refuse(
            "mod_exp restriction: exponent bit size cannot exceed bit size of either base or modulus",
        );
    }
    let doublings = |length: usize| u64::from(length.next_power_of_two().trailing_zeros());
    if 5 * doublings(exponent) + 8 * doublings(base_modulus) > 106 {
        return refuse("mod_exp restriction: bit size too large for input arguments");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(base: &[u8], exponent: &[u8], modulus: &[u8]) -> (i32, Vec<u8>) {
        let mut result = vec![0xaa; modulus.len()];
        let code = mod_exp(base, exponent, modulus, &mut result).unwrap();
        (code, result)
    }

    #[test]
    fn small_powers() {
        assert_eq!(call(&[3], &[5], &[0, 100]), (0, vec![0, 43]));
        assert_eq!(call(&[0], &[0], &[7]), (0, vec![1]), "0^0 is 1");
        assert_eq!(call(&[5], &[0], &[1]), (0, vec![0]), "everything is 0 modulo 1");
        assert_eq!(call(&[5], &[], &[0, 0]), (0, vec![0, 0]), "a modulus of 0");
        assert_eq!(call(&[], &[1], &[9]), (0, vec![0]));
        assert_eq!(call(&[4], &[3], &[6]), (0, vec![4]), "an even modulus");
        assert_eq!(call(&[4], &[], &[]), (-1, vec![]));
    }

    #[test]
    fn short_and_long_exponents_agree() {
        let (base, modulus) = (BigUint::from(0x1234_5678_9abc_def1u64), BigUint::from(u128::MAX));
        for modulus in [&modulus, &(&modulus - 1u8)] {
            for exponent in [0, 1, 2, 3, 64, u64::MAX].map(BigUint::from) {
                assert_eq!(power(&base, &exponent, modulus), base.modpow(&exponent, modulus));
            }
        }
    }

    /// The first example of EIP-198: Fermat's little theorem with the prime of secp256k1.
    #[test]
    fn example_of_eip_198() {
        let mut prime = [0xff; 32];
        (prime[27], prime[30], prime[31]) = (0xfe, 0xfc, 0x2f);
        let mut exponent = prime;
        exponent[31] -= 1;
        let mut one = vec![0; 32];
        one[31] = 1;
        assert_eq!(call(&[3], &exponent, &prime), (0, one));
    }

    #[test]
    fn the_result_may_be_longer_than_the_modulus() {
        let mut result = [9; 3];
        assert_eq!(mod_exp(&[2], &[3], &[5, 0], &mut result), Ok(0));
        assert_eq!(result, [0, 8, 9]);
        assert_eq!(mod_exp(&[2], &[3], &[5, 0], &mut result[..1]), Ok(-1));
    }

    #[test]
    fn work_is_limited() {
        let allowed = |base_modulus, exponent| limit(base_modulus, exponent).is_ok();
        assert!(allowed(256, 256) && allowed(512, 64) && allowed(8192, 1) && allowed(0, 0));
        assert!(!allowed(257, 256) && !allowed(512, 128) && !allowed(8193, 1) && !allowed(8192, 2));
        let refusal = limit(1, 2).unwrap_err();
        assert_eq!(refusal.exception, "subjective_block_production_exception");
    }
}
