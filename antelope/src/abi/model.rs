//! The model of an ABI (`eosio::abi/1.2`).
//!
//! Whether names in it refer to something is left to whoever reads it.

use alloc::{string::String, vec::Vec};

use crate::{Extension, Name, Pack, Unpack, transaction::TransactionExtension};

/// A contract's ABI.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Abi {
    /// `eosio::abi/1.2`.
    pub version: String,
    /// Other names for types.
    pub types: Vec<AbiTypeAlias>,
    /// Structs, those of actions and rows among them.
    pub structs: Vec<AbiStruct>,
    /// Actions.
    pub actions: Vec<AbiAction>,
    /// Tables.
    pub tables: Vec<AbiTable>,
    /// Ricardian clauses.
    pub ricardian_clauses: Vec<AbiRicardianClause>,
    /// Texts of error codes.
    pub error_messages: Vec<AbiErrorMessage>,
    /// Reserved.
    pub abi_extensions: Vec<TransactionExtension>,
    /// Variants.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Extension::is_absent"))]
    pub variants: Extension<Vec<AbiVariant>>,
    /// What actions return.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Extension::is_absent"))]
    pub action_results: Extension<Vec<AbiActionResult>>,
}

/// Another name for a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiTypeAlias {
    /// The new name.
    pub new_type_name: String,
    /// The type it stands for.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub target: String,
}

/// A struct.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiStruct {
    /// Its name.
    pub name: String,
    /// A struct whose fields come first, or empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub base: String,
    /// Its fields in order.
    pub fields: Vec<AbiField>,
}

/// A field of a struct.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiField {
    /// Its name.
    pub name: String,
    /// Its type, with at most one of the suffixes `[]` and `?`, and `$` for a binary extension.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub type_name: String,
}

/// An action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiAction {
    /// Its name.
    pub name: Name,
    /// The struct of its arguments.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub type_name: String,
    /// Its Ricardian contract, or empty.
    #[cfg_attr(feature = "serde", serde(default))]
    pub ricardian_contract: String,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiTable {
    /// Its name.
    pub name: Name,
    /// `i64`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub index_type: String,
    /// Names of keys; informational.
    #[cfg_attr(feature = "serde", serde(default))]
    pub key_names: Vec<String>,
    /// Types of keys; informational.
    #[cfg_attr(feature = "serde", serde(default))]
    pub key_types: Vec<String>,
    /// The struct of its rows.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub type_name: String,
}

/// A Ricardian clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiRicardianClause {
    /// Its id.
    pub id: String,
    /// Its text.
    pub body: String,
}

/// The text of an error code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiErrorMessage {
    /// The code.
    #[cfg_attr(feature = "serde", serde(with = "crate::json::integer"))]
    pub error_code: u64,
    /// Its text.
    pub error_msg: String,
}

/// A variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiVariant {
    /// Its name.
    pub name: String,
    /// The types it may hold; the index on the wire is their order.
    pub types: Vec<String>,
}

/// What an action returns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AbiActionResult {
    /// The action.
    pub name: Name,
    /// The type of its return value.
    pub result_type: String,
}
