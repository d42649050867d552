//! Schemas: which attributes the assets of a collection have, and in which types.
//!
//! How a type is stored is left to [`atomicdata`].

use alloc::{string::String, vec::Vec};

use antelope::{Describe, Name, Pack, Unpack, name, table::Row};

use super::{Error, atomicdata};

/// The longest name of an attribute, in bytes.
pub const MAX_ATTRIBUTE_NAME: usize = 64;

/// An attribute of a format.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "FORMAT")]
pub struct FormatLine {
    /// The attribute's name, unique in the format.
    pub name: String,
    /// Its type, such as `uint32`, `string` or `fixed16[]`.
    #[abi(rename = "type")]
    pub kind: String,
}

impl FormatLine {
    /// The attribute `name` of the type `kind`.
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { name: name.into(), kind: kind.into() }
    }
}

/// A schema. Scope: its collection.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "schemas_s")]
pub struct Schema {
    /// Its name, unique in the collection.
    pub schema_name: Name,
    /// Its attributes. Lines may be added and never change: their place is how stored attributes are known.
    pub format: Vec<FormatLine>,
}

impl Row for Schema {
    const TABLE: Name = name!("schemas");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.schema_name.0
    }
}

/// Checks the name of a new schema.
///
/// # Errors
/// [`Error::BadSchemaName`].
pub const fn check_name(schema_name: Name) -> Result<(), Error> {
    // A thirteenth character is in the lowest four bits.
    if schema_name.is_empty() || schema_name.0 & 0x0f != 0 {
        return Err(Error::BadSchemaName);
    }
    Ok(())
}

/// Checks a format: names that are there, short and unique; types that can be stored; one of them a name.
///
/// `byte` can be stored and not declared, and `bytes` neither: the published contract lets it be declared, and then
/// fails at the first value.
///
/// # Errors
/// [`Error::EmptyAttributeName`], [`Error::AttributeNameTooLong`], [`Error::BadType`], [`Error::AttributeTwice`],
/// [`Error::NoNameLine`].
pub fn check_format(format: &[FormatLine]) -> Result<(), Error> {
    for (place, line) in format.iter().enumerate() {
        if line.name.is_empty() {
            return Err(Error::EmptyAttributeName);
        }
        if line.name.len() > MAX_ATTRIBUTE_NAME {
            return Err(Error::AttributeNameTooLong);
        }
        if !atomicdata::is_type(&line.kind) || line.kind.starts_with("byte") {
            return Err(Error::BadType);
        }
        if format.iter().take(place).any(|earlier| earlier.name == line.name) {
            return Err(Error::AttributeTwice);
        }
    }
    if format.iter().any(|line| line.name == "name" && line.kind == "string") {
        Ok(())
    } else {
        Err(Error::NoNameLine)
    }
}

/// Adds `lines` to a format.
///
/// # Errors
/// [`Error::NoNewLine`], or as [`check_format`].
pub fn extend_format(format: &mut Vec<FormatLine>, lines: Vec<FormatLine>) -> Result<(), Error> {
    if lines.is_empty() {
        return Err(Error::NoNewLine);
    }
    format.extend(lines);
    check_format(format)
}

#[cfg(test)]
mod tests {
    use std::{string::ToString, vec};

    use super::*;

    fn with_name(name: &str, kind: &str) -> Vec<FormatLine> {
        vec![FormatLine::new("name", "string"), FormatLine::new(name, kind)]
    }

    #[test]
    fn types_are_the_published_ones() {
        let numbers = ["int", "uint", "fixed"].into_iter();
        let numbers = numbers
            .flat_map(|base| [8, 16, 32, 64].map(|bits| base.to_string() + &bits.to_string()));
        let others = ["float", "double", "string", "image", "ipfs", "bool"];
        for kind in numbers.chain(others.map(Into::into)) {
            assert_eq!(check_format(&with_name("a", &kind)), Ok(()), "{kind}");
            let vector = kind + "[]";
            assert_eq!(check_format(&with_name("a", &vector)), Ok(()), "{vector}");
        }
        for kind in [
            "",
            "[]",
            "int",
            "int7",
            "int128",
            "uint8[][]",
            "uint8[",
            "Int8",
            "string ",
            "float32",
            "byte",
            "bytes",
            "bytes[]",
            "object{0}",
        ] {
            assert_eq!(check_format(&with_name("a", kind)), Err(Error::BadType), "{kind}");
        }
    }

    #[test]
    fn names_are_there_short_and_unique() {
        for (name, expected) in [
            ("a".repeat(64), Ok(())),
            ("a".repeat(65), Err(Error::AttributeNameTooLong)),
            (String::new(), Err(Error::EmptyAttributeName)),
            ("name".into(), Err(Error::AttributeTwice)),
        ] {
            assert_eq!(check_format(&with_name(&name, "uint8")), expected, "{name}");
        }
        assert_eq!(check_format(&[]), Err(Error::NoNameLine));
        assert_eq!(check_format(&[FormatLine::new("name", "image")]), Err(Error::NoNameLine));
    }

    #[test]
    fn a_format_grows() {
        let mut format = vec![];
        assert_eq!(extend_format(&mut format, vec![]), Err(Error::NoNewLine));
        assert_eq!(extend_format(&mut format, with_name("img", "ipfs")), Ok(()));
        let again = vec![FormatLine::new("img", "string")];
        assert_eq!(extend_format(&mut format, again), Err(Error::AttributeTwice));
    }

    #[test]
    fn schema_names_have_one_to_twelve_characters() {
        for (name, expected) in [
            ("a", Ok(())),
            ("abcdefghijkl", Ok(())),
            ("abcdefghijkla", Err(Error::BadSchemaName)),
            ("", Err(Error::BadSchemaName)),
        ] {
            assert_eq!(check_name(name.parse().unwrap()), expected, "{name}");
        }
    }
}
