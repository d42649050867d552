//! Settings: changed by the contract's own account, within limits.

use antelope::name;
use protocol::force::{
    Error,
    actions::{Init, SetSettings},
    settings::{Settings, fee_fraction},
};
use tests::{Missing, World};

/// D52: settings were frozen, since `init` fails the second time. They can be changed, by the contract, within limits.
#[tokio::test]
async fn d52_settings_can_be_changed_by_the_contract_and_only_within_limits() {
    let world = World::new().await;
    let before = world.force.settings().await.unwrap().unwrap();
    let wanted = SetSettings {
        payout_delay_sec: Settings::MAX_DELAY,
        release_task_delay_sec: 60,
        fee_contract: world.rival,
        fee_bps: 10_000,
        max_tasks: u32::MAX,
        max_repetitions: 1,
        max_content: Settings::CONTENT_LIMIT,
        arbiter: world.stranger,
        max_payout_delay_sec: Settings::MAX_DELAY,
        accept_sec: 60,
    };
    world.push(world.force.account(), &wanted).await.unwrap();
    let after = world.force.settings().await.unwrap().unwrap();
    let expected = Settings {
        payout_delay_sec: Settings::MAX_DELAY,
        release_task_delay_sec: 60,
        fee_contract: world.rival,
        fee_bps: 10_000,
        fee_percentage: fee_fraction(10_000),
        max_tasks: u32::MAX,
        max_repetitions: 1,
        max_content: Settings::CONTENT_LIMIT,
        arbiter: world.stranger,
        accept_sec: 60,
        ..before
    };
    assert_eq!(after, expected);

    let force = world.force.account();
    for actor in [world.stranger, world.requester, world.vaccount.account()] {
        world.refuses(Missing(force), world.push(actor, &wanted)).await;
    }
    type Change = fn(&mut SetSettings);
    let changes: [(Change, Error); 17] = [
        (|wanted| wanted.max_payout_delay_sec = Settings::MAX_DELAY + 1, Error::BadDelay),
        (|wanted| wanted.max_payout_delay_sec = Settings::MAX_DELAY - 1, Error::BadDelay),
        (|wanted| wanted.arbiter = name!("nobody"), Error::NoSuchAccount),
        (|wanted| wanted.arbiter = antelope::Name(0), Error::NoSuchAccount),
        (|wanted| wanted.payout_delay_sec = Settings::MAX_DELAY + 1, Error::BadDelay),
        (|wanted| wanted.payout_delay_sec = u32::MAX, Error::BadDelay),
        (|wanted| wanted.release_task_delay_sec = Settings::MAX_DELAY + 1, Error::BadDelay),
        (|wanted| wanted.fee_bps = 10_001, Error::BadFee),
        (|wanted| wanted.fee_bps = u16::MAX, Error::BadFee),
        (|wanted| wanted.max_tasks = 0, Error::BadLimit),
        (|wanted| wanted.max_repetitions = 0, Error::BadLimit),
        (|wanted| wanted.max_content = 0, Error::BadLimit),
        (|wanted| wanted.max_content = Settings::CONTENT_LIMIT + 1, Error::BadLimit),
        (|wanted| wanted.accept_sec = 0, Error::BadLimit),
        (|wanted| wanted.accept_sec = Settings::MAX_ACCEPT_SEC + 1, Error::BadLimit),
        (|wanted| wanted.fee_contract = name!("nobody"), Error::NoSuchAccount),
        (|wanted| wanted.fee_contract = antelope::Name(0), Error::NoSuchAccount),
    ];
    for (change, error) in changes {
        let mut changed = wanted.clone();
        change(&mut changed);
        world.refuses(error, world.push(force, &changed)).await;
    }

    let init = Init {
        vaccount_contract: world.stranger,
        force_vaccount_id: 9,
        payout_delay_sec: 1,
        release_task_delay_sec: 1,
        fee_contract: world.stranger,
        fee_percentage: fee_fraction(1),
    };
    world.refuses(Error::AlreadyInitialised, world.push(force, &init)).await;
    world.refuses(Missing(force), world.push(world.stranger, &init)).await;
    world.finish().await;
}
