//! The tasks contract: a file for each part of its life.

mod batches;
mod campaigns;
mod carry_over;
mod clearing;
mod deposits;
mod filters;
mod payments;
mod published_shapes;
mod publishing;
mod qualifications;
mod refunds;
mod repetitions;
mod reservations;
mod returned_tasks;
mod settings;
mod standby;
mod submissions;
