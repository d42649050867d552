//! Digests, signatures and the building blocks of cryptography.
//!
//! The mathematics is [`crypto`](crate::crypto)'s; here spans are read, results written and fuel taken.

use super::{
    Call,
    span::{check_apart, read, span, span_mut, write},
};
use crate::{
    Error,
    crypto::{self, Failure, SignatureRules},
    error::{ensure, exception},
    feature::Feature,
};

/// Fuel for one byte of a digest.
const FUEL_PER_BYTE: u64 = 4;
/// Fuel for recovering a key.
const FUEL_OF_RECOVERY: u64 = 150_000;
/// Fuel for adding or multiplying points.
const FUEL_OF_POINT: u64 = 400_000;
/// Fuel for one pairing.
const FUEL_OF_PAIRING: u64 = 3_000_000;
/// Fuel for a power modulo something.
const FUEL_OF_POWER: u64 = 1_000_000;

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let found = exception::ALL.iter().find(|kind| kind.name == failure.exception);
        Self::new(found.copied().unwrap_or(exception::EXCEPTION), failure.message)
    }
}

impl Call<'_> {
    /// Takes fuel, and fails early when there is not so much.
    fn take_fuel(&mut self, fuel: u64) -> Result<(), Error> {
        self.fuel = self.fuel.saturating_add(fuel);
        if self.fuel > self.context.fuel {
            return Err(Error::new(exception::OUT_OF_FUEL, "out of fuel"));
        }
        Ok(())
    }

    fn digested(&mut self, data: u32, len: u32) -> Result<&[u8], Error> {
        self.take_fuel(u64::from(len) * FUEL_PER_BYTE)?;
        span(self.memory, data, len)
    }

    fn signature_rules(&self) -> SignatureRules {
        let key_types = if self.context.has(Feature::WebauthnKey) { 3 } else { 2 };
        SignatureRules { key_types, ..SignatureRules::default() }
    }

    pub(crate) fn recover_key(
        &mut self,
        digest: u32,
        signature: u32,
        signature_len: u32,
        key: u32,
        key_len: u32,
    ) -> Result<i32, Error> {
        self.take_fuel(FUEL_OF_RECOVERY)?;
        let rules = self.signature_rules();
        let digest = read(self.memory, digest)?;
        let signature = span(self.memory, signature, signature_len)?.to_vec();
        let key = span_mut(self.memory, key, key_len)?;
        Ok(crypto::recover_key(&digest, &signature, key, rules)?)
    }

    pub(crate) fn assert_recover_key(
        &mut self,
        digest: u32,
        signature: u32,
        signature_len: u32,
        key: u32,
        key_len: u32,
    ) -> Result<(), Error> {
        self.take_fuel(FUEL_OF_RECOVERY)?;
        let digest = read(self.memory, digest)?;
        let signature = span(self.memory, signature, signature_len)?;
        let key = span(self.memory, key, key_len)?;
        Ok(crypto::assert_recover_key(&digest, signature, key, self.signature_rules())?)
    }

    pub(crate) fn sha3(
        &mut self,
        data: u32,
        len: u32,
        digest: u32,
        digest_len: u32,
        keccak: i32,
    ) -> Result<(), Error> {
        check_apart(&[(data, len), (digest, digest_len)])?;
        let data = self.digested(data, len)?.to_vec();
        crypto::sha3(&data, keccak, span_mut(self.memory, digest, digest_len)?);
        Ok(())
    }

    pub(crate) fn alt_bn128_pair(&mut self, pairs: u32, len: u32) -> Result<i32, Error> {
        self.take_fuel(u64::from(len / 192 + 1) * FUEL_OF_PAIRING)?;
        Ok(crypto::alt_bn128_pair(span(self.memory, pairs, len)?))
    }

    #[allow(clippy::too_many_arguments, reason = "as contracts call it")]
    pub(crate) fn blake2_f(
        &mut self,
        rounds: u32,
        state: u32,
        state_len: u32,
        message: u32,
        message_len: u32,
        t0: u32,
        t0_len: u32,
        t1: u32,
        t1_len: u32,
        last: i32,
        result: u32,
        result_len: u32,
    ) -> Result<i32, Error> {
        let spans = [
            (state, state_len),
            (message, message_len),
            (t0, t0_len),
            (t1, t1_len),
            (result, result_len),
        ];
        self.take_fuel(u64::from(rounds) * 100)?;
        self.with_result(&spans, |[state, message, t0, t1], result| {
            Ok(crypto::blake2_f(rounds, state, message, t0, t1, last, result))
        })
    }

    /// Calls with the bytes of all spans but the last, which is the result's.
    fn with_result<const N: usize, const M: usize>(
        &mut self,
        spans: &[(u32, u32); M],
        call: impl FnOnce([&[u8]; N], &mut [u8]) -> Result<i32, Error>,
    ) -> Result<i32, Error> {
        let [inputs @ .., (result, result_len)] = &spans[..] else { return Ok(-1) };
        for &(pointer, len) in spans {
            span(self.memory, pointer, len)?;
            self.handle_bytes(len);
        }
        check_apart(spans)?;
        let copies: Vec<Vec<u8>> = (inputs.iter())
            .map(|&(pointer, len)| span(self.memory, pointer, len).map(<[u8]>::to_vec))
            .collect::<Result<_, _>>()?;
        let inputs = std::array::from_fn(|i| copies.get(i).map_or(&[][..], Vec::as_slice));
        call(inputs, span_mut(self.memory, *result, *result_len)?)
    }
}

/// A digest, and the check of one.
macro_rules! digests {
    ($($digest:ident $assert:ident;)*) => {
        impl Call<'_> {
            $(
                pub(crate) fn $digest(&mut self, data: u32, len: u32, digest: u32) -> Result<(), Error> {
                    let value = crypto::$digest(self.digested(data, len)?);
                    write(self.memory, digest, value)
                }

                pub(crate) fn $assert(&mut self, data: u32, len: u32, digest: u32) -> Result<(), Error> {
                    let value = crypto::$digest(self.digested(data, len)?);
                    ensure!(value == read(self.memory, digest)?, CRYPTO_API, "hash mismatch");
                    Ok(())
                }
            )*
        }
    };
}

digests! {
    sha1 assert_sha1;
    sha256 assert_sha256;
    sha512 assert_sha512;
    ripemd160 assert_ripemd160;
}

/// Functions of spans that write a result into the last: their fuel, and what they are.
macro_rules! of_spans {
    ($($name:ident($($input:ident $len:ident),*; $($count:ident)?) $fuel:expr, $call:expr;)*) => {
        #[allow(clippy::too_many_arguments, reason = "as contracts call them")]
        impl Call<'_> {
            $(pub(crate) fn $name(&mut self, $($input: u32, $len: u32,)* $($count: u32,)? result: u32, result_len: u32) -> Result<i32, Error> {
                self.take_fuel($fuel $(* u64::from($count).max(1))?)?;
                let spans = [$(($input, $len),)* (result, result_len)];
                self.with_result(&spans, |[$($input),*], result| $call($($input,)* $($count,)? result).answer())
            })*
        }
    };
}

/// What a function of [`crypto`] gives: a number, or why there is none.
trait Answer {
    fn answer(self) -> Result<i32, Error>;
}

impl Answer for i32 {
    fn answer(self) -> Result<i32, Error> {
        Ok(self)
    }
}

impl Answer for Result<i32, Failure> {
    fn answer(self) -> Result<i32, Error> {
        Ok(self?)
    }
}

of_spans! {
    alt_bn128_add(left left_len, right right_len;) FUEL_OF_POINT, crypto::alt_bn128_add;
    alt_bn128_mul(point point_len, scalar scalar_len;) FUEL_OF_POINT, crypto::alt_bn128_mul;
    mod_exp(base base_len, exponent exponent_len, modulus modulus_len;) FUEL_OF_POWER, crypto::mod_exp;
    k1_recover(signature signature_len, digest digest_len;) FUEL_OF_RECOVERY, crypto::k1_recover;
    bls_g1_add(left left_len, right right_len;) FUEL_OF_POINT, crypto::bls_g1_add;
    bls_g2_add(left left_len, right right_len;) FUEL_OF_POINT, crypto::bls_g2_add;
    bls_g1_weighted_sum(points points_len, scalars scalars_len; count) FUEL_OF_POINT, crypto::bls_g1_weighted_sum;
    bls_g2_weighted_sum(points points_len, scalars scalars_len; count) FUEL_OF_POINT * 3, crypto::bls_g2_weighted_sum;
    bls_pairing(g1 g1_len, g2 g2_len; count) FUEL_OF_PAIRING, crypto::bls_pairing;
    bls_g1_map(element element_len;) FUEL_OF_POINT, crypto::bls_g1_map;
    bls_g2_map(element element_len;) FUEL_OF_POINT * 3, crypto::bls_g2_map;
    bls_fp_mod(number number_len;) 1_000, crypto::bls_fp_mod;
    bls_fp_mul(left left_len, right right_len;) 1_000, crypto::bls_fp_mul;
    bls_fp_exp(base base_len, exponent exponent_len;) FUEL_OF_POWER, crypto::bls_fp_exp;
}
