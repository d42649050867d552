//! Account, action, table and permission names.

use core::{fmt, str::FromStr};

use crate::{Pack, Unpack};

/// A name of up to twelve characters of `.1-5a-z` (a thirteenth of `.1-5a-j`), as 64 bits.
///
/// Five bits a character from the top, so that names sort as their text does.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pack, Unpack)]
pub struct Name(pub u64);

impl Name {
    /// The name of a text that is known when compiling; see [`name!`](crate::name!).
    ///
    /// # Panics
    /// When the text is not a name. In a constant, that is a compile error.
    pub const fn constant(text: &str) -> Self {
        match Self::parse(text.as_bytes()) {
            Ok(name) => name,
            Err(_) => panic!("not a name"),
        }
    }

    /// Whether this is the empty name.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn parse(text: &[u8]) -> Result<Self, ParseNameError> {
        if text.len() > 13 {
            return Err(ParseNameError::TooLong);
        }
        let mut value = 0u64;
        let mut i = 0;
        while i < text.len() {
            let symbol = match text[i] {
                b'.' => 0,
                c @ b'1'..=b'5' => c - b'1' + 1,
                c @ b'a'..=b'z' => c - b'a' + 6,
                _ => return Err(ParseNameError::BadCharacter),
            } as u64;
            if i < 12 {
                value |= symbol << (59 - 5 * i);
            } else if symbol < 16 {
                value |= symbol;
            } else {
                return Err(ParseNameError::BadCharacter);
            }
            i += 1;
        }
        // nodeos refuses a text that its own printing would not give back, such as "a.".
        if !text.is_empty() && text[text.len() - 1] == b'.' {
            return Err(ParseNameError::TrailingDot);
        }
        Ok(Self(value))
    }

    /// The characters and how many of them count.
    const fn characters(self) -> ([u8; 13], usize) {
        const ALPHABET: &[u8; 32] = b".12345abcdefghijklmnopqrstuvwxyz";
        let mut text = [b'.'; 13];
        let mut len = 0;
        let mut i = 0;
        while i < 13 {
            let symbol =
                if i < 12 { (self.0 >> (59 - 5 * i)) & 0x1f } else { self.0 & 0x0f } as usize;
            text[i] = ALPHABET[symbol];
            if symbol != 0 {
                len = i + 1;
            }
            i += 1;
        }
        (text, len)
    }
}

/// A [`Name`] from a literal, checked when compiling: `name!("eosio.token")`.
#[macro_export]
macro_rules! name {
    ($text:expr) => {
        const { $crate::Name::constant($text) }
    };
}

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseNameError {
    /// More than thirteen characters.
    TooLong,
    /// A character outside `.1-5a-z`, or a thirteenth outside `.1-5a-j`.
    BadCharacter,
    /// A dot at the end, which the 64 bits cannot hold.
    TrailingDot,
}

impl fmt::Display for ParseNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "name is longer than 13 characters",
            Self::BadCharacter => "name has a character outside .1-5a-z",
            Self::TrailingDot => "name ends with a dot",
        })
    }
}

impl core::error::Error for ParseNameError {}

impl FromStr for Name {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text.as_bytes())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, len) = self.characters();
        for c in text.iter().take(len) {
            fmt::Write::write_char(f, char::from(*c))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl From<Name> for u64 {
    fn from(name: Name) -> Self {
        name.0
    }
}
