//! The known defects of the published contract, each with a scenario that fails where it is repeated.
//!
//! A test is named after the number of its defect and the rule that it breaks. `D19` (fee pool) and `D40`, `D42`, `D43`
//! (signatures) are of parts that are not here yet; instead, signatures and key holders are refused.

mod accounts;
mod authority;
mod clearing;
mod engine;
mod escrow;
mod hostile;
mod identity;
mod lapses;
mod money;
mod qualifications;
mod removal;
mod rows;
mod settings;
