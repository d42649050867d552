//! What is signed is everything: nothing of an action can be changed by who brings it.

use antelope::{Extension, PackedAction};
use protocol::{
    force::{
        actions::{MakeCampaign, SubmitTask},
        batch::batch_key,
    },
    signed::{Error, Signed},
    vaccount::actions::{VTransfer, Withdraw},
};
use sdk::Contract;
use tests::{World, efx, result};

use super::{funded, payout, reserve, transfer, withdrawal};

/// Changes each byte of a signed action, one at a time: none of these is accepted, and nothing changes. Then the action
/// itself is.
async fn no_byte_can_be_changed(world: &World, contract: &Contract, action: &impl Signed) {
    let whole = contract.action(world.stranger, action);
    let before = world.snapshot().await;
    for at in 0..whole.data.len() {
        let mut changed = whole.clone();
        changed.data[at] ^= 1;
        let pushed = world.push_all(&[changed]).await;
        assert!(pushed.is_err(), "{}: byte {at} could be changed", whole.name);
    }
    // An argument list that goes on, or ends before its terms.
    for length in [0, 1, whole.data.len() / 2, whole.data.len() - 66, whole.data.len() - 1] {
        let cut = PackedAction { data: whole.data[..length].to_vec(), ..whole.clone() };
        assert!(world.push_all(&[cut]).await.is_err(), "{}: cut to {length}", whole.name);
    }
    assert_eq!(world.snapshot().await, before);
    world.push_all(&[whole]).await.unwrap();
}

/// D43: `withdraw_signature_covers_memo_and_fee`. The relayer could rewrite the memo, an exchange's deposit id.
#[tokio::test]
async fn d43_withdraw_signature_covers_memo_and_fee() {
    let world = funded().await;
    world.open_row_of_relayer().await;
    let mut action = withdrawal(&world, world.requester, "50.0000");
    action.fee = Some(world.amount(efx("0.1000")));
    let signed = world.signed_spending(action).await;
    let changed = |change: &dyn Fn(&mut Withdraw)| {
        let mut action = signed.clone();
        change(&mut action);
        action
    };
    for action in [
        changed(&|action| action.memo = "deposit 18".into()),
        changed(&|action| action.memo = String::new()),
        changed(&|action| action.fee = None),
        changed(&|action| action.fee = Some(world.amount(efx("50.0000")))),
        changed(&|action| action.quantity = world.amount(efx("49.9999"))),
        changed(&|action| action.quantity = world.amount(efx("50.0001"))),
        changed(&|action| action.to_account = world.rival),
    ] {
        world.refuses(Error::Invalid, world.push_spending(&action)).await;
    }
    no_byte_can_be_changed(&world, world.vaccount.contract(), &signed).await;
    world.finish().await;
}

#[tokio::test]
async fn d42_transfer_signature_covers_every_argument() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "50.0000")).await;
    let changed = |change: &dyn Fn(&mut VTransfer)| {
        let mut action = signed.clone();
        change(&mut action);
        action
    };
    for action in [
        changed(&|action| action.to_id = world.bob.id.into()),
        changed(&|action| action.memo = "for nothing".into()),
        changed(&|action| action.quantity = world.amount(efx("50.0001"))),
        changed(&|action| action.fee = Some(world.amount(efx("1.0000")))),
    ] {
        world.refuses(Error::Invalid, world.push_spending(&action)).await;
    }
    no_byte_can_be_changed(&world, world.vaccount.contract(), &signed).await;
    world.finish().await;
}

/// D42: a stranger replayed `mkcampaign` with a reward of his own.
#[tokio::test]
async fn d42_campaign_signature_covers_every_argument() {
    let world = World::new().await;
    let terms = MakeCampaign {
        owner: World::key_address(),
        payer: world.stranger,
        ..world.terms("1.0000")
    };
    let signed = world.signed(terms).await;
    let mut with_reward = signed.clone();
    with_reward.reward = world.amount(efx("777.0000"));
    world.refuses(Error::Invalid, world.push(world.stranger, &with_reward)).await;
    no_byte_can_be_changed(&world, world.force.contract(), &signed).await;
    world.finish().await;
}

#[tokio::test]
async fn signatures_for_standing_by_cover_every_argument() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let join = world.signed(world.joining(world.key_holder, campaign)).await;
    no_byte_can_be_changed(&world, world.force.contract(), &join).await;
    let leave = world.signed(world.leaving(world.key_holder, campaign)).await;
    no_byte_can_be_changed(&world, world.force.contract(), &leave).await;
    world.finish().await;
}

#[tokio::test]
async fn d42_worker_signatures_cover_every_argument() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let reserved = world.signed(reserve(&world, campaign)).await;
    no_byte_can_be_changed(&world, world.force.contract(), &reserved).await;

    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let submission =
        SubmitTask { payer: world.stranger.into(), ..world.submission(world.key_holder, task) };
    let submitted = world.signed(submission).await;
    let other_result = SubmitTask { data: result(2), ..submitted.clone() };
    world.refuses(Error::Invalid, world.push(world.stranger, &other_result)).await;
    no_byte_can_be_changed(&world, world.force.contract(), &submitted).await;

    world.pass(2).await;
    world.open_row_of_relayer().await;
    let payments =
        world.force.payments_for(batch_key(campaign, 0), world.key_holder).await.unwrap();
    let mut cashed = payout(payments[0].id);
    cashed.fee = Extension(Some(Some(world.amount(efx("0.1000")))));
    let cashed = world.signed(cashed).await;
    no_byte_can_be_changed(&world, world.force.contract(), &cashed).await;
    world.finish().await;
}
