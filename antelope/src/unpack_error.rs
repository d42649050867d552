//! Why bytes are not the packed form of a value.
//!
//! In a contract malformed data always ends the transaction. There (on the target `wasm32v1-none`) an error is
//! therefore raised where it is found, by a panic, and the type has no values: reading a row costs no check after each
//! field, which saves a fifth of a contract's size. Everywhere else errors are ordinary values.

use core::fmt;

macro_rules! unpack_errors {
    ($($(#[$doc:meta])* $variant:ident $function:ident => $text:literal;)*) => {
        /// Why bytes are not the packed form of a value.
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum UnpackError {
            $($(#[$doc])* $variant,)*
        }

        /// Has no values in a contract, where malformed data ends the transaction.
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum UnpackError {}

        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        impl UnpackError {
            $($(#[$doc])* #[inline] pub const fn $function() -> Self {
                Self::$variant
            })*

            /// The reason in words.
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        impl UnpackError {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// Always.
                #[cold]
                #[inline(never)]
                pub const fn $function() -> Self {
                    panic!($text)
                }
            )*

            /// The reason in words.
            pub const fn message(self) -> &'static str {
                match self {}
            }
        }
    };
}

unpack_errors! {
    /// The bytes end before the value does.
    UnexpectedEnd unexpected_end => "data ends too early";
    /// Bytes are left over after the value.
    TrailingBytes trailing_bytes => "data is left over";
    /// A variable-length integer has more than 32 bits.
    VarintTooLong varint_too_long => "variable-length integer exceeds 32 bits";
    /// A boolean or the flag of an optional is neither 0 nor 1.
    InvalidBool invalid_bool => "boolean is neither 0 nor 1";
    /// A string is not UTF-8.
    InvalidUtf8 invalid_utf8 => "string is not UTF-8";
    /// The index of a variant, or of a kind of key, is unknown.
    UnknownVariant unknown_variant => "unknown variant index";
    /// The bytes have the right shape, but the value is out of its range.
    OutOfRange out_of_range => "value is out of range";
}

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for UnpackError {}
