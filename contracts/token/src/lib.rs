//! The token contract: the standard interface, with the standard's checks, messages and RAM payers.
//!
//! It stands in for `eosio.token` where a chain has none, in tests and demos. What is checked is in
//! `protocol::token`; here is who may ask, what is read, and what is written.
//!
//! | who | may |
//! |---|---|
//! | the contract | `create` |
//! | a token's issuer | `issue`, `retire` |
//! | whoever has a balance | `transfer`, `close` |
//! | anyone | `open`, for his own RAM |
#![no_std]

mod supply;

mod balance;
mod transfer;

use protocol::token::actions::{Close, Create, Issue, Open, Retire, Transfer};

framework::dispatch! {
    actions {
        Create => supply::create,
        Issue => supply::issue,
        Retire => supply::retire,

        Transfer => transfer::transfer,

        Open => balance::open,
        Close => balance::close
    }
}
