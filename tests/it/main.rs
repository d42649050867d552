//! Behaviours on a real node, and what holds for the repository as a whole; one binary.
//!
//! Names begin with the case of the reference's own tests, where there is one: `f` and `x` of the tasks contract, `v`
//! of the contract of virtual accounts.
#![allow(clippy::unwrap_used, reason = "the helpers of tests may, like the tests")]

mod bad_input;
mod defects;
mod deployment;
mod force;
mod repository;
mod vaccount;
