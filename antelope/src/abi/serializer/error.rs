//! Why an ABI is refused, or a value does not fit it: in a node's words.
//!
//! How a node puts a failure into an HTTP answer is left to whoever answers.

use alloc::string::String;
use core::fmt;

macro_rules! exceptions {
    ($($variant:ident = $code:literal $name:literal $what:literal;)*) => {
        /// A kind of failure, as nodeos numbers and names it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum AbiException {
            $(#[doc = $what] $variant,)*
        }

        impl AbiException {
            /// The number, such as 3015013. Below 3,000,000 stand failures that the node has no number of its own for.
            pub const fn code(self) -> u32 {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name, such as `unpack_exception`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, in general.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

exceptions! {
    Unspecified = 0 "exception" "unspecified";
    ParseError = 4 "parse_error_exception" "Parse Error";
    KeyNotFound = 6 "key_not_found_exception" "Key Not Found";
    BadCast = 7 "bad_cast_exception" "Bad Cast";
    OutOfRange = 8 "out_of_range_exception" "Out of Range";
    Assert = 10 "assert_exception" "Assert Exception";
    Std = 13 "std::exception" "runtime error";
    Overflow = 19 "overflow_exception" "Integer Overflow";
    NameType = 3010001 "name_type_exception" "Invalid name";
    AssetType = 3010011 "asset_type_exception" "Invalid asset";
    SymbolType = 3010014 "symbol_type_exception" "Invalid symbol";
    ActionValidate = 3050000 "action_validate_exception" "Action validate exception";
    Abi = 3015000 "abi_exception" "ABI exception";
    InvalidType = 3015004 "invalid_type_inside_abi" "The type defined in the ABI is invalid";
    DuplicateType = 3015005 "duplicate_abi_type_def_exception" "Duplicate type definition in the ABI";
    DuplicateStruct = 3015006 "duplicate_abi_struct_def_exception" "Duplicate struct definition in the ABI";
    DuplicateAction = 3015007 "duplicate_abi_action_def_exception" "Duplicate action definition in the ABI";
    DuplicateTable = 3015008 "duplicate_abi_table_def_exception" "Duplicate table definition in the ABI";
    DuplicateErrorMessage = 3015009 "duplicate_abi_err_msg_def_exception" "Duplicate error message definition in the ABI";
    Deadline = 3015010 "abi_serialization_deadline_exception" "ABI serialization time has exceeded the deadline";
    RecursionDepth = 3015011 "abi_recursion_depth_exception" "ABI recursive definition has exceeded the max recursion depth";
    CircularDefinition = 3015012 "abi_circular_def_exception" "Circular definition is detected in the ABI";
    Unpack = 3015013 "unpack_exception" "Unpack data exception";
    Pack = 3015014 "pack_exception" "Pack data exception";
    DuplicateVariant = 3015015 "duplicate_abi_variant_def_exception" "Duplicate variant definition in the ABI";
    UnsupportedVersion = 3015016 "unsupported_abi_version_exception" "ABI has an unsupported version";
    DuplicateActionResult = 3015017 "duplicate_abi_action_results_def_exception" "Duplicate action results definition in the ABI";
}

impl AbiException {
    /// Whether the chain has a number of its own for it. For the others a node's HTTP interface tells that the arguments
    /// of the action are wrong (`invalid_action_args_exception`), and prints them.
    pub const fn is_of_chain(self) -> bool {
        self.code() >= 3_000_000
    }
}

/// Why an ABI is refused, or why a value and its type do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbiError {
    exception: AbiException,
    message: String,
    detail: String,
    path: String,
}

impl AbiError {
    /// A failure at no place.
    pub(super) fn new(exception: AbiException, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { exception, detail: message.clone(), message, path: String::new() }
    }

    /// A failure whose message names the place, once in short and once in full.
    pub(super) fn naming(
        exception: AbiException,
        message: impl Fn(&str) -> String,
        short: &str,
        path: String,
    ) -> Self {
        Self { exception, message: message(short), detail: message(&path), path }
    }

    /// The same failure at a place that the message does not name.
    pub(super) fn at(self, path: String) -> Self {
        Self { path, ..self }
    }

    /// The kind of failure.
    pub const fn exception(&self) -> AbiException {
        self.exception
    }

    /// What exactly is wrong, as nodeos words it by default: with the type at the place instead of the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same with the place, as nodeos words it when it is told to be verbose.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The place in the value, such as `transfer.quantity` or `order.lines[2].price`; empty where there is none.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for AbiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exception == AbiException::InvalidType && self.path.is_empty() {
            // The node's own words are the name of the type alone.
            return write!(f, "{}: {}", self.exception.what(), self.detail);
        }
        f.write_str(&self.detail)?;
        if self.detail.contains(&self.path) { Ok(()) } else { write!(f, " (at {})", self.path) }
    }
}

impl core::error::Error for AbiError {}
