//! Virtual accounts: more than there is, another token, a long memo.

use antelope::{Asset, ExtendedAsset, Extension, Name, Symbol};
use protocol::vaccount::{
    Error,
    actions::{MAX_MEMO, VTransfer, Withdraw},
};
use tests::{EFX, Missing, World, efx};

/// Nobody gives what he does not have.
#[tokio::test]
async fn transfer_of_what_is_not_there_is_refused() {
    let world = World::new().await;
    world.deposit(world.alice.id, efx("5.0000")).await.unwrap();
    world.deposit(world.bob.id, efx("5.0000")).await.unwrap();
    let (alice, bob) = (world.alice, world.bob);
    let long = "m".repeat(MAX_MEMO + 1);
    let with = |quantity, contract| ExtendedAsset { quantity, contract };
    let contract = world.token.contract;
    for (quantity, memo, error) in [
        (with(efx("5.0001"), contract), "", Error::NotEnough),
        (with(Asset::new(Asset::MAX_AMOUNT, EFX), contract), "", Error::NotEnough),
        (with(Asset::new(i64::MAX, EFX), contract), "", Error::NotEnough),
        (with(efx("1.0000"), world.stranger), "", Error::SymbolMismatch),
        (with(efx("1.0000"), Name(0)), "", Error::SymbolMismatch),
        (with(Asset::new(1, Symbol::constant(4, "NFX")), contract), "", Error::SymbolMismatch),
        (with(Asset::new(1, Symbol::constant(0, "EFX")), contract), "", Error::SymbolMismatch),
        (with(Asset::new(1, Symbol(0)), contract), "", Error::SymbolMismatch),
        (with(efx("1.0000"), contract), long.as_str(), Error::MemoTooLong),
    ] {
        let from_id = alice.id.into();
        let transfer = VTransfer {
            from_id,
            to_id: bob.id.into(),
            quantity,
            memo: memo.into(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        let withdraw = Withdraw {
            from_id,
            to_account: alice.name,
            quantity,
            memo: memo.into(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        let contract = &world.vaccount;
        for action in
            [contract.action(alice.name, &transfer), contract.action(alice.name, &withdraw)]
        {
            world.refuses(error, world.push_all(&[action])).await;
        }
        for action in [contract.action(bob.name, &transfer), contract.action(bob.name, &withdraw)] {
            world.refuses(Missing(alice.name), world.push_all(&[action])).await;
        }
    }
    world.finish().await;
}
