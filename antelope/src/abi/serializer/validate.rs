//! Which ABIs a node uses: everything defined once, every name defined, nothing in circles.
//!
//! Reading an ABI from bytes or JSON is the business of its [model](crate::abi::Abi).

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
};

use super::{AbiError, AbiException, Serializer, type_name::without_extension};
use crate::abi::Abi;

/// The ABI by names, if it holds.
pub(super) fn checked(abi: &Abi) -> Result<Serializer, AbiError> {
    if !abi.version.starts_with("eosio::abi/1.") {
        return Err(AbiError::new(
            AbiException::UnsupportedVersion,
            "ABI has an unsupported version",
        ));
    }
    let serializer = by_names(abi)?;
    circles_of_aliases(&serializer)?;
    for target in serializer.aliases.values() {
        require_type(&serializer, target, target)?;
    }
    bases_and_fields(&serializer)?;
    let types = serializer.variants.values().flat_map(|variant| &variant.types);
    let types = types.chain(serializer.actions.values());
    let types = types.chain(serializer.tables.values()).chain(serializer.results.values());
    for name in types {
        require_type(&serializer, name, name)?;
    }
    Ok(serializer)
}

fn by_names(abi: &Abi) -> Result<Serializer, AbiError> {
    let variants = abi.variants.0.iter().flatten();
    let results = abi.action_results.0.iter().flatten();
    let mut serializer = Serializer {
        aliases: BTreeMap::new(),
        structs: abi.structs.iter().map(|item| (item.name.clone(), item.clone())).collect(),
        variants: BTreeMap::new(),
        actions: abi.actions.iter().map(|item| (item.name, item.type_name.clone())).collect(),
        tables: abi.tables.iter().map(|item| (item.name, item.type_name.clone())).collect(),
        results: results.clone().map(|item| (item.name, item.result_type.clone())).collect(),
        error_messages: (abi.error_messages.iter())
            .map(|item| (item.error_code, item.error_msg.clone()))
            .collect(),
    };
    // An alias must not be the name of a struct or of an earlier alias. Variants are not there yet when a node looks.
    for alias in &abi.types {
        if serializer.is_type(&alias.new_type_name, 1)? {
            return Err(AbiError::new(AbiException::DuplicateType, "type already exists"));
        }
        serializer.aliases.insert(alias.new_type_name.clone(), alias.target.clone());
    }
    serializer.variants = variants.clone().map(|item| (item.name.clone(), item.clone())).collect();

    let definitions = [
        (serializer.aliases.len(), abi.types.len(), AbiException::DuplicateType, "type"),
        (serializer.structs.len(), abi.structs.len(), AbiException::DuplicateStruct, "struct"),
        (serializer.actions.len(), abi.actions.len(), AbiException::DuplicateAction, "action"),
        (serializer.tables.len(), abi.tables.len(), AbiException::DuplicateTable, "table"),
        (
            serializer.error_messages.len(),
            abi.error_messages.len(),
            AbiException::DuplicateErrorMessage,
            "error message",
        ),
        (serializer.variants.len(), variants.count(), AbiException::DuplicateVariant, "variant"),
        (
            serializer.results.len(),
            results.count(),
            AbiException::DuplicateActionResult,
            "action results",
        ),
    ];
    match definitions.into_iter().find(|(names, given, ..)| names != given) {
        None => Ok(serializer),
        Some((.., exception, what)) => {
            Err(AbiError::new(exception, format!("duplicate {what} definition detected")))
        }
    }
}

/// Refuses a name that is not a type's, and tells `shown`.
fn require_type(serializer: &Serializer, name: &str, shown: &str) -> Result<(), AbiError> {
    if serializer.is_type(name, 1)? {
        return Ok(());
    }
    Err(AbiError::new(AbiException::InvalidType, shown))
}

/// Aliases that stand for each other. Names that were found to end somewhere are not followed again, so that this takes
/// one step for each alias.
fn circles_of_aliases(serializer: &Serializer) -> Result<(), AbiError> {
    let mut ending = BTreeSet::new();
    for alias in serializer.aliases.keys() {
        let mut seen = BTreeSet::new();
        let mut name = alias;
        while !ending.contains(name) {
            if !seen.insert(name) {
                let message = format!("Circular reference in type {alias}");
                return Err(AbiError::new(AbiException::CircularDefinition, message));
            }
            let Some(target) = serializer.aliases.get(name) else { break };
            name = target;
        }
        ending.append(&mut seen);
    }
    Ok(())
}

/// What structs are based on and consist of.
fn bases_and_fields(serializer: &Serializer) -> Result<(), AbiError> {
    let mut ending: BTreeSet<&String> = BTreeSet::new();
    for item in serializer.structs.values() {
        let mut seen = BTreeSet::new();
        let mut current = item;
        while !ending.contains(&current.name) {
            if !seen.insert(&current.name) {
                let message = format!("Circular reference in struct {}", item.name);
                return Err(AbiError::new(AbiException::CircularDefinition, message));
            }
            if current.base.is_empty() {
                break;
            }
            let base = serializer.structs.get(serializer.resolve(&current.base));
            let message = || format!("Unknown struct {}", current.base);
            current = base.ok_or_else(|| AbiError::new(AbiException::InvalidType, message()))?;
        }
        ending.append(&mut seen);
        for field in &item.fields {
            require_type(serializer, without_extension(&field.type_name), &field.type_name)?;
        }
    }
    Ok(())
}
