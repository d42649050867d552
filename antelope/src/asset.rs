//! Amounts of a token.

use core::{fmt, str::FromStr};

use crate::{Name, Pack, Symbol, Unpack, symbol::ParseSymbolError};

/// An amount of a token, in the token's smallest units.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Pack, Unpack)]
pub struct Asset {
    /// Smallest units; `10^precision` of them are one token.
    pub amount: i64,
    /// Decimals and code of the token.
    pub symbol: Symbol,
}

impl Asset {
    /// The largest amount a token contract accepts, 2^62 - 1 smallest units.
    pub const MAX_AMOUNT: i64 = (1 << 62) - 1;

    /// `amount` smallest units of `symbol`. Not validated; see [`is_valid`](Self::is_valid).
    pub const fn new(amount: i64, symbol: Symbol) -> Self {
        Self { amount, symbol }
    }

    /// Whether the amount is within ±(2^62 - 1) and the symbol is valid.
    pub const fn is_valid(self) -> bool {
        self.amount >= -Self::MAX_AMOUNT
            && self.amount <= Self::MAX_AMOUNT
            && self.symbol.is_valid()
    }

    /// The sum, if both are of one symbol and it is a valid amount.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount)?;
        self.with_amount_like(amount, other)
    }

    /// The difference, if both are of one symbol and it is a valid amount.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let amount = self.amount.checked_sub(other.amount)?;
        self.with_amount_like(amount, other)
    }

    fn with_amount_like(self, amount: i64, other: Self) -> Option<Self> {
        let valid = amount.unsigned_abs() <= Self::MAX_AMOUNT as u64;
        (valid && self.symbol == other.symbol).then_some(Self::new(amount, self.symbol))
    }
}

/// An amount of a token together with the contract that issues it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtendedAsset {
    /// The amount and its symbol.
    pub quantity: Asset,
    /// The token's contract.
    pub contract: Name,
}

impl ExtendedAsset {
    /// The token this is an amount of.
    pub const fn token(self) -> crate::ExtendedSymbol {
        crate::ExtendedSymbol { sym: self.quantity.symbol, contract: self.contract }
    }
}

/// Why a text is not an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseAssetError {
    /// No single space between number and code.
    MissingSpace,
    /// The number is not decimal digits with at most one dot between them.
    BadNumber,
    /// The amount is beyond ±(2^62 - 1) smallest units.
    OutOfRange,
    /// The symbol is malformed.
    BadSymbol(ParseSymbolError),
    /// The contract after `@` is not a name.
    BadContract,
}

impl fmt::Display for ParseAssetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingSpace => f.write_str("asset is not of the form 1.0000 EOS"),
            Self::BadNumber => f.write_str("asset amount is not a decimal number"),
            Self::OutOfRange => f.write_str("asset amount is out of range"),
            Self::BadSymbol(error) => error.fmt(f),
            Self::BadContract => {
                f.write_str("extended asset is not of the form 1.0000 EOS@eosio.token")
            }
        }
    }
}

impl core::error::Error for ParseAssetError {}

impl FromStr for Asset {
    type Err = ParseAssetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, code) = text.split_once(' ').ok_or(ParseAssetError::MissingSpace)?;
        let code = code.parse().map_err(ParseAssetError::BadSymbol)?;
        let (negative, digits) = match number.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, number),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(ParseAssetError::BadNumber),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() {
            return Err(ParseAssetError::BadNumber);
        }
        let precision = u8::try_from(fraction.len()).unwrap_or(u8::MAX);
        if precision > Symbol::MAX_PRECISION {
            return Err(ParseAssetError::BadSymbol(ParseSymbolError::BadPrecision));
        }
        let mut amount: i64 = 0;
        for c in whole.bytes().chain(fraction.bytes()) {
            if !c.is_ascii_digit() {
                return Err(ParseAssetError::BadNumber);
            }
            amount = amount
                .checked_mul(10)
                .and_then(|amount| amount.checked_add(i64::from(c - b'0')))
                .filter(|amount| *amount <= Self::MAX_AMOUNT)
                .ok_or(ParseAssetError::OutOfRange)?;
        }
        Ok(Self::new(if negative { -amount } else { amount }, Symbol::new(code, precision)))
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.amount < 0 {
            f.write_str("-")?;
        }
        let units = self.amount.unsigned_abs();
        let precision = usize::from(self.symbol.precision());
        match 10u64.checked_pow(u32::from(self.symbol.precision())) {
            Some(one) if precision > 0 => {
                write!(f, "{}.{:0precision$} ", units / one, units % one)?;
            }
            // No decimals, or so many that the symbol is not valid: the bare units.
            _ => write!(f, "{units} ")?,
        }
        self.symbol.code().fmt(f)
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asset({self})")
    }
}

impl FromStr for ExtendedAsset {
    type Err = ParseAssetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (quantity, contract) = text.split_once('@').ok_or(ParseAssetError::BadContract)?;
        let contract = contract.parse().map_err(|_| ParseAssetError::BadContract)?;
        Ok(Self { quantity: quantity.parse()?, contract })
    }
}

impl fmt::Display for ExtendedAsset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.quantity, self.contract)
    }
}

impl fmt::Debug for ExtendedAsset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExtendedAsset({self})")
    }
}
