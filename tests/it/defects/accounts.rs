//! Virtual accounts: rows are changed through themselves, and each is of one user and one token.

use antelope::{Asset, ExtendedAsset, ExtendedSymbol, Extension, Symbol};
use protocol::vaccount::{
    self,
    actions::{Open, VTransfer, Withdraw},
};
use tests::{EFX, World, efx};

const NFX: Symbol = Symbol::constant(4, "NFX");

/// D50: a copy of a row was handed to the table to be changed: the first deposit failed, depending on how the compiler
/// felt. Deposits, transfers and withdrawals one after another change their own rows, and no other.
#[tokio::test]
async fn d50_rows_are_modified_through_their_own_handle() {
    let world = World::new().await;
    let before = world.snapshot().await.accounts;
    world.deposit(world.alice.id, efx("5.0000")).await.unwrap();
    world.deposit(world.alice.id, efx("2.5000")).await.unwrap();
    world.deposit(world.bob.id, efx("1.0000")).await.unwrap();
    let transfer = |quantity: &str| VTransfer {
        from_id: world.alice.id.into(),
        to_id: world.bob.id.into(),
        quantity: world.amount(efx(quantity)),
        memo: String::new(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    // Two changes of a row in one transaction.
    let actor = world.alice.name;
    let twice = ["1.0000", "0.5000"].map(|amount| world.vaccount.action(actor, &transfer(amount)));
    world.push_all(&twice).await.unwrap();
    let withdraw = Withdraw {
        from_id: world.bob.id.into(),
        to_account: world.bob.name,
        quantity: world.amount(efx("2.0000")),
        memo: String::new(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    world.open_balances([world.bob.name]).await;
    world.push_all(&[world.vaccount.action(world.bob.name, &withdraw)]).await.unwrap();

    let mut expected = before;
    for (id, nonce, balance) in [(1, 2, "6.0000"), (2, 1, "0.5000")] {
        let row: &mut vaccount::Account = &mut expected[id];
        row.nonce = nonce;
        row.balance.quantity = efx(balance);
    }
    assert_eq!(world.snapshot().await.accounts, expected);
    for worker in world.workers() {
        let found = world.vaccount.account_of(worker.name.into(), world.token).await.unwrap();
        assert_eq!(found.unwrap().id, worker.id, "its entry in the index is where it was");
    }
    let to_self = VTransfer { to_id: world.alice.id.into(), ..transfer("1.0000") };
    world
        .refuses(vaccount::Error::ToSelf, world.push_all(&[world.vaccount.action(actor, &to_self)]))
        .await;
    world.finish().await;
}

/// D51: the key of a row left out the symbol, so that a second symbol of a contract silently could not be opened; and was
/// read from memory that nobody had set. A user holds every symbol, each in a row of its own, under a zero-padded key.
#[tokio::test]
async fn d51_account_may_hold_every_symbol_of_one_token_contract() {
    let world = World::new().await;
    let tokens = world.token_contract("tokens", &[EFX, NFX]).await;
    let contract = tokens.account();
    let token = |sym| ExtendedSymbol { sym, contract };
    let (alice, key) = (world.alice.name, World::key_address());
    let efx_row = world.open_row(alice, token(EFX)).await.unwrap();
    let nfx_row = world.open_row(alice, token(NFX)).await.unwrap();
    assert_ne!(efx_row, nfx_row);
    // Opening again changes nothing, before and after money came in.
    let before = world.snapshot().await;
    for sym in [EFX, NFX] {
        world.open_row(alice, token(sym)).await.unwrap();
    }
    assert_eq!(world.snapshot().await, before);
    for (row, sym, amount) in [(efx_row, EFX, 7), (nfx_row, NFX, 9)] {
        let quantity = ExtendedAsset { quantity: Asset::new(amount, sym), contract };
        let deposit = world.vaccount.deposit(world.requester, row, quantity);
        world.push_all(&[deposit]).await.unwrap();
    }
    for (row, wrong) in [(efx_row, NFX), (nfx_row, EFX)] {
        let quantity = ExtendedAsset { quantity: Asset::new(1, wrong), contract };
        let deposit = world.vaccount.deposit(world.requester, row, quantity);
        world.refuses(vaccount::Error::AssetMismatch, world.push_all(&[deposit])).await;
    }
    world.open_row(alice, token(NFX)).await.unwrap();
    assert_eq!(world.credit(nfx_row).await, Asset::new(9, NFX));
    let rows = world.vaccount.rows_of(alice.into(), contract).await.unwrap();
    let balances: Vec<_> = rows.iter().map(|row| (row.id, row.balance.quantity)).collect();
    assert_eq!(balances, [(efx_row, Asset::new(7, EFX)), (nfx_row, Asset::new(9, NFX))]);

    // A key holder's rows are found by the same kind of key; a token that does not exist has no rows.
    for sym in [EFX, NFX] {
        let open = Open { acc: key, symbol: token(sym), payer: world.stranger };
        world.push_all(&[world.vaccount.action(world.stranger, &open)]).await.unwrap();
    }
    assert_eq!(world.vaccount.rows_of(key, contract).await.unwrap().len(), 2);
    for sym in [Symbol::constant(4, "XXX"), Symbol::constant(3, "EFX"), Symbol(0), Symbol(u64::MAX)]
    {
        let open = Open { acc: alice.into(), symbol: token(sym), payer: world.stranger };
        world
            .refuses(
                vaccount::Error::NoSuchToken,
                world.push_all(&[world.vaccount.action(world.stranger, &open)]),
            )
            .await;
    }
    world.finish().await;
}
