//! The functions that the chain gives to a contract, listed once.
//!
//! `framework` expands the list to imports and `chain` to its link table, so guest and host cannot drift apart. What
//! a function does beyond its one line in the list is nodeos' business; a safe face for contracts is `framework`'s.

mod list;

/// A type of the values that cross between contract and chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// 32-bit integer, or a pointer.
    I32,
    /// 64-bit integer.
    I64,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
}

/// A function of the chain, as the import section of a contract names it (module `env`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostFunction {
    /// The import's name.
    pub name: &'static str,
    /// The types of its parameters.
    pub params: &'static [ValueType],
    /// The type of its result, if it has one.
    pub result: Option<ValueType>,
}

impl HostFunction {
    /// The function called `name`, if the chain has it.
    pub fn find(name: &str) -> Option<&'static Self> {
        HOST_FUNCTIONS.iter().find(|function| function.name == name)
    }
}

/// Which wasm type carries a Rust type of the list.
trait Carried {
    const TYPE: ValueType;
}

macro_rules! carried {
    ($($rust:ty => $wasm:ident),* $(,)?) => {
        $(impl Carried for $rust { const TYPE: ValueType = ValueType::$wasm; })*
    };
}

carried!(i32 => I32, u32 => I32, i64 => I64, u64 => I64, f32 => F32, f64 => F64);

impl<T> Carried for *const T {
    const TYPE: ValueType = ValueType::I32;
}

impl<T> Carried for *mut T {
    const TYPE: ValueType = ValueType::I32;
}

macro_rules! host_function_table {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        /// Every function that a contract may import: those of leap 5, each once.
        pub const HOST_FUNCTIONS: &[HostFunction] = &[$(HostFunction {
            name: stringify!($name),
            params: &[$(<$type as Carried>::TYPE),*],
            result: host_function_table!(@result $($result)?),
        }),*];
    };
    (@result) => { None };
    (@result $result:ty) => { Some(<$result as Carried>::TYPE) };
}

/// Calls a macro with the list of host functions; see the head of its file for how to read it.
pub use crate::for_each_host_function;

for_each_host_function! { host_function_table }

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_function_is_listed_once() {
        let names: BTreeSet<_> = HOST_FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names.len(), HOST_FUNCTIONS.len());
        assert_eq!(names.len(), 196, "leap 5 has 196");
    }

    #[test]
    fn signatures_are_those_of_the_wire() {
        use ValueType::{F32, F64, I32, I64};
        let check = |name: &str, params: &[ValueType], result: Option<ValueType>| {
            let function = HostFunction::find(name).unwrap();
            assert_eq!((function.params, function.result), (params, result), "{name}");
        };
        check("abort", &[], None);
        check("db_store_i64", &[I64, I64, I64, I64, I32, I32], Some(I32));
        check("db_idx256_lowerbound", &[I64, I64, I64, I32, I32, I32], Some(I32));
        check("current_receiver", &[], Some(I64));
        check("memcpy", &[I32, I32, I32], Some(I32));
        check("__extendsftf2", &[I32, F32], None);
        check("__trunctfdf2", &[I64, I64], Some(F64));
        assert_eq!(HostFunction::find("fd_write"), None);
    }
}
