//! The ABI of the contract of virtual accounts.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    Account,
    actions::{Open, VTransfer, Withdraw},
};

/// The ABI, as `abi/vaccount.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Open>()
        .action::<VTransfer>()
        .action::<Withdraw>()
        .table::<Account>()
        .build()
}
