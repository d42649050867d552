//! What somebody might try with the queue who means no good, or does not care.

use antelope::Extension;
use protocol::{
    force::{
        Error,
        actions::{JoinStandby, LeaveStandby, ReserveTask},
        qualification::{AssetAddress, Qualification},
    },
    signed,
};
use tests::{
    Missing,
    assets::{COLLECTION, NO_TEMPLATE},
    efx,
};

use super::{ACCEPT, hasty, world};

/// A worker stands by once, for himself, at somebody's expense who agrees, and not beside a task that he holds.
#[tokio::test]
async fn a_worker_stands_by_once_and_not_beside_a_task() {
    let (world, campaign) = world().await;
    let [alice, bob, ..] = world.workers();
    let action = world.joining(alice.id, campaign);
    world.refuses(Missing(alice.name), world.push(bob.name, &action)).await;
    for payer in [bob.name, world.force.account()] {
        let action = JoinStandby { payer: payer.into(), ..action.clone() };
        world.refuses(Error::BadPayer, world.push(alice.name, &action)).await;
    }
    let unknown = JoinStandby { account_id: 1000, ..action.clone() };
    world.refuses(Error::AccountNotFound, world.push(alice.name, &unknown)).await;
    let nowhere = JoinStandby { campaign_id: 1000, ..action.clone() };
    world.refuses(Error::CampaignNotFound, world.push(alice.name, &nowhere)).await;

    world.stand_by(alice, campaign).await.unwrap();
    world.refuses(Error::AlreadyStandingBy, world.stand_by(alice, campaign)).await;
    world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.refuses(Error::AlreadyStandingBy, world.stand_by(alice, campaign)).await;
    world.reserve(alice, campaign).await.unwrap();
    world.refuses(Error::AlreadyReserved, world.stand_by(alice, campaign)).await;
    world.refuses(Error::NotStandingBy, world.leave(alice, campaign)).await;
    // In another campaign he may stand by, too; but not when he lets a task of it lapse.
    let mut terms = world.terms("1.0000");
    terms.max_task_time = 0;
    let other = world.campaign(terms).await.unwrap();
    world.stand_by(alice, other).await.unwrap();
    world.published(other, 1, 1).await.unwrap();
    world.reserve(alice, other).await.unwrap();
    world.refuses(Error::AlreadyReserved, world.stand_by(alice, other)).await;
    world.finish().await;
}

/// Who takes steps along the queue pays for them himself.
#[tokio::test]
async fn assigning_is_paid_by_who_does_it() {
    let (world, campaign) = world().await;
    world.stand_by(world.alice, campaign).await.unwrap();
    world.published(campaign, 2, 1).await.unwrap();
    let assign = |payer| protocol::force::actions::Assign { campaign_id: campaign, max: 8, payer };
    for payer in [world.bob.name, world.force.account()] {
        world.refuses(Error::BadPayer, world.push(world.stranger, &assign(payer))).await;
    }
    let nothing = world.assign_some(world.stranger, campaign, 0);
    world.refuses(Error::NothingToAssign, nothing).await;
    let receipt = world.assign_some(world.stranger, campaign, u32::MAX).await.unwrap();
    assert!(receipt.ram_delta(world.stranger) > 0, "the count of repetitions");
    assert_eq!(receipt.ram_delta(world.alice.name), 0);
    world.finish().await;
}

/// Many accounts stand by and never accept: after the time of one offer, all tasks are with those who work.
#[tokio::test]
async fn a_crowd_that_never_accepts_delays_once() {
    let (world, campaign) = hasty().await;
    let crowd = world.crowd(20).await;
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    world.stand_by(world.alice, campaign).await.unwrap();
    let batch = world.published(campaign, 1, 10).await.unwrap();
    while world.assign(campaign).await.is_ok() {}
    world.refuses(Error::NoBatches, world.reserve(world.alice, campaign)).await;
    world.pass(ACCEPT).await;
    // The first call of a worker takes two of them back and gives him one.
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 0);
    while world.assign(campaign).await.is_ok() {}
    for _ in 1..10 {
        world.work(world.alice, campaign).await.unwrap();
    }
    assert_eq!(world.earned(world.alice, batch).await, efx("10.0000"));
    // Those who are left have their turn, and lose it in the same way.
    assert_eq!(world.queue(campaign).await.len(), 10);
    world.published(campaign, 1, 11).await.unwrap();
    world.refuses(Error::OthersWaiting, world.reserve(world.alice, campaign)).await;
    while world.assign(campaign).await.is_ok() {}
    assert_eq!(world.work(world.alice, campaign).await.unwrap().task_idx, 20);
    world.finish().await;
}

/// Whoever lets an offer of a task lapse does not do it twice, nor twice in its place.
#[tokio::test]
async fn a_task_that_came_back_is_done_once_by_each() {
    let (world, campaign) = hasty().await;
    let [alice, bob, ..] = world.workers();
    world.stand_by(alice, campaign).await.unwrap();
    let batch = world.published(campaign, 2, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.pass(ACCEPT).await;
    world.assign(campaign).await.unwrap();
    world.refuses(Error::TasksAvailable, world.stand_by(alice, campaign)).await;
    assert_eq!(world.work(alice, campaign).await.unwrap().task_idx, 0);
    world.refuses(Error::NoBatches, world.reserve(alice, campaign)).await;
    assert_eq!(world.batch_row(batch).await.reopened, 1);
    assert_eq!(world.work(bob, campaign).await.unwrap().task_idx, 0);
    assert_eq!(world.batch_row(batch).await.results(), 2);
    world.finish().await;
}

/// Only who qualifies stands by, and only who still does accepts.
#[tokio::test]
async fn qualifications_hold_when_standing_by_and_when_accepting() {
    let (world, _) = hasty().await;
    let [alice, bob, ..] = world.workers();
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![Qualification::inclusive(AssetAddress::Collection(COLLECTION))];
    let campaign = world.campaign(terms).await.unwrap();
    world.refuses(Error::MissingQualification, world.stand_by(alice, campaign)).await;
    let badge = world.mint(alice, COLLECTION, NO_TEMPLATE).await;
    world.stand_by(alice, campaign).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();

    // She hands the badge on: neither does she get the task any more, nor he the place.
    world.hand_on(alice, bob, badge).await.unwrap();
    world.refuses(Error::MissingQualification, world.reserve(alice, campaign)).await;
    world.refuses(Error::NoBatches, world.reserve(bob, campaign)).await;
    world.pass(ACCEPT).await;
    assert_eq!(world.work(bob, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}

/// A worker of another token does not stand by: he could do a task twice.
#[tokio::test]
async fn a_row_for_another_token_does_not_stand_by() {
    let (world, campaign) = world().await;
    let sym = antelope::Symbol::constant(4, "GOLD");
    let contract = world.token_contract("gold", &[sym]).await;
    let gold = antelope::ExtendedSymbol { sym, contract: contract.account() };
    let row = world.open_row(world.alice.name, gold).await.unwrap();
    let second = world.push(world.alice.name, &world.joining(row, campaign));
    world.refuses(Error::WrongAccountToken, second).await;
    world.finish().await;
}

/// A key holder stands by, accepts and leaves by signature, and the relayer pays.
#[tokio::test]
async fn a_key_holder_stands_by_by_signature() {
    let (world, campaign) = world().await;
    let id = world.key_holder;
    let join = JoinStandby { payer: world.stranger.into(), ..world.joining(id, campaign) };
    world.refuses(signed::Error::Missing, world.push(world.stranger, &join)).await;
    let signed = world.signed(join.clone()).await;
    let elsewhere = JoinStandby { campaign_id: campaign + 1, ..signed.clone() };
    world.refuses(signed::Error::Invalid, world.push(world.stranger, &elsewhere)).await;
    // A signature for standing by is none for asking: the arguments are the same, the action is not.
    let ask = ReserveTask {
        campaign_id: campaign,
        account_id: id,
        quali_assets: None,
        payer: signed.payer,
        sig: signed.sig.clone(),
        terms: signed.terms,
    };
    world.refuses(signed::Error::OtherAction, world.push(world.stranger, &ask)).await;
    let receipt = world.push(world.stranger, &signed).await.unwrap();
    assert!(receipt.ram_delta(world.stranger) > 0);
    world.refuses(signed::Error::NonceUsed, world.push(world.stranger, &signed)).await;

    world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    let ask = ReserveTask { sig: Extension(None), terms: Extension(None), ..ask };
    world.refuses(signed::Error::Missing, world.push(world.stranger, &ask)).await;
    world.relay(ask).await.unwrap();
    let task = world.force.reservation(campaign, id).await.unwrap().unwrap();
    assert_eq!(task.task_idx, 0);

    let other = world.campaign(world.terms("1.0000")).await.unwrap();
    let payer = Extension(Some(world.stranger));
    world.relay(JoinStandby { payer, ..world.joining(id, other) }).await.unwrap();
    let leave = LeaveStandby { payer, ..world.leaving(id, other) };
    world.refuses(signed::Error::Missing, world.push(world.stranger, &leave)).await;
    world.relay(leave).await.unwrap();
    assert_eq!(world.force.standby_of(other, id).await.unwrap(), None);
    world.finish().await;
}

/// The network's time for accepting is between a second and a day, and holds for offers that are out.
#[tokio::test]
async fn the_time_to_accept_is_the_networks() {
    let (world, campaign) = hasty().await;
    world.stand_by(world.alice, campaign).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    for (wrong, error) in [(0, Error::BadLimit), (86_401, Error::BadLimit)] {
        world.refuses(error, world.settings(|now| now.accept_sec = wrong)).await;
    }
    world.settings(|now| now.accept_sec = 86_400).await.unwrap();
    world.pass(ACCEPT).await;
    world.refuses(Error::NothingToAssign, world.assign(campaign)).await;
    world.settings(|now| now.accept_sec = 1).await.unwrap();
    world.assign(campaign).await.unwrap();
    assert_eq!(world.queue(campaign).await, []);
    world.finish().await;
}
