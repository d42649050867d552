//! The ABI of the contract of virtual accounts.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    Account, Settings,
    actions::{Open, VTransfer, Withdraw},
};
use crate::signed::actions::SetChain;

/// The ABI, as `abi/vaccount.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Open>()
        .action::<VTransfer>()
        .action::<Withdraw>()
        .action::<SetChain>()
        .table::<Account>()
        .table::<Settings>()
        .build()
}
