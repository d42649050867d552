//! NET and CPU: what accounts and blocks may use, and the words for using more.
//!
//! That the figures are a node's, over thousands of transactions, is shown by playing the same scripts to both.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{Name, PackedAction, PermissionLevel, VarUint32, name};
use chain::{
    Chain, Config, Exception, Failure, Trace, exception,
    feature::{Feature, Features},
    state::{AccountLimit, Parameters},
};

const ALICE: Name = name!("alice");
const BOB: Name = name!("bob");

fn chain() -> Chain {
    let mut chain = Chain::new(Config::default());
    chain.create_account(ALICE).unwrap();
    chain.create_account(BOB).unwrap();
    chain
}

/// An action of `bob`, who has no code, authorized by these.
fn action(actors: &[Name], bytes: usize) -> Vec<PackedAction> {
    vec![PackedAction {
        account: BOB,
        name: name!("any"),
        authorization: actors.iter().copied().map(PermissionLevel::active).collect(),
        data: vec![0; bytes],
    }]
}

fn net(chain: &Chain, account: Name) -> AccountLimit {
    chain.state().net_limit(account, chain.head().time).unwrap()
}

fn cpu(chain: &Chain, account: Name) -> AccountLimit {
    chain.state().cpu_limit(account, chain.head().time).unwrap()
}

#[track_caller]
fn fails(pushed: Result<Trace, Box<Failure>>, exception: &Exception, message: &str) {
    let failure = pushed.unwrap_err();
    assert_eq!(failure.error.message(), message);
    assert_eq!(failure.error.exception(), exception);
}

#[test]
fn without_limits_all_is_free_and_use_is_counted() {
    let mut chain = chain();
    assert_eq!(net(&chain, ALICE).last_usage_update_time.0, 0, "never used");
    chain.push(action(&[ALICE], 0)).unwrap();
    let AccountLimit { used, available, max, current_used, last_usage_update_time } =
        net(&chain, ALICE);
    assert_eq!([used, available, max, current_used], [-1; 4]);
    assert_eq!(last_usage_update_time, chain.pending_slot());
    assert_eq!(chain.account(ALICE).unwrap().net_usage.last, chain.pending_slot().0);
}

#[test]
fn shares_divide_what_blocks_have_left() {
    let mut chain = chain();
    chain.set_resource_limits(ALICE, -1, 1, 2);
    chain.set_resource_limits(BOB, -1, 3, 2);
    assert_eq!(net(&chain, ALICE).max, -1, "shares count from the end of the block");
    chain.produce_block();
    let day = 172_800;
    // A new chain is as if it were busy, and stretches with each block that is not.
    let net_of_block = 1_048_576 * 1000 / 999;
    assert_eq!(chain.state().resources.net.virtual_limit, net_of_block);
    let net_of_block = i64::try_from(net_of_block).unwrap();
    assert_eq!(net(&chain, ALICE).max, net_of_block * day / 4);
    assert_eq!(net(&chain, BOB).max, net_of_block * day * 3 / 4);
    assert_eq!(cpu(&chain, ALICE).max, 200_000 * 1000 / 999 * day / 2);

    let trace = chain.push(action(&[ALICE], 100)).unwrap();
    assert_eq!(trace.net_usage, 184);
    let limit = net(&chain, ALICE);
    // Averages are rounded up.
    assert_eq!((limit.used, limit.available), (185, limit.max - 185));
    assert_eq!(cpu(&chain, ALICE).used, 101);
    assert_eq!(net(&chain, BOB).used, 0);
}

#[test]
fn use_is_forgotten_in_a_day() {
    let mut chain = chain();
    chain.set_resource_limits(ALICE, -1, 1, 1);
    chain.produce_block();
    chain.push(action(&[ALICE], 1000)).unwrap();
    let used = net(&chain, ALICE).used;
    chain.advance(12 * 60 * 60);
    chain.produce_block();
    let limit = net(&chain, ALICE);
    assert_eq!(limit.used, used, "as of the last use");
    assert!((limit.current_used - used / 2).abs() <= 1, "half of it half a day later");
    chain.advance(12 * 60 * 60);
    chain.produce_block();
    assert_eq!(net(&chain, ALICE).current_used, 0);
}

#[test]
fn an_account_uses_no_more_than_it_has() {
    let mut chain = chain();
    chain.set_resource_limits(BOB, -1, 1000, 1000);
    chain.set_resource_limits(ALICE, -1, 0, -1);
    chain.produce_block();
    let message = "transaction net usage is too high: 80 > 0";
    fails(chain.push(action(&[ALICE], 0)), exception::TX_NET_USAGE_EXCEEDED, message);
    // More than the leeway of 500 bytes is refused before anything runs; in whole words.
    let failure = chain.push(action(&[ALICE], 1000)).unwrap_err();
    assert_eq!(failure.error.message(), "transaction net usage is too high: 1080 > 496");
    assert!(failure.trace.actions.is_empty());

    chain.set_resource_limits(ALICE, -1, -1, 0);
    let message = "billed CPU time (100 us) is greater than the maximum billable CPU time for the transaction (0 us) reached account cpu limit 0us";
    fails(chain.push(action(&[ALICE], 0)), exception::TX_CPU_USAGE_EXCEEDED, message);
    chain.push(action(&[BOB], 0)).unwrap();
}

#[test]
fn an_account_may_try_31_milliseconds_more_than_it_has() {
    let mut chain = chain();
    let endless = r#"(module (func (export "apply") (param i64 i64 i64) (loop (br 0))))"#;
    chain.set_code(BOB, &wat::parse_str(endless).unwrap(), None).unwrap();
    chain.set_resource_limits(BOB, -1, 1000, 1000);
    chain.set_resource_limits(ALICE, -1, -1, 0);
    chain.produce_block();
    let message = "the transaction was unable to complete by deadline, but it is possible it could have succeeded if it were allowed to run to completion 31000";
    fails(chain.push(action(&[ALICE], 0)), exception::LEEWAY_DEADLINE, message);
}

#[test]
fn the_first_authorizer_pays_and_once_all_did() {
    let limits = |chain: &Chain| {
        [ALICE, BOB].map(|account| chain.account(account).unwrap().net_usage.average > 0)
    };
    let mut chain = chain();
    chain.push(action(&[ALICE, BOB], 0)).unwrap();
    assert_eq!(limits(&chain), [true, false]);

    let mut features = Features::default();
    for feature in
        Feature::ALL.iter().filter(|feature| **feature != Feature::OnlyBillFirstAuthorizer)
    {
        features.insert(*feature);
    }
    let mut chain = Chain::new(Config { features, ..Config::default() });
    chain.create_account(ALICE).unwrap();
    chain.create_account(BOB).unwrap();
    chain.push(action(&[ALICE, BOB], 0)).unwrap();
    assert_eq!(limits(&chain), [true, true]);
}

#[test]
fn a_transaction_may_limit_itself() {
    let mut chain = chain();
    let mut transaction = chain.unsigned(action(&[ALICE], 0));
    transaction.transaction.max_net_usage_words = VarUint32(9);
    let message = "transaction net usage is too high: 79 > 72";
    fails(chain.push_unsigned(transaction), exception::TX_NET_USAGE_EXCEEDED, message);

    let endless = r#"(module (func (export "apply") (param i64 i64 i64) (loop (br 0))))"#;
    chain.set_code(BOB, &wat::parse_str(endless).unwrap(), None).unwrap();
    let mut transaction = chain.unsigned(action(&[ALICE], 0));
    transaction.transaction.max_cpu_usage_ms = 3;
    let failure = chain.push_unsigned(transaction).unwrap_err();
    assert_eq!(failure.error.exception(), exception::TX_CPU_USAGE_EXCEEDED);
    let message = failure.error.message();
    assert!(message.ends_with("too long 3000us reached trx specified max_cpu_usage_ms 3000us"));
    assert_eq!(failure.trace.fuel, 3_000_000);
}

#[test]
fn a_block_has_room_for_so_much() {
    let mut chain = chain();
    let small = Parameters {
        max_block_cpu_usage: 1_000,
        max_transaction_cpu_usage: 800,
        ..Parameters::default()
    };
    chain.set_parameters(small);
    chain.produce_block();
    let fill = |chain: &mut Chain| {
        let transactions = (0..).map(|_| chain.push_unsigned(chain.unsigned(action(&[ALICE], 0))));
        transactions.take_while(Result::is_ok).count()
    };
    // What begins the block takes the tenth.
    assert_eq!(fill(&mut chain), 9);
    let message =
        "estimated CPU time (0 us) is not less than the billable CPU time left in the block (0 us)";
    let pushed = chain.push_unsigned(chain.unsigned(action(&[ALICE], 0)));
    assert!(pushed.as_ref().unwrap_err().error.is_block_full());
    fails(pushed, exception::BLOCK_CPU_USAGE_EXCEEDED, message);
    let trace = chain.push(action(&[ALICE], 0)).unwrap();
    assert_eq!(trace.block_number, chain.head().number + 1, "it runs in the next block");

    chain.set_parameters(Parameters { max_block_net_usage: 30_000, ..Parameters::default() });
    chain.produce_block();
    let big = |chain: &mut Chain| chain.push_unsigned(chain.unsigned(action(&[ALICE], 20_000)));
    big(&mut chain).unwrap();
    let message = "not enough space left in block: 20081 > 9912";
    fails(big(&mut chain), exception::BLOCK_NET_USAGE_EXCEEDED, message);
}

#[test]
fn nothing_is_billed_for_what_fails() {
    let mut chain = chain();
    chain.set_resource_limits(ALICE, 2724, 1, 1);
    chain.produce_block();
    chain.push(action(&[ALICE], 0)).unwrap();
    let before = chain.dump();
    let mut transaction = chain.unsigned(action(&[ALICE], 0));
    transaction.transaction.max_net_usage_words = VarUint32(1);
    chain.push_unsigned(transaction).unwrap_err();
    assert_eq!(chain.dump(), before);
}
