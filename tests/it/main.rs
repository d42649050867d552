//! One binary.

mod repository;
