//! A play in which every action of our contracts is in, each with its cheap and its dear outcomes.

use antelope::{Extension, Name, Symbol};
use protocol::{
    force::actions::{ClaimFees, ClearAccounts, Payout, RemoveToken, ReserveTask, SubmitTask},
    vaccount::actions::{VTransfer, Withdraw},
};
use tests::{World, efx};

/// The review of results that are rejected, in seconds.
const DELAY: u32 = 600;

pub(super) async fn everything(world: &World) {
    settings(world).await;
    campaigns(world).await;
    work(world).await;
    standby(world).await;
    review(world).await;
    accounts(world).await;
    key_holder(world).await;
}

/// The network's own.
async fn settings(world: &World) {
    world.settings(|settings| settings.payout_delay_sec = DELAY).await.unwrap();
    let contract = world.token_contract("gold", &[Symbol::constant(4, "GOLD")]).await;
    let sym = Symbol::constant(4, "GOLD");
    let gold = antelope::ExtendedSymbol { sym, contract: contract.account() };
    world.accept(gold).await;
    world.push(world.force.account(), &RemoveToken { token: gold }).await.unwrap();
    let chain_id = world.client.get_info().await.unwrap().chain_id;
    world.set_chain(chain_id).await.unwrap();
}

/// The life of campaigns and batches in which nobody works.
async fn campaigns(world: &World) {
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.edit(campaign, |edit| edit.paused = false).await.unwrap();
    for paused in [true, false] {
        world.pause(world.requester, campaign, paused).await.unwrap();
    }
    let batch = world.batch(campaign, 2).await.unwrap();
    world.fund(batch, efx("20.0000")).await.unwrap();
    world.refund(batch).await.unwrap();
    world.fund(batch, efx("20.0000")).await.unwrap();
    world.publish(batch, 5).await.unwrap();
    world.refund(batch).await.unwrap();
    world.remove(batch).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    world.cancel(world.requester, campaign).await.unwrap();
    world.set_owner(world.requester, campaign, world.rival.into()).await.unwrap();
    world.remove_campaign(campaign).await.unwrap();
}

/// Tasks are done, given back, taken over and paid, and all of it is cleared.
async fn work(world: &World) {
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 2, 6).await.unwrap();
    for _ in 0..3 {
        world.work(world.alice, campaign).await.unwrap();
    }
    let held = world.reserve(world.bob, campaign).await.unwrap();
    world.skip(world.bob, held).await.unwrap();
    let held = world.held(world.bob, campaign).await.unwrap();
    world.release(world.bob.name, world.bob, held).await.unwrap();
    // One lapses, and another takes it over.
    world.reserve(world.carol, campaign).await.unwrap();
    world.pass(3601).await;
    while world.work(world.dave, campaign).await.is_ok() {}
    while world.work(world.bob, campaign).await.is_ok() {}
    while world.work(world.alice, campaign).await.is_ok() {}
    while world.work(world.carol, campaign).await.is_ok() {}
    for worker in world.workers() {
        let payments = world.force.payments_of(worker.id).await.unwrap();
        if let Some(payment) = payments.first() {
            world.accept_payment(world.requester, payment.id).await.unwrap();
        }
        world.pass(DELAY).await;
        for payment in world.force.payments_of(worker.id).await.unwrap() {
            world.payout(worker, payment.id).await.unwrap();
        }
    }
    world.push(world.stranger, &ClaimFees { token: world.token }).await.unwrap();
    world.remove(batch).await.unwrap();
    while world.clear(batch).await.is_ok() {}
    world.remove_campaign(campaign).await.unwrap();
    let account_ids = world.workers().map(|worker| worker.id).to_vec();
    let clear = ClearAccounts { campaign_id: campaign, account_ids };
    world.push(world.stranger, &clear).await.unwrap();
}

/// Workers wait: they are offered tasks, which they accept, give back, or let lapse.
async fn standby(world: &World) {
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    for worker in world.workers() {
        world.stand_by(worker, campaign).await.unwrap();
    }
    world.leave(world.dave, campaign).await.unwrap();
    world.published(campaign, 2, 4).await.unwrap();
    for _ in 0..3 {
        world.assign_some(world.stranger, campaign, 1).await.unwrap();
    }
    world.reserve(world.alice, campaign).await.unwrap();
    world.leave(world.bob, campaign).await.unwrap();
    world.pass(600).await;
    world.assign(campaign).await.unwrap();

    // As much as one call can do: it takes back eight offers, or makes as many.
    let crowd = world.crowd(8).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    for worker in &crowd {
        world.stand_by(*worker, campaign).await.unwrap();
    }
    world.published(campaign, 1, 8).await.unwrap();
    world.assign(campaign).await.unwrap();
    world.pass(600).await;
    world.assign(campaign).await.unwrap();
}

/// Results are rejected and appealed, decided about or not.
async fn review(world: &World) {
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.set_review(campaign, |review| review.arbiter = world.rival).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    for upheld in [true, false] {
        let result = world.work(world.alice, campaign).await.unwrap();
        world.reject(&result).await.unwrap();
        world.appeal(world.alice, &result).await.unwrap();
        world.resolve(world.rival, &result, upheld).await.unwrap();
    }
    let rejected = world.work(world.bob, campaign).await.unwrap();
    let appealed = world.work(world.carol, campaign).await.unwrap();
    for result in [&rejected, &appealed] {
        world.reject(result).await.unwrap();
    }
    world.appeal(world.carol, &appealed).await.unwrap();
    world.pass(DELAY).await;
    for result in [&rejected, &appealed] {
        world.settle(result).await.unwrap();
    }
}

/// Virtual accounts: deposits, transfers, withdrawals.
async fn accounts(world: &World) {
    world.deposit(world.alice.id, efx("50.0000")).await.unwrap();
    let vaccount = &world.vaccount;
    for to_id in [world.bob.id, world.carol.id] {
        let transfer = transfer(world, world.alice.id, to_id);
        world.push_all(&[vaccount.action(world.alice.name, &transfer)]).await.unwrap();
    }
    world.open_balances([world.alice.name]).await;
    let withdrawal = withdrawal(world, world.alice.id, world.alice.name);
    world.push_all(&[vaccount.action(world.alice.name, &withdrawal)]).await.unwrap();
}

/// What others do with an account, somebody does with a key.
async fn key_holder(world: &World) {
    world.deposit(world.key_holder, efx("50.0000")).await.unwrap();
    world.relay_spending(transfer(world, world.key_holder, world.bob.id)).await.unwrap();
    let withdrawal = withdrawal(world, world.key_holder, world.alice.name);
    world.relay_spending(withdrawal).await.unwrap();

    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let reserve = ReserveTask {
        campaign_id: campaign,
        account_id: world.key_holder,
        quali_assets: None,
        payer: world.stranger.into(),
        sig: Extension(None),
        terms: Extension(None),
    };
    world.relay(reserve).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let submission = world.submission(world.key_holder, task);
    let submission = SubmitTask { payer: world.stranger.into(), ..submission };
    world.relay(submission).await.unwrap();
    world.pass(DELAY).await;
    for payment in world.force.payments_of(world.key_holder).await.unwrap() {
        let (sig, terms, fee) = (Extension(None), Extension(None), Extension(None));
        world.relay(Payout { payment_id: payment.id, sig, terms, fee }).await.unwrap();
    }
}

fn transfer(world: &World, from_id: u32, to_id: u32) -> VTransfer {
    VTransfer {
        from_id: from_id.into(),
        to_id: to_id.into(),
        quantity: world.amount(efx("1.0000")),
        memo: "for the work".into(),
        sig: None,
        fee: None,
        terms: Extension(None),
    }
}

fn withdrawal(world: &World, from_id: u32, to_account: Name) -> Withdraw {
    Withdraw {
        from_id: from_id.into(),
        to_account,
        quantity: world.amount(efx("1.0000")),
        memo: "deposit 17".into(),
        sig: None,
        fee: None,
        terms: Extension(None),
    }
}
