//! Relayers: who brings a signed action pays for it, and nobody else can be made to.

use antelope::Name;
use protocol::{
    force::{
        self,
        actions::{MakeCampaign, ReserveTask},
        nonce::Nonce,
    },
    signed::Error,
};
use tests::{
    World,
    key_holders::{key, sign_with},
};

use super::{funded, reserve, transfer};

/// Whoever sees a signature before it is on the chain cannot bring it himself, and not earn the fee.
#[tokio::test]
async fn a_signature_cannot_be_brought_by_another_relayer() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    for thief in [world.rival, world.alice.name, world.vaccount.account()] {
        let stolen = world.vaccount.action(thief, &signed);
        world.refuses(Error::BadRelayer, world.push_all(&[stolen])).await;
    }
    let mut renamed = signed.clone();
    if let Some(Some(terms)) = &mut renamed.terms.0 {
        terms.relayer = world.rival;
    }
    let stolen = world.vaccount.action(world.rival, &renamed);
    world.refuses(Error::Invalid, world.push_all(&[stolen])).await;
    world.push_spending(&signed).await.unwrap();
    world.finish().await;
}

/// The contract's own account has authority over itself in any action: as a payer it would pay for strangers.
#[tokio::test]
async fn a_contract_is_no_relayer_and_no_payer() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let force = world.force.account();
    let mut terms = world.terms_of::<ReserveTask>(force).await;
    terms.relayer = force;
    let by_contract = sign_with(&key(), reserve(&world, campaign), terms);
    for actor in [world.stranger, force] {
        world.refuses(Error::BadRelayer, world.push(actor, &by_contract)).await;
    }
    terms.relayer = world.stranger;
    for payer in [force, world.rival, Name(0)] {
        let action = ReserveTask { payer: payer.into(), ..reserve(&world, campaign) };
        let signed = sign_with(&key(), action, terms);
        world.refuses(force::Error::BadPayer, world.push(world.stranger, &signed)).await;
    }
    world.finish().await;
}

/// Terms can only follow a payer: of the fields at the end of an action none can be left out before another. So a client
/// names the relayer.
#[tokio::test]
async fn a_key_holder_names_the_payer() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let unnamed = ReserveTask { payer: antelope::Extension(None), ..reserve(&world, campaign) };
    let signed = world.signed(unnamed).await;
    assert_eq!(signed.payer, world.stranger.into());
    let nobody = ReserveTask { payer: antelope::Extension(None), ..signed.clone() };
    let before = world.snapshot().await;
    assert!(world.push(world.stranger, &nobody).await.is_err());
    assert_eq!(world.snapshot().await, before);
    world.push(world.stranger, &signed).await.unwrap();
    world.finish().await;
}

/// RAM: the payer's is the row, the relayer's the user's nonce, and only once.
#[tokio::test]
async fn relayer_and_payer_pay_for_what_they_bring() {
    let world = World::new().await;
    let everybody = [world.stranger, world.rival, world.requester, world.force.account()];
    let campaign = || MakeCampaign {
        owner: World::key_address(),
        payer: world.rival,
        ..world.terms("1.0000")
    };
    let mut paid = Vec::new();
    for _ in 0..2 {
        let before = world.ram(&everybody).await;
        let signed = world.signed(campaign()).await;
        let mut action = world.force.action(world.stranger, &signed);
        action.authorization.push(antelope::PermissionLevel::active(world.rival));
        world.push_all(&[action]).await.unwrap();
        let after = world.ram(&everybody).await;
        paid.push(everybody.map(|account| after[&account] - before[&account]));
    }
    let nonce = i64::try_from(antelope::pack(&Nonce { key: 0, next: 0 }).len()).unwrap();
    let [first, second] = [paid[0], paid[1]];
    // A row, and a table for the first: 112 bytes each. Of a campaign, its 66 and some bytes.
    assert_eq!((first[0], second[0]), (112 + 112 + nonce, 0), "the relayer");
    assert_eq!(first[1] - second[1], 112, "the payer, and the first campaign's table");
    assert!(second[1] > 112);
    assert_eq!((first[2], second[2]), (0, 0));
    assert_eq!((first[3], second[3]), (0, 0), "settings change, but not in size");
    world.finish().await;
}
