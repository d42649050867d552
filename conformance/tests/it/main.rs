//! The embedded chain against nodeos, or against what nodeos answered.

mod generated;
mod goldens;
mod written;
