//! Reading and writing packed bytes by an ABI that is known only at run time, exactly as nodeos does.
//!
//! A node converts action data, rows and return values to JSON and back; wallets, explorers and indexers depend on every
//! detail of it: which integers are text, how floats print, which inputs are let through. So this is a port of its
//! behaviour, not of the ABI specification, down to what looks like a mistake (`uint8[4]` is one byte, 300 as a `uint8` is
//! 44, a positive number in JSON is no `int128`). Where types are known when compiling, [`Pack`](crate::Pack) and
//! [`Unpack`](crate::Unpack) are stricter and faster. How a failure appears in an HTTP answer is left to whoever answers.
//!
//! No library does this in Rust alone: `rs_abieos` binds the C++ library abieos, which browsers and builds without a C++
//! compiler cannot use, and which itself is not what nodeos runs (it refuses what a node takes, and the other way round).
//!
//! # Limits
//! Neither a hostile ABI nor hostile bytes or JSON make a conversion long: types nest to a depth of 32, what is written has
//! at most 1 MiB, and where a node counts milliseconds, this counts values (about a million).

mod builtin;
mod date;
mod decode;
mod encode;
mod error;
mod lexical;
mod scope;
mod type_name;
mod validate;
mod value;

use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

use serde_json::Value;

use super::{Abi, AbiStruct, AbiVariant};
use crate::Name;
use builtin::BuiltIn;
pub use error::{AbiError, AbiException};
use scope::Kind;
use type_name::{fundamental, is_array};

/// An ABI, checked and ready to convert by.
///
/// ```
/// use antelope::{abi::{Abi, Serializer}, name};
/// use serde_json::json;
///
/// let abi = Abi::from_json(r#"{
///     "version": "eosio::abi/1.2",
///     "structs": [{"name": "rate", "fields": [{"name": "who", "type": "name"}, {"name": "stars", "type": "uint64?"}]}],
///     "actions": [{"name": "rate", "type": "rate"}]
/// }"#)?;
/// let serializer = Serializer::new(&abi)?;
/// let data = serializer.encode_action(name!("rate"), &json!({"who": "alice", "stars": "5000000000"}))?;
/// assert_eq!(data.len(), 8 + 1 + 8);
/// let json = serializer.decode_action(name!("rate"), &data)?;
/// assert_eq!(json, json!({"who": "alice", "stars": "5000000000"}));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Serializer {
    aliases: BTreeMap<String, String>,
    structs: BTreeMap<String, AbiStruct>,
    variants: BTreeMap<String, AbiVariant>,
    actions: BTreeMap<Name, String>,
    tables: BTreeMap<Name, String>,
    results: BTreeMap<Name, String>,
    error_messages: BTreeMap<u64, String>,
}

impl Serializer {
    /// Checks `abi` and prepares it.
    ///
    /// # Errors
    /// What a node refuses when it first uses an ABI: another version than 1.x, something defined twice, circular
    /// definitions, types that are not defined. `setabi` itself refuses nothing of it.
    pub fn new(abi: &Abi) -> Result<Self, AbiError> {
        validate::checked(abi)
    }

    /// The value of a type, in the JSON that a node gives for it. What is left over of `bytes` is passed over.
    ///
    /// # Errors
    /// When the bytes end too early or are no value of the type, when the type is unknown, or when a limit is exceeded.
    pub fn decode(&self, type_name: &str, bytes: &[u8]) -> Result<Value, AbiError> {
        decode::decode(self, type_name, bytes)
    }

    /// The packed bytes of a value of a type, in any of the JSON forms that a node takes. Bytes in hexadecimal are taken
    /// as they are for a type that is unknown.
    ///
    /// # Errors
    /// When the value is not of the type, or when a limit is exceeded.
    pub fn encode(&self, type_name: &str, value: &Value) -> Result<Vec<u8>, AbiError> {
        encode::encode(self, type_name, value)
    }

    /// The type of an action's arguments.
    pub fn action_type(&self, action: Name) -> Option<&str> {
        self.actions.get(&action).map(String::as_str)
    }

    /// The type of a table's rows.
    pub fn table_type(&self, table: Name) -> Option<&str> {
        self.tables.get(&table).map(String::as_str)
    }

    /// The type of what an action returns.
    pub fn result_type(&self, action: Name) -> Option<&str> {
        self.results.get(&action).map(String::as_str)
    }

    /// The text of a contract's error code.
    pub fn error_message(&self, code: u64) -> Option<&str> {
        self.error_messages.get(&code).map(String::as_str)
    }

    /// An action's arguments; see [`decode`](Self::decode).
    ///
    /// # Errors
    /// Also when the ABI has no such action.
    pub fn decode_action(&self, action: Name, data: &[u8]) -> Result<Value, AbiError> {
        self.decode(known(self.action_type(action), "action", action)?, data)
    }

    /// An action's packed arguments; see [`encode`](Self::encode).
    ///
    /// # Errors
    /// Also when the ABI has no such action.
    pub fn encode_action(&self, action: Name, data: &Value) -> Result<Vec<u8>, AbiError> {
        self.encode(known(self.action_type(action), "action", action)?, data)
    }

    /// A row; see [`decode`](Self::decode).
    ///
    /// # Errors
    /// Also when the ABI has no such table.
    pub fn decode_row(&self, table: Name, row: &[u8]) -> Result<Value, AbiError> {
        self.decode(known(self.table_type(table), "table", table)?, row)
    }

    /// A packed row; see [`encode`](Self::encode).
    ///
    /// # Errors
    /// Also when the ABI has no such table.
    pub fn encode_row(&self, table: Name, row: &Value) -> Result<Vec<u8>, AbiError> {
        self.encode(known(self.table_type(table), "table", table)?, row)
    }

    /// What an action returned; see [`decode`](Self::decode).
    ///
    /// # Errors
    /// Also when the ABI says of no such action that it returns something.
    pub fn decode_result(&self, action: Name, value: &[u8]) -> Result<Value, AbiError> {
        self.decode(known(self.result_type(action), "result of action", action)?, value)
    }

    /// What an alias stands for, through other aliases; the name itself if it is none.
    fn resolve<'a>(&'a self, name: &'a str) -> &'a str {
        let mut resolved = name;
        // An ABI that was accepted has no circles.
        while let Some(target) = self.aliases.get(resolved) {
            resolved = target;
        }
        resolved
    }

    /// Whether there is such a type, looked for at most `depth` aliases deep.
    fn is_type(&self, name: &str, depth: usize) -> Result<bool, AbiError> {
        if depth + 1 >= scope::MAX_DEPTH {
            return Err(scope::too_deep());
        }
        let name = fundamental(name);
        if BuiltIn::named(name).is_some() {
            return Ok(true);
        }
        match self.aliases.get(name) {
            Some(target) => self.is_type(target, depth + 1),
            None => Ok(self.structs.contains_key(name) || self.variants.contains_key(name)),
        }
    }

    /// What an error says that a conversion of the type begins with.
    fn root<'a>(&'a self, name: &'a str) -> Kind<'a> {
        let name = self.resolve(name);
        if is_array(name) {
            Kind::Array
        } else if self.structs.contains_key(name) || self.variants.contains_key(name) {
            Kind::Named(name)
        } else {
            Kind::Other
        }
    }
}

fn known<'a>(type_name: Option<&'a str>, kind: &str, name: Name) -> Result<&'a str, AbiError> {
    let message = || format!("unknown {kind} {name}");
    type_name.ok_or_else(|| AbiError::new(AbiException::ActionValidate, message()))
}
