//! The chain inside this process as its users see it: time, copies, snapshots.

use antelope::{Name, TimePoint, name};
use sdk::{Devnet, Signer};

const ALICE: Name = name!("alice");

async fn exists(devnet: &Devnet, name: Name) -> bool {
    match devnet.client().get_account(name).await {
        Ok(_) => true,
        Err(error) if error.is_unknown_account() => false,
        Err(error) => panic!("{error}"),
    }
}

async fn create(devnet: &Devnet, name: Name) -> TimePoint {
    let key = devnet.signer().public_key();
    devnet.create_account(name, &key).await.unwrap().block_time
}

#[tokio::test]
async fn copies_and_snapshots_have_the_same_past_and_their_own_future() {
    let devnet = Devnet::new();
    let before = devnet.snapshot();
    let other = devnet.fork();
    create(&devnet, ALICE).await;
    assert!(exists(&devnet, ALICE).await && !exists(&other, ALICE).await);
    let chain_id = devnet.client().get_info().await.unwrap().chain_id;
    assert_eq!(other.client().get_info().await.unwrap().chain_id, chain_id);

    for _ in 0..2 {
        devnet.revert(&before);
        assert!(!exists(&devnet, ALICE).await);
        create(&devnet, ALICE).await;
    }
}

#[tokio::test]
async fn time_passes_when_it_is_told_to() {
    let devnet = Devnet::new();
    let head = async || devnet.client().get_info().await.unwrap();
    let first = create(&devnet, ALICE).await;
    assert_eq!(create(&devnet, name!("bob")).await, first, "however many transactions there are");

    let before = head().await;
    devnet.mine();
    let mined = head().await;
    assert_eq!(mined.head_block_num, before.head_block_num + 1);
    assert_eq!(mined.head_block_time, first);

    // Longer than transactions live: they are as old as the newest block.
    devnet.warp(3600);
    assert_eq!(head().await.head_block_time.0, first.0 + 3_600_000_000);
    let now = devnet.now();
    assert_eq!(now.0, first.0 + 500_000 + 3_600_000_000);
    assert_eq!(create(&devnet, name!("carol")).await, now);

    for (time, reached) in [
        (TimePoint(now.0 + 7_200_000_000), TimePoint(now.0 + 7_200_000_000)),
        (TimePoint(now.0 + 7_200_000_001), TimePoint(now.0 + 7_200_500_000)),
        // Not back.
        (first, TimePoint(now.0 + 7_200_500_000)),
    ] {
        devnet.warp_to(time);
        assert_eq!(head().await.head_block_time, reached);
    }
    create(&devnet, name!("dave")).await;
}
