//! The contract of virtual accounts: rows, deposits, transfers, withdrawals.

use antelope::{Asset, ExtendedSymbol, Extension, Name, Symbol};
use protocol::{
    force::Error as ForceError,
    signed,
    token::actions::Transfer,
    vaccount::{
        Error,
        actions::{Open, VTransfer, Withdraw},
    },
    vaddress::VAddress,
};
use sdk::{Receipt, Result};
use tests::{EFX, Missing, World, efx};

/// What the scenarios do with virtual accounts.
struct Accounts<'a>(&'a World);

impl Accounts<'_> {
    async fn open(&self, acc: VAddress) -> Result<Receipt> {
        let payer = self.0.stranger;
        let open = Open { acc, symbol: self.0.token, payer };
        self.0.push_all(&[self.0.vaccount.action(payer, &open)]).await
    }

    async fn deposit(&self, memo: &str, quantity: &str) -> Result<Receipt> {
        let (from, to) = (self.0.requester, self.0.vaccount.account());
        let transfer = Transfer { from, to, quantity: efx(quantity), memo: memo.into() };
        let tokens = self.0.network.token(&self.0.client, self.0.token);
        self.0.push_all(&[tokens.action(from, &transfer)]).await
    }

    fn transfer(&self, from_id: u32, to_id: u32, quantity: Asset) -> VTransfer {
        VTransfer {
            from_id: from_id.into(),
            to_id: to_id.into(),
            quantity: self.0.amount(quantity),
            memo: String::new(),
            sig: None,
            fee: None,
            terms: Extension(None),
        }
    }

    fn withdrawal(&self, from_id: u32, to_account: Name, quantity: Asset) -> Withdraw {
        Withdraw {
            from_id: from_id.into(),
            to_account,
            quantity: self.0.amount(quantity),
            memo: "test withdraw;".into(),
            sig: None,
            fee: None,
            terms: Extension(None),
        }
    }

    async fn push<A: antelope::Action>(&self, actor: Name, action: &A) -> Result<Receipt> {
        self.0.push_all(&[self.0.vaccount.action(actor, action)]).await
    }

    async fn nonce(&self, id: u32) -> u32 {
        self.0.vaccount.row(id).await.unwrap().unwrap().nonce
    }

    fn signature(&self) -> Option<antelope::Signature> {
        Some(self.0.signer.sign_digest(&antelope::Checksum256([1; 32])).unwrap())
    }
}

/// Rows are opened for users with and without an account: ids count up.
#[tokio::test]
async fn v01_ids_count_up() {
    let world = World::new().await;
    let rows = world.snapshot().await.accounts;
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    let users: Vec<_> = rows.iter().map(|row| row.address).collect();
    let [alice, bob, carol, dave] = world.workers().map(|worker| worker.name.into());
    let own = world.force.account().into();
    assert_eq!(users, [own, alice, bob, carol, dave, World::key_address()]);
    Accounts(&world).open(world.rival.into()).await.unwrap();
    let opened = world.vaccount.account_of(world.rival.into(), world.token).await.unwrap();
    assert_eq!(opened.unwrap().id, 6);
    world.finish().await;
}

/// A row for a name that does not exist: "account does not exist". Nor for a token that does not.
#[tokio::test]
async fn v02_a_row_is_of_somebody_and_of_a_token() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let nobody = world.own_name("nobody");
    world.refuses(Error::NoSuchAccount, accounts.open(nobody.into())).await;
    let payer = world.stranger;
    for symbol in [
        ExtendedSymbol { sym: Symbol::constant(3, "EFX"), ..world.token },
        ExtendedSymbol { sym: Symbol::constant(4, "NONE"), ..world.token },
        ExtendedSymbol { contract: world.stranger, ..world.token },
    ] {
        let open = Open { acc: payer.into(), symbol, payer };
        world.refuses(Error::NoSuchToken, accounts.push(payer, &open)).await;
    }
    for payer in [world.vaccount.account(), world.alice.name] {
        let open = Open { acc: world.rival.into(), symbol: world.token, payer };
        world.refuses(Error::BadPayer, accounts.push(world.stranger, &open)).await;
    }
    world.finish().await;
}

/// The same address and symbol again: accepted, and no new row.
#[tokio::test]
async fn v03_opening_again_changes_nothing() {
    let world = World::new().await;
    let before = world.snapshot().await;
    for user in [World::key_address(), world.alice.name.into()] {
        let receipt = Accounts(&world).open(user).await.unwrap();
        assert_eq!(receipt.ram_delta(world.stranger), 0);
    }
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// Each row is found by its token key: exactly one, of the right user, empty, with nonce 0.
#[tokio::test]
async fn v04_rows_are_found_by_the_token_key() {
    let world = World::new().await;
    let workers = world.workers().map(|worker| (worker.id, VAddress::from(worker.name)));
    for (id, user) in workers.into_iter().chain([(world.key_holder, World::key_address())]) {
        let rows = world.vaccount.rows_of(user, world.token.contract).await.unwrap();
        let [row] = rows[..] else { panic!("{} rows of {user:?}", rows.len()) };
        assert_eq!((row.id, row.address, row.nonce), (id, user, 0));
        assert_eq!(row.balance, world.amount(efx("0.0000")));
    }
    world.finish().await;
}

/// Token transfers with the id as the memo credit the row; all others are refused.
#[tokio::test]
async fn v05_deposits_are_credited_by_the_memo() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    for id in [world.bob.id, world.key_holder] {
        accounts.deposit(&id.to_string(), "500.0000").await.unwrap();
        let row = world.vaccount.row(id).await.unwrap().unwrap();
        assert_eq!(row.balance, world.amount(efx("500.0000")));
    }
    for memo in ["", "abc", "02", " 2", "-1", "0x2", "18446744073709551616"] {
        world.refuses(Error::BadMemo, accounts.deposit(memo, "1.0000")).await;
    }
    for memo in ["1000", "4294967298"] {
        world.refuses(Error::RowNotFound, accounts.deposit(memo, "1.0000")).await;
    }
    world.finish().await;
}

/// Opening a row again after a deposit: no new row, and the balance is kept.
#[tokio::test]
async fn v06_opening_again_keeps_the_balance() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    accounts.deposit(&world.key_holder.to_string(), "500.0000").await.unwrap();
    let before = world.snapshot().await;
    accounts.open(World::key_address()).await.unwrap();
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// Tokens move from row to row by their user: balances and the nonce change, and the receiver is notified. Amounts are
/// above zero, and a signature works once.
#[tokio::test]
async fn v07_tokens_move_from_row_to_row() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let (alice, bob, keyed) = (world.alice, world.bob, world.key_holder);
    for id in [alice.id, bob.id, keyed] {
        accounts.deposit(&id.to_string(), "500.0000").await.unwrap();
    }
    let by_key = accounts.transfer(keyed, bob.id, efx("50.0000"));
    let push = accounts.push(world.stranger, &by_key);
    world.refuses(signed::Error::Missing, push).await;
    let by_key = world.signed_spending(by_key).await;
    let receipt = accounts.push(world.stranger, &by_key).await.unwrap();
    assert_eq!(world.credit(keyed).await, efx("450.0000"));
    assert_eq!(world.credit(bob.id).await, efx("550.0000"));
    assert_eq!((accounts.nonce(keyed).await, accounts.nonce(bob.id).await), (1, 0));
    let receivers: Vec<_> = receipt.actions.iter().map(|trace| trace.receiver).collect();
    assert_eq!(receivers, [world.vaccount.account(), bob.name]);
    let again = accounts.push(world.stranger, &by_key);
    world.refuses(signed::Error::NonceUsed, again).await;

    let transfer = accounts.transfer(alice.id, bob.id, efx("50.0000"));
    world.refuses(Missing(alice.name), accounts.push(bob.name, &transfer)).await;
    let receipt = accounts.push(alice.name, &transfer).await.unwrap();
    assert_eq!(world.credit(alice.id).await, efx("450.0000"));
    assert_eq!(world.credit(bob.id).await, efx("600.0000"));
    assert_eq!((accounts.nonce(alice.id).await, accounts.nonce(bob.id).await), (1, 0));
    let receivers: Vec<_> = receipt.actions.iter().map(|trace| trace.receiver).collect();
    assert_eq!(receivers, [world.vaccount.account(), bob.name]);

    for (error, transfer) in [
        (Error::BadQuantity, accounts.transfer(alice.id, bob.id, efx("0.0000"))),
        (Error::BadQuantity, accounts.transfer(alice.id, bob.id, efx("-100.0000"))),
        (Error::BadQuantity, accounts.transfer(alice.id, bob.id, Asset::new(i64::MIN, EFX))),
        (Error::NotEnough, accounts.transfer(alice.id, bob.id, efx("450.0001"))),
        (Error::ToSelf, accounts.transfer(alice.id, alice.id, efx("1.0000"))),
        (Error::ToNotFound, accounts.transfer(alice.id, 1000, efx("1.0000"))),
        (Error::FromNotFound, accounts.transfer(1000, bob.id, efx("1.0000"))),
    ] {
        world.refuses(error, accounts.push(alice.name, &transfer)).await;
    }
    let mut other_token = accounts.transfer(alice.id, bob.id, efx("1.0000"));
    other_token.quantity.contract = world.stranger;
    world.refuses(Error::SymbolMismatch, accounts.push(alice.name, &other_token)).await;
    let mut with_fee = accounts.transfer(alice.id, bob.id, efx("1.0000"));
    with_fee.fee = Some(world.amount(efx("0.1000")));
    world.refuses(Error::FeeNotAllowed, accounts.push(alice.name, &with_fee)).await;
    world.finish().await;
}

/// Opening another user's row again: no new row.
#[tokio::test]
async fn v08_opening_again_after_transfers_changes_nothing() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let (alice, bob) = (world.alice, world.bob);
    accounts.deposit(&alice.id.to_string(), "500.0000").await.unwrap();
    let transfer = accounts.transfer(alice.id, bob.id, efx("50.0000"));
    accounts.push(alice.name, &transfer).await.unwrap();
    let before = world.snapshot().await;
    for worker in [alice, bob] {
        accounts.open(worker.name.into()).await.unwrap();
    }
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// `withdraw` from the row of an account with a signature: "signature not allowed for eos vaccounts".
#[tokio::test]
async fn v09_an_account_withdraws_without_signature() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let bob = world.bob;
    accounts.deposit(&bob.id.to_string(), "500.0000").await.unwrap();
    let withdrawal = accounts.withdrawal(bob.id, bob.name, efx("50.0000"));
    let signed = Withdraw { sig: accounts.signature(), ..withdrawal };
    world.refuses(Error::SignatureNotAllowed, accounts.push(bob.name, &signed)).await;
    world.finish().await;
}

/// `withdraw` by the owner: the row falls, the destination's tokens rise, and the memo is as sent. Without his
/// authority it is refused.
#[tokio::test]
async fn v10_the_owner_withdraws() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let (bob, to) = (world.bob, world.stranger);
    accounts.deposit(&bob.id.to_string(), "550.0000").await.unwrap();
    let withdrawal = accounts.withdrawal(bob.id, to, efx("50.0000"));
    world.refuses(Missing(bob.name), accounts.push(to, &withdrawal)).await;

    // The contract would pay for the row of the balance.
    world.refuses(Error::NoBalance, accounts.push(bob.name, &withdrawal)).await;
    world.open_balances([to]).await;
    let receipt = accounts.push(bob.name, &withdrawal).await.unwrap();
    assert_eq!(world.credit(bob.id).await, efx("500.0000"));
    assert_eq!(world.balance(to).await, efx("50.0000"));
    assert_eq!(accounts.nonce(bob.id).await, 1);
    let paid = receipt.actions.iter().find(|trace| trace.receiver == world.token.contract);
    let paid: Transfer = antelope::unpack(&paid.unwrap().action.data).unwrap();
    assert_eq!(paid.memo, "test withdraw;");

    let nobody = world.own_name("nobody");
    for (error, withdrawal) in [
        (Error::BadQuantity, accounts.withdrawal(bob.id, to, efx("0.0000"))),
        (Error::BadQuantity, accounts.withdrawal(bob.id, to, efx("-1.0000"))),
        (Error::NotEnough, accounts.withdrawal(bob.id, to, efx("500.0001"))),
        (Error::FromNotFound, accounts.withdrawal(1000, to, efx("1.0000"))),
        (Error::BadDestination, accounts.withdrawal(bob.id, nobody, efx("1.0000"))),
        (
            Error::BadDestination,
            accounts.withdrawal(bob.id, world.vaccount.account(), efx("1.0000")),
        ),
    ] {
        world.refuses(error, accounts.push(bob.name, &withdrawal)).await;
    }
    let long = Withdraw { memo: "m".repeat(257), ..accounts.withdrawal(bob.id, to, efx("1.0000")) };
    world.refuses(Error::MemoTooLong, accounts.push(bob.name, &long)).await;
    // The tasks contract takes money for batches only, so this is refused as a whole.
    world.open_balances([world.force.account()]).await;
    let to_force = accounts.withdrawal(bob.id, world.force.account(), efx("1.0000"));
    world.refuses(ForceError::BadMemo, accounts.push(bob.name, &to_force)).await;
    world.finish().await;
}

/// `withdraw` from the row of a key holder: by signature, which covers destination, amount and memo.
#[tokio::test]
async fn v11_a_key_holder_withdraws_by_signature() {
    let world = World::new().await;
    let accounts = Accounts(&world);
    let keyed = world.key_holder;
    accounts.deposit(&keyed.to_string(), "500.0000").await.unwrap();
    world.relay_spending(accounts.transfer(keyed, world.bob.id, efx("50.0000"))).await.unwrap();
    let before = world.balance(world.rival).await;

    let bare = accounts.withdrawal(keyed, world.rival, efx("50.0000"));
    world.refuses(signed::Error::Missing, accounts.push(world.stranger, &bare)).await;
    let signed = world.signed_spending(bare).await;
    for changed in [
        Withdraw { memo: "another memo".into(), ..signed.clone() },
        Withdraw { to_account: world.requester, ..signed.clone() },
        Withdraw { quantity: world.amount(efx("50.0001")), ..signed.clone() },
    ] {
        let push = accounts.push(world.stranger, &changed);
        world.refuses(signed::Error::Invalid, push).await;
    }
    let receipt = accounts.push(world.stranger, &signed).await.unwrap();
    assert_eq!(world.credit(keyed).await, efx("400.0000"));
    let gained = world.balance(world.rival).await.amount - before.amount;
    assert_eq!(gained, efx("50.0000").amount);
    assert_eq!(accounts.nonce(keyed).await, 2);
    let sent: Transfer = antelope::unpack(&receipt.actions.last().unwrap().action.data).unwrap();
    assert_eq!(sent.memo, "test withdraw;");
    world.refuses(signed::Error::NonceUsed, accounts.push(world.stranger, &signed)).await;
    world.finish().await;
}
