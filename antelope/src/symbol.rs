//! Token symbols: a code of one to seven capital letters and a number of decimals.

use core::{fmt, str::FromStr};

use crate::{Describe, Name, Pack, Unpack};

/// The capital letters of a token symbol, as 64 bits; the first letter is the lowest byte.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct SymbolCode(pub u64);

impl SymbolCode {
    /// Whether the bits are one to seven capital letters and nothing else.
    pub const fn is_valid(self) -> bool {
        let mut rest = self.0;
        if rest == 0 || rest >> 56 != 0 {
            return false;
        }
        while rest != 0 {
            let letter = (rest & 0xff) as u8;
            if !letter.is_ascii_uppercase() {
                return false;
            }
            rest >>= 8;
        }
        true
    }

    const fn parse(text: &[u8]) -> Result<Self, ParseSymbolError> {
        if text.is_empty() || text.len() > 7 {
            return Err(ParseSymbolError::BadCode);
        }
        let mut value = 0u64;
        let mut i = text.len();
        while i > 0 {
            i -= 1;
            if !text[i].is_ascii_uppercase() {
                return Err(ParseSymbolError::BadCode);
            }
            value = (value << 8) | text[i] as u64;
        }
        Ok(Self(value))
    }
}

/// A token symbol: decimals in the lowest byte, the code above it (`4,EOS`).
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct Symbol(pub u64);

impl Symbol {
    /// The most decimals a symbol may have; 10^18 is the largest power of ten below 2^62.
    pub const MAX_PRECISION: u8 = 18;

    /// A symbol of a code and a number of decimals. Not validated; see [`is_valid`](Self::is_valid).
    pub const fn new(code: SymbolCode, precision: u8) -> Self {
        Self((code.0 << 8) | precision as u64)
    }

    /// The symbol of texts that are known when compiling.
    ///
    /// # Panics
    /// When they are not a symbol. In a constant, that is a compile error.
    pub const fn constant(precision: u8, code: &str) -> Self {
        match SymbolCode::parse(code.as_bytes()) {
            Ok(code) if precision <= Self::MAX_PRECISION => Self::new(code, precision),
            _ => panic!("not a symbol"),
        }
    }

    /// The capital letters.
    pub const fn code(self) -> SymbolCode {
        SymbolCode(self.0 >> 8)
    }

    /// The number of decimals.
    pub const fn precision(self) -> u8 {
        self.0 as u8
    }

    /// Whether the code is one to seven capital letters and the decimals at most 18.
    pub const fn is_valid(self) -> bool {
        self.code().is_valid() && self.precision() <= Self::MAX_PRECISION
    }
}

/// A symbol together with the contract that issues the token.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack, Describe,
)]
#[abi(name = "extended_symbol")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtendedSymbol {
    /// Decimals and code.
    pub sym: Symbol,
    /// The token's contract.
    pub contract: Name,
}

impl fmt::Display for ExtendedSymbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.sym, self.contract)
    }
}

/// Why a text is not a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseSymbolError {
    /// The code is not one to seven capital letters.
    BadCode,
    /// The decimals are not a number from 0 to 18.
    BadPrecision,
    /// The comma between decimals and code is missing.
    MissingComma,
}

impl fmt::Display for ParseSymbolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadCode => "symbol code is not one to seven capital letters",
            Self::BadPrecision => "symbol precision is not a number from 0 to 18",
            Self::MissingComma => "symbol is not of the form 4,EOS",
        })
    }
}

impl core::error::Error for ParseSymbolError {}

impl FromStr for SymbolCode {
    type Err = ParseSymbolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text.as_bytes())
    }
}

impl FromStr for Symbol {
    type Err = ParseSymbolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (precision, code) = text.split_once(',').ok_or(ParseSymbolError::MissingComma)?;
        let all_digits = precision.bytes().all(|c| c.is_ascii_digit());
        match precision.parse::<u8>() {
            Ok(precision) if all_digits && precision <= Self::MAX_PRECISION => {
                Ok(Self::new(code.parse()?, precision))
            }
            _ => Err(ParseSymbolError::BadPrecision),
        }
    }
}

impl fmt::Display for SymbolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while rest != 0 {
            fmt::Write::write_char(f, char::from((rest & 0xff) as u8))?;
            rest >>= 8;
        }
        Ok(())
    }
}

impl fmt::Debug for SymbolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SymbolCode({self})")
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.precision(), self.code())
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Symbol({self})")
    }
}
