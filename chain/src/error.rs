//! Why the chain refuses something, in a node's words: code, name, text and message.
//!
//! The exceptions are the node's; which of them is raised where is decided by the code that raises it.

use std::{borrow::Cow, fmt};

/// A kind of failure, as a node numbers and names it.
#[derive(Debug, PartialEq, Eq)]
pub struct Exception {
    /// The number, such as 3050003. Below 3,000,000 stand failures that the node has no number of its own for.
    pub code: u32,
    /// The name, such as `eosio_assert_message_exception`.
    pub name: &'static str,
    /// What it means, in general.
    pub what: &'static str,
}

/// A refusal: what kind it is, and what exactly is wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    exception: &'static Exception,
    message: Cow<'static, str>,
    contract_code: Option<u64>,
}

/// The `error_code` of failures that carry no number of a contract.
const SYSTEM_ERROR: u64 = 10_000_000_000_000_000_000;
/// The `error_code` of a contract that used one of the chain's numbers.
const RESTRICTED_ERROR: u64 = 10_000_000_000_000_000_001;

/// Stands between a message and what the contract had printed.
const PENDING_CONSOLE: &str = ": pending console output: ";

impl Error {
    pub(crate) fn new(
        exception: &'static Exception,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { exception, message: message.into(), contract_code: None }
    }

    /// A contract failed with a number.
    pub(crate) fn of_contract_code(code: u64) -> Self {
        if code >= SYSTEM_ERROR {
            let message = format!("eosio_assert_code called with reserved error code: {code}");
            let error = Self::new(exception::RESTRICTED_ERROR_CODE, message);
            return Self { contract_code: Some(RESTRICTED_ERROR), ..error };
        }
        let message = format!("assertion failure with error code: {code}");
        Self { contract_code: Some(code), ..Self::new(exception::EOSIO_ASSERT_CODE, message) }
    }

    /// Something looked up by a name does not exist, where the node takes its existence for granted.
    pub(crate) fn unknown_key(name: antelope::Name) -> Self {
        // The node prints the 13 characters of a name that it cannot find without its own rules for names.
        Self::new(exception::OUT_OF_RANGE_STD, format!("unknown key (eosio::chain::name): {name}"))
    }

    /// The resource limits of an account do not exist, as the node words it.
    pub(crate) fn unknown_limits(name: antelope::Name) -> Self {
        // The node tells the C++ type of its key.
        let nulls = ", boost::tuples::null_type".repeat(8);
        let message = format!(
            "unknown key (boost::tuples::tuple<bool, eosio::chain::name{nulls}>): (0 {name})"
        );
        Self::new(exception::OUT_OF_RANGE_STD, message)
    }

    /// Something is added that exists already, where the node takes its absence for granted.
    pub(crate) fn not_unique() -> Self {
        Self::new(exception::LOGIC_ERROR_STD, exception::LOGIC_ERROR_STD.what)
    }

    /// The kind of failure.
    pub const fn exception(&self) -> &'static Exception {
        self.exception
    }

    /// What exactly is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What is wrong in general: of exceptions of the C++ library the message, which is all they have.
    pub fn what(&self) -> &str {
        if self.exception != exception::OUT_OF_RANGE_STD {
            return self.exception.what;
        }
        self.message.split(PENDING_CONSOLE).next().unwrap_or_default()
    }

    /// The `error_code` of a trace: the contract's number, or the node's for everything that is not the contract's.
    pub const fn error_code(&self) -> Option<u64> {
        match self.contract_code {
            Some(code) => Some(code),
            None if self.exception.code >= 3_000_000 => Some(SYSTEM_ERROR),
            None => None,
        }
    }

    /// Whether it is of the node's family of authorization failures.
    pub(crate) const fn is_authorization(&self) -> bool {
        self.exception.code / 10_000 == 309
    }

    /// Whether the pending block has no room for the transaction: in the next one it may run.
    pub fn is_block_full(&self) -> bool {
        let full = [exception::BLOCK_NET_USAGE_EXCEEDED, exception::BLOCK_CPU_USAGE_EXCEEDED];
        full.contains(&self.exception)
    }

    /// Adds the console to failures that the node wraps instead of rethrowing.
    pub(crate) fn with_console(self, console: &str) -> Self {
        if self.exception.code == exception::OUT_OF_RANGE_STD.code {
            let message = format!("{}{PENDING_CONSOLE}{console}", self.message);
            return Self { message: message.into(), ..self };
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.message, self.exception.code, self.exception.name)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// Fails with an exception and a message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $exception:ident, $($message:tt)+) => {
        if !$condition {
            return Err($crate::error::Error::new(
                $crate::error::exception::$exception,
                format!($($message)+),
            ));
        }
    };
}
pub(crate) use ensure;

pub mod exception {
    //! The kinds of failure that this chain raises.

    use super::Exception;

    macro_rules! exceptions {
        ($($constant:ident = $code:literal $name:literal $what:literal;)*) => {
            $(
                #[doc = $what]
                pub const $constant: &Exception =
                    &Exception { code: $code, name: $name, what: $what };
            )*

            /// All of them.
            pub const ALL: &[&Exception] = &[$($constant),*];
        };
    }

    exceptions! {
        EXCEPTION = 0 "exception" "unspecified";
        EXIT = 1 "wasm_exit" "the contract ended the action";
        PARSE_ERROR = 4 "parse_error_exception" "Parse Error";
        KEY_NOT_FOUND = 6 "key_not_found_exception" "Key Not Found";
        BAD_CAST = 7 "bad_cast_exception" "Bad Cast";
        OUT_OF_RANGE = 8 "out_of_range_exception" "Out of Range";
        ASSERT = 10 "assert_exception" "Assert Exception";
        OVERFLOW = 19 "overflow_exception" "Integer Overflow";
        OUT_OF_RANGE_STD = 13 "N5boost10wrapexceptISt12out_of_rangeEE" "unknown key";
        LOGIC_ERROR_STD = 13 "N5boost10wrapexceptISt11logic_errorEE" "could not insert object, most likely a uniqueness constraint was violated";
        FIRST_OF_NONE = 13 "St12out_of_range" "vector::_M_range_check: __n (which is 0) >= this->size() (which is 0)";
        UNEXPECTED_CONTENT = 13 "N5boost10wrapexceptISt13runtime_errorEE" "Unexpected content found while parsing character string.";
        UNEXPECTED_CHARACTER = 13 "N5boost10wrapexceptISt13runtime_errorEE" "Unexpected character encountered in input.";
        CHAIN_TYPE = 3010000 "chain_type_exception" "chain type exception";
        NAME_TYPE = 3010001 "name_type_exception" "Invalid name";
        PUBLIC_KEY_TYPE = 3010002 "public_key_type_exception" "Invalid public key";
        AUTHORITY_TYPE = 3010004 "authority_type_exception" "Invalid authority";
        TRANSACTION_TYPE = 3010006 "transaction_type_exception" "Invalid transaction";
        ABI_TYPE = 3010007 "abi_type_exception" "Invalid ABI";
        BLOCK_ID_TYPE = 3010008 "block_id_type_exception" "Invalid block ID";
        PACKED_TRANSACTION_TYPE = 3010010 "packed_transaction_type_exception" "Invalid packed transaction";
        ASSET_TYPE = 3010011 "asset_type_exception" "Invalid asset";
        SYMBOL_TYPE = 3010014 "symbol_type_exception" "Invalid symbol";
        UNACTIVATED_KEY_TYPE = 3010015 "unactivated_key_type" "Key type is not a currently activated type";
        UNACTIVATED_SIGNATURE_TYPE = 3010016 "unactivated_signature_type" "Signature type is not a currently activated type";
        ABI = 3015000 "abi_exception" "ABI exception";
        ABI_NOT_FOUND = 3015001 "abi_not_found_exception" "No ABI found";
        INVALID_TYPE_INSIDE_ABI = 3015004 "invalid_type_inside_abi" "The type defined in the ABI is invalid";
        DUPLICATE_ABI_TYPE = 3015005 "duplicate_abi_type_def_exception" "Duplicate type definition in the ABI";
        DUPLICATE_ABI_STRUCT = 3015006 "duplicate_abi_struct_def_exception" "Duplicate struct definition in the ABI";
        DUPLICATE_ABI_ACTION = 3015007 "duplicate_abi_action_def_exception" "Duplicate action definition in the ABI";
        DUPLICATE_ABI_TABLE = 3015008 "duplicate_abi_table_def_exception" "Duplicate table definition in the ABI";
        DUPLICATE_ABI_ERROR_MESSAGE = 3015009 "duplicate_abi_err_msg_def_exception" "Duplicate error message definition in the ABI";
        ABI_SERIALIZATION_DEADLINE = 3015010 "abi_serialization_deadline_exception" "ABI serialization time has exceeded the deadline";
        ABI_RECURSION_DEPTH = 3015011 "abi_recursion_depth_exception" "ABI recursive definition has exceeded the max recursion depth";
        ABI_CIRCULAR_DEFINITION = 3015012 "abi_circular_def_exception" "Circular definition is detected in the ABI";
        UNPACK = 3015013 "unpack_exception" "Unpack data exception";
        PACK = 3015014 "pack_exception" "Pack data exception";
        DUPLICATE_ABI_VARIANT = 3015015 "duplicate_abi_variant_def_exception" "Duplicate variant definition in the ABI";
        DUPLICATE_ABI_ACTION_RESULT = 3015017 "duplicate_abi_action_results_def_exception" "Duplicate action results definition in the ABI";
        UNSUPPORTED_ABI_VERSION = 3015016 "unsupported_abi_version_exception" "ABI has an unsupported version";
        TRANSACTION = 3040000 "transaction_exception" "Transaction exception";
        TX_DECOMPRESSION_ERROR = 3040001 "tx_decompression_error" "Error decompressing transaction";
        TX_NO_ACTION = 3040002 "tx_no_action" "Transaction should have at least one normal action";
        TX_NO_AUTHS = 3040003 "tx_no_auths" "Transaction should have at least one required authority";
        CFA_IRRELEVANT_AUTH = 3040004 "cfa_irrelevant_auth" "Context-free action should have no required authority";
        EXPIRED_TX = 3040005 "expired_tx_exception" "Expired Transaction";
        TX_EXP_TOO_FAR = 3040006 "tx_exp_too_far_exception" "Transaction Expiration Too Far";
        INVALID_REF_BLOCK = 3040007 "invalid_ref_block_exception" "Invalid Reference Block";
        TX_DUPLICATE = 3040008 "tx_duplicate" "Duplicate transaction";
        CFA_INSIDE_GENERATED_TX = 3040010 "cfa_inside_generated_tx" "Context free action is not allowed inside generated transaction";
        TX_NOT_FOUND = 3040011 "tx_not_found" "The transaction can not be found";
        TX_TOO_BIG = 3040013 "tx_too_big" "Transaction is too big";
        TOO_MANY_TX_AT_ONCE = 3040012 "too_many_tx_at_once" "Pushing too many transactions at once";
        UNKNOWN_TRANSACTION_COMPRESSION = 3040014 "unknown_transaction_compression" "Unknown transaction compression";
        INVALID_TRANSACTION_EXTENSION = 3040015 "invalid_transaction_extension" "Invalid transaction extension";
        TX_RESOURCE_EXHAUSTION = 3040018 "tx_resource_exhaustion" "Transaction exceeded transient resource limit";
        ACTION_VALIDATE = 3050000 "action_validate_exception" "Action validate exception";
        ACCOUNT_NAME_EXISTS = 3050001 "account_name_exists_exception" "Account name already exists";
        INVALID_ACTION_ARGS = 3050002 "invalid_action_args_exception" "Invalid Action Arguments";
        EOSIO_ASSERT_MESSAGE = 3050003 "eosio_assert_message_exception" "eosio_assert_message assertion failure";
        EOSIO_ASSERT_CODE = 3050004 "eosio_assert_code_exception" "eosio_assert_code assertion failure";
        ACTION_NOT_FOUND = 3050005 "action_not_found_exception" "Action can not be found";
        UNACCESSIBLE_API = 3050007 "unaccessible_api" "Attempt to use unaccessible API";
        ABORT_CALLED = 3050008 "abort_called" "Abort Called";
        INLINE_ACTION_TOO_BIG = 3050009 "inline_action_too_big" "Inline Action exceeds maximum size limit";
        UNAUTHORIZED_RAM_USAGE_INCREASE = 3050010 "unauthorized_ram_usage_increase" "Action attempts to increase RAM usage of account without authorization";
        RESTRICTED_ERROR_CODE = 3050011 "restricted_error_code_exception" "eosio_assert_code assertion failure uses restricted error code value";
        ACTION_RETURN_VALUE = 3050014 "action_return_value_exception" "action return value size too big";
        DATABASE = 3060000 "database_exception" "Database exception";
        PERMISSION_QUERY = 3060001 "permission_query_exception" "Permission Query Exception";
        ACCOUNT_QUERY = 3060002 "account_query_exception" "Account Query Exception";
        CONTRACT_TABLE_QUERY = 3060003 "contract_table_query_exception" "Contract Table Query Exception";
        CONTRACT_QUERY = 3060004 "contract_query_exception" "Contract Query Exception";
        WASM = 3070000 "wasm_exception" "WASM Exception";
        PAGE_MEMORY_ERROR = 3070001 "page_memory_error" "Error in WASM page memory";
        WASM_EXECUTION_ERROR = 3070002 "wasm_execution_error" "Runtime Error Processing WASM";
        WASM_SERIALIZATION_ERROR = 3070003 "wasm_serialization_error" "Serialization Error Processing WASM";
        OVERLAPPING_MEMORY_ERROR = 3070004 "overlapping_memory_error" "memcpy with overlapping memory";
        RAM_USAGE_EXCEEDED = 3080001 "ram_usage_exceeded" "Account using more than allotted RAM usage";
        TX_NET_USAGE_EXCEEDED = 3080002 "tx_net_usage_exceeded" "Transaction exceeded the current network usage limit imposed on the transaction";
        BLOCK_NET_USAGE_EXCEEDED = 3080003 "block_net_usage_exceeded" "Transaction network usage is too much for the remaining allowable usage of the current block";
        TX_CPU_USAGE_EXCEEDED = 3080004 "tx_cpu_usage_exceeded" "Transaction exceeded the current CPU usage limit imposed on the transaction";
        BLOCK_CPU_USAGE_EXCEEDED = 3080005 "block_cpu_usage_exceeded" "Transaction CPU usage is too much for the remaining allowable usage of the current block";
        DEADLINE = 3080006 "deadline_exception" "Transaction took too long";
        LEEWAY_DEADLINE = 3081001 "leeway_deadline_exception" "Transaction reached the deadline set due to leeway on account CPU limits";
        AUTHORIZATION = 3090000 "authorization_exception" "Authorization exception";
        TX_DUPLICATE_SIG = 3090001 "tx_duplicate_sig" "Duplicate signature included";
        TX_IRRELEVANT_SIG = 3090002 "tx_irrelevant_sig" "Irrelevant signature included";
        UNSATISFIED_AUTHORIZATION = 3090003 "unsatisfied_authorization" "Provided keys, permissions, and delays do not satisfy declared authorizations";
        MISSING_AUTH = 3090004 "missing_auth_exception" "Missing required authority";
        IRRELEVANT_AUTH = 3090005 "irrelevant_auth_exception" "Irrelevant authority included";
        INSUFFICIENT_DELAY = 3090006 "insufficient_delay_exception" "Insufficient delay";
        INVALID_PERMISSION = 3090007 "invalid_permission" "Invalid Permission";
        UNLINKABLE_MIN_PERMISSION_ACTION = 3090008 "unlinkable_min_permission_action" "The action is not allowed to be linked with minimum permission";
        INVALID_PARENT_PERMISSION = 3090009 "invalid_parent_permission" "The parent permission is invalid";
        RATE_LIMITING_STATE_INCONSISTENT = 3100001 "rate_limiting_state_inconsistent" "Internal state is no longer consistent";
        UNKNOWN_BLOCK = 3100002 "unknown_block_exception" "Unknown block";
        SUBJECTIVE_BLOCK_PRODUCTION = 3100006 "subjective_block_production_exception" "Subjective exception thrown during block production";
        UNSUPPORTED_FEATURE = 3100008 "unsupported_feature" "Feature is currently unsupported";
        SIG_VARIABLE_SIZE_LIMIT = 3100011 "sig_variable_size_limit_exception" "Variable length component of signature too large";
        INVALID_TABLE_PAYER = 3160001 "invalid_table_payer" "The payer of the table data is invalid";
        TABLE_ACCESS_VIOLATION = 3160002 "table_access_violation" "Table access violation";
        INVALID_TABLE_ITERATOR = 3160003 "invalid_table_iterator" "Invalid table iterator";
        TABLE_NOT_IN_CACHE = 3160004 "table_not_in_cache" "Table can not be found inside the cache";
        TABLE_OPERATION_NOT_PERMITTED = 3160005 "table_operation_not_permitted" "The table operation is not allowed";
        INVALID_CONTRACT_VM_TYPE = 3160006 "invalid_contract_vm_type" "Invalid contract vm type";
        INVALID_CONTRACT_VM_VERSION = 3160007 "invalid_contract_vm_version" "Invalid contract vm version";
        SET_EXACT_CODE = 3160008 "set_exact_code" "Contract is already running this version of code";
        WASM_CONFIG_UNKNOWN_VERSION = 3160015 "wasm_config_unknown_version" "Unknown wasm_config version";
        CONFIG_PARSE_ERROR = 3160016 "config_parse_error" "Parsing config error";
        PRODUCER_SCHEDULE = 3170004 "producer_schedule_exception" "Producer schedule exception";
        INVALID_HTTP_REQUEST = 3200006 "invalid_http_request" "invalid http request";
        RESOURCE_LIMIT = 3210000 "resource_limit_exception" "Resource limit exception";
        CONTRACT_API = 3230000 "contract_api_exception" "Contract API exception";
        CRYPTO_API = 3230001 "crypto_api_exception" "Crypto API Exception";
        DB_API = 3230002 "db_api_exception" "Database API Exception";
        ARITHMETIC = 3230003 "arithmetic_exception" "Arithmetic Exception";
        SNAPSHOT = 3240000 "snapshot_exception" "Snapshot exception";
        PROTOCOL_FEATURE = 3250000 "protocol_feature_exception" "Protocol feature exception";
        PROTOCOL_FEATURE_VALIDATION = 3250001 "protocol_feature_validation_exception" "Protocol feature validation exception";
    }
}
