//! The token contract's ABI.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    actions::{Close, Create, Issue, Open, Retire, Transfer},
    tables::{Account, CurrencyStats},
};

/// The ABI, as `abi/token.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Create>()
        .action::<Issue>()
        .action::<Retire>()
        .action::<Transfer>()
        .action::<Open>()
        .action::<Close>()
        .table::<Account>()
        .table::<CurrencyStats>()
        .build()
}
