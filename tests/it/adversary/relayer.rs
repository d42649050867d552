//! The relayer wants more than the fee that the user signed, and a say in what the user does.

use antelope::{Asset, ExtendedSymbol, Extension, PackedAction};
use protocol::{
    force::{
        actions::{ReleaseTask, SubmitTask},
        batch::State,
    },
    signed::{self, Error, Signed},
    vaccount::actions::VTransfer,
};
use sdk::signer::KeyHolder;
use tests::{World, active, efx, key_holders::key, result};

use super::{accomplice, through};

/// Moves tokens of the key holder to another row, for a fee.
fn transfer(world: &World, to_id: u32, fee: Option<&str>) -> VTransfer {
    VTransfer {
        from_id: world.key_holder.into(),
        to_id: to_id.into(),
        quantity: world.amount(efx("10.0000")),
        memo: String::new(),
        sig: None,
        fee: fee.map(|fee| world.amount(efx(fee))),
        terms: Extension(None),
    }
}

/// A network whose key holder has 100 EFX.
async fn funded() -> World {
    let world = World::new().await;
    world.deposit(world.key_holder, efx("100.0000")).await.unwrap();
    world
}

/// He keeps a signed action to himself, to bring it when it suits him. The user signs another with the same nonce for
/// another relayer, and the first is worth nothing.
#[tokio::test]
async fn a_relayer_who_keeps_an_action_back_keeps_nobody_back() {
    let world = funded().await;
    let kept = world.signed_spending(transfer(&world, world.alice.id, None)).await;
    let user = key();
    let user = KeyHolder::new(&user).unwrap();
    let instead = transfer(&world, world.bob.id, None);
    let row = world.key_holder;
    let signed = world.vaccount.signed(&user, world.rival, row, instead).await.unwrap();
    let brought = world.vaccount.action(world.rival, &signed);
    world.push_all(&[brought]).await.unwrap();
    world.refuses(Error::NonceUsed, world.push_spending(&kept)).await;
    assert_eq!(world.credit(world.bob.id).await, efx("10.0000"));
    assert_eq!(world.credit(world.alice.id).await, efx("0.0000"));
    world.finish().await;
}

/// He brings what the user signed in another order, or leaves something out.
#[tokio::test]
async fn the_user_says_in_which_order() {
    let world = funded().await;
    let first = world.signed_spending(transfer(&world, world.alice.id, None)).await;
    let mut terms = first.terms.0.flatten().unwrap();
    terms.nonce += 1;
    let second = transfer(&world, world.bob.id, None);
    let second = tests::key_holders::sign_with(&key(), second, terms);
    world.refuses(Error::NonceTooHigh, world.push_spending(&second)).await;
    let [first, second] =
        [first, second].map(|action| world.vaccount.action(world.stranger, &action));
    let swapped = [second.clone(), first.clone()];
    world.refuses(Error::NonceTooHigh, world.push_all(&swapped)).await;
    world.push_all(&[first, second]).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("80.0000"));
    world.finish().await;
}

/// He has no row for the token that moves, but one for a token of another contract with the same symbol, and one for
/// another symbol: no fee goes there, and none gets lost.
#[tokio::test]
async fn a_row_for_another_token_earns_no_fee() {
    let world = funded().await;
    let symbols = ["4,EFX", "4,NFX"].map(|symbol| symbol.parse().unwrap());
    let evil = world.token_contract("evil", &symbols).await.account();
    for sym in symbols {
        let token = ExtendedSymbol { sym, contract: evil };
        world.open_row(world.stranger, token).await.unwrap();
    }
    let with_fee = world.signed_spending(transfer(&world, world.alice.id, Some("1.0000"))).await;
    world.refuses(Error::NoRelayerAccount, world.push_spending(&with_fee)).await;
    // The fee in his own token instead, which is worth nothing, or the row's owner's name on it: not what was signed.
    let mut altered = with_fee.clone();
    let fee = Asset::new(1, symbols[0]);
    altered.fee = Some(antelope::ExtendedAsset { quantity: fee, contract: evil });
    world.refuses(Error::Invalid, world.push_spending(&altered)).await;
    let row = world.open_row_of_relayer().await;
    world.push_spending(&with_fee).await.unwrap();
    assert_eq!(world.credit(row).await, efx("1.0000"));
    world.finish().await;
}

/// His contract forwards what the user signed, with his authority, as often as it likes: it counts once, and only with the
/// authority of the relayer who was named.
#[tokio::test]
async fn a_forwarded_signature_counts_once_and_for_its_relayer() {
    let world = funded().await;
    let proxy = accomplice(&world).await;
    let user = key();
    let user = KeyHolder::new(&user).unwrap();
    let for_proxy = || transfer(&world, world.alice.id, None);
    let signed = world.vaccount.signed(&user, proxy, world.key_holder, for_proxy()).await.unwrap();
    let forwarded = through(proxy, world.rival, &world.vaccount.action(proxy, &signed));
    let twice = [forwarded.clone(), forwarded.clone()];
    world.refuses(Error::NonceUsed, world.push_all(&twice)).await;
    let by_another = world.vaccount.action(world.rival, &signed);
    world.refuses(Error::BadRelayer, world.push_all(&[by_another])).await;
    world.push_all(std::slice::from_ref(&forwarded)).await.unwrap();
    world.refuses(Error::NonceUsed, world.push_all(&[forwarded])).await;
    assert_eq!(world.credit(world.alice.id).await, efx("10.0000"));
    world.finish().await;
}

/// Two users in one transaction: what one signed does not act for the other, in whatever order.
#[tokio::test]
async fn a_signature_next_to_anothers_actions_gives_no_authority_over_them() {
    let world = funded().await;
    world.deposit(world.alice.id, efx("10.0000")).await.unwrap();
    let signed = world.signed_spending(transfer(&world, world.bob.id, None)).await;
    let honest = world.vaccount.action(world.stranger, &signed);
    let theft = VTransfer {
        from_id: world.alice.id.into(),
        sig: None,
        terms: Extension(None),
        ..transfer(&world, world.bob.id, None)
    };
    let theft = world.vaccount.action(world.stranger, &theft);
    for together in [[honest.clone(), theft.clone()], [theft, honest.clone()]] {
        let attempt = world.push_all(&together);
        world.refuses(tests::Missing(world.alice.name), attempt).await;
    }
    // The signature is still good.
    world.push_all(&[honest]).await.unwrap();
    world.finish().await;
}

/// The user works; the relayer, who brings each step, wants to work in his place: another result, another account, or
/// the task given back in the user's name.
#[tokio::test]
async fn what_a_user_works_is_the_users() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    let reserve = protocol::force::actions::ReserveTask {
        campaign_id: campaign,
        account_id: world.key_holder,
        quali_assets: None,
        payer: world.stranger.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.relay(reserve).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let honest: SubmitTask = world.signed(world.submission(world.key_holder, task)).await;
    for (change, reason) in [
        ((|action| action.data = result(9)) as fn(&mut SubmitTask), signed::Error::Invalid),
        (|action| action.task_idx = 1, signed::Error::Invalid),
    ] {
        let mut altered = honest.clone();
        change(&mut altered);
        world.refuses(reason, world.push(world.stranger, &altered)).await;
    }
    let for_alice = SubmitTask { account_id: world.alice.id, ..honest.clone() };
    let no_signature = protocol::force::Error::SignatureNotAllowed;
    world.refuses(no_signature, world.push(world.stranger, &for_alice)).await;
    let release = ReleaseTask {
        campaign_id: campaign,
        task_idx: task.task_idx,
        account_id: world.key_holder,
        payer: world.stranger.into(),
        sig: honest.sig.clone(),
        terms: honest.terms,
    };
    assert!(!release.proof().is_empty());
    let as_another = world.force.action(world.stranger, &release);
    world.refuses(Error::OtherAction, world.push_all(&[as_another])).await;
    let mut by_rival: PackedAction = world.force.action(world.rival, &honest);
    by_rival.authorization = active(world.rival);
    world.refuses(Error::BadRelayer, world.push_all(&[by_rival])).await;
    world.push(world.stranger, &honest).await.unwrap();
    assert_eq!(world.batch_row(batch).await.state(), State::Finished);
    world.finish().await;
}
