//! Tokens: on the list or not, well formed or not, of the right contract or not.

use antelope::{ExtendedAsset, ExtendedSymbol, Name, Symbol};
use protocol::{
    force::{
        Error,
        actions::{AddToken, ClaimFees, RemoveToken},
    },
    vaccount,
};
use tests::{EFX, Missing, World, efx};

/// The list takes well-formed symbols of contracts that exist, once, from the contract's own account.
#[tokio::test]
async fn list_of_tokens_takes_what_makes_sense() {
    let world = World::new().await;
    let (force, contract) = (world.force.account(), world.token.contract);
    let token = |sym, contract| ExtendedSymbol { sym, contract };
    let nfx = Symbol::constant(4, "NFX");
    for (token, error) in [
        (world.token, Error::TokenExists),
        (token(Symbol::constant(2, "EFX"), contract), Error::TokenExists),
        (token(Symbol(0), contract), Error::BadSymbol),
        (token(Symbol(4), contract), Error::BadSymbol),
        (token(Symbol(u64::MAX), contract), Error::BadSymbol),
        (token(Symbol(u64::from_le_bytes(*b"\x04efx\0\0\0\0")), contract), Error::BadSymbol),
        (token(Symbol(u64::from_le_bytes(*b"\x04E\0X\0\0\0\0")), contract), Error::BadSymbol),
        (token(Symbol(u64::from_le_bytes(*b"\xffEFY\0\0\0\0")), contract), Error::BadSymbol),
        (token(nfx, Name(0)), Error::NoSuchAccount),
        (token(nfx, world.own_name("nobody")), Error::NoSuchAccount),
    ] {
        world.refuses(error, world.push(force, &AddToken { token })).await;
    }
    let add = AddToken { token: token(nfx, contract) };
    let remove = RemoveToken { token: world.token };
    world.refuses(Missing(force), world.push(world.stranger, &add)).await;
    world.refuses(Missing(force), world.push(world.stranger, &remove)).await;
    for unknown in [add.token, token(Symbol::constant(2, "EFX"), contract), token(EFX, force)] {
        let remove = RemoveToken { token: unknown };
        world.refuses(Error::TokenNotAccepted, world.push(force, &remove)).await;
        let claim = ClaimFees { token: unknown };
        world.refuses(Error::TokenNotAccepted, world.push(world.stranger, &claim)).await;
    }
    let claim = ClaimFees { token: world.token };
    world.refuses(Error::NoFees, world.push(world.stranger, &claim)).await;

    // A token that is taken off the list stays with those who use it.
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.push(force, &remove).await.unwrap();
    world.refuses(Error::TokenNotAccepted, world.push(force, &remove)).await;
    world.refuses(Error::TokenNotAccepted, world.campaign(world.terms("1.0000"))).await;
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(1).await;
    world.payout(world.alice, payment.id).await.unwrap();
    world.push(world.stranger, &claim).await.unwrap();
    world.push(force, &AddToken { token: world.token }).await.unwrap();
    world.campaign(world.terms("1.0000")).await.unwrap();
    world.finish().await;
}

/// A token of the same symbol from another contract, and another symbol of the same contract, fund nothing.
#[tokio::test]
async fn deposit_of_another_token_is_refused() {
    let world = World::new().await;
    let nfx = Symbol::constant(4, "NFX");
    let fake = world.token_contract("fake", &[EFX, nfx]).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    for quantity in [efx("1.0000"), antelope::Asset::new(1, nfx)] {
        let quantity = ExtendedAsset { quantity, contract: fake.account() };
        let funding = world.force.funding(world.requester, batch, quantity);
        world.refuses(Error::WrongTokenContract, world.push_all(&[funding])).await;
        let deposit = world.vaccount.deposit(world.requester, world.alice.id, quantity);
        world.refuses(vaccount::Error::AssetMismatch, world.push_all(&[deposit])).await;
    }
    world.finish().await;
}
