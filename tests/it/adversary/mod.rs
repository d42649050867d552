//! Adversaries: each role with its own interest, trying to gain what is not its own or to block others.
//!
//! What is tried here is put together from several actions, contracts or transactions; single wrong inputs are in
//! `bad_input`, what is forbidden to whom in `defects` and `review`. An attempt is refused with a reason and changes
//! nothing; or it is allowed, gains nothing, and those it was meant to hurt go on.

mod nft_holder;
mod relayer;
mod requester;
mod stranger;
mod token_contract;
mod worker;

use antelope::{Name, PackedAction, name};
use tests::{World, active, hostile};

/// An account whose contract forwards actions in its own name.
async fn accomplice(world: &World) -> Name {
    let account = world.own_name("proxy");
    world.create_accounts([account]).await;
    world.set_acting_code(account, &hostile::forwarding()).await;
    account
}

/// Lets an accomplice send an action; `actor` asks him to.
fn through(accomplice: Name, actor: Name, action: &PackedAction) -> PackedAction {
    PackedAction {
        account: accomplice,
        name: name!("forward"),
        authorization: active(actor),
        data: antelope::pack(action),
    }
}
