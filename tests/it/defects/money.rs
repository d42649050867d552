//! Money that enters and leaves: amounts, tokens, memos, payouts.

use antelope::{
    Asset, ExtendedAsset, ExtendedSymbol, Extension, Name, PackedAction, Symbol, name, unpack,
};
use protocol::{
    force::{Error, actions::MakeBatch, actions::Payout, batch::batch_key},
    token::{self, actions::Transfer},
    vaccount::{
        self,
        actions::{VTransfer, Withdraw},
    },
};
use sdk::{Signer, system::SYSTEM};
use tests::{Actor, EFX, World, active, efx, exactly, hostile};

const NFX: Symbol = Symbol::constant(4, "NFX");

fn move_tokens(world: &World, amount: i64) -> [PackedAction; 2] {
    let quantity = world.amount(Asset::new(amount, EFX));
    let (from_id, to_id) = (u64::from(world.alice.id), u64::from(world.bob.id));
    let memo = String::new();
    let transfer = VTransfer {
        from_id,
        to_id,
        quantity,
        memo: memo.clone(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let to_account = world.alice.name;
    let withdraw = Withdraw {
        from_id,
        to_account,
        quantity,
        memo,
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let actor = world.alice.name;
    [world.vaccount.action(actor, &transfer), world.vaccount.action(actor, &withdraw)]
}

/// D1: a transfer of −1000 between virtual accounts would take 1000 from the receiver. No action accepts an amount
/// that is not above zero: neither transfers and withdrawals, nor deposits that a token contract makes up.
#[tokio::test]
async fn d01_no_action_accepts_an_amount_that_is_not_above_zero() {
    let world = World::new().await;
    world.deposit(world.alice.id, efx("5.0000")).await.unwrap();
    world.deposit(world.bob.id, efx("5.0000")).await.unwrap();
    for amount in [-10_000_000, -1, 0, i64::MIN, -Asset::MAX_AMOUNT] {
        for action in move_tokens(&world, amount) {
            world.refuses(vaccount::Error::BadQuantity, world.push_all(&[action])).await;
        }
        let honest = Transfer {
            from: world.requester,
            to: world.force.account(),
            quantity: Asset::new(amount, EFX),
            memo: "0".into(),
        };
        let tokens = world.network.token(&world.client, world.token);
        let error = match amount {
            i64::MIN => token::Error::BadQuantity,
            _ => token::Error::TransferNotPositive,
        };
        world.refuses(error, world.push_all(&[tokens.action(world.requester, &honest)])).await;
    }

    // A token contract that turns hostile after it was accepted tells of transfers of any amount.
    let evil = world.token_contract("evil", &[EFX]).await;
    let token = ExtendedSymbol { sym: EFX, contract: evil.account() };
    world.accept(token).await;
    let row = world.open_row(world.alice.name, token).await.unwrap();
    let mut terms = world.terms("1.0000");
    terms.reward.contract = evil.account();
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let told = |to: Name, amount: i64, memo: u64| {
        let quantity = Asset::new(amount, EFX);
        evil.action(
            evil.account(),
            &Transfer { from: world.rival, to, quantity, memo: memo.to_string() },
        )
    };
    for amount in [-1, 0, i64::MIN] {
        world.set_code(evil.account(), &hostile::telling(world.force.account())).await;
        let deposit = told(world.force.account(), amount, batch);
        world.refuses(Error::BadQuantity, world.push_all(&[deposit])).await;
        world.set_code(evil.account(), &hostile::telling(world.vaccount.account())).await;
        let deposit = told(world.vaccount.account(), amount, u64::from(row));
        world.refuses(vaccount::Error::BadQuantity, world.push_all(&[deposit])).await;
    }
    // What is told of is heard at all: an amount above zero counts, in the rows of that token.
    world.push_all(&[told(world.vaccount.account(), 7, u64::from(row))]).await.unwrap();
    assert_eq!(world.credit(row).await.amount, 7);
    // More than an amount can be is refused too, also in two steps.
    let most = told(world.vaccount.account(), Asset::MAX_AMOUNT, u64::from(row));
    world.refuses(vaccount::Error::Overflow, world.push_all(&[most])).await;
    world.set_code(evil.account(), &hostile::telling(world.force.account())).await;
    let most = told(world.force.account(), Asset::MAX_AMOUNT, batch);
    world.push_all(std::slice::from_ref(&most)).await.unwrap();
    world.refuses(Error::Overflow, world.push_all(&[most])).await;
    // Put the made-up escrow and balance aside: the books are those of the honest token.
    assert_eq!(world.credit(world.alice.id).await, efx("5.0000"));
    assert_eq!(world.credit(world.bob.id).await, efx("5.0000"));
    world.finish().await;
}

/// D2: a batch with 0 repetitions would cost nothing and pay for ever. It is refused, as is one above the limit.
#[tokio::test]
async fn d02_batch_with_zero_repetitions_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("50.0000")).await.unwrap();
    world.refuses(Error::NoRepetitions, world.batch(campaign, 0)).await;
    let most = world.force.settings().await.unwrap().unwrap().max_repetitions;
    world.refuses(Error::TooManyRepetitions, world.batch(campaign, most + 1)).await;
    world.refuses(Error::TooManyRepetitions, world.batch(campaign, u32::MAX)).await;
    // Each batch pays from its own escrow only: one without money is not published beside one that is rich.
    let rich = world.batch(campaign, 1).await.unwrap();
    world.fund(rich, efx("1000.0000")).await.unwrap();
    let poor = world.batch(campaign, 1).await.unwrap();
    world.refuses(Error::BatchUnderfunded, world.publish(poor, 1)).await;
    world.finish().await;
}

/// D4: payouts of the published contract spend the network's own row, which nobody fills. Here the escrow of the batch
/// pays, and no other: not another batch's, not the network's row.
#[tokio::test]
async fn d04_payout_spends_the_escrow_that_funded_the_batch() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("10.0000")).await.unwrap();
    let worked = world.published(campaign, 1, 2).await.unwrap();
    let other = world.published(campaign, 1, 3).await.unwrap();
    let before = world.snapshot().await;
    assert_eq!(before.escrow, exactly(efx("10.0000"), 5));

    world.work(world.alice, campaign).await.unwrap();
    assert_eq!(world.escrow(worked).await, exactly(efx("10.0000"), 1));
    let payment = world.payment(world.alice, worked).await;
    assert_eq!(payment.pending.quantity, efx("10.0000"));
    assert_eq!(world.snapshot().await.escrow, before.escrow, "earning moves no tokens");
    world.pass(1).await;
    world.payout(world.alice, payment.id).await.unwrap();

    let after = world.snapshot().await;
    assert_eq!(after.escrow.amount, before.escrow.amount - efx("10.0000").amount);
    assert_eq!(after.custody.amount, before.custody.amount + efx("10.0000").amount);
    assert_eq!(world.credit(world.alice.id).await, efx("10.0000"));
    assert_eq!(world.credit(0).await, efx("0.0000"), "the network's own row");
    assert_eq!(world.escrow(worked).await, exactly(efx("10.0000"), 1));
    assert_eq!(world.escrow(other).await, exactly(efx("10.0000"), 3));
    assert!(after.payments.is_empty());
    // What was credited can be withdrawn: the tokens are there.
    let quantity = world.amount(efx("10.0000"));
    let withdraw = Withdraw {
        from_id: world.alice.id.into(),
        to_account: world.alice.name,
        quantity,
        memo: "earned".into(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    world.open_balances([world.alice.name]).await;
    world.push_all(&[world.vaccount.action(world.alice.name, &withdraw)]).await.unwrap();
    assert_eq!(world.balance(world.alice.name).await, efx("10.0000"));
    world.refuses(Error::PaymentNotFound, world.payout(world.alice, payment.id)).await;
    world.finish().await;
}

/// D12: a reward in a look-alike of the token, in another symbol or with other decimals could never be paid. Only
/// accepted tokens are; and a payment goes to the worker's row of that very token.
#[tokio::test]
async fn d12_reward_must_be_in_an_accepted_token_that_payout_can_pay() {
    let world = World::new().await;
    let second = world.token_contract("second", &[EFX, NFX]).await;
    let rewards = [
        ExtendedAsset { quantity: efx("1.0000"), contract: second.account() },
        ExtendedAsset { quantity: Asset::new(1, NFX), contract: second.account() },
        world.amount(Asset::new(1, NFX)),
        world.amount(Asset::new(1, Symbol::constant(5, "EFX"))),
        world.amount(Asset::new(1, Symbol(0))),
        ExtendedAsset { quantity: efx("1.0000"), contract: Name(0) },
    ];
    let honest = world.campaign(world.terms("1.0000")).await.unwrap();
    for reward in rewards {
        let mut terms = world.terms("1.0000");
        terms.reward = reward;
        let error = if reward.quantity.symbol.is_valid() {
            Error::TokenNotAccepted
        } else {
            Error::BadReward
        };
        world.refuses(error, world.campaign(terms)).await;
        world.refuses(error, world.edit(honest, |edit| edit.reward = reward)).await;
    }

    let token = ExtendedSymbol { sym: NFX, contract: second.account() };
    world.accept(token).await;
    let mut terms = world.terms("0.0000");
    terms.reward = ExtendedAsset { quantity: Asset::new(500, NFX), contract: second.account() };
    let campaign = world.campaign(terms).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    let wanted = ExtendedAsset { quantity: Asset::new(550, NFX), contract: second.account() };
    for (wrong, error) in [
        (world.amount(efx("1.0000")), Error::WrongTokenContract),
        (ExtendedAsset { quantity: efx("1.0000"), contract: second.account() }, Error::WrongSymbol),
    ] {
        let funding = world.force.funding(world.requester, batch, wrong);
        world.refuses(error, world.push_all(&[funding])).await;
    }
    world.push_all(&[world.force.funding(world.requester, batch, wanted)]).await.unwrap();
    world.publish(batch, 1).await.unwrap();
    world.refuses(Error::WrongAccountToken, world.reserve(world.alice, campaign)).await;
    let row = world.open_row(world.alice.name, token).await.unwrap();
    let alice = Actor { id: row, ..world.alice };
    world.work(alice, campaign).await.unwrap();
    let payment = world.payment(alice, batch).await;
    world.pass(1).await;
    world.payout(alice, payment.id).await.unwrap();
    assert_eq!(world.credit(row).await, Asset::new(500, NFX));
    assert_eq!(world.credit(world.alice.id).await, efx("0.0000"));
    world.finish().await;
}

/// A user has a row for each of several tokens, but is one worker: of the row for the reward's token. Otherwise he
/// could do every repetition of a task. So that this holds, the token stays once there are batches.
#[tokio::test]
async fn user_with_rows_for_several_tokens_is_one_worker() {
    let world = World::new().await;
    let second = world.token_contract("second", &[EFX, NFX]).await;
    let token = ExtendedSymbol { sym: NFX, contract: second.account() };
    let other = Actor { id: world.open_row(world.alice.name, token).await.unwrap(), ..world.alice };
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 2, 1).await.unwrap();

    world.work(world.alice, campaign).await.unwrap();
    world.refuses(Error::WrongAccountToken, world.reserve(other, campaign)).await;

    world.accept(token).await;
    let reward = ExtendedAsset { quantity: Asset::new(1, NFX), contract: second.account() };
    let change = world.edit(campaign, |edit| edit.reward = reward);
    world.refuses(Error::RewardTokenFixed, change).await;
    world.finish().await;
}

/// D13: a negative reward would raise the escrow by a negative fee. It is refused, when made and when edited.
#[tokio::test]
async fn d13_negative_reward_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    for amount in [-1, -10_000, i64::MIN, Asset::MAX_AMOUNT + 1, i64::MAX] {
        let mut terms = world.terms("1.0000");
        terms.reward.quantity.amount = amount;
        world.refuses(Error::BadReward, world.campaign(terms)).await;
        let edit = world.edit(campaign, |edit| edit.reward.quantity.amount = amount);
        world.refuses(Error::BadReward, edit).await;
    }
    // Zero is one, and stated.
    world.edit(campaign, |edit| edit.reward.quantity.amount = 0).await.unwrap();
    world.finish().await;
}

/// D14: a fee computed with a 32-bit float is wrong above 16.7 million units. Here it is exact for every amount: one
/// unit less than the exact price is too little, the exact price is enough, and the payment holds the exact fee.
#[tokio::test]
async fn d14_fee_is_exact_for_every_amount() {
    let world = World::new().await;
    let mut campaigns = Vec::new();
    for (units, bps, fee) in [
        (16_777_217, 10_000, 16_777_217),
        (33_554_433, 1, 3_355),
        (99_999_999, 3_333, 33_329_999),
        (9_999, 1, 0),
        (1, 9_999, 0),
    ] {
        world.settings(|settings| settings.fee_bps = bps).await.unwrap();
        let mut terms = world.terms("0.0000");
        terms.reward.quantity.amount = units;
        let campaign = world.campaign(terms).await.unwrap();
        let batch = world.batch(campaign, 1).await.unwrap();
        let price = units + fee;
        if price > 1 {
            world.fund(batch, Asset::new(price - 1, EFX)).await.unwrap();
        }
        world.refuses(Error::BatchUnderfunded, world.publish(batch, 1)).await;
        world.fund(batch, Asset::new(1, EFX)).await.unwrap();
        world.publish(batch, 1).await.unwrap();
        campaigns.push((campaign, batch, units, fee));
    }
    // A change of the fee leaves batches that are published as they are.
    world.settings(|settings| settings.fee_bps = 5_000).await.unwrap();
    for (campaign, batch, units, fee) in campaigns {
        world.work(world.alice, campaign).await.unwrap();
        let payment = world.payment(world.alice, batch).await;
        assert_eq!((world.escrow(batch).await.amount, payment.fee), (0, fee));
        assert_eq!(payment.pending.quantity.amount, units);
    }
    world.finish().await;
}

/// D15: a lax parser of memos puts money where nobody meant it to go, and makes payments of the system fail. Here
/// a memo is a number in plain decimal or is refused by name; money of the system's own accounts is left alone.
#[tokio::test]
async fn d15_transfer_with_a_foreign_memo_does_not_abort() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.batch(campaign, 1).await.unwrap();
    assert_eq!(batch, 0);
    let long = "0".repeat(256);
    for memo in [
        "", " ", "abc", "0x0", "0x1F", "-1", "-0", "+0", "00", " 0", "0 ", "0\n", "0abc", "0.0",
        "٠", &long,
    ] {
        let to = world.force.account();
        world
            .refuses(Error::BadMemo, world.transfer(world.requester, to, efx("1.0000"), memo))
            .await;
        let to = world.vaccount.account();
        let transfer = world.transfer(world.requester, to, efx("1.0000"), memo);
        world.refuses(vaccount::Error::BadMemo, transfer).await;
    }
    for memo in [1, 1 << 32, u64::MAX] {
        let memo = memo.to_string();
        let transfer = world.transfer(world.requester, world.force.account(), efx("1.0000"), &memo);
        world.refuses(Error::BatchNotFound, transfer).await;
    }
    let beyond = "18446744073709551616";
    let transfer = world.transfer(world.requester, world.force.account(), efx("1.0000"), beyond);
    world.refuses(Error::BadMemo, transfer).await;

    for system in [name!("eosio.ram"), name!("eosio.stake"), name!("eosio.rex")] {
        // Shared by all networks of this node, and made by the first that comes.
        let key = world.signer.public_key();
        let _ = world.client.create_account(&world.signer, SYSTEM, system, &key).await;
        world.transfer(world.requester, system, efx("2.0000"), "sold").await.unwrap();
        for contract in [world.force.account(), world.vaccount.account()] {
            let before = world.snapshot().await;
            world.transfer(system, contract, efx("1.0000"), "sell ram").await.unwrap();
            // It belongs to the contract's account, which can spend it.
            world.transfer(contract, world.requester, efx("1.0000"), "thanks").await.unwrap();
            assert_eq!(world.snapshot().await, before);
        }
    }
    world.finish().await;
}

/// D17: one payment row whose clock restarts with every result never matures for a worker who goes on. Here a row takes
/// results for an eighth of the delay, so that the first work is cashed while the worker goes on.
#[tokio::test]
async fn d17_earlier_work_matures_while_the_worker_goes_on() {
    let world = World::with(|network| network.payout_delay_sec = 8).await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 8).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let first = world.payment(world.alice, batch).await;
    assert_eq!(first.last_submission_time, first.opened_on);
    for _ in 0..4 {
        world.pass(2).await;
        world.work(world.alice, campaign).await.unwrap();
    }
    let rows = world.force.payments_for(batch, world.alice.id).await.unwrap();
    assert_eq!(rows.len(), 5, "a row takes results for a second: {rows:?}");
    assert_eq!(rows.first(), Some(&first), "later work leaves an old row alone");
    world.payout(world.alice, first.id).await.unwrap();
    assert_eq!(world.credit(world.alice.id).await, efx("1.0000"));
    for row in rows.iter().skip(3) {
        world.refuses(Error::PayoutTooEarly, world.payout(world.alice, row.id)).await;
    }
    world.finish().await;
}

/// D18: arguments of inline actions are encoded exactly: what the contract sends is a token transfer and no byte more.
#[tokio::test]
async fn d18_optional_arguments_of_inline_actions_are_encoded_as_absent() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("10.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(1).await;
    let receipt = world.payout(world.alice, payment.id).await.unwrap();
    let inline = receipt.actions.iter().filter(|trace| trace.creator_ordinal != 0);
    let sent: Vec<_> = inline.filter(|trace| trace.receiver == world.token.contract).collect();
    assert_eq!(sent.len(), 1);
    let transfer: Transfer = unpack(&sent[0].action.data).expect("a transfer to the last byte");
    let expected = Transfer {
        from: world.force.account(),
        to: world.vaccount.account(),
        quantity: efx("10.0000"),
        memo: world.alice.id.to_string(),
    };
    assert_eq!(transfer, expected);

    // And the other way round: absent arguments are absent, in each of the ways in which clients leave them out.
    let made = MakeBatch {
        id: 1,
        campaign_id: campaign,
        content: protocol::force::campaign::Content::ipfs("batch".into()),
        repetitions: 1,
        payer: world.requester,
        sig: Extension(None),
        terms: Extension(None),
    };
    let short = antelope::pack(&made);
    let mut long = antelope::pack(&MakeBatch { id: 2, ..made });
    long.push(0);
    for data in [short, long] {
        let action = PackedAction {
            account: world.force.account(),
            name: name!("mkbatch"),
            authorization: active(world.requester),
            data,
        };
        world.push_all(&[action]).await.unwrap();
    }
    assert_eq!(world.campaign_row(campaign).await.num_batches, 3);
    assert_eq!(batch_key(campaign, 0), batch);
    let again = Payout {
        payment_id: payment.id,
        sig: Extension(Some(None)),
        terms: Extension(None),
        fee: Extension(None),
    };
    world.refuses(Error::PaymentNotFound, world.push(world.alice.name, &again)).await;
    world.finish().await;
}
