//! Making an ABI from Rust types.
//!
//! What a type is called is left to [`Describe`]; here names are kept apart and in order.

use alloc::{borrow::ToOwned, format, string::String, vec, vec::Vec};

use super::{
    Abi, AbiAction, AbiActionResult, AbiField, AbiStruct, AbiTable, AbiTypeAlias, AbiVariant,
    Describe,
};
use crate::{
    Action, Extension,
    table::{Index, IndexKey, Row},
};

/// Collects the types, actions and tables of a contract.
#[derive(Debug, Default)]
pub struct AbiBuilder {
    abi: Abi,
    /// Structs whose fields are being described.
    open: Vec<String>,
    variants: Vec<AbiVariant>,
    results: Vec<AbiActionResult>,
}

impl AbiBuilder {
    /// A builder without types.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an action and the types of its arguments.
    #[must_use]
    pub fn action<A: Action + Describe>(mut self) -> Self {
        let type_name = A::describe(&mut self);
        self.abi.actions.push(AbiAction {
            name: A::NAME,
            type_name,
            ricardian_contract: String::new(),
        });
        self
    }

    /// Says what the action `A` returns.
    #[must_use]
    pub fn returns<A: Action, T: Describe>(mut self) -> Self {
        let result_type = T::describe(&mut self);
        self.results.push(AbiActionResult { name: A::NAME, result_type });
        self
    }

    /// Adds a table and the types of its rows.
    #[must_use]
    pub fn table<R: Row + Describe>(mut self) -> Self
    where
        R::Indices: DescribeIndices,
    {
        let type_name = R::describe(&mut self);
        let (mut key_names, mut key_types) = (vec!["primary".to_owned()], vec!["i64".to_owned()]);
        R::Indices::describe(&mut key_names, &mut key_types);
        self.abi.tables.push(AbiTable {
            name: R::TABLE,
            index_type: "i64".to_owned(),
            key_names,
            key_types,
            type_name,
        });
        self
    }

    /// The ABI, with everything in a fixed order so that equal contracts have equal files.
    ///
    /// An action or a table that was added twice is there once.
    pub fn build(mut self) -> Abi {
        self.abi.version = "eosio::abi/1.2".to_owned();
        self.abi.types.sort_by(|a, b| a.new_type_name.cmp(&b.new_type_name));
        self.abi.structs.sort_by(|a, b| a.name.cmp(&b.name));
        self.abi.actions.sort_by_key(|action| action.name);
        self.abi.actions.dedup();
        self.abi.tables.sort_by_key(|table| table.name);
        self.abi.tables.dedup();
        self.variants.sort_by(|a, b| a.name.cmp(&b.name));
        self.results.sort_by_key(|result| result.name);
        self.results.dedup();
        self.abi.variants = Extension(Some(self.variants));
        self.abi.action_results = Extension(Some(self.results));
        self.abi
    }

    /// Adds a struct, once, and gives its name back. `fields` may refer to the struct itself.
    ///
    /// # Panics
    /// When another struct has this name, which an ABI cannot express: the Rust types need different names.
    pub fn add_struct(
        &mut self,
        name: &str,
        fields: impl FnOnce(&mut Self) -> Vec<(&'static str, String)>,
    ) -> String {
        if self.open.iter().any(|open| open == name) {
            return name.to_owned();
        }
        self.open.push(name.to_owned());
        let fields: Vec<AbiField> = fields(self)
            .into_iter()
            .map(|(name, type_name)| AbiField { name: name.to_owned(), type_name })
            .collect();
        self.open.pop();
        match self.abi.structs.iter().find(|known| known.name == name) {
            Some(known) => assert_eq!(known.fields, fields, "two structs are called {name}"),
            None => self.abi.structs.push(AbiStruct {
                name: name.to_owned(),
                base: String::new(),
                fields,
            }),
        }
        name.to_owned()
    }

    /// Adds a variant, once, and gives its name back; without a name, the one that CDT would give it.
    ///
    /// # Panics
    /// When another variant has this name.
    pub fn add_variant(&mut self, name: Option<&str>, types: Vec<String>) -> String {
        let name = match name {
            Some(name) => name.to_owned(),
            None => {
                let names: Vec<String> = types.iter().map(|name| plain(name)).collect();
                format!("variant_{}", names.join("_"))
            }
        };
        match self.variants.iter().find(|known| known.name == name) {
            Some(known) => assert_eq!(known.types, types, "two variants are called {name}"),
            None => self.variants.push(AbiVariant { name: name.clone(), types }),
        }
        name
    }

    /// Adds another name for a type, once, and gives it back.
    ///
    /// # Panics
    /// When it is already the name of another type.
    pub fn add_alias(&mut self, name: &str, target: String) -> String {
        match self.abi.types.iter().find(|known| known.new_type_name == name) {
            Some(known) => assert_eq!(known.target, target, "two aliases are called {name}"),
            None => self.abi.types.push(AbiTypeAlias { new_type_name: name.to_owned(), target }),
        }
        name.to_owned()
    }

    /// `inner` with a suffix. nodeos takes one suffix a type, so a type that has one gets an alias first, named
    /// as CDT names it (`B_vector_uint64_E`).
    pub(super) fn with_suffix(&mut self, inner: String, suffix: &str) -> String {
        let name = plain(&inner);
        if name == inner { inner + suffix } else { self.add_alias(&name, inner) + suffix }
    }
}

/// A type's name as it appears inside another's, without a suffix (`B_vector_uint64_E`).
pub(super) fn plain(name: &str) -> String {
    if let Some(inner) = name.strip_suffix("[]") {
        format!("B_vector_{inner}_E")
    } else if let Some(inner) = name.strip_suffix('?') {
        format!("B_optional_{inner}_E")
    } else {
        name.to_owned()
    }
}

/// The indices of a table, as its ABI lists them.
pub trait DescribeIndices {
    /// Appends name and type of each key.
    fn describe(names: &mut Vec<String>, types: &mut Vec<String>);
}

macro_rules! describe_indices {
    ($(($($index:ident),*)),* $(,)?) => {$(
        impl<$($index: Index),*> DescribeIndices for ($($index,)*) {
            fn describe(_names: &mut Vec<String>, _types: &mut Vec<String>) {
                $(
                    _names.push($index::NAME.to_owned());
                    _types.push($index::Key::TYPE.to_owned());
                )*
            }
        }
    )*};
}

describe_indices!((), (A), (A, B), (A, B, C), (A, B, C, D));
