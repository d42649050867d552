//! Settings: written once, changed by the contract alone.

use antelope::{Asset, Checksum256, Name};
use protocol::float::Float32Bits;
use protocol::force::{
    Error,
    actions::{AddToken, ClaimFees, FEES_MEMO, Init, RemoveToken},
    settings::{Settings, fee_fraction},
};
use protocol::token::actions::Transfer;
use sdk::contracts::ForceContract;
use tests::{EFX, Missing, World, artefacts, efx, exactly};

/// The tasks contract at an account where it has no settings yet.
async fn bare(world: &World) -> ForceContract {
    let account = world.own_name("bare");
    world.create_accounts([account]).await;
    let force = artefacts().force;
    world.client.deploy(&world.signer, account, &force.code, &force.abi).await.unwrap();
    ForceContract::new(world.client.clone(), account)
}

fn init(world: &World) -> Init {
    Init {
        vaccount_contract: world.network.vaccount,
        force_vaccount_id: 7,
        payout_delay_sec: 1,
        release_task_delay_sec: 2,
        fee_contract: world.network.fees,
        fee_percentage: Float32Bits(0.1f32.to_bits()),
    }
}

/// An account other than the contract calls `init`: missing authority, and no settings row exists afterwards.
#[tokio::test]
async fn f01_only_the_contract_writes_the_settings() {
    let world = World::new().await;
    let bare = bare(&world).await;
    let init = init(&world);
    let pushed = bare.push(&world.signer, world.stranger, &init);
    world.refuses(Missing(bare.account()), pushed).await;
    assert_eq!(bare.settings().await.unwrap(), None);
    // Until then nothing else works.
    let make = world.terms("1.0000");
    let pushed = bare.push(&world.signer, world.requester, &make);
    world.refuses(Error::NotInitialised, pushed).await;
    world.finish().await;
}

/// The contract calls `init`: the settings row holds exactly the given values.
#[tokio::test]
async fn f02_settings_hold_the_given_values() {
    let world = World::new().await;
    let bare = bare(&world).await;
    let init = init(&world);

    let wrong = [
        (Error::NoSuchAccount, Init { vaccount_contract: Name(1), ..init.clone() }),
        (Error::NoSuchAccount, Init { fee_contract: Name(1), ..init.clone() }),
        (Error::BadDelay, Init { payout_delay_sec: Settings::MAX_DELAY + 1, ..init.clone() }),
        (Error::BadFee, Init { fee_percentage: Float32Bits(1.1f32.to_bits()), ..init.clone() }),
        (Error::BadFee, Init { fee_percentage: Float32Bits((-0.1f32).to_bits()), ..init.clone() }),
        (Error::BadFee, Init { fee_percentage: Float32Bits(f32::NAN.to_bits()), ..init.clone() }),
    ];
    for (error, init) in wrong {
        world.refuses(error, bare.push(&world.signer, bare.account(), &init)).await;
    }

    bare.push(&world.signer, bare.account(), &init).await.unwrap();
    let expected = Settings {
        chain_id: Checksum256::default(),
        vaccount_contract: world.network.vaccount,
        force_vaccount_id: 7,
        payout_delay_sec: 1,
        release_task_delay_sec: 2,
        fee_contract: world.network.fees,
        fee_percentage: fee_fraction(1000),
        fee_bps: 1000,
        max_tasks: Settings::DEFAULT_MAX_TASKS,
        max_repetitions: Settings::DEFAULT_MAX_REPETITIONS,
        max_content: Settings::DEFAULT_MAX_CONTENT,
        next_campaign_id: 0,
        arbiter: bare.account(),
        max_payout_delay_sec: Settings::MAX_DELAY,
        accept_sec: Settings::DEFAULT_ACCEPT_SEC,
    };
    assert_eq!(bare.settings().await.unwrap(), Some(expected.clone()));

    let other = Init { force_vaccount_id: 8, ..init };
    let again = bare.push(&world.signer, bare.account(), &other);
    world.refuses(Error::AlreadyInitialised, again).await;
    assert_eq!(bare.settings().await.unwrap(), Some(expected));
    world.finish().await;
}

/// Settings are changed by the contract alone, within their limits; published batches keep their fee.
#[tokio::test]
async fn settings_change_for_what_comes_later() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let before = world.published(campaign, 1, 2).await.unwrap();

    let set = world.settings(|_| ()).await.unwrap();
    assert_eq!(set.actions.len(), 1);
    let mut action = set.actions[0].action.clone();
    action.authorization = vec![antelope::PermissionLevel::active(world.stranger)];
    world.refuses(Missing(world.force.account()), world.push_all(&[action])).await;
    world.refuses(Error::BadFee, world.settings(|now| now.fee_bps = 10_001)).await;
    world.refuses(Error::BadLimit, world.settings(|now| now.max_tasks = 0)).await;

    let id = world.force.settings().await.unwrap().unwrap().next_campaign_id;
    world
        .settings(|now| {
            now.fee_bps = 2000;
            now.max_tasks = 2;
        })
        .await
        .unwrap();
    let settings = world.force.settings().await.unwrap().unwrap();
    assert_eq!((settings.fee_bps, settings.fee_percentage), (2000, fee_fraction(2000)));
    assert_eq!(settings.next_campaign_id, id, "ids go on");

    // The new fee and the new limit hold for what is published from now on.
    let after = world.batch(campaign, 1).await.unwrap();
    world.fund(after, exactly(efx("3.0000"), 2)).await.unwrap();
    world.refuses(Error::BatchUnderfunded, world.publish(after, 2)).await;
    world.fund(after, efx("0.6000")).await.unwrap();
    world.refuses(Error::TooManyTasks, world.publish(after, 3)).await;
    world.publish(after, 2).await.unwrap();
    assert_eq!(world.batch_row(before).await.fee, 3000);
    assert_eq!(world.batch_row(after).await.fee, 6000);
    world.finish().await;
}

/// A tenth of each reward goes to the pot when the worker is paid, and from there to the fee account and nowhere else.
#[tokio::test]
async fn fees_are_claimed_for_the_fee_account() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    let claim = ClaimFees { token: world.token };
    world.refuses(Error::NoFees, world.push(world.stranger, &claim)).await;

    world.work(world.alice, campaign).await.unwrap();
    world.refuses(Error::NoFees, world.push(world.stranger, &claim)).await;
    let payment = world.payment(world.alice, batch).await;
    world.pass(1).await;
    world.payout(world.alice, payment.id).await.unwrap();
    assert_eq!(world.pot().await, efx("0.3000"));
    let receipt = world.push(world.stranger, &claim).await.unwrap();
    assert_eq!(world.balance(world.network.fees).await, efx("0.3000"));
    assert_eq!(world.pot().await, Asset::new(0, EFX));
    // The tokens' contract, and those whom it notifies.
    let receivers: Vec<_> = receipt.actions.iter().map(|trace| trace.receiver).collect();
    let (force, fees) = (world.force.account(), world.network.fees);
    assert_eq!(receivers, [force, world.token.contract, force, fees]);
    let sent: Transfer = antelope::unpack(&receipt.actions[1].action.data).unwrap();
    assert_eq!((sent.from, sent.to, sent.memo.as_str()), (force, fees, FEES_MEMO));
    world.refuses(Error::NoFees, world.push(world.stranger, &claim)).await;
    world.finish().await;
}

/// A token that is not accepted can be in no reward; one that is accepted no longer stays where it is.
#[tokio::test]
async fn rewards_are_in_accepted_tokens() {
    let world = World::new().await;
    let (token, contract) = (world.token, world.force.account());
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();

    let add = AddToken { token };
    let remove = RemoveToken { token };
    world.refuses(Missing(contract), world.push(world.stranger, &add)).await;
    world.refuses(Missing(contract), world.push(world.stranger, &remove)).await;
    world.refuses(Error::TokenExists, world.push(contract, &add)).await;
    world.push(contract, &remove).await.unwrap();
    world.refuses(Error::TokenNotAccepted, world.push(contract, &remove)).await;
    world.refuses(Error::TokenNotAccepted, world.campaign(world.terms("3.0000"))).await;

    // The campaign that has it goes on, and is paid.
    world.edit(campaign, |edit| edit.reward.quantity = efx("4.0000")).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.push(contract, &add).await.unwrap();
    world.campaign(world.terms("3.0000")).await.unwrap();

    // Neither a look-alike, nor the same code with other decimals, nor another code is the token.
    let mut terms = world.terms("3.0000");
    terms.reward.contract = world.stranger;
    world.refuses(Error::TokenNotAccepted, world.campaign(terms)).await;
    for reward in ["3.000 EFX", "3.0000 EFY"] {
        let mut terms = world.terms("3.0000");
        terms.reward.quantity = reward.parse().unwrap();
        world.refuses(Error::TokenNotAccepted, world.campaign(terms)).await;
    }
    world.finish().await;
}
