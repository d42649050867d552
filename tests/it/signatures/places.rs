//! Where and when a signature counts: one chain, one contract, one action, until its last second.

use antelope::{Checksum256, Name, TimePointSec, name};
use protocol::{
    signed::{Error, Signed, Terms, actions::SetChain},
    vaccount::actions::{VTransfer, Withdraw},
};
use tests::{
    Missing, World,
    key_holders::{key, sign_with},
};

use super::{funded, reserve, transfer, withdrawal};

/// The terms of a signed action, changed by whoever brings it.
fn with_terms<A: Signed>(mut action: A, change: impl FnOnce(&mut Terms)) -> A {
    let proof = action.proof();
    let (signature, mut terms) = (proof.signature.unwrap().clone(), *proof.terms.unwrap());
    change(&mut terms);
    action.set_proof(signature, terms);
    action
}

/// Signs a transfer of the key holder under changed terms.
async fn signed_under(world: &World, change: impl FnOnce(&mut Terms)) -> VTransfer {
    let mut terms = world.terms_of::<VTransfer>(world.vaccount.account()).await;
    change(&mut terms);
    sign_with(&key(), transfer(world, world.alice.id, "1.0000"), terms)
}

#[tokio::test]
async fn a_signature_for_another_chain_is_refused() {
    let world = funded().await;
    let elsewhere = |terms: &mut Terms| terms.chain_id.0[0] ^= 1;
    let there = signed_under(&world, elsewhere).await;
    world.refuses(Error::OtherChain, world.push_spending(&there)).await;
    // Whoever brings it here cannot say that it was meant for here.
    let brought = with_terms(there, elsewhere);
    world.refuses(Error::Invalid, world.push_spending(&brought)).await;

    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    let mut terms =
        world.terms_of::<protocol::force::actions::ReserveTask>(world.force.account()).await;
    elsewhere(&mut terms);
    let there = sign_with(&key(), reserve(&world, campaign), terms);
    world.refuses(Error::OtherChain, world.push(world.stranger, &there)).await;
    world.finish().await;
}

/// Two deployments on one chain hold rows of the same user under the same id.
#[tokio::test]
async fn a_signature_for_another_contract_is_refused() {
    let world = funded().await;
    let elsewhere = signed_under(&world, |terms| terms.contract = name!("vaccount.efx")).await;
    world.refuses(Error::OtherContract, world.push_spending(&elsewhere)).await;
    let contract = world.vaccount.account();
    let brought = with_terms(elsewhere, |terms| terms.contract = contract);
    world.refuses(Error::Invalid, world.push_spending(&brought)).await;
    // The other contract of the same network.
    let force = world.force.account();
    let of_force = signed_under(&world, |terms| terms.contract = force).await;
    world.refuses(Error::OtherContract, world.push_spending(&of_force)).await;
    world.finish().await;
}

/// `vtransfer` to row 1 and `withdraw` to the account whose name is the number 1 have the same arguments, byte for byte.
#[tokio::test]
async fn a_signature_for_another_action_is_refused() {
    let world = funded().await;
    let to_row = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let as_withdrawal = Withdraw {
        from_id: to_row.from_id,
        to_account: Name(to_row.to_id),
        quantity: to_row.quantity,
        memo: to_row.memo.clone(),
        sig: to_row.sig.clone(),
        fee: to_row.fee,
        terms: to_row.terms,
    };
    assert_eq!(antelope::pack(&as_withdrawal), antelope::pack(&to_row));
    world.refuses(Error::OtherAction, world.push_spending(&as_withdrawal)).await;
    let brought = with_terms(as_withdrawal, |terms| terms.action = name!("withdraw"));
    world.refuses(Error::Invalid, world.push_spending(&brought)).await;
    world.push_spending(&to_row).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_late_signature_is_refused() {
    let world = funded().await;
    let now = TimePointSec::from(world.client.get_info().await.unwrap().head_block_time).0;
    for expires_on in [0, 1, now - 1] {
        let late = |terms: &mut Terms| terms.expires_on = TimePointSec(expires_on);
        let signed = signed_under(&world, late).await;
        world.refuses(Error::Expired, world.push_spending(&signed)).await;
        let put_off = with_terms(signed, |terms| terms.expires_on = TimePointSec(u32::MAX));
        world.refuses(Error::Invalid, world.push_spending(&put_off)).await;
    }
    let brief = signed_under(&world, |terms| terms.expires_on = TimePointSec(now + 2)).await;
    world.pass(4).await;
    world.refuses(Error::Expired, world.push_spending(&brief)).await;
    let lasting = signed_under(&world, |terms| terms.expires_on = TimePointSec(u32::MAX)).await;
    world.push_spending(&lasting).await.unwrap();
    world.finish().await;
}

/// A contract cannot find out on which chain it is: as long as nobody has told it, no signature counts.
#[tokio::test]
async fn no_signature_counts_before_the_chain_id_is_set() {
    let world = funded().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.set_chain(Checksum256::default()).await.unwrap();
    let here = signed_under(&world, |_| ()).await;
    world.refuses(Error::NoChain, world.push_spending(&here)).await;
    let nowhere = signed_under(&world, |terms| terms.chain_id = Checksum256::default()).await;
    world.refuses(Error::NoChain, world.push_spending(&nowhere)).await;
    world.refuses(Error::NoChain, world.relay(reserve(&world, campaign))).await;
    // Accounts act all the same.
    world.reserve(world.alice, campaign).await.unwrap();
    world.set_chain(here.terms.0.unwrap().unwrap().chain_id).await.unwrap();
    world.push_spending(&here).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn only_the_contracts_are_told_on_which_chain_they_are_and_by_themselves() {
    let world = World::new().await;
    let action = SetChain { chain_id: Checksum256([1; 32]) };
    for contract in [world.force.account(), world.vaccount.account()] {
        let handle = sdk::Contract::new(world.client.clone(), contract);
        let action = handle.action(world.stranger, &action);
        world.refuses(Missing(contract), world.push_all(&[action])).await;
    }
    let here = world.client.get_info().await.unwrap().chain_id;
    assert_eq!(world.force.settings().await.unwrap().unwrap().chain_id, here);
    assert_eq!(world.vaccount.settings().await.unwrap().unwrap().chain_id, here);
    world.finish().await;
}

/// What an unsigned withdrawal of a key holder says.
#[tokio::test]
async fn a_key_holder_acts_by_signature_and_terms_together() {
    let world = funded().await;
    let bare = withdrawal(&world, world.requester, "1.0000");
    let signed = world.signed_spending(bare.clone()).await;
    let without_terms = Withdraw { terms: antelope::Extension(None), ..signed.clone() };
    let without_signature = Withdraw { sig: None, ..signed.clone() };
    for action in [bare, without_terms, without_signature] {
        world.refuses(Error::Missing, world.push_spending(&action)).await;
    }
    world.push_spending(&signed).await.unwrap();
    world.finish().await;
}
