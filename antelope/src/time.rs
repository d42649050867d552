//! Moments on chain.
//!
//! Text forms are UTC without a zone (`2026-11-21T12:00:00.500`), as nodeos writes them. What time it is, is
//! left to the chain: there is no clock here.

use core::{fmt, str::FromStr};

use crate::{Pack, Unpack};

/// Microseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct TimePoint(pub i64);

/// Whole seconds since the Unix epoch, until 2106.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct TimePointSec(pub u32);

impl TimePointSec {
    /// The moment `seconds` later, as 64-bit seconds since the epoch, which cannot overflow.
    pub const fn seconds_after(self, seconds: u32) -> u64 {
        self.0 as u64 + seconds as u64
    }
}

impl From<TimePoint> for TimePointSec {
    /// Rounds down to the second, and stops at the ends of the range.
    fn from(time: TimePoint) -> Self {
        Self((time.0 / 1_000_000).clamp(0, u32::MAX as i64) as u32)
    }
}

impl From<TimePointSec> for TimePoint {
    fn from(time: TimePointSec) -> Self {
        Self(i64::from(time.0) * 1_000_000)
    }
}

/// Half seconds since 2000-01-01, the slots in which blocks are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct BlockTimestamp(pub u32);

impl BlockTimestamp {
    /// Slots from the Unix epoch to slot 0, 2000-01-01.
    const EPOCH: i64 = 946_684_800 * 2;
    /// How long a slot lasts, in microseconds.
    pub const MICROSECONDS: i64 = 500_000;

    /// The last slot that begins no later than `time`. Stops at the ends of the range.
    pub const fn at_or_before(time: TimePoint) -> Self {
        let slot = time.0.div_euclid(Self::MICROSECONDS) - Self::EPOCH;
        match slot {
            ..=0 => Self(0),
            // Fits, as just compared.
            1..=0xffff_fffe => Self(slot as u32),
            _ => Self(u32::MAX),
        }
    }
}

impl From<BlockTimestamp> for TimePoint {
    fn from(slot: BlockTimestamp) -> Self {
        Self((BlockTimestamp::EPOCH + i64::from(slot.0)) * BlockTimestamp::MICROSECONDS)
    }
}

/// A text is not a time such as `2026-11-21T12:00:00`, or not one that the type can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseTimeError;

impl fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("time is not of the form 2026-11-21T12:00:00, or out of range")
    }
}

impl core::error::Error for ParseTimeError {}

impl fmt::Display for TimePoint {
    /// With three decimals; microseconds below that are cut off, as nodeos does.
    ///
    /// Years outside 0 to 9999 are written with a sign or more digits, which is not read back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(self.0.div_euclid(1_000_000), f)?;
        write!(f, ".{:03}", self.0.rem_euclid(1_000_000) / 1000)
    }
}

impl FromStr for TimePoint {
    type Err = ParseTimeError;

    /// Reads up to three decimals of a second, or none.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(ParseTimeError),
            Some(parts) => parts,
            None => (text, ""),
        };
        if fraction.len() > 3 {
            return Err(ParseTimeError);
        }
        let mut milliseconds = 0;
        for i in 0..3 {
            let digit = fraction.as_bytes().get(i).map_or(Ok(0), |digit| read_digit(*digit))?;
            milliseconds = milliseconds * 10 + digit;
        }
        // Four digits of a year keep this far below 2^63.
        Ok(Self((read_seconds(whole)? * 1000 + milliseconds) * 1000))
    }
}

impl fmt::Display for TimePointSec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_seconds(i64::from(self.0), f)
    }
}

impl FromStr for TimePointSec {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u32::try_from(read_seconds(text)?).map(Self).map_err(|_| ParseTimeError)
    }
}

impl fmt::Display for BlockTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TimePoint::from(*self).fmt(f)
    }
}

impl FromStr for BlockTimestamp {
    type Err = ParseTimeError;

    /// Reads the start of a slot, a whole or half second.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let TimePoint(time) = text.parse()?;
        if time.rem_euclid(Self::MICROSECONDS) != 0 {
            return Err(ParseTimeError);
        }
        let slot = time / Self::MICROSECONDS - Self::EPOCH;
        u32::try_from(slot).map(Self).map_err(|_| ParseTimeError)
    }
}

// Civil dates, proleptic Gregorian. Years begin in March here, so that the leap day is the last of a year and
// the days before a month do not depend on the year.
const DAYS_OF_400_YEARS: i64 = 146_097;
/// Days from March 1 of year 0 to the Unix epoch.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Year, month and day that lie `days` after the Unix epoch.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_EPOCH;
    let (era, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
    // Take the leap days out, and every year has 365 days.
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    // Five months from March on have 153 days: 31, 30, 31, 30, 31.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// Days after the Unix epoch of a day that exists.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * month + 2) / 5 + day - 1;
    era * DAYS_OF_400_YEARS + year * 365 + year / 4 - year / 100 + day - DAYS_TO_EPOCH
}

fn write_seconds(seconds: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DAY: i64 = 86_400;
    let (year, month, day) = civil_from_days(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Seconds since the Unix epoch of a text of exactly the form `2026-11-21T12:00:00`.
fn read_seconds(text: &str) -> Result<i64, ParseTimeError> {
    let bytes: &[u8; 19] = text.as_bytes().try_into().map_err(|_| ParseTimeError)?;
    let mut numbers = [0; 6];
    let mut current = numbers.iter_mut();
    let mut number = current.next();
    for (byte, form) in bytes.iter().zip(b"0000-00-00T00:00:00") {
        if *form == b'0' {
            let number = number.as_mut().ok_or(ParseTimeError)?;
            **number = **number * 10 + read_digit(*byte)?;
        } else if byte == form {
            number = current.next();
        } else {
            return Err(ParseTimeError);
        }
    }
    let [year, month, day, hour, minute, second] = numbers;
    if !(1..=12).contains(&month) || day == 0 || hour > 23 || minute > 59 || second > 59 {
        return Err(ParseTimeError);
    }
    let days = days_from_civil(year, month, day);
    // A day that its month does not have comes back as one of the next month.
    if civil_from_days(days) != (year, month, day) {
        return Err(ParseTimeError);
    }
    Ok(((days * 24 + hour) * 60 + minute) * 60 + second)
}

fn read_digit(byte: u8) -> Result<i64, ParseTimeError> {
    if byte.is_ascii_digit() { Ok(i64::from(byte - b'0')) } else { Err(ParseTimeError) }
}
