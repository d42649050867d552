//! Whether new code can read the rows that old code has written, as their ABIs tell it.
//!
//! Rows lie in the chain as packed bytes without a word on their form. Code that reads other forms finds nonsense there,
//! so an upgrade has to be refused before it is done. What secondary indices are made of is in no ABI, and not seen here.

use std::{collections::BTreeSet, fmt};

use antelope::{
    Name,
    abi::{Abi, AbiStruct},
};

/// A reason why rows of a table cannot be read any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incompatibility {
    /// The table.
    pub table: Name,
    /// Where in its rows: the fields on the way, with a dot between; empty for the row itself.
    pub field: String,
    /// What has changed.
    pub change: String,
}

impl fmt::Display for Incompatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, field, change } = self;
        match field.as_str() {
            "" => write!(f, "table {table}: {change}"),
            field => write!(f, "table {table}, field {field}: {change}"),
        }
    }
}

/// Why code with the ABI `new` cannot read rows that code with the ABI `old` has written; nothing, if it can.
///
/// Rows may get further fields at their end, if these are binary extensions, and variants further types; fields may get
/// other names. Everything else that changes bytes is named, each table's first reason.
pub fn incompatibilities(old: &Abi, new: &Abi) -> Vec<Incompatibility> {
    let found = old.tables.iter().filter_map(|table| {
        let Some(successor) = new.tables.iter().find(|other| other.name == table.name) else {
            let change = "is gone, and its rows with it".to_owned();
            return Some(Incompatibility { table: table.name, field: String::new(), change });
        };
        let mut comparison = Comparison { old, new, under_way: BTreeSet::new() };
        let difference = comparison.types(&table.type_name, &successor.type_name, true).err()?;
        let Difference { field, change } = difference;
        Some(Incompatibility { table: table.name, field: field.join("."), change })
    });
    found.collect()
}

/// Where two types differ, from the outside in.
struct Difference {
    field: Vec<String>,
    change: String,
}

impl Difference {
    const fn here(change: String) -> Self {
        Self { field: Vec::new(), change }
    }

    fn within(mut self, field: &str) -> Self {
        self.field.insert(0, field.to_owned());
        self
    }
}

/// Two ABIs side by side.
struct Comparison<'a> {
    old: &'a Abi,
    new: &'a Abi,
    /// Pairs of types that are being compared: a type may contain itself.
    under_way: BTreeSet<(String, String)>,
}

impl Comparison<'_> {
    /// Compares types. At the end of a row there may be more than there was.
    fn types(&mut self, old: &str, new: &str, is_last: bool) -> Result<(), Difference> {
        let (old, new) = (resolved(self.old, old), resolved(self.new, new));
        if !self.under_way.insert((old.clone(), new.clone())) {
            return Ok(());
        }
        let changed = || Difference::here(format!("was {old}, is {new}"));
        for suffix in ["[]", "?", "$"] {
            match (old.strip_suffix(suffix), new.strip_suffix(suffix)) {
                (Some(old), Some(new)) => return self.types(old, new, is_last && suffix == "$"),
                (None, None) => {}
                _ => return Err(changed()),
            }
        }
        let fields = (fields(self.old, &old), fields(self.new, &new));
        if let (Some(old), Some(new)) = fields {
            return self.fields(&old, &new, is_last);
        }
        match (variant(self.old, &old), variant(self.new, &new)) {
            (Some(old), Some(new)) if old.len() <= new.len() => {
                old.iter().zip(new).try_for_each(|(old, new)| self.types(old, new, false))
            }
            (None, None) if old == new => Ok(()),
            _ => Err(changed()),
        }
    }

    fn fields(
        &mut self,
        old: &[(String, String)],
        new: &[(String, String)],
        is_last: bool,
    ) -> Result<(), Difference> {
        for (number, (name, kind)) in old.iter().enumerate() {
            let Some((_, successor)) = new.get(number) else {
                return Err(Difference::here("is gone".to_owned()).within(name));
            };
            let is_last = is_last && number + 1 == old.len() && old.len() == new.len();
            self.types(kind, successor, is_last).map_err(|difference| difference.within(name))?;
        }
        match new.get(old.len()..).unwrap_or_default() {
            [] => Ok(()),
            more if is_last && more.iter().all(|(_, kind)| kind.ends_with('$')) => Ok(()),
            [(name, _), ..] => {
                let change = "is new, and rows that are there do not have it";
                Err(Difference::here(change.to_owned()).within(name))
            }
        }
    }
}

/// As deep as names of types may lead to others; nodes refuse more.
const MAX_DEPTH: usize = 32;

/// A type by its own name, with its suffixes.
fn resolved(abi: &Abi, name: &str) -> String {
    let mut name = name.to_owned();
    for _ in 0..MAX_DEPTH {
        let bare = name.trim_end_matches(['[', ']', '?', '$']).to_owned();
        let Some(alias) = abi.types.iter().find(|alias| alias.new_type_name == bare) else { break };
        name = format!("{}{}", alias.target, name.get(bare.len()..).unwrap_or_default());
    }
    name
}

/// The fields of a struct with those of its bases before them: names and types.
fn fields(abi: &Abi, name: &str) -> Option<Vec<(String, String)>> {
    let find = |name: &str| abi.structs.iter().find(|one| one.name == name);
    let mut chain: Vec<&AbiStruct> = vec![find(name)?];
    while let Some(base) = chain.last().and_then(|one| find(&resolved(abi, &one.base))) {
        if chain.len() > MAX_DEPTH {
            break;
        }
        chain.push(base);
    }
    let fields = chain.iter().rev().flat_map(|one| &one.fields);
    Some(fields.map(|field| (field.name.clone(), field.type_name.clone())).collect())
}

/// The types of a variant.
fn variant<'a>(abi: &'a Abi, name: &str) -> Option<&'a Vec<String>> {
    let variants = abi.variants.0.as_ref()?;
    Some(&variants.iter().find(|one| one.name == name)?.types)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// An ABI with a table `row` of these fields, a struct `inner`, an alias and a variant.
    fn abi(fields: &Value, inner: &Value, types: &Value) -> Abi {
        let named = |fields: &Value| -> Vec<Value> {
            let fields = fields.as_array().unwrap().iter();
            fields.map(|kind| json!({ "name": format!("the_{}", kind.as_str().unwrap()), "type": kind })).collect()
        };
        serde_json::from_value(json!({
            "version": "eosio::abi/1.2",
            "types": [{ "new_type_name": "number", "type": "uint32" }],
            "structs": [
                { "name": "base", "base": "", "fields": [{ "name": "id", "type": "uint64" }] },
                { "name": "inner", "base": "", "fields": named(inner) },
                { "name": "row", "base": "base", "fields": named(fields) },
                { "name": "list", "base": "", "fields": [{ "name": "next", "type": "list?" }] },
            ],
            "actions": [],
            "tables": [{ "name": "row", "index_type": "i64", "type": "row" }],
            "ricardian_clauses": [],
            "error_messages": [],
            "abi_extensions": [],
            "variants": [{ "name": "either", "types": types }],
        }))
        .unwrap()
    }

    fn row(fields: Value) -> Abi {
        abi(&fields, &json!(["name"]), &json!(["name", "uint8"]))
    }

    fn change(old: &Abi, new: &Abi) -> String {
        let found = incompatibilities(old, new);
        found.first().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn bytes_that_mean_the_same_are_no_change() {
        for (old, new) in [
            (json!(["uint32", "name"]), json!(["number", "name"])),
            (json!(["uint32"]), json!(["uint32", "name$", "inner[]$"])),
            (json!(["inner[]", "either?"]), json!(["inner[]", "either?"])),
            (json!(["name$"]), json!(["name$"])),
            (json!(["list", "list"]), json!(["list", "list"])),
            (json!([]), json!([])),
        ] {
            assert_eq!(change(&row(old.clone()), &row(new.clone())), "", "{old} {new}");
        }
    }

    #[test]
    fn other_bytes_are_named() {
        for (old, new, expected) in [
            (json!(["uint32"]), json!(["uint64"]), "field the_uint32: was uint32, is uint64"),
            (json!(["uint32"]), json!(["uint32", "name"]), "field the_name: is new"),
            (json!(["uint32", "name"]), json!(["uint32"]), "field the_name: is gone"),
            (json!(["uint32", "name"]), json!(["name", "uint32"]), "field the_uint32: was"),
            (json!(["name"]), json!(["name[]"]), "was name, is name[]"),
            (json!(["name[]"]), json!(["name?"]), "was name[], is name?"),
            (json!(["name"]), json!(["name$"]), "was name, is name$"),
            (json!(["either"]), json!(["inner"]), "was either, is inner"),
        ] {
            let found = change(&row(old.clone()), &row(new.clone()));
            assert!(found.contains(expected), "{old} {new}: {found}");
        }
    }

    #[test]
    fn what_is_inside_counts() {
        let with = |inner: Value, types: Value| {
            abi(&json!(["inner[]", "either", "uint8"]), &inner, &types)
        };
        let old = with(json!(["name"]), json!(["name", "uint8"]));
        let longer = with(json!(["name", "uint8$"]), json!(["name", "uint8"]));
        assert!(change(&old, &longer).contains("the_inner[].the_uint8$: is new"), "only rows end");
        assert_eq!(change(&old, &with(json!(["name"]), json!(["name", "uint8", "inner"]))), "");
        let shorter = with(json!(["name"]), json!(["name"]));
        assert!(change(&old, &shorter).contains("the_either"), "{}", change(&old, &shorter));
        let other = with(json!(["name"]), json!(["uint8", "name"]));
        assert!(change(&old, &other).contains("the_either: was name, is uint8"));
    }

    #[test]
    fn a_struct_at_the_end_of_a_row_may_grow_with_it() {
        let with = |inner: Value| abi(&json!(["uint8", "inner"]), &inner, &json!(["name"]));
        assert_eq!(change(&with(json!(["name"])), &with(json!(["name", "uint8$"]))), "");
        assert!(!change(&with(json!(["name"])), &with(json!(["name", "uint8"]))).is_empty());
    }

    #[test]
    fn a_table_that_goes_is_named_and_a_new_one_is_not() {
        let (with, without) = (row(json!(["uint8"])), Abi::default());
        assert!(change(&with, &without).contains("table row: is gone"));
        assert_eq!(change(&without, &with), "");
    }
}
