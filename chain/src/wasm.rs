//! Contract code as a node sees it: is it accepted, and what does it ask for?
//!
//! The rules are those of nodeos with configurable limits (leap 3 and later), where they are applied at `setcode`.
//! Running the code is not done here.

mod function;
mod limits;
mod refusal;
mod summary;
mod validate;

pub use limits::Limits;
pub use refusal::Refusal;
pub use summary::Summary;
pub use validate::{validate, validate_within};
