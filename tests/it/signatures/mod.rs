//! Users who hold a key and no account of the chain: what they can do, and each way in which somebody who has seen or
//! brought a signature would try to gain by it.

mod arguments;
mod fees;
mod forms;
mod owners;
mod personal;
mod places;
mod qualifications;
mod relayers;
mod replays;
mod vectors;
mod workers;

use antelope::{Extension, Name};
use protocol::{
    force::actions::{Payout, ReserveTask},
    vaccount::actions::{VTransfer, Withdraw},
};
use tests::{World, efx};

/// Moves tokens of the key holder to a row.
pub(crate) fn transfer(world: &World, to_id: u32, quantity: &str) -> VTransfer {
    VTransfer {
        from_id: world.key_holder.into(),
        to_id: to_id.into(),
        quantity: world.amount(efx(quantity)),
        memo: "for the work".into(),
        sig: None,
        fee: None,
        terms: Extension(None),
    }
}

/// Sends tokens of the key holder to an account.
pub(crate) fn withdrawal(world: &World, to_account: Name, quantity: &str) -> Withdraw {
    Withdraw {
        from_id: world.key_holder.into(),
        to_account,
        quantity: world.amount(efx(quantity)),
        memo: "deposit 17".into(),
        sig: None,
        fee: None,
        terms: Extension(None),
    }
}

/// Asks for a task for the key holder.
pub(crate) fn reserve(world: &World, campaign_id: u32) -> ReserveTask {
    ReserveTask {
        campaign_id,
        account_id: world.key_holder,
        quali_assets: None,
        payer: world.stranger.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}

/// Cashes a payment of the key holder.
pub(crate) fn payout(payment_id: u64) -> Payout {
    Payout { payment_id, sig: Extension(None), terms: Extension(None), fee: Extension(None) }
}

/// A network whose key holder has 500 EFX.
async fn funded() -> World {
    let world = World::new().await;
    world.deposit(world.key_holder, efx("500.0000")).await.unwrap();
    world
}
