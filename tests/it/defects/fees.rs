//! Fees: what the network has earned is paid out whole.

use antelope::{ExtendedAsset, ExtendedSymbol};
use protocol::force::{
    Error,
    actions::{ClaimFees, MakeCampaign},
};
use tests::{Actor, EFX, World, efx};

/// D19: shares of the pool were rounded down vote by vote and for one token only, and dust stayed behind. Here there are no
/// shares: each accepted token has its pot, which goes to the fee account to the last unit, once.
#[tokio::test]
async fn d19_the_pot_of_every_token_is_claimed_to_the_last_unit() {
    let world = World::new().await;
    let contract = world.token_contract("other", &[EFX]).await.account();
    let other = ExtendedSymbol { sym: EFX, contract };
    world.accept(other).await;
    let id = world.open_row(world.alice.name, other).await.unwrap();
    // Rewards whose tenth is no whole number of units, 3 times each: the fee is 333 and 41 units a result.
    for (token, worker, reward, pot) in [
        (world.token, world.alice, "0.3337", "0.0999"),
        (other, Actor { name: world.alice.name, id }, "0.0419", "0.0123"),
    ] {
        let reward = ExtendedAsset { quantity: efx(reward), contract: token.contract };
        let terms = MakeCampaign { reward, ..world.terms("1.0000") };
        let campaign = world.campaign(terms).await.unwrap();
        let batch = world.batch(campaign, 1).await.unwrap();
        let amount = ExtendedAsset { quantity: efx("10.0000"), contract: token.contract };
        let funding = world.force.funding(world.requester, batch, amount);
        world.push_all(&[funding]).await.unwrap();
        world.publish(batch, 3).await.unwrap();
        for _ in 0..3 {
            world.work(worker, campaign).await.unwrap();
        }
        world.pass(1).await;
        for payment in world.force.payments_for(batch, worker.id).await.unwrap() {
            world.payout(worker, payment.id).await.unwrap();
        }

        let tokens = world.network.token(&world.client, token);
        let balance = || async {
            let row = tokens.balance(world.network.fees, EFX.code()).await.unwrap();
            row.map_or(0, |row| row.balance.amount)
        };
        let before = balance().await;
        world.push(world.stranger, &ClaimFees { token }).await.unwrap();
        assert_eq!(balance().await - before, efx(pot).amount);
        assert_eq!(world.force.token(token).await.unwrap().unwrap().fees, efx("0.0000"));
        let again = world.push(world.stranger, &ClaimFees { token });
        world.refuses(Error::NoFees, again).await;
    }
    world.finish().await;
}
