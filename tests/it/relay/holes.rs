//! Ways to make a relayer do what nobody has signed for it, the known holes of the earlier one among them.

use antelope::{Action, ExtendedAsset, Extension, Name};
use protocol::{
    force::{
        Error as ForceError,
        actions::{Assign, Init, MakeBatch, MakeCampaign, PublishBatch, ReserveTask},
        batch::batch_key,
        campaign::Content,
    },
    signed::{self, Terms, actions::SetChain},
    token::actions::Transfer,
    vaccount::actions::{Open, Withdraw},
    vaddress::VAddress,
};
use sdk::{Signer, relay::Policy};
use tests::{World, efx, key_holders};

use super::{Scene, packed, refused};
use crate::signatures::{payout, reserve, transfer, withdrawal};

/// The earlier relayer took these two from anybody: whatever it owned or was authorized for could be spent.
#[tokio::test]
async fn batches_are_made_and_published_by_signature_only() {
    let scene = Scene::new().await;
    let Scene { world, relay, .. } = &scene;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = MakeBatch {
        id: 0,
        campaign_id: campaign,
        content: Content::ipfs("batch".into()),
        repetitions: 1,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    let publish = PublishBatch {
        batch_id: batch_key(campaign, 0),
        num_tasks: 1,
        sig: Extension(None),
        terms: Extension(None),
    };
    let missing = signed::Error::Missing;
    for result in [scene.send(&batch).await, scene.send(&publish).await] {
        let error = result.unwrap_err();
        assert_eq!(error.contract_error(), Some(missing), "{error}");
        assert_eq!(error.http_status(), Some(403));
    }
    // Beside an action that is signed, too: a request is refused as a whole.
    let signed = world.signed(reserve(world, campaign)).await;
    let force = world.force.account();
    let both = [packed(force, &signed), packed(force, &publish)];
    let before = world.snapshot().await;
    assert_eq!(relay.send(&both).await.unwrap_err().contract_error(), Some(missing));
    assert_eq!(world.snapshot().await, before, "nothing goes on after a refusal");
    // Signed by somebody else than the owner.
    refused(scene.act(publish).await, 403, &format!("{} is an account", world.requester));
    scene.world.finish().await;
}

/// An action that nobody knows ended the earlier relayer.
#[tokio::test]
async fn what_is_not_on_the_list_is_refused() {
    let scene = Scene::with(|policy: &mut Policy| {
        policy.actions.retain(|name| *name != ReserveTask::NAME);
        // What no key holder can sign is never brought, whoever allows it.
        policy.actions.extend([SetChain::NAME, Init::NAME, Transfer::NAME]);
    })
    .await;
    let Scene { world, relay, .. } = &scene;
    let theft = Transfer {
        from: world.stranger,
        to: world.rival,
        quantity: efx("1.0000"),
        memo: String::new(),
    };
    let (force, vaccount) = (world.force.account(), world.vaccount.account());
    let set_chain = SetChain { chain_id: antelope::Checksum256([1; 32]) };
    let mut unknown = packed(force, &set_chain);
    unknown.name = antelope::name!("nosuchaction");
    let mut elsewhere = packed(world.stranger, &reserve(world, 0));
    elsewhere.name = <PublishBatch as Action>::NAME;
    for action in [
        packed(world.token.contract, &theft),
        packed(force, &set_chain),
        packed(vaccount, &set_chain),
        packed(force, &reserve(world, 0)),
        packed(vaccount, &reserve(world, 0)),
        packed(force, &Open { acc: World::key_address(), symbol: world.token, payer: force }),
        unknown,
        elsewhere,
        packed(Name(0), &theft),
    ] {
        let text = format!("{} of {} is not brought to the chain", action.name, action.account);
        refused(relay.send(&[action]).await, 403, &text);
    }
    scene.world.finish().await;
}

/// The transaction has the relayer's authority: what is its own moves without a signature, if it is let through.
#[tokio::test]
async fn the_relayers_own_is_protected() {
    let scene = Scene::new().await;
    let Scene { world, .. } = &scene;
    let own = world.vaccount.account_of(world.stranger.into(), world.token).await.unwrap();
    let own = own.unwrap().id;
    world.deposit(own, efx("5.0000")).await.unwrap();
    let fee = Some(world.amount(efx("0.1000")));
    let steal = Withdraw { from_id: own.into(), fee, ..withdrawal(world, world.rival, "5.0000") };
    let error = scene.send_spending(&steal).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(signed::Error::Missing));
    // A signature of somebody's does not help.
    let signed = world.signed_spending(steal).await;
    refused(scene.send_spending(&signed).await, 403, "the relayer's own");

    let terms = world.terms("0.0000");
    let campaign = world
        .push(
            world.stranger,
            &MakeCampaign { owner: world.stranger.into(), payer: world.stranger, ..terms },
        )
        .await
        .unwrap()
        .return_value()
        .unwrap();
    let cancel = protocol::force::actions::Cancel {
        campaign_id: campaign,
        sig: Extension(None),
        terms: Extension(None),
    };
    refused(scene.act(cancel).await, 403, "the relayer's own");
    assert_eq!(world.credit(own).await, efx("5.0000"));
    scene.world.finish().await;
}

/// Of each mistake in the terms the message is the contract's, and the chain is not asked.
#[tokio::test]
async fn a_signature_that_does_not_count_is_not_brought() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = scene.campaign(3).await;
    let force = world.force.account();
    let right = world.terms_of::<ReserveTask>(force).await;
    let sign = |terms| key_holders::sign_with(&key_holders::key(), reserve(world, campaign), terms);
    let now = right.expires_on.0 - 600;
    for (terms, expected) in [
        (Terms { chain_id: antelope::Checksum256([1; 32]), ..right }, signed::Error::OtherChain),
        (Terms { contract: world.vaccount.account(), ..right }, signed::Error::OtherContract),
        (Terms { action: PublishBatch::NAME, ..right }, signed::Error::OtherAction),
        (Terms { expires_on: antelope::TimePointSec(now - 1), ..right }, signed::Error::Expired),
        // It would be too late in the next block but one.
        (Terms { expires_on: antelope::TimePointSec(now + 1), ..right }, signed::Error::Expired),
        (Terms { nonce: 1, ..right }, signed::Error::NonceTooHigh),
    ] {
        let error = scene.send(&sign(terms)).await.unwrap_err();
        assert_eq!(error.contract_error(), Some(expected), "{error}");
    }
    let unknown =
        ReserveTask { terms: Extension(Some(Some(Terms { method: 2, ..right }))), ..sign(right) };
    let error = scene.send(&unknown).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(signed::Error::UnknownMethod));
    let other = sign(Terms { relayer: world.rival, ..right });
    refused(scene.send(&other).await, 403, &format!("another relayer, {}", world.rival));

    // Of another key, or changed on its way.
    let foreign = key_holders::foreign_key();
    let of_other = key_holders::sign_with(&foreign, reserve(world, campaign), right);
    let changed = ReserveTask { campaign_id: campaign + 1, ..sign(right) };
    for action in [of_other, changed] {
        let error = scene.send(&action).await.unwrap_err();
        assert_eq!(error.contract_error(), Some(signed::Error::Invalid), "{error}");
    }
    let of_none = ReserveTask { sig: Extension(None), ..sign(right) };
    assert!(scene.send(&of_none).await.is_err());

    scene.send(&sign(right)).await.unwrap();
    // The same nonce for something else.
    let again = ReserveTask { campaign_id: campaign, ..reserve(world, campaign) };
    let again = key_holders::sign_with(
        &key_holders::key(),
        again,
        Terms { expires_on: antelope::TimePointSec(now + 500), ..right },
    );
    let error = scene.send(&again).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(signed::Error::NonceUsed));
    scene.world.finish().await;
}

/// Who brings it pays: nobody else is made to, also by who has signed it.
#[tokio::test]
async fn the_payer_is_the_relayer() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = scene.campaign(1).await;
    let action = ReserveTask { payer: Extension(Some(world.rival)), ..reserve(world, campaign) };
    refused(scene.act(action).await, 403, &format!("not the relayer but {}", world.rival));
    scene.world.finish().await;
}

/// Users share no transaction, and an account of the chain needs no relayer.
#[tokio::test]
async fn a_request_is_of_one_user_who_holds_a_key() {
    let scene = Scene::new().await;
    let Scene { world, relay, .. } = &scene;
    let campaign = scene.campaign(2).await;
    let force = world.force.account();
    let terms = world.terms_of::<ReserveTask>(force).await;
    let of = |key: &sdk::LocalSigner| {
        packed(force, &key_holders::sign_with(key, reserve(world, campaign), terms))
    };
    let both = [of(&key_holders::key()), of(&key_holders::foreign_key())];
    refused(relay.send(&both).await, 403, "of one user");

    let of_alice = ReserveTask { account_id: world.alice.id, ..reserve(world, campaign) };
    let text = format!("{} is an account of the chain", world.alice.name);
    refused(scene.act(of_alice).await, 403, &text);
    let open = Open { acc: world.alice.name.into(), symbol: world.token, payer: world.stranger };
    refused(scene.send_spending(&open).await, 403, &text);
    refused(scene.act(payout(99)).await, 404, "there is no payment 99");
    let unknown = ReserveTask { account_id: 99, ..reserve(world, campaign) };
    refused(scene.act(unknown).await, 404, "there is no virtual account 99");
    scene.world.finish().await;
}

/// Nobody signs these: they come along with what somebody signs, or are few.
#[tokio::test]
async fn unsigned_actions_are_bounded() {
    let scene = Scene::new().await;
    let Scene { world, relay, .. } = &scene;
    let campaign = scene.campaign(1).await;
    let assign = Assign { campaign_id: campaign, max: 8, payer: world.rival };
    refused(scene.send(&assign).await, 403, "assign comes along with a signed action only");
    let open = |acc, symbol| Open { acc, symbol, payer: world.stranger };
    let address = sdk::signer::address_of(&key_holders::foreign_key().public_key()).unwrap();
    let acc = VAddress::Address(address);
    let other = antelope::ExtendedSymbol { contract: world.rival, ..world.token };
    refused(scene.send_spending(&open(acc, other)).await, 403, "no virtual accounts are opened");
    let there = open(World::key_address(), world.token);
    refused(scene.send_spending(&there).await, 409, "the user has a virtual account");
    let both = [
        packed(world.vaccount.account(), &open(acc, world.token)),
        packed(world.force.account(), &assign),
    ];
    refused(relay.send(&both).await, 403, "assign comes along with a signed action only");
    // Along with something signed it is brought, and the chain has the last word.
    let signed = world.signed(reserve(world, campaign)).await;
    let force = world.force.account();
    let both = [packed(force, &signed), packed(force, &assign)];
    let error = relay.send(&both).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(ForceError::NothingToAssign), "{error}");
    assert_eq!(error.http_status(), Some(422));
    scene.world.finish().await;
}

/// Where an action has a fee, it is at least the relayer's.
#[tokio::test]
async fn a_fee_is_asked_for_where_there_is_one() {
    let scene = Scene::new().await;
    let world = &scene.world;
    world.deposit(world.key_holder, efx("50.0000")).await.unwrap();
    let with = |fee: Option<ExtendedAsset>| {
        let mut action = transfer(world, world.alice.id, "1.0000");
        action.fee = fee;
        action
    };
    let other = ExtendedAsset { contract: world.rival, ..world.amount(efx("0.1000")) };
    for fee in
        [None, Some(world.amount(efx("0.0999"))), Some(world.amount(efx("-0.1000"))), Some(other)]
    {
        let signed = world.signed_spending(with(fee)).await;
        refused(scene.send_spending(&signed).await, 402, "the fee is at least 0.1000 EFX@token");
    }
    let signed = world.signed_spending(with(Some(world.amount(efx("0.1000"))))).await;
    scene.send_spending(&signed).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("48.9000"));
    scene.world.finish().await;
}
