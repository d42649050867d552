//! What the network has decided: delays, the fee, limits, and which tokens it accepts.

use antelope::{
    Asset, Checksum256, Describe, ExtendedSymbol, Name, Pack, Unpack, name, table::Row,
};

use super::Error;
use crate::float::Float32Bits;

/// Parts of a whole in which the fee is counted: 10,000 are all of the reward.
pub const BASIS_POINTS: u16 = 10_000;

/// The network's settings; one row, whose key is its name.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "settings")]
pub struct Settings {
    /// The contract of virtual accounts.
    pub vaccount_contract: Name,
    /// The network's own virtual account. Kept for readers; payouts are paid in tokens.
    pub force_vaccount_id: u32,
    /// The payout delay of new campaigns, in seconds.
    pub payout_delay_sec: u32,
    /// How long after a reservation lapsed the campaign's owner may release it, in seconds.
    pub release_task_delay_sec: u32,
    /// Who is paid the fees.
    pub fee_contract: Name,
    /// The fee as a fraction, for readers; derived from `fee_bps`.
    pub fee_percentage: Float32Bits,
    /// The fee on top of each reward, in basis points.
    pub fee_bps: u16,
    /// The most tasks of a batch.
    pub max_tasks: u32,
    /// The most results of a task.
    pub max_repetitions: u32,
    /// The longest content of a campaign or batch, in bytes.
    pub max_content: u32,
    /// The id of the next campaign; ids are never used again.
    pub next_campaign_id: u32,
    /// Who decides appeals in campaigns that name nobody for it.
    pub arbiter: Name,
    /// The longest payout delay that a campaign may have, in seconds.
    pub max_payout_delay_sec: u32,
    /// The chain on which signatures count; zero as long as none are accepted.
    pub chain_id: Checksum256,
    /// How long who stands by has to accept a task that he is offered, in seconds.
    pub accept_sec: u32,
}

impl Settings {
    /// The key of the one row.
    pub const KEY: u64 = name!("settings").0;
    /// The longest delay that settings may hold, in seconds: ninety days.
    pub const MAX_DELAY: u32 = 90 * 24 * 60 * 60;
    /// What `init` sets for [`max_tasks`](Self::max_tasks).
    pub const DEFAULT_MAX_TASKS: u32 = 100_000;
    /// What `init` sets for [`max_repetitions`](Self::max_repetitions).
    pub const DEFAULT_MAX_REPETITIONS: u32 = 10_000;
    /// What `init` sets for [`max_content`](Self::max_content).
    pub const DEFAULT_MAX_CONTENT: u32 = 256;
    /// The most that `max_content` may be: a row is read and written by every reservation.
    pub const CONTENT_LIMIT: u32 = 1024;
    /// What `init` sets for [`accept_sec`](Self::accept_sec): ten minutes.
    pub const DEFAULT_ACCEPT_SEC: u32 = 10 * 60;
    /// The most that `accept_sec` may be, a day: so long a worker who is not there keeps a task from the others.
    pub const MAX_ACCEPT_SEC: u32 = 24 * 60 * 60;

    /// Checks everything that can be checked without the chain.
    ///
    /// # Errors
    /// [`Error::BadFee`], [`Error::BadDelay`] or [`Error::BadLimit`].
    pub fn validate(&self) -> Result<(), Error> {
        if self.fee_bps > BASIS_POINTS {
            return Err(Error::BadFee);
        }
        let delays = [self.max_payout_delay_sec, self.release_task_delay_sec];
        if delays.iter().any(|delay| *delay > Self::MAX_DELAY)
            || self.payout_delay_sec > self.max_payout_delay_sec
        {
            return Err(Error::BadDelay);
        }
        let content_in_range = self.max_content > 0 && self.max_content <= Self::CONTENT_LIMIT;
        let accept_in_range = self.accept_sec > 0 && self.accept_sec <= Self::MAX_ACCEPT_SEC;
        let limits_in_range = self.max_tasks > 0 && self.max_repetitions > 0;
        if !(limits_in_range && content_in_range && accept_in_range) {
            return Err(Error::BadLimit);
        }
        Ok(())
    }
}

impl Row for Settings {
    const TABLE: Name = name!("settings");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        Self::KEY
    }
}

/// A token that rewards may be paid in, and the fees earned in it.
///
/// Scope: the token's contract. A token that is no longer accepted keeps its row, for the campaigns that use it.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "token")]
pub struct Token {
    /// The fee pot: earned and not claimed yet.
    pub fees: Asset,
    /// Whether new campaigns may pay in it.
    pub accepted: bool,
}

impl Token {
    /// The scope and key under which `token` has its row.
    pub const fn location(token: ExtendedSymbol) -> (u64, u64) {
        (token.contract.0, token.sym.code().0)
    }
}

impl Row for Token {
    const TABLE: Name = name!("token");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.fees.symbol.code().0
    }
}

/// Basis points of a published fraction, the nearest to it.
///
/// # Errors
/// [`Error::BadFee`] when it is negative, above one, or no number.
pub fn fee_bps_of(fraction: Float32Bits) -> Result<u16, Error> {
    let (sign, exponent) = (fraction.0 >> 31, (fraction.0 >> 23) & 0xff);
    let mantissa = u64::from(fraction.0 & 0x7f_ffff);
    if fraction.0 << 1 == 0 {
        return Ok(0);
    }
    // Only normal numbers up to 1.0, whose exponent is 127; what is below 2^-23 rounds to no basis point.
    if sign != 0 || exponent > 127 {
        return Err(Error::BadFee);
    }
    if exponent < 127 - 23 {
        return Ok(0);
    }
    // value = 1.mantissa * 2^(exponent - 127) = significand / 2^shift, with shift from 23 to 46.
    let significand = mantissa | 1 << 23;
    let shift = 23 + (127 - exponent);
    let scaled = significand * u64::from(BASIS_POINTS);
    let rounded = (scaled + (1 << (shift - 1))) >> shift;
    u16::try_from(rounded).ok().filter(|bps| *bps <= BASIS_POINTS).ok_or(Error::BadFee)
}

/// The fraction nearest to `bps / 10000`, as the bits of a 32-bit float.
pub fn fee_fraction(bps: u16) -> Float32Bits {
    if bps == 0 {
        return Float32Bits(0);
    }
    // Scale up until the quotient has 24 bits and one for rounding, then place the exponent.
    let mut numerator = u64::from(bps);
    let divisor = u64::from(BASIS_POINTS);
    let mut exponent: u32 = 127 + 24;
    while numerator / divisor < 1 << 24 {
        numerator <<= 1;
        exponent -= 1;
    }
    let (quotient, remainder) = (numerator / divisor, numerator % divisor);
    let (half, kept) = (quotient & 1, quotient >> 1);
    let round_up = half == 1 && (remainder != 0 || kept & 1 == 1);
    let significand = (kept + u64::from(round_up)) as u32;
    // A carry out of the significand moves into the exponent, which is what the format means by it.
    Float32Bits((exponent << 23) + (significand - (1 << 23)))
}

#[cfg(test)]
impl Settings {
    /// Settings for tests.
    pub(crate) const fn example() -> Self {
        Self {
            vaccount_contract: name!("vaccount"),
            force_vaccount_id: 0,
            payout_delay_sec: 3600,
            release_task_delay_sec: 60,
            fee_contract: name!("fees"),
            fee_percentage: Float32Bits(0),
            fee_bps: 1000,
            max_tasks: 1,
            max_repetitions: 1,
            max_content: 1,
            next_campaign_id: 0,
            arbiter: name!("arbiter"),
            max_payout_delay_sec: Self::MAX_DELAY,
            chain_id: Checksum256([0; 32]),
            accept_sec: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fraction_is_the_nearest_float_and_comes_back() {
        for bps in 0..=BASIS_POINTS {
            let expected = (f64::from(bps) / 10_000.0) as f32;
            assert_eq!(f32::from_bits(fee_fraction(bps).0), expected, "{bps}");
            assert_eq!(fee_bps_of(fee_fraction(bps)), Ok(bps), "{bps}");
        }
    }

    #[test]
    fn a_fraction_that_is_none_is_refused() {
        for fraction in [-0.1, 1.0001, 2.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN] {
            assert_eq!(
                fee_bps_of(Float32Bits(fraction.to_bits())),
                Err(Error::BadFee),
                "{fraction}"
            );
        }
        for (fraction, bps) in [(0.0, 0), (-0.0, 0), (1e-9, 0), (0.1, 1000), (1.0, 10_000)] {
            assert_eq!(fee_bps_of(Float32Bits(f32::to_bits(fraction))), Ok(bps), "{fraction}");
        }
    }

    #[test]
    fn limits_hold_at_their_ends() {
        fn check(change: impl FnOnce(&mut Settings), expected: Result<(), Error>) {
            let mut settings = Settings::example();
            change(&mut settings);
            assert_eq!(settings.validate(), expected, "{settings:?}");
        }
        check(|_| (), Ok(()));
        check(|s| s.fee_bps = 10_000, Ok(()));
        check(|s| s.fee_bps = 10_001, Err(Error::BadFee));
        check(|s| s.payout_delay_sec = Settings::MAX_DELAY, Ok(()));
        check(|s| s.payout_delay_sec = Settings::MAX_DELAY + 1, Err(Error::BadDelay));
        check(|s| s.max_payout_delay_sec = Settings::MAX_DELAY + 1, Err(Error::BadDelay));
        check(|s| s.max_payout_delay_sec = 3600, Ok(()));
        check(|s| s.max_payout_delay_sec = 3599, Err(Error::BadDelay));
        check(|s| s.release_task_delay_sec = Settings::MAX_DELAY + 1, Err(Error::BadDelay));
        check(|s| s.max_tasks = 0, Err(Error::BadLimit));
        check(|s| s.max_repetitions = 0, Err(Error::BadLimit));
        check(|s| s.max_content = 0, Err(Error::BadLimit));
        check(|s| s.max_content = Settings::CONTENT_LIMIT, Ok(()));
        check(|s| s.max_content = Settings::CONTENT_LIMIT + 1, Err(Error::BadLimit));
        check(|s| s.accept_sec = 0, Err(Error::BadLimit));
        check(|s| s.accept_sec = Settings::MAX_ACCEPT_SEC, Ok(()));
        check(|s| s.accept_sec = Settings::MAX_ACCEPT_SEC + 1, Err(Error::BadLimit));
    }
}
