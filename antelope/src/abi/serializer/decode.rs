//! Packed bytes to JSON.
//!
//! Values of built-in types are left to [`builtin`](super::builtin).

use alloc::{format, string::String, vec::Vec};

use serde_json::{Map, Value};

use super::{
    AbiError, AbiException, BuiltIn, Serializer,
    builtin::{MAX_ITEMS, var_uint},
    scope::{Kind, Scope, Step, shortened},
    type_name::{fundamental, is_array, is_optional, without_extension},
    value::Fault,
};
use crate::{Reader, Unpack};

pub(super) fn decode(abi: &Serializer, type_name: &str, bytes: &[u8]) -> Result<Value, AbiError> {
    let mut decoder =
        Decoder { abi, scope: Scope::new(abi.root(type_name)), input: Reader::new(bytes) };
    // A node counts a level for the call itself.
    decoder.scope.enter()?;
    decoder.value(type_name)
}

struct Decoder<'a, 'b> {
    abi: &'a Serializer,
    scope: Scope<'a>,
    input: Reader<'b>,
}

impl<'a> Decoder<'a, '_> {
    fn value(&mut self, type_name: &'a str) -> Result<Value, AbiError> {
        self.scope.enter()?;
        let name = self.abi.resolve(type_name);
        self.scope.text(type_name.len() + name.len())?;
        let inner = fundamental(name);
        let value = if let Some(built_in) = BuiltIn::named(inner) {
            self.built_in(built_in, name, inner)?
        } else if is_array(name) {
            self.array(inner)?
        } else if is_optional(name) {
            let flag = u8::unpack(&mut self.input)
                .map_err(|_| self.unpack_error("presence flag of optional"))?;
            if flag == 0 { Value::Null } else { self.value(inner)? }
        } else if let Some(variant) = self.abi.variants.get(name) {
            self.variant(&variant.name, &variant.types)?
        } else {
            let mut fields = Map::new();
            self.fields(name, &mut fields)?;
            // A struct without fields cannot be read.
            if fields.is_empty() {
                let message = |place: &str| format!("Unable to unpack '{place}' from stream");
                return Err(self.scope.error(AbiException::Unpack, message));
            }
            fields.into()
        };
        self.scope.leave();
        Ok(value)
    }

    fn built_in(&mut self, built_in: BuiltIn, name: &str, inner: &str) -> Result<Value, AbiError> {
        let before = self.input.remaining();
        let (class, value) = if is_array(name) {
            ("array of built-in", self.built_in_array(built_in)?)
        } else if is_optional(name) {
            ("optional of built-in", read_optional(built_in, &mut self.input))
        } else {
            ("built-in", built_in.read(&mut self.input))
        };
        self.scope.text(before - self.input.remaining())?;
        value.map_err(|fault| {
            if fault.is_of_chain() {
                return AbiError::from(fault).at(self.scope.path());
            }
            // A node adds in brackets what it has from another library.
            let reason = fault.of_library().map_or(String::new(), |reason| format!(" ({reason})"));
            self.scope.error(AbiException::Unpack, |place| {
                format!(
                    "Unable to unpack {class} type '{inner}' while processing '{place}'{reason}"
                )
            })
        })
    }

    fn built_in_array(&mut self, built_in: BuiltIn) -> Result<Result<Value, Fault>, AbiError> {
        let count = match var_uint(&mut self.input) {
            Ok(count) if count as usize <= MAX_ITEMS => count as usize,
            Ok(_) => return Ok(Err(Fault::assert("size.value <= MAX_NUM_ARRAY_ELEMENTS"))),
            Err(error) => return Ok(Err(error.into())),
        };
        // Each item has a byte at least.
        self.scope.work(count.min(self.input.remaining()))?;
        Ok(read_items(built_in, count, &mut self.input))
    }

    fn array(&mut self, item: &'a str) -> Result<Value, AbiError> {
        self.scope.hint(Kind::Array);
        let count = var_uint(&mut self.input).map_err(|_| self.unpack_error("size of array"))?;
        self.scope.push(Step::Index(0, Kind::Other));
        let mut items = Vec::new();
        for index in 0..count {
            self.scope.go_to(index as usize);
            items.push(self.value(item)?);
        }
        self.scope.pop();
        Ok(items.into())
    }

    fn variant(&mut self, name: &'a str, types: &'a [String]) -> Result<Value, AbiError> {
        self.scope.hint(Kind::Named(name));
        let tag = var_uint(&mut self.input).map_err(|_| self.unpack_error("tag of variant"))?;
        let Some(type_name) = types.get(tag as usize) else {
            return Err(self.scope.error(AbiException::Unpack, |place| {
                format!("Unpacked invalid tag ({tag}) for variant '{place}'")
            }));
        };
        self.scope.push(Step::Variant(tag as usize, type_name));
        self.scope.text(type_name.len())?;
        let value = self.value(type_name)?;
        self.scope.pop();
        Ok(Value::Array([type_name.as_str().into(), value].into()))
    }

    /// Reads the fields of a struct, those of its base first.
    fn fields(&mut self, name: &'a str, fields: &mut Map<String, Value>) -> Result<(), AbiError> {
        self.scope.enter()?;
        let Some((name, item)) = self.abi.structs.get_key_value(name) else {
            let message = format!("Unknown type {}", shortened(name));
            return Err(AbiError::new(AbiException::InvalidType, message).at(self.scope.path()));
        };
        self.scope.hint(Kind::Named(name));
        if !item.base.is_empty() {
            self.fields(self.abi.resolve(&item.base), fields)?;
        }
        let mut after_extension = false;
        for field in &item.fields {
            let type_name = without_extension(&field.type_name);
            let is_extension = type_name.len() < field.type_name.len();
            after_extension |= is_extension;
            if self.input.remaining() == 0 {
                if is_extension {
                    continue;
                }
                return Err(self.missing(&field.name, after_extension));
            }
            self.scope.push(Step::Field(&field.name, &field.type_name));
            self.scope.text(field.name.len())?;
            let value = self.value(type_name)?;
            fields.insert(field.name.clone(), value);
            self.scope.pop();
        }
        self.scope.leave();
        Ok(())
    }

    fn missing(&self, field: &str, after_extension: bool) -> AbiError {
        let field = shortened(field);
        if after_extension {
            return self.scope.error(AbiException::Abi, |place| {
                format!("Encountered field '{field}' without binary extension designation while processing struct '{place}'")
            });
        }
        self.scope.error(AbiException::Unpack, |place| {
            format!(
                "Stream unexpectedly ended; unable to unpack field '{field}' of struct '{place}'"
            )
        })
    }

    fn unpack_error(&self, what: &str) -> AbiError {
        let message = |place: &str| format!("Unable to unpack {what} '{place}'");
        self.scope.error(AbiException::Unpack, message)
    }
}

/// An optional, whose flag must be 0 or 1. (That of a type that an ABI defines may be anything.)
fn read_optional(built_in: BuiltIn, input: &mut Reader<'_>) -> Result<Value, Fault> {
    Ok(if bool::unpack(input)? { built_in.read(input)? } else { Value::Null })
}

/// The items of a list. The node reads all of them before it makes text of any, so that bytes that end too early are found
/// before a value without a text.
fn read_items(built_in: BuiltIn, count: usize, input: &mut Reader<'_>) -> Result<Value, Fault> {
    let mut items = Vec::new();
    let mut without_text = None;
    for _ in 0..count {
        match built_in.read(input) {
            Ok(item) => items.push(item),
            Err(fault)
                if matches!(built_in, BuiltIn::TimePoint | BuiltIn::SymbolCode)
                    && !fault.is_of_bytes() =>
            {
                without_text.get_or_insert(fault);
            }
            Err(fault) => return Err(fault),
        }
    }
    without_text.map_or(Ok(items.into()), Err)
}
