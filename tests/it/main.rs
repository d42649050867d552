//! Behaviours, on the embedded chain or a real node, and what holds for the repository as a whole; one binary.
//!
//! Names begin with the case of the reference's own tests, where there is one: `f` and `x` of the tasks contract, `v`
//! of the contract of virtual accounts.
#![allow(clippy::unwrap_used, reason = "the helpers of tests may, like the tests")]

mod adversary;
mod bad_input;
mod costs;
mod defects;
mod deployment;
mod force;
mod migration;
mod ownership;
mod relay;
mod repository;
mod requester;
mod review;
mod signatures;
mod vaccount;
mod worker;
