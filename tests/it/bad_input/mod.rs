//! Bad input: each is refused for its own reason, and nothing changes.
//!
//! What a known defect of the published contract let pass (amounts, memos, owners, payers, qualifications, settings) is
//! in [`defects`](super::defects).

mod accounts;
mod content;
mod identifiers;
mod limits;
mod malformed;
mod submissions;
mod tokens;
