//! A digit, the thing all answers are.
//!
//! Its JSON form is a text of one character, as a form in a browser sends it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A decimal digit.
///
/// Invariant: at most 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digit(u8);

impl Digit {
    /// How many digits there are.
    pub const COUNT: usize = 10;

    /// The digit of a number, if it is one.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 10 { Some(Self(number)) } else { None }
    }

    /// All ten, from 0 up.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..10).map(Self)
    }

    /// The digit that a text consists of, if it does.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [byte @ b'0'..=b'9'] => Some(Self(byte - b'0')),
            _ => None,
        }
    }

    /// Its number, 0 to 9.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its place in an array of [`COUNT`](Self::COUNT) elements.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl fmt::Display for Digit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl TryFrom<String> for Digit {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_text(&text).ok_or("answer is not one digit")
    }
}

impl From<Digit> for String {
    fn from(digit: Digit) -> Self {
        digit.to_string()
    }
}
