//! The probe: a contract whose actions say what it does, so that a script can ask a chain anything.
//!
//! An action's data are [operations](Operation); each result is printed. What to ask is left to scripts and
//! [generators](crate::generate).

mod function;
mod module;
mod operation;

use std::sync::LazyLock;

pub use function::Function;
pub use operation::{Argument, Inline, Level, Operation, OperationKind, pack_operations};

/// The probe's module, as it is deployed.
pub fn code() -> &'static [u8] {
    static CODE: LazyLock<Vec<u8>> = LazyLock::new(module::build);
    &CODE
}
