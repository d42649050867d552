//! Converting by an ABI that is known only at run time.

mod answers;
mod definitions;
mod generate;
mod hostile;
mod properties;
mod values;

use antelope::abi::{Abi, AbiError, Serializer};
use serde_json::{Value, json};

/// The serializer of an ABI in JSON, to which the version is added.
fn serializer(mut abi: Value) -> Result<Serializer, AbiError> {
    abi["version"] = json!("eosio::abi/1.2");
    Serializer::new(&Abi::from_json(&abi.to_string()).unwrap())
}

/// The number and the message of a refusal.
fn refusal<T: std::fmt::Debug>(result: Result<T, AbiError>) -> (u32, String) {
    let error = result.unwrap_err();
    (error.exception().code(), error.message().to_owned())
}
