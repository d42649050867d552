//! Digests, signatures and the building blocks of cryptography.
//!
//! The mathematics is [`crypto`](crate::crypto)'s; here spans are read, results written and fuel taken.

use super::{
    Call, fuel,
    span::{check_apart, read, span, span_mut, write},
};
use crate::{
    Error,
    crypto::{self, Failure, SignatureRules},
    error::{ensure, exception},
    feature::Feature,
};

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let found = exception::ALL.iter().find(|kind| kind.name == failure.exception);
        Self::new(found.copied().unwrap_or(exception::EXCEPTION), failure.message)
    }
}

impl Call<'_> {
    fn digested(&mut self, data: u32, len: u32) -> Result<&[u8], Error> {
        self.context.charge(u64::from(len) * fuel::DIGEST_BYTE)?;
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
        self.context.charge(fuel::RECOVERY + fuel::bytes(signature_len as usize))?;
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
        self.context.charge(fuel::RECOVERY + fuel::bytes(signature_len as usize))?;
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
        self.context.charge(fuel::list_of(len / 192, 350_000, 250_000))?;
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
        self.context.charge(u64::from(rounds) * 20)?;
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
            self.handle_bytes(len)?;
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

/// Functions of spans that write a result into the last: their fuel, about what they take in nanoseconds, and what they
/// are.
macro_rules! of_spans {
    ($($name:ident($($input:ident $len:ident),*; $($count:ident)?) $fuel:expr, $call:expr;)*) => {
        #[allow(clippy::too_many_arguments, reason = "as contracts call them")]
        impl Call<'_> {
            $(pub(crate) fn $name(&mut self, $($input: u32, $len: u32,)* $($count: u32,)? result: u32, result_len: u32) -> Result<i32, Error> {
                self.context.charge($fuel)?;
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
    alt_bn128_add(left left_len, right right_len;) 5_000, crypto::alt_bn128_add;
    alt_bn128_mul(point point_len, scalar scalar_len;) 60_000, crypto::alt_bn128_mul;
    mod_exp(base base_len, exponent exponent_len, modulus modulus_len;)
        crypto::mod_exp_work(base_len as usize, exponent_len as usize, modulus_len as usize), crypto::mod_exp;
    k1_recover(signature signature_len, digest digest_len;) fuel::RECOVERY, crypto::k1_recover;
    bls_g1_add(left left_len, right right_len;) 5_000, crypto::bls_g1_add;
    bls_g2_add(left left_len, right right_len;) 20_000, crypto::bls_g2_add;
    bls_g1_weighted_sum(points points_len, scalars scalars_len; count)
        fuel::list_of(count, 500_000, 100_000), crypto::bls_g1_weighted_sum;
    bls_g2_weighted_sum(points points_len, scalars scalars_len; count)
        fuel::list_of(count, 1_000_000, 300_000), crypto::bls_g2_weighted_sum;
    bls_pairing(g1 g1_len, g2 g2_len; count) fuel::list_of(count, 800_000, 250_000), crypto::bls_pairing;
    bls_g1_map(element element_len;) 80_000, crypto::bls_g1_map;
    bls_g2_map(element element_len;) 400_000, crypto::bls_g2_map;
    bls_fp_mod(number number_len;) 6_000, crypto::bls_fp_mod;
    bls_fp_mul(left left_len, right right_len;) 500, crypto::bls_fp_mul;
    bls_fp_exp(base base_len, exponent exponent_len;) 30_000, crypto::bls_fp_exp;
}
