//! What a user without an account does, on a socket, from the first row to the last token.

use antelope::Extension;
use protocol::{force::batch::batch_key, vaccount::actions::Open};
use sdk::{
    LocalSigner,
    relay::{Options, Policy, Relay, Server},
    signer::KeyHolder,
};
use tests::{World, efx};

use crate::signatures::{payout, reserve, withdrawal};

use super::{Scene, packed};

/// Somebody who has nothing but a key is given a row, works, is paid, and has the money sent out. The relayer pays for
/// all of it, and has its fee.
#[tokio::test]
async fn a_user_with_nothing_but_a_key_works_and_is_paid() {
    let scene = Scene::new().await;
    let Scene { world, relayer, .. } = &scene;
    let server = Server::start(relayer.clone(), Options::default()).await.unwrap();
    let relay = Relay::http(&server.url()).unwrap();

    let info = relay.info().await.unwrap();
    assert_eq!(info.relayer, world.stranger);
    assert_eq!(info.chain_id, world.client.get_info().await.unwrap().chain_id);
    let fee = info.fee_in(world.token).unwrap();
    assert_eq!(fee.quantity, efx("0.1000"));

    let key = LocalSigner::from_bytes(&[9; 32]).unwrap();
    let user = KeyHolder::new(&key).unwrap();
    let acc = user.address();
    let acc = protocol::vaddress::VAddress::Address(acc);
    let open = Open { acc, symbol: world.token, payer: world.alice.name };
    let opened = relay.send(&[packed(info.vaccount, &open)]).await.unwrap();
    assert!(opened.ram_bytes > 0, "the payer is the relayer, whoever was named");
    let row = world.vaccount.account_of(acc, world.token).await.unwrap().unwrap();

    let campaign = scene.campaign(1).await;
    let mut reservation = reserve(world, campaign);
    reservation.account_id = row.id;
    let signed = world.force.signed(&user, info.relayer, reservation).await.unwrap();
    let reserved = relay.send(&[packed(info.force, &signed)]).await.unwrap();
    // A connection that broke: the same again does nothing, and says what was done.
    assert_eq!(relay.send(&[packed(info.force, &signed)]).await.unwrap(), reserved);

    let task = world.force.reservation(campaign, row.id).await.unwrap().unwrap();
    let mut submission = scene.submission(task);
    submission.account_id = row.id;
    let signed = world.force.signed(&user, info.relayer, submission).await.unwrap();
    relay.send(&[packed(info.force, &signed)]).await.unwrap();

    world.pass(2).await;
    let payments = world.force.payments_for(batch_key(campaign, 0), row.id).await.unwrap();
    let mut cash = payout(payments[0].id);
    cash.fee = Extension(Some(Some(fee)));
    let signed = world.force.signed(&user, info.relayer, cash).await.unwrap();
    relay.send(&[packed(info.force, &signed)]).await.unwrap();
    assert_eq!(world.credit(row.id).await, efx("2.9000"));

    let mut out = withdrawal(world, world.requester, "2.0000");
    out.from_id = row.id.into();
    out.fee = Some(fee);
    let before = world.balance(world.requester).await;
    let signed = world.vaccount.signed(&user, info.relayer, row.id, out).await.unwrap();
    relay.send(&[packed(info.vaccount, &signed)]).await.unwrap();
    let gained = world.balance(world.requester).await.amount - before.amount;
    assert_eq!(gained, efx("2.0000").amount);
    assert_eq!(world.credit(row.id).await, efx("0.8000"));
    let relayers = world.vaccount.account_of(world.stranger.into(), world.token).await.unwrap();
    assert_eq!(relayers.unwrap().balance.quantity, efx("0.2000"), "two fees");
    server.stop().await;
    scene.world.finish().await;
}

/// Several actions of a user go into one transaction, and the campaign that the first makes is known to the second.
#[tokio::test]
async fn a_requester_without_an_account_makes_a_campaign_with_a_batch() {
    use protocol::force::actions::{MakeBatch, MakeCampaign};
    use sdk::signer::KeyHolder;

    let scene = Scene::with(|policy: &mut Policy| policy.fees.clear()).await;
    let Scene { world, relay, .. } = &scene;
    let key = tests::key_holders::key();
    let user = KeyHolder::new(&key).unwrap();
    let force = world.force.account();
    let campaign = MakeCampaign {
        owner: World::key_address(),
        payer: world.stranger,
        ..world.terms("0.0000")
    };
    let batch = MakeBatch {
        id: 0,
        campaign_id: 0,
        content: protocol::force::campaign::Content::ipfs("batch".into()),
        repetitions: 1,
        payer: world.stranger,
        sig: Extension(None),
        terms: Extension(None),
    };
    let mut terms = world.terms_of::<MakeCampaign>(force).await;
    let campaign = user.sign(campaign, terms).await.unwrap();
    terms.nonce += 1;
    terms.action = <MakeBatch as antelope::Action>::NAME;
    let batch = user.sign(batch, terms).await.unwrap();
    let actions = [packed(force, &campaign), packed(force, &batch)];
    let relayed = relay.send(&actions).await.unwrap();
    let id: u32 = relayed.return_value().unwrap();
    assert!(world.force.batch(id, 0).await.unwrap().is_some());
    scene.world.finish().await;
}
