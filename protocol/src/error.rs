//! How an error enum is written down: number, name, text and documentation in one place.

/// Defines the errors of a contract: an enum with explicit numbers that are never used again, and their texts.
///
/// The text is what the chain reports; the enum comes back from it through
/// [`ContractError`](antelope::ContractError).
macro_rules! contract_errors {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $number:literal => $text:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = $text] $(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every error, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The error's number, which is never used again for another.
            // Not the discriminant: without gaps the compiler makes the texts a table, a kilobyte smaller.
            pub const fn number(self) -> u16 {
                match self {
                    $(Self::$variant => $number,)*
                }
            }
        }

        impl antelope::ContractError for $name {
            fn message(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            fn from_message(message: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|error| error.message() == message)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(antelope::ContractError::message(*self))
            }
        }

        impl core::error::Error for $name {}
    };
}

pub(crate) use contract_errors;
