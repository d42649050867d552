//! Times from text, by the rules of the C++ library that nodeos reads them with.
//!
//! What they print as is the business of [`time`](crate::time).

use alloc::format;

use super::{lexical, value::Fault};
use crate::{BlockTimestamp, TimePoint, TimePointSec};

const FAULT: Fault = Fault::parse("unable to convert ISO-formatted string to fc::time_point_sec");
const SECOND: i64 = 1_000_000;

/// Seconds of a text such as `2026-11-21T12:00:00` or `20261121T120000`. The hour must be there, what follows it may be
/// missing, and it may be more than a day has.
///
/// The node counts seconds in 32 bits, so that from 2106 on they begin anew.
pub(super) fn time_point_sec(text: &str) -> Result<TimePointSec, Fault> {
    let (date, time) = text.split_once('T').ok_or(FAULT)?;
    let is_delimited = text.as_bytes().get(4) == Some(&b'-');
    let moment = if is_delimited { delimited(date, time) } else { undelimited(date, time) };
    Ok(TimePointSec((moment.ok_or(FAULT)? / SECOND) as u32))
}

/// Microseconds of the same. What is after a dot are milliseconds, of which the node takes more than three digits for
/// more than a second.
pub(super) fn time_point(text: &str) -> Result<TimePoint, Fault> {
    let TimePoint(whole) = time_point_sec(text)?.into();
    let Some((_, fraction)) = text.split_once('.') else {
        return Ok(TimePoint(whole));
    };
    // The node puts a one before the digits, so that a sign is not one.
    let milliseconds = lexical::to_i64(&format!("1{fraction:0<3}"))? - 1000;
    Ok(TimePoint(whole.wrapping_add(milliseconds.wrapping_mul(1000))))
}

/// The slot of the same: the half second that it lies in.
pub(super) fn block_timestamp(text: &str) -> Result<BlockTimestamp, Fault> {
    const EPOCH_MILLISECONDS: u64 = 946_684_800_000;
    let milliseconds = time_point(text)?.0 / 1000;
    let slot = (milliseconds as u64).wrapping_sub(EPOCH_MILLISECONDS) / 500;
    Ok(BlockTimestamp(slot as u32))
}

/// Microseconds since 1970 of a date such as `2026-11-21` and a time such as `12:00:00.5`.
fn delimited(date: &str, time: &str) -> Option<i64> {
    let mut parts = date.split([',', '-', '.', ' ', '/']).filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = match month.as_bytes().first() {
        Some(b'0'..=b'9') => number(month)?,
        _ => month_named(month)?,
    };
    let midnight = midnight_of(number(year)?, month, number(day)?)?;

    let is_negative = time.starts_with('-');
    let mut parts = time.split(['-', ':', ',', '.']).filter(|part| !part.is_empty());
    let hour = parts.next().map_or(Some(0), |hour| number::<i32>(hour).map(i64::from))?;
    let minute = parts.next().map_or(Some(0), number::<u16>)?;
    let second = parts.next().map_or(Some(0), number::<u16>)?;
    let fraction = parts.next().map_or(Some(0), fraction)?;
    // Without any part, the time must be something else than nothing.
    (!time.is_empty()).then_some(())?;
    Some(moment(midnight, is_negative, hour, minute, second, fraction))
}

/// Microseconds since 1970 of a date such as `20261121` and a time such as `120000.5`.
fn undelimited(date: &str, time: &str) -> Option<i64> {
    let mut rest = date;
    let midnight = midnight_of(
        number(take(&mut rest, 4))?,
        number(take(&mut rest, 2))?,
        number(rest.get(..2).unwrap_or(rest))?,
    )?;

    let is_negative = time.starts_with('-');
    let mut rest = time.strip_prefix('-').unwrap_or(time);
    let hour = number::<u16>(take(&mut rest, 2))?;
    let mut part = || match take(&mut rest, 2) {
        "" => Some(0),
        part => number::<u16>(part),
    };
    let (minute, second) = (part()?, part()?);
    // After whatever stands in the place of the dot.
    let digits = rest.chars().next().map_or("", |dot| &rest[dot.len_utf8()..]);
    let fraction = if digits.is_empty() { 0 } else { fraction(digits)? };
    Some(moment(midnight, is_negative, hour.into(), minute, second, fraction))
}

fn moment(
    midnight: i64,
    is_negative: bool,
    hour: i64,
    minute: u16,
    second: u16,
    fraction: i64,
) -> i64 {
    let seconds = (hour * 60 + i64::from(minute)) * 60 + i64::from(second);
    let time = seconds * SECOND + fraction;
    if is_negative { midnight - time } else { midnight + time }
}

/// Microseconds since 1970 of the start of a day.
fn midnight_of(year: u16, month: u16, day: u16) -> Option<i64> {
    // The library's calendar begins in 1400 and ends with 9999.
    (1400..=9999).contains(&year).then_some(())?;
    let midnight: TimePoint = format!("{year:04}-{month:02}-{day:02}T00:00:00").parse().ok()?;
    Some(midnight.0)
}

/// The month of an English name or its first three letters, in either case.
fn month_named(name: &str) -> Option<u16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is =
        |month: &str| month.eq_ignore_ascii_case(name) || month[..3].eq_ignore_ascii_case(name);
    Some(MONTHS.into_iter().zip(1..).find(|(month, _)| is(month))?.1)
}

/// Microseconds of the decimals of a second, of which those after the sixth do not count.
fn fraction(digits: &str) -> Option<i64> {
    let digits = digits.get(..6).unwrap_or(digits);
    let width = u32::try_from(digits.len()).ok()?;
    Some(number::<i64>(digits)? * 10i64.pow(6u32.saturating_sub(width)))
}

/// Digits, which may have a plus before them.
fn number<T: core::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Takes up to `count` bytes from the front.
fn take<'a>(rest: &mut &'a str, count: usize) -> &'a str {
    let (head, tail) = rest.split_at_checked(count).unwrap_or((rest, ""));
    *rest = tail;
    head
}
