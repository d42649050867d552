//! The AtomicAssets contract: the part of the standard that qualifications need.
//!
//! It stands in for the published contract where a chain has none, in tests and demos, and gives way to it: tables,
//! attributes, checks and RAM payers are the same. Offers, backing with tokens, and the editing of collections are
//! left to the published one. What is checked is in `protocol::atomicassets`; here is who may ask, what is read, and
//! what is written. `state.rs` shows all tables on one screen.
//!
//! The contract's own active permission needs its `eosio.code`, for the log actions that it sends to itself.
//!
//! | who | may |
//! |---|---|
//! | the contract | `init`, `admincoledit`, `log…` |
//! | whoever the name belongs to | `createcol` |
//! | whom a collection authorizes | `createschema`, `extendschema`, `createtempl`, `locktemplate`, `mintasset`, `setassetdata` |
//! | an asset's owner | `transfer`, `burnasset` |
#![no_std]

extern crate alloc;

mod state;

mod config;

mod collections;
mod schemas;
mod templates;

mod assets;
mod transfer;

mod log;

use protocol::atomicassets::actions::*;

framework::dispatch! {
    actions {
        Init => config::init,
        AdminEditCollections => config::extend_collection_format,

        CreateCollection => collections::create,

        CreateSchema => schemas::create,
        ExtendSchema => schemas::extend,

        CreateTemplate => templates::create,
        LockTemplate => templates::lock,

        MintAsset => assets::mint,
        SetAssetData => assets::set_data,
        BurnAsset => assets::burn,

        Transfer => transfer::transfer,

        LogNewTemplate => log::new_template,
        LogMint => log::mint,
        LogSetData => log::set_data,
        LogTransfer => log::transfer,
        LogBurnAsset => log::burn
    }
}
