//! The contract of virtual accounts: token balances of users, with or without an account of the chain.
//!
//! Tokens come in by a token transfer whose memo is the id of a row, and leave by `withdraw`. What it holds of a
//! token is the sum of its rows' balances.
//!
//! | who | may |
//! |---|---|
//! | the contract | `setchain` |
//! | anyone | `open` a row for anyone, and pay for it; deposit |
//! | a row's user | `vtransfer`, `withdraw` |
#![no_std]

mod authority;
mod state;

mod settings;

mod accounts;
mod deposits;
mod transfers;

use protocol::{
    signed::actions::SetChain,
    vaccount::actions::{Open, VTransfer, Withdraw},
};

framework::dispatch! {
    actions {
        Open => accounts::open,
        VTransfer => transfers::transfer,
        Withdraw => transfers::withdraw,
        SetChain => settings::set_chain,
    }
    notifications {
        "*::transfer" => deposits::on_transfer,
    }
}
