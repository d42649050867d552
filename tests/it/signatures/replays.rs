//! A signature works once.

use antelope::{Extension, Signature};
use protocol::{
    force::actions::{MakeBatch, RemoveBatch},
    signed::{Error, Signed, Terms},
    vaccount::{self, actions::VTransfer},
};
use tests::{
    World, efx,
    key_holders::{key, sign_with},
};

use super::{funded, reserve, transfer, withdrawal};

#[tokio::test]
async fn a_used_signature_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    world.push_spending(&signed).await.unwrap();
    world.refuses(Error::NonceUsed, world.push_spending(&signed)).await;
    world.relay_spending(withdrawal(&world, world.requester, "1.0000")).await.unwrap();
    world.refuses(Error::NonceUsed, world.push_spending(&signed)).await;
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    world.finish().await;
}

/// In one transaction, too.
#[tokio::test]
async fn a_signature_does_not_work_twice_in_a_transaction() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let action = world.vaccount.action(world.stranger, &signed);
    world.refuses(Error::NonceUsed, world.push_all(&[action.clone(), action])).await;
    world.finish().await;
}

/// Of two actions signed under one nonce one happens, whichever comes first.
#[tokio::test]
async fn of_two_signatures_under_one_nonce_one_counts() {
    let world = funded().await;
    let to_alice = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let to_bob = world.signed_spending(transfer(&world, world.bob.id, "1.0000")).await;
    world.push_spending(&to_bob).await.unwrap();
    world.refuses(Error::NonceUsed, world.push_spending(&to_alice)).await;
    world.finish().await;
}

/// Signatures are brought in their order; one that is kept back stops those after it, and none can be used up.
#[tokio::test]
async fn nonces_come_in_their_order() {
    let world = funded().await;
    let terms = world.terms_of::<VTransfer>(world.vaccount.account()).await;
    let numbered = |nonce| {
        let terms = Terms { nonce, ..terms };
        sign_with(&key(), transfer(&world, world.alice.id, "1.0000"), terms)
    };
    for nonce in [1, 2, u32::MAX - 1, u32::MAX] {
        world.refuses(Error::NonceTooHigh, world.push_spending(&numbered(nonce))).await;
    }
    for nonce in 0..3 {
        world.push_spending(&numbered(nonce)).await.unwrap();
    }
    world.refuses(Error::NonceUsed, world.push_spending(&numbered(2))).await;
    assert_eq!(world.vaccount.row(world.key_holder).await.unwrap().unwrap().nonce, 3);
    world.finish().await;
}

/// An action that fails is undone as a whole: the signature counts when what it needs is there.
#[tokio::test]
async fn a_refused_action_uses_no_nonce() {
    let world = World::new().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    world.refuses(vaccount::Error::NotEnough, world.push_spending(&signed)).await;
    world.deposit(world.key_holder, efx("1.0000")).await.unwrap();
    world.push_spending(&signed).await.unwrap();
    world.finish().await;
}

/// D42: signatures had neither nonce nor chain, contract and expiry, and left arguments out. What each case by itself
/// looks like is in this module's neighbours; here is one message, tried everywhere.
#[tokio::test]
async fn d42_signed_message_works_once_for_one_action_one_contract_one_chain() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    let signed = world.signed(reserve(&world, campaign)).await;
    let terms = signed.terms.0.unwrap().unwrap();
    let changed = |change: &dyn Fn(&mut Terms)| {
        let mut terms = terms;
        change(&mut terms);
        let mut action = signed.clone();
        action.terms = Some(terms).into();
        action
    };
    for (action, error) in [
        (changed(&|terms| terms.chain_id.0[9] ^= 1), Error::OtherChain),
        (changed(&|terms| terms.contract = world.vaccount.account()), Error::OtherContract),
        (changed(&|terms| terms.action = antelope::name!("skiptask")), Error::OtherAction),
        (changed(&|terms| terms.expires_on.0 = 1), Error::Expired),
        (changed(&|terms| terms.expires_on.0 += 1), Error::Invalid),
        (changed(&|terms| terms.nonce = 1), Error::Invalid),
        (changed(&|terms| terms.method = 1), Error::Invalid),
        (changed(&|terms| terms.relayer = world.rival), Error::Invalid),
    ] {
        world.refuses(error, world.push(world.stranger, &action)).await;
    }
    world.push(world.stranger, &signed).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let mut submission = world.submission(world.key_holder, task);
    submission.payer = world.stranger.into();
    world.relay(submission).await.unwrap();
    // The reservation is over, and the second task would be there for a second use.
    world.refuses(Error::NonceUsed, world.push(world.stranger, &signed)).await;
    world.finish().await;
}

/// Each row counts for itself, and the tasks contract counts for each address.
#[tokio::test]
async fn rows_and_contracts_count_for_themselves() {
    let world = funded().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    for _ in 0..3 {
        world.relay_spending(transfer(&world, world.alice.id, "1.0000")).await.unwrap();
    }
    world.relay(reserve(&world, campaign)).await.unwrap();
    assert_eq!(world.force.nonce(World::address()).await.unwrap(), 1);
    assert_eq!(world.vaccount.row(world.key_holder).await.unwrap().unwrap().nonce, 3);
    world.finish().await;
}

/// The reference used the id of a removed batch again, so that an old signature removed the new batch.
#[tokio::test]
async fn f15_a_removal_does_not_work_again_on_a_later_batch() {
    let world = World::new().await;
    let campaign = super::owners::campaign(&world, "1.0000").await.unwrap();
    let make = |id| MakeBatch {
        id,
        campaign_id: campaign,
        content: world.terms("1.0000").content,
        repetitions: 1,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    let none = (Extension(None), Extension(None));
    let remove = RemoveBatch { id: 0, campaign_id: campaign, sig: none.0, terms: none.1 };
    world.relay(make(0)).await.unwrap();
    let removal = world.signed(remove).await;
    world.push(world.stranger, &removal).await.unwrap();
    let gone = protocol::force::Error::BatchDoesNotExist;
    world.refuses(gone, world.push(world.stranger, &removal)).await;
    let reused = world.relay(make(0));
    world.refuses(protocol::force::Error::BatchIdNotSequential, reused).await;
    world.relay(make(1)).await.unwrap();
    world.refuses(gone, world.push(world.stranger, &removal)).await;
    let mut moved = removal;
    moved.id = 1;
    world.refuses(Error::Invalid, world.push(world.stranger, &moved)).await;
    world.finish().await;
}

/// A signature that somebody has remade (n − s, another recovery id) is the same vote, and counts as little a second time.
#[tokio::test]
async fn a_remade_signature_is_no_second_one() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    world.push_spending(&signed).await.unwrap();
    let Some(Signature::K1(bytes)) = &signed.sig else { panic!("not K1") };
    for remade in super::forms::remade(bytes) {
        let mut again = signed.clone();
        again.set_proof(Signature::K1(remade), signed.terms.0.unwrap().unwrap());
        world.refuses(Error::NotCanonical, world.push_spending(&again)).await;
    }
    world.finish().await;
}
