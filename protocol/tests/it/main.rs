//! The rules played together: random sequences of actions on an in-memory world.

mod cursors;
mod endings;
mod invariants;
mod random_play;
mod reviews;
mod small_worlds;
mod standby;
mod world;
