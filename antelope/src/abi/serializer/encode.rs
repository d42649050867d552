//! JSON to packed bytes.
//!
//! Values of built-in types are left to [`builtin`](super::builtin).

use alloc::{format, string::String, vec::Vec};

use serde_json::{Map, Value};

use super::{
    AbiError, AbiException, BuiltIn, Serializer,
    builtin::MAX_ITEMS,
    scope::{Kind, Scope, Step, shortened},
    type_name::{fundamental, is_array, is_optional, without_extension},
    value::{Fault, as_array},
};
use crate::{
    abi::{AbiField, AbiStruct, AbiVariant},
    varint,
};

/// The most bytes that a node writes.
const MAX_PACKED: usize = 1024 * 1024;

pub(super) fn encode(
    abi: &Serializer,
    type_name: &str,
    value: &Value,
) -> Result<Vec<u8>, AbiError> {
    let scope = Scope::new(abi.root(type_name));
    let mut encoder = Encoder { abi, scope, out: Vec::new(), extensions_allowed: true };
    // A node counts a level for the call itself.
    encoder.scope.enter()?;
    if abi.is_type(type_name, encoder.scope.depth())? {
        encoder.value(type_name, value)?;
    } else {
        BuiltIn::Bytes.write(value, &mut encoder.out)?;
        // Without the length that bytes begin with.
        let len = encoder.out.iter().take_while(|byte| **byte >= 0x80).count() + 1;
        encoder.out.drain(..len);
    }
    Ok(encoder.out)
}

struct Encoder<'a> {
    abi: &'a Serializer,
    scope: Scope<'a>,
    out: Vec<u8>,
    /// Whether what is written is the end of it all, where fields may be left out.
    extensions_allowed: bool,
}

impl<'a> Encoder<'a> {
    fn value(&mut self, type_name: &'a str, value: &Value) -> Result<(), AbiError> {
        self.scope.enter()?;
        let name = self.abi.resolve(type_name);
        self.scope.text(type_name.len() + name.len())?;
        let inner = fundamental(name);
        if let Some(built_in) = BuiltIn::named(inner) {
            self.built_in(built_in, name, value)?;
        } else if is_array(name) {
            self.scope.hint(Kind::Array);
            let items = as_array(value).map_err(|fault| self.fault(fault))?;
            varint::pack_len(items.len(), &mut self.out);
            self.array(inner, items)?;
        } else if is_optional(name) {
            self.out.push(u8::from(!value.is_null()));
            if !value.is_null() {
                self.value(inner, value)?;
            }
        } else if let Some(variant) = self.abi.variants.get(name) {
            self.variant(variant, value)?;
        } else if let Some(item) = self.abi.structs.get(name) {
            self.scope.hint(Kind::Named(&item.name));
            match value {
                Value::Object(fields) => self.object(item, fields, value)?,
                Value::Array(values) => self.tuple(item, values)?,
                _ => {
                    return Err(self.scope.error(AbiException::Pack, |place| {
                        format!("Unexpected input encountered while processing struct '{place}'")
                    }));
                }
            }
        } else {
            let message = format!("Unknown type {}", shortened(type_name));
            return Err(AbiError::new(AbiException::InvalidType, message).at(self.scope.path()));
        }
        if self.out.len() > MAX_PACKED {
            let message = format!("write datastream of length {MAX_PACKED} over by");
            return Err(AbiError::new(AbiException::OutOfRange, message).at(self.scope.path()));
        }
        self.scope.leave();
        Ok(())
    }

    fn built_in(&mut self, built_in: BuiltIn, name: &str, value: &Value) -> Result<(), AbiError> {
        let before = self.out.len();
        let written = if is_array(name) {
            match as_array(value) {
                Ok(items) if items.len() > MAX_ITEMS => Err(Fault::std("too large")),
                Ok(items) => {
                    self.scope.work(items.len())?;
                    varint::pack_len(items.len(), &mut self.out);
                    items.iter().try_for_each(|item| built_in.write(item, &mut self.out))
                }
                Err(fault) => Err(fault),
            }
        } else if is_optional(name) {
            self.out.push(u8::from(!value.is_null()));
            if value.is_null() { Ok(()) } else { built_in.write(value, &mut self.out) }
        } else {
            built_in.write(value, &mut self.out)
        };
        written.map_err(|fault| self.fault(fault))?;
        self.scope.text(self.out.len() - before)
    }

    fn array(&mut self, item: &'a str, items: &[Value]) -> Result<(), AbiError> {
        self.scope.push(Step::Index(0, Kind::Other));
        let allowed = core::mem::replace(&mut self.extensions_allowed, false);
        for (index, value) in items.iter().enumerate() {
            self.scope.go_to(index);
            self.value(item, value)?;
        }
        self.extensions_allowed = allowed;
        self.scope.pop();
        Ok(())
    }

    fn variant(&mut self, variant: &'a AbiVariant, value: &Value) -> Result<(), AbiError> {
        self.scope.hint(Kind::Named(&variant.name));
        let fail = |this: &Self, text: &str| {
            let message = |place: &str| format!("{text} variant '{place}'");
            Err(this.scope.error(AbiException::Pack, message))
        };
        let Value::Array(items) = value else {
            return fail(self, "Expected input to be an array of two items while processing");
        };
        let [name, value] = items.as_slice() else {
            return fail(self, "Expected input to be an array of two items while processing");
        };
        let Value::String(name) = name else {
            return fail(
                self,
                "Encountered non-string as first item of input array while processing",
            );
        };
        self.scope.text(variant.types.len())?;
        let Some(index) = variant.types.iter().position(|known| known == name) else {
            let name = shortened(name);
            return fail(
                self,
                &format!("Specified type '{name}' in input array is not valid within the"),
            );
        };
        varint::pack_len(index, &mut self.out);
        let type_name = &variant.types[index];
        self.scope.push(Step::Variant(index, type_name));
        self.value(type_name, value)?;
        self.scope.pop();
        Ok(())
    }

    /// A struct whose fields are given by name. Those that it does not have are passed over.
    fn object(
        &mut self,
        item: &'a AbiStruct,
        values: &Map<String, Value>,
        value: &Value,
    ) -> Result<(), AbiError> {
        if !item.base.is_empty() {
            let allowed = core::mem::replace(&mut self.extensions_allowed, false);
            self.value(self.abi.resolve(&item.base), value)?;
            self.extensions_allowed = allowed;
        }
        let mut ended = false;
        for (index, field) in item.fields.iter().enumerate() {
            let is_last = index + 1 == item.fields.len();
            self.scope.text(field.name.len())?;
            let given = values.get(&field.name);
            // An optional may be left out; one behind an alias may not.
            match given.or(is_optional(&field.type_name).then_some(&Value::Null)) {
                Some(_) if ended => {
                    return self.refuse(
                        field,
                        AbiException::Pack,
                        "Unexpected field",
                        "found in input object ",
                    );
                }
                Some(value) => self.field(field, is_last, value)?,
                None if self.may_end_before(field) => ended = true,
                None if ended => {
                    return self.refuse(
                        field,
                        AbiException::Abi,
                        "Encountered field",
                        "without binary extension designation ",
                    );
                }
                None => {
                    return self.refuse(
                        field,
                        AbiException::Pack,
                        "Missing field",
                        "in input object ",
                    );
                }
            }
        }
        Ok(())
    }

    /// A struct whose fields are given in order. What is more than it has is passed over.
    fn tuple(&mut self, item: &'a AbiStruct, values: &[Value]) -> Result<(), AbiError> {
        if !item.base.is_empty() {
            return Err(self.scope.error(AbiException::InvalidType, |place| {
                format!("Using input array to specify the fields of the derived struct '{place}'; input arrays are currently only allowed for structs without a base")
            }));
        }
        for (index, field) in item.fields.iter().enumerate() {
            let is_last = index + 1 == item.fields.len();
            match values.get(index) {
                Some(value) => self.field(field, is_last, value)?,
                None if self.may_end_before(field) => break,
                None => {
                    let field = shortened(&field.name);
                    return Err(self.scope.error(AbiException::Pack, |place| {
                        format!("Early end to input array specifying the fields of struct '{place}'; require input for field '{field}'")
                    }));
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'a AbiField, is_last: bool, value: &Value) -> Result<(), AbiError> {
        self.scope.push(Step::Field(&field.name, &field.type_name));
        let allowed = self.extensions_allowed;
        self.extensions_allowed &= is_last;
        self.value(without_extension(&field.type_name), value)?;
        self.extensions_allowed = allowed;
        self.scope.pop();
        Ok(())
    }

    fn may_end_before(&self, field: &AbiField) -> bool {
        field.type_name.ends_with('$') && self.extensions_allowed
    }

    fn refuse(
        &self,
        field: &AbiField,
        exception: AbiException,
        before: &str,
        after: &str,
    ) -> Result<(), AbiError> {
        let field = shortened(&field.name);
        Err(self.scope.error(exception, |place| {
            format!("{before} '{field}' {after}while processing struct '{place}'")
        }))
    }

    fn fault(&self, fault: Fault) -> AbiError {
        AbiError::from(fault).at(self.scope.path())
    }
}
