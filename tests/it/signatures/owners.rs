//! Key holders who own campaigns.

use antelope::Extension;
use protocol::{
    force::{
        Error as ForceError,
        actions::{
            Cancel, EditCampaign, MakeBatch, MakeCampaign, PublishBatch, Refund, RemoveBatch,
            RemoveCampaign, SetOwner,
        },
        batch::batch_key,
    },
    signed::Error,
};
use sdk::Result;
use tests::{Missing, World, efx, exactly};

use super::{funded, withdrawal};

/// Makes a campaign of the key holder. Gives its id.
pub(super) async fn campaign(world: &World, reward: &str) -> Result<u32> {
    let terms =
        MakeCampaign { owner: World::key_address(), payer: world.stranger, ..world.terms(reward) };
    world.relay(terms).await?.return_value()
}

/// Makes, funds and publishes a batch of the key holder with so many tasks. Gives its key.
async fn published(world: &World, campaign_id: u32, num_tasks: u32) -> u64 {
    let row = world.campaign_row(campaign_id).await;
    let make = MakeBatch {
        id: row.num_batches,
        campaign_id,
        content: row.content,
        repetitions: 1,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.relay(make).await.unwrap();
    let batch_id = batch_key(campaign_id, row.num_batches);
    world.open_balances([world.force.account()]).await;
    let cost = exactly(row.reward.quantity, num_tasks.into());
    let mut fund = withdrawal(world, world.force.account(), "0.0001");
    fund.quantity.quantity = cost;
    fund.memo = batch_id.to_string();
    world.relay_spending(fund).await.unwrap();
    assert_eq!(world.escrow(batch_id).await, cost);
    let publish =
        PublishBatch { batch_id, num_tasks, sig: Extension(None), terms: Extension(None) };
    world.relay(publish).await.unwrap();
    batch_id
}

/// As [`published`], for a campaign that pays nothing.
pub(super) async fn published_free(world: &World, campaign_id: u32, num_tasks: u32) -> u64 {
    let row = world.campaign_row(campaign_id).await;
    let (sig, terms) = (Extension(None), Extension(None));
    let (id, content, payer) = (row.num_batches, row.content, world.stranger);
    let make = MakeBatch { id, campaign_id, content, repetitions: 1, payer, sig, terms };
    world.relay(make).await.unwrap();
    let batch_id = batch_key(campaign_id, row.num_batches);
    let publish =
        PublishBatch { batch_id, num_tasks, sig: Extension(None), terms: Extension(None) };
    world.relay(publish).await.unwrap();
    batch_id
}

/// A fresh signature each makes a campaign each; the reference took one for three.
#[tokio::test]
async fn f04_a_key_holder_makes_campaigns_with_a_signature_each() {
    let world = World::new().await;
    let mut signatures = Vec::new();
    for (id, reward) in ["115.0000", "110.0000", "11.0000"].into_iter().enumerate() {
        let terms = MakeCampaign {
            owner: World::key_address(),
            payer: world.stranger,
            ..world.terms(reward)
        };
        let signed = world.signed(terms).await;
        let made: u32 = world.push(world.stranger, &signed).await.unwrap().return_value().unwrap();
        assert_eq!(usize::try_from(made).unwrap(), id);
        let row = world.campaign_row(made).await;
        assert_eq!((row.owner, row.reward.quantity), (World::key_address(), efx(reward)));
        signatures.push(signed);
    }
    for signed in &signatures {
        world.refuses(Error::NonceUsed, world.push(world.stranger, signed)).await;
    }
    assert_eq!(world.force.nonce(World::address()).await.unwrap(), 3);
    world.finish().await;
}

/// Nobody makes a campaign in the name of a key holder, and a signature makes none in the name of an account.
#[tokio::test]
async fn f04_an_owner_is_who_signs() {
    let world = World::new().await;
    let unsigned = MakeCampaign { owner: World::key_address(), ..world.terms("1.0000") };
    world.refuses(Error::Missing, world.campaign(unsigned)).await;
    let of_account = world.signed(world.terms("1.0000")).await;
    let push = world.push(world.requester, &of_account);
    world.refuses(ForceError::SignatureNotAllowed, push).await;
    let terms = world.terms("1.0000");
    world.refuses(Missing(world.requester), world.push(world.stranger, &terms)).await;
    for payer in [world.stranger, world.force.account()] {
        let terms = MakeCampaign { payer, ..world.terms("1.0000") };
        world.refuses(ForceError::BadPayer, world.campaign(terms)).await;
    }
    world.finish().await;
}

/// D42: repetitions were not signed, so that the relayer chose them.
#[tokio::test]
async fn f10_repetitions_of_a_batch_are_signed() {
    let world = World::new().await;
    let campaign_id = campaign(&world, "1.0000").await.unwrap();
    let make = MakeBatch {
        id: 0,
        campaign_id,
        content: world.terms("1.0000").content,
        repetitions: 2,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    let signed = world.signed(make).await;
    for repetitions in [1, 3, 99, 10_000] {
        let changed = MakeBatch { repetitions, ..signed.clone() };
        world.refuses(Error::Invalid, world.push(world.stranger, &changed)).await;
    }
    world.push(world.stranger, &signed).await.unwrap();
    let row = world.batch_row(batch_key(campaign_id, 0)).await;
    assert_eq!((row.repetitions, row.num_tasks), (2, 0));
    world.finish().await;
}

/// The number of tasks is signed, too; and money comes out of the user's row by a withdrawal with the batch as its memo.
#[tokio::test]
async fn a_key_holder_funds_and_publishes_and_gets_back_what_is_free() {
    let world = funded().await;
    let campaign_id = campaign(&world, "3.0000").await.unwrap();
    let batch_id = published(&world, campaign_id, 10).await;
    assert_eq!(world.credit(world.key_holder).await, efx("467.0000"));
    assert_eq!(world.batch_row(batch_id).await.num_tasks, 10);

    // Too much money is free at any time, and goes to where the user's money is.
    world.fund(batch_id, efx("7.0000")).await.unwrap();
    let refund = || Refund { batch_id, sig: Extension(None), terms: Extension(None) };
    let push = world.push(world.stranger, &refund());
    world.refuses(Error::Missing, push).await;
    world.relay(refund()).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("474.0000"));
    world.refuses(ForceError::NothingToRefund, world.relay(refund())).await;

    world.work(world.alice, campaign_id).await.unwrap();
    let remove = RemoveBatch { id: 0, campaign_id, sig: Extension(None), terms: Extension(None) };
    world.relay(remove).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("503.7000"), "nine tasks undone");
    world.finish().await;
}

/// A user who has no row for the token cannot be paid; the money stays where it is.
#[tokio::test]
async fn a_refund_needs_a_row_of_its_owner() {
    let world = funded().await;
    let campaign_id = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch_id = world.batch(campaign_id, 1).await.unwrap();
    world.fund(batch_id, efx("5.0000")).await.unwrap();
    let foreign = tests::key_holders::foreign_key();
    let user = sdk::signer::KeyHolder::new(&foreign).unwrap();
    let hand_over = SetOwner {
        campaign_id,
        new_owner: protocol::vaddress::VAddress::Address(user.address()),
        payer: world.requester,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &hand_over).await.unwrap();
    let refund = Refund { batch_id, sig: Extension(None), terms: Extension(None) };
    let signed = world.force.signed(&user, world.stranger, refund).await.unwrap();
    let push = world.push(world.stranger, &signed);
    world.refuses(ForceError::OwnerHasNoBalance, push).await;
    let open = protocol::vaccount::actions::Open {
        acc: protocol::vaddress::VAddress::Address(user.address()),
        symbol: world.token,
        payer: world.stranger,
    };
    world.push_all(&[world.vaccount.action(world.stranger, &open)]).await.unwrap();
    world.push(world.stranger, &signed).await.unwrap();
    assert_eq!(world.credit(world.key_holder + 1).await, efx("5.0000"));
    world.finish().await;
}

/// An owner edits, cancels, removes and hands on by signature.
#[tokio::test]
async fn a_key_holder_edits_cancels_and_removes() {
    let world = funded().await;
    let campaign_id = campaign(&world, "1.0000").await.unwrap();
    let row = world.campaign_row(campaign_id).await;
    let edit = EditCampaign {
        campaign_id,
        owner: row.owner,
        content: row.content,
        paused: false,
        reward: world.amount(efx("2.0000")),
        qualis: row.qualis,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.refuses(Error::Missing, world.push(world.stranger, &edit)).await;
    world.relay(edit).await.unwrap();
    assert_eq!(world.campaign_row(campaign_id).await.reward.quantity, efx("2.0000"));
    published(&world, campaign_id, 1).await;
    assert_eq!(world.credit(world.key_holder).await, efx("497.8000"));

    let cancel = Cancel { campaign_id, sig: Extension(None), terms: Extension(None) };
    world.relay(cancel).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("500.0000"));
    let remove =
        |owner| RemoveCampaign { campaign_id, owner, sig: Extension(None), terms: Extension(None) };
    // By the owner that the action names (D7): an account that is not the owner, with and without authority.
    let by_other = remove(world.rival.into());
    world.refuses(ForceError::NotOwner, world.push(world.rival, &by_other)).await;
    world.relay(remove(World::key_address())).await.unwrap();
    assert_eq!(world.force.campaign(campaign_id).await.unwrap(), None);
    world.finish().await;
}

/// Whoever holds another key is another user.
#[tokio::test]
async fn another_key_holder_owns_nothing_of_it() {
    let world = funded().await;
    let campaign_id = campaign(&world, "1.0000").await.unwrap();
    let foreign = tests::key_holders::foreign_key();
    let user = sdk::signer::KeyHolder::new(&foreign).unwrap();
    let remove =
        |owner| RemoveCampaign { campaign_id, owner, sig: Extension(None), terms: Extension(None) };
    let named_owner = remove(World::key_address());
    let signed = world.force.signed(&user, world.stranger, named_owner).await.unwrap();
    world.refuses(Error::Invalid, world.push(world.stranger, &signed)).await;
    let named_self = remove(protocol::vaddress::VAddress::Address(user.address()));
    let signed = world.force.signed(&user, world.stranger, named_self).await.unwrap();
    world.refuses(ForceError::NotOwner, world.push(world.stranger, &signed)).await;
    world.finish().await;
}
