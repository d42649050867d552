//! The known defects of the published contract, each with a scenario that fails where it is repeated.
//!
//! A test is named after the number of its defect and the rule that it breaks. `D40`, `D42` and `D43` are among
//! `signatures`.

mod accounts;
mod authority;
mod clearing;
mod engine;
mod escrow;
mod fees;
mod hostile;
mod identity;
mod lapses;
mod money;
mod qualifications;
mod removal;
mod rows;
mod settings;
