//! Text forms as nodeos reads and prints them, where it is laxer or stricter than the types themselves.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write;

use crate::{
    Asset, Name, Symbol, SymbolCode, TimePoint,
    abi::serializer::{error::AbiException, lexical, value::Fault},
};

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of an even number of hexadecimal digits.
pub(super) fn from_hex(text: &str) -> Result<Vec<u8>, Fault> {
    if text.len() > 2 * super::MAX_BYTES {
        return Err(Fault::assert("str.size() <= 2*MAX_SIZE_OF_BYTE_ARRAYS"));
    }
    if !text.len().is_multiple_of(2) {
        return Err(Fault::assert("the length of hex string should be even number"));
    }
    let digit = |c: u8| {
        let digit = char::from(c).to_digit(16).map(|digit| digit as u8);
        let message = || format!("Invalid hex character '{}'", char::from(c));
        digit.ok_or_else(|| Fault::because(AbiException::Unspecified, message()))
    };
    text.as_bytes().chunks_exact(2).map(|pair| Ok(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// The text of bytes, of which what is not UTF-8 is left out, as where the node prints it.
pub(super) fn utf8(bytes: &[u8]) -> String {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(_) => bytes.utf8_chunks().map(|chunk| chunk.valid()).collect(),
    }
}

/// A time. The node's calendar ends with the year 9999, but knows the low 16 bits of a year only. Before 1970 it prints how
/// long before, as hours, minutes and seconds.
pub(super) fn time(time: TimePoint) -> Result<String, Fault> {
    /// Microseconds from the first day of the calendar's count, in 4714 BC, to 1970.
    const EPOCH: i64 = 210_866_803_200_000_000;
    if time.0 >= 0 {
        let text = time.to_string();
        let year = text.split_once('-').and_then(|(year, rest)| {
            let year = year.parse::<u32>().ok()? as u16;
            (1400..=9999).contains(&year).then(|| format!("{year}-{rest}"))
        });
        let fits = time.0.checked_add(EPOCH).is_some();
        return year.filter(|_| fits).ok_or(Fault::std("Year is out of valid range: 1400..9999"));
    }
    if time.0 == i64::MIN {
        return Ok("-infinity".into());
    }
    let microseconds = time.0.unsigned_abs();
    let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let whole = format!("-{hours:02}{minutes:02}{seconds:02}");
    Ok(if fraction == 0 { whole } else { format!("{whole}.{fraction:06}") })
}

/// A name: what it prints as must be the text.
pub(super) fn name(text: &str) -> Result<Name, Fault> {
    if text.len() > 13 {
        let message = format!("Name is longer than 13 characters ({text}) ");
        return Err(Fault::because(AbiException::NameType, message));
    }
    text.parse().map_err(|_| {
        let normalized = Name(normalized(text.as_bytes()));
        let message =
            format!("Name not properly normalized (name: {text}, normalized: {normalized}) ");
        Fault::because(AbiException::NameType, message)
    })
}

/// A name of at most 13 characters in which those that no name has are dots.
fn normalized(text: &[u8]) -> u64 {
    let symbol = |c: u8| match c {
        b'a'..=b'z' => u64::from(c - b'a') + 6,
        b'1'..=b'5' => u64::from(c - b'1') + 1,
        _ => 0,
    };
    let high = text.iter().take(12).zip(0..).map(|(c, i)| symbol(*c) << (59 - 5 * i));
    let low = text.get(12).map(|c| symbol(*c) & 0x0f);
    high.chain(low).fold(0, |value, bits| value | bits)
}

/// A symbol as the node makes sure of it: capital letters, of which there may be none, and at most 18 decimals.
pub(super) fn checked_symbol(symbol: Symbol) -> Result<Symbol, Fault> {
    let bytes = symbol.code().0.to_le_bytes();
    let len = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    if symbol.precision() > Symbol::MAX_PRECISION {
        let message = format!("precision {} should be <= 18", symbol.precision());
        return Err(Fault::because(AbiException::SymbolType, message));
    }
    if !bytes[..len].iter().all(u8::is_ascii_uppercase) {
        let message = format!("invalid symbol: {}", utf8(&bytes[..len]));
        return Err(Fault::because(AbiException::SymbolType, message));
    }
    Ok(symbol)
}

/// An amount within ±(2^62 - 1).
pub(super) fn checked_asset(asset: Asset) -> Result<Asset, Fault> {
    if asset.amount.unsigned_abs() > Asset::MAX_AMOUNT as u64 {
        let message = "magnitude of asset amount must be less than 2^62";
        return Err(Fault::new(AbiException::AssetType, message));
    }
    Ok(asset)
}

/// Decimals and letters. Of more than seven letters, the eighth goes into the decimals, which are too many then.
fn symbol_of(precision: u8, letters: &str) -> Result<Symbol, Fault> {
    let mut value = u64::from(precision);
    // The node's text ends at a zero byte.
    for (letter, position) in letters.bytes().take_while(|letter| *letter != 0).zip(1..) {
        if !letter.is_ascii_uppercase() {
            return Err(Fault::new(AbiException::SymbolType, "invalid character in symbol name"));
        }
        value |= u64::from(letter).wrapping_shl(8 * position);
    }
    Ok(Symbol(value))
}

/// The letters of a symbol.
pub(super) fn symbol_code(letters: &str) -> Result<SymbolCode, Fault> {
    let symbol = symbol_of(0, letters)?;
    let message = || format!("invalid symbol: {letters}");
    let fault = |_| Fault::because(AbiException::SymbolType, message());
    Ok(checked_symbol(symbol).map_err(fault)?.code())
}

/// A symbol such as `4,EOS`.
pub(super) fn symbol(text: &str) -> Result<Symbol, Fault> {
    let fault = |message| Fault::new(AbiException::SymbolType, message);
    let text = trimmed(text);
    if text.is_empty() {
        return Err(fault("creating symbol from empty string"));
    }
    let (precision, letters) = text.split_once(',').ok_or(fault("missing comma in symbol"))?;
    // The node keeps the low eight bits.
    let precision = lexical::to_i64(precision)? as u8;
    if precision > Symbol::MAX_PRECISION {
        let message = format!("precision {precision} should be <= 18");
        return Err(Fault::because(AbiException::SymbolType, message));
    }
    let symbol = symbol_of(precision, letters)?;
    let message = || format!("invalid symbol: {}", symbol.code());
    checked_symbol(symbol).map_err(|_| Fault::because(AbiException::SymbolType, message()))
}

/// An asset such as `1.0000 EOS`.
pub(super) fn asset(text: &str) -> Result<Asset, Fault> {
    let fault = |message| Fault::new(AbiException::AssetType, message);
    let (number, letters) = trimmed(text)
        .split_once(' ')
        .ok_or(fault("Asset's amount and symbol should be separated with space"))?;
    let (whole, fraction) = match number.split_once('.') {
        Some((_, "")) => return Err(fault("Missing decimal fraction after decimal point")),
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let symbol = symbol(&format!("{},{}", fraction.map_or(0, str::len), trimmed(letters)))?;
    let whole = lexical::to_i64(whole)?;
    let fraction = fraction.map_or(Ok(0), lexical::to_i64)?;
    let one = 10i64.pow(u32::from(symbol.precision()));
    let amount = || {
        let fraction = if number.starts_with('-') { fraction.checked_neg()? } else { fraction };
        whole.checked_mul(one)?.checked_add(fraction)
    };
    let amount = amount().ok_or(Fault::new(AbiException::Overflow, "Integer Overflow"))?;
    checked_asset(Asset::new(amount, symbol))
}

/// Without white space at the ends, as C counts it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c'])
}
