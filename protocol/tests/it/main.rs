//! The rules played together: random sequences of actions on an in-memory world.

mod endings;
mod invariants;
mod random_play;
mod reviews;
mod small_worlds;
mod standby;
mod world;
