//! One binary.

mod deployment;
mod repository;
