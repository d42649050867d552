//! The tasks contract: campaigns, batches, reservations, submissions and payments.
//!
//! It holds the escrow of every batch, hands each worker the next task, and pays for results. What it decides is
//! decided by the rules in `protocol::force`; here is who may ask, what is read, and what is written.
//! `state.rs` shows all tables on one screen.
//!
//! | who | may |
//! |---|---|
//! | the contract | `init`, `setsettings`, `setchain`, `addtoken`, `rmtoken` |
//! | a campaign's owner | `mkcampaign`, `editcampaign`, `setreview`, `setowner`, `pause`, `cancel`, `rmcampaign`, `mkbatch`, `publishbatch`, `rmbatch`, `refund`, `releasetask`, `accept`, `reject` |
//! | a worker | `reservetask`, `skiptask`, `releasetask`, `submittask`, `standby`, `unstandby`, `appeal`, `payout` |
//! | a batch's arbiter | `resolve` |
//! | anyone | fund a batch by a token transfer, hand over an asset of a user who holds a key, `assign`, `accept` what is due, `settle`, `claimfees`, `cleartasks`, `clearaccts` |
#![no_std]

extern crate alloc;

mod authority;
mod state;

mod settings;

mod campaigns;

mod batches;
mod clearing;
mod deposits;

mod qualifications;
mod reservations;
mod standby;

mod submissions;

mod payments;
mod reviews;

use protocol::{force::actions::*, signed::actions::SetChain};

framework::dispatch! {
    actions {
        Init => settings::init,
        SetSettings => settings::set,
        SetChain => settings::set_chain,
        AddToken => settings::add_token,
        RemoveToken => settings::remove_token,
        ClaimFees => settings::claim_fees,

        MakeCampaign => campaigns::make,
        EditCampaign => campaigns::edit,
        RemoveCampaign => campaigns::remove,
        SetOwner => campaigns::set_owner,
        Pause => campaigns::pause,
        SetReview => campaigns::set_review,

        MakeBatch => batches::make,
        PublishBatch => batches::publish,
        RemoveBatch => batches::remove,
        Cancel => batches::cancel,
        Refund => batches::refund,

        ReserveTask => reservations::reserve,
        SkipTask => reservations::skip,
        ReleaseTask => reservations::release,
        SubmitTask => submissions::submit,
        JoinStandby => standby::join,
        LeaveStandby => standby::leave,
        Assign => standby::assign,

        Payout => payments::payout,
        Accept => payments::accept,

        Reject => reviews::reject,
        Appeal => reviews::appeal,
        Resolve => reviews::resolve,
        Settle => reviews::settle,

        ClearTasks => clearing::clear_tasks,
        ClearAccounts => clearing::clear_accounts
    }
    notifications {
        "atomicassets::transfer" => deposits::on_assets,
        "*::transfer" => deposits::on_transfer
    }
}
