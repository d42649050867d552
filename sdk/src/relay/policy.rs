//! What a relayer does for whom: configuration.
//!
//! What was used up of it is counted in [`quota`](super::quota).

use std::time::Duration;

use antelope::{ExtendedAsset, ExtendedSymbol, Name};

use super::claim::{ACTIONS, ASSIGN, OPEN};

/// What a relayer brings to the chain, for what fee, and how much of it.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The actions that it brings, of both contracts, whose names differ. Others are refused, and so are those that no
    /// key holder can sign, whoever names them here.
    pub actions: Vec<Name>,
    /// The least fee in each token, asked for where an action has a fee: `vtransfer`, `withdraw`, `payout`. The relayer
    /// needs a virtual account for the token.
    pub fees: Vec<ExtendedAsset>,
    /// The tokens for which it opens virtual accounts.
    pub tokens: Vec<ExtendedSymbol>,
    /// How much of it.
    pub limits: Limits,
}

impl Policy {
    /// Everything that key holders can sign, without a fee; virtual accounts for these tokens.
    pub fn new(tokens: Vec<ExtendedSymbol>) -> Self {
        let actions = ACTIONS.iter().copied().chain([OPEN, ASSIGN]).collect();
        Self { actions, fees: Vec::new(), tokens, limits: Limits::default() }
    }
}

/// How much a relayer does. Users cost nothing to make, so that what counts in the end are the limits for all.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body of a request, in bytes.
    pub max_body: usize,
    /// The most actions of a request.
    pub max_actions: usize,
    /// How many requests a user may make in a minute.
    pub requests_per_minute: u32,
    /// How many requests of a user may be under way. The next nonce is known when a request is done, so one is enough.
    pub pending_per_user: u32,
    /// How much RAM a user may use up in a day of UTC, in bytes. What is given back counts.
    pub ram_per_user: i64,
    /// How many virtual accounts may be opened in a minute, for all together: nobody has to sign that.
    pub openings_per_minute: u32,
    /// How much RAM virtual accounts may use up in a day, in bytes, for all together.
    pub ram_for_openings: i64,
    /// How much RAM may be used up in a day, in bytes, by all together.
    pub ram_for_all: i64,
    /// How many requests may be under way, of all together.
    pub pending_for_all: usize,
    /// How many users are kept in mind.
    pub users: usize,
    /// How long a signature has to be good when it comes, in seconds: until the next block and a little longer.
    pub margin_sec: u32,
    /// How long a request may take to arrive.
    pub arrival: Duration,
}

impl Default for Limits {
    /// Some tasks a minute for a user, which is about a kilobyte, and some megabytes a day for all.
    fn default() -> Self {
        Self {
            max_body: 64 * 1024,
            max_actions: 8,
            requests_per_minute: 30,
            pending_per_user: 1,
            ram_per_user: 64 * 1024,
            openings_per_minute: 30,
            ram_for_openings: 1024 * 1024,
            ram_for_all: 8 * 1024 * 1024,
            pending_for_all: 64,
            users: 100_000,
            margin_sec: 3,
            arrival: Duration::from_secs(10),
        }
    }
}
