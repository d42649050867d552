//! A node: when its blocks end, what it remembers of them, and what it tells of transactions.
#![allow(clippy::unwrap_used, reason = "a test's own helpers")]

use antelope::{BlockTimestamp, Name, PackedAction, PermissionLevel, TimePoint, name};
use chain::{
    Chain, Config,
    node::{Event, Mining, Node},
    state::Block,
};
use sha2::{Digest, Sha256};

fn node(mining: Mining) -> Node {
    Node::new(Chain::new(Config::default()), mining)
}

/// An action that does nothing; others than those before it by `number`.
fn action(number: u8) -> Vec<PackedAction> {
    let eosio = name!("eosio");
    vec![PackedAction {
        account: eosio,
        name: name!("any"),
        authorization: vec![PermissionLevel::active(eosio)],
        data: vec![number],
    }]
}

/// So many milliseconds after the slot of the first block.
fn after(node: &Node, milliseconds: i64) -> TimePoint {
    let first = TimePoint::from(node.earliest_block().time);
    TimePoint(first.0 + milliseconds * 1000)
}

fn state(node: &Node, trace: &chain::Trace) -> &'static str {
    node.transaction(&trace.id).map_or("UNKNOWN", |status| status.state())
}

#[test]
fn every_transaction_ends_its_block_at_once() {
    let mut node = node(Mining::Instant);
    let first = node.push(action(1)).unwrap();
    assert_eq!((node.head().number, first.block_number), (2, 2));
    assert_eq!(state(&node, &first), "IN_BLOCK");
    let second = node.push(action(2)).unwrap();
    assert_eq!(node.head().number, 3);
    assert_eq!((state(&node, &first), state(&node, &second)), ("IRREVERSIBLE", "IN_BLOCK"));
    assert_eq!(node.block(2).unwrap().transactions[0].id, first.id);
}

#[test]
fn a_block_takes_transactions_until_it_is_ended() {
    let mut node = node(Mining::Interval);
    let traces: Vec<_> = (0..3).map(|number| node.push(action(number)).unwrap()).collect();
    assert_eq!((node.head().number, node.pending_transactions().len()), (1, 3));
    assert_eq!(state(&node, &traces[2]), "LOCALLY_APPLIED");
    let block = node.mine();
    let ids: Vec<_> = node.block(2).unwrap().transactions.iter().map(|record| record.id).collect();
    assert_eq!(ids, traces.iter().map(|trace| trace.id).collect::<Vec<_>>());
    assert_eq!(node.block_by_id(&block.id).unwrap().block, block);
    assert!(node.pending_transactions().is_empty());
}

#[test]
fn failed_transactions_are_not_remembered() {
    let mut node = node(Mining::Instant);
    let mut actions = action(1);
    actions[0].account = name!("nobody");
    let failure = node.push(actions).unwrap_err();
    assert_eq!(state(&node, &failure.trace), "UNKNOWN");
    assert_eq!(node.head().number, 1);
}

#[test]
fn ids_are_digests_of_headers() {
    let mut node = node(Mining::Instant);
    node.push(action(1)).unwrap();
    let (first, second) = (node.block(1).unwrap().block, node.block(2).unwrap().block);
    assert_eq!(second.previous, first.id);
    for block in [first, second] {
        let digest = Sha256::digest(block.header());
        assert_eq!(block.id.0[4..], digest[4..]);
        assert_eq!(block.id.0[..4], block.number.to_be_bytes());
    }
    assert_ne!(second.transaction_mroot, Default::default());
    assert_ne!(second.action_mroot, Default::default());
}

#[test]
fn slots_without_transactions_are_skipped_but_for_the_last() {
    let mut node = node(Mining::Instant);
    let hour = after(&node, 3_600_250);
    node.tick(hour);
    assert_eq!(node.head().number, 2);
    assert_eq!(TimePoint::from(node.head().time), after(&node, 3_600_000));
    // The block in the making is the one that a node would make just now.
    assert_eq!(node.chain().now(), after(&node, 3_600_500));
    node.tick(hour);
    assert_eq!(node.head().number, 2);
    node.tick(after(&node, 1000));
    assert_eq!(node.head().number, 2, "a clock that goes back changes nothing");
}

#[test]
fn blocks_do_not_run_ahead_of_the_clock() {
    let mut node = node(Mining::Instant);
    node.tick(after(&node, 10_100));
    let traces: Vec<_> = (0..5).map(|number| node.push(action(number)).unwrap()).collect();
    assert_eq!(TimePoint::from(node.head().time), after(&node, 10_500));
    assert_eq!(state(&node, &traces[0]), "IN_BLOCK");
    assert_eq!(state(&node, &traces[4]), "LOCALLY_APPLIED");
    node.tick(after(&node, 11_000));
    assert_eq!(TimePoint::from(node.head().time), after(&node, 11_000));
    assert_eq!(node.block(node.head().number).unwrap().transactions.len(), 4);
}

#[test]
fn warped_time_stays_ahead_of_the_clock() {
    let mut node = node(Mining::Instant);
    node.tick(after(&node, 10_000));
    node.warp(3600);
    let head = *node.head();
    assert_eq!(TimePoint::from(head.time), after(&node, 3_610_000));
    node.tick(after(&node, 10_400));
    assert_eq!(*node.head(), head);
    node.tick(after(&node, 12_600));
    assert_eq!(node.head().time, BlockTimestamp(head.time.0 + 5));
    node.push(action(1)).unwrap();
    assert_eq!(node.head().time, BlockTimestamp(head.time.0 + 6));
}

#[test]
fn a_node_is_written_to_bytes_and_read_back() {
    let mut node = node(Mining::Interval);
    node.tick(after(&node, 10_000));
    let first = node.push(action(1)).unwrap();
    node.mine();
    let second = node.push(action(2)).unwrap();
    let mut read = Node::load(Config::default(), &node.dump()).unwrap();
    assert_eq!(read.dump(), node.dump());
    assert_eq!((state(&read, &first), state(&read, &second)), ("IN_BLOCK", "LOCALLY_APPLIED"));
    for node in [&mut node, &mut read] {
        node.tick(after(node, 20_000));
    }
    assert_eq!(read.head(), node.head());
    let bytes = node.dump();
    for end in (0..bytes.len()).step_by(97) {
        assert!(Node::load(Config::default(), &bytes[..end]).is_err());
    }
}

#[test]
fn an_observed_node_tells_what_happens() {
    let mut node = node(Mining::Instant);
    node.push(action(1)).unwrap();
    assert!(node.take_events().is_empty());
    node.observe();
    let trace = node.push(action(2)).unwrap();
    let mut actions = action(3);
    actions[0].account = name!("nobody");
    node.push(actions).unwrap_err();
    let events = node.take_events();
    assert!(matches!(&events[0], Event::Executed(executed) if executed.id == trace.id));
    assert!(matches!(&events[1], Event::Block(record) if record.transactions[0].id == trace.id));
    assert!(
        matches!(&events[2], Event::Failed(failure) if failure.error.message().contains("nobody"))
    );
    assert_eq!((events.len(), node.take_events().len()), (3, 0));
}

#[test]
fn nothing_remains_of_a_failure() {
    let mut node = node(Mining::Instant);
    node.push(action(1)).unwrap();
    let before = node.dump();
    let mut actions = action(2);
    actions[0].account = name!("nobody");
    node.push(actions).unwrap_err();
    assert_eq!(node.dump(), before);
}

#[test]
fn a_transaction_that_a_full_block_has_no_room_for_is_in_the_next() {
    let mut config = Config::default();
    config.parameters.max_block_cpu_usage = 1_000;
    config.parameters.max_transaction_cpu_usage = 500;
    let mut node = Node::new(Chain::new(config), Mining::Interval);
    let now = after(&node, 10_000);
    node.tick(now);
    let head = node.head().number;
    // Each takes a tenth of what a block has.
    let numbers: Vec<_> = (0..25).map(|n| node.push(action(n)).unwrap().block_number).collect();
    let in_block = |block| numbers.iter().filter(|number| **number == head + block).count();
    assert!((1..=3).all(|block| (1..=10).contains(&in_block(block))), "{numbers:?}");
    // Not for ever: blocks would be too far ahead of the clock.
    let refused = (0..250).find_map(|n| node.push(action(n)).err()).expect("blocks are full");
    assert_eq!(refused.error.exception(), chain::exception::BLOCK_CPU_USAGE_EXCEEDED);
    let early = node.head().time.0 - BlockTimestamp::at_or_before(now).0;
    assert!((19..=20).contains(&early), "{early}");
    // The clock goes on, and the chain with it.
    node.tick(after(&node, 30_000));
    assert_eq!(TimePoint::from(node.head().time), after(&node, 30_000));
}

#[test]
fn a_copy_goes_its_own_way() {
    let mut node = node(Mining::Interval);
    node.push(action(1)).unwrap();
    let mut copy = node.clone();
    let trace = copy.push(action(2)).unwrap();
    copy.mine();
    assert_eq!(state(&copy, &trace), "IN_BLOCK");
    assert_eq!((state(&node, &trace), node.head().number), ("UNKNOWN", 1));
}

#[test]
fn time_is_warped_by_one_block() {
    let mut node = node(Mining::Instant);
    let Block { number, time, .. } = node.warp(60);
    assert_eq!(number, 3);
    let before = node.block(2).unwrap().block.time;
    assert_eq!(time, BlockTimestamp(before.0 + 119));
    assert_eq!(node.chain().now(), TimePoint(TimePoint::from(before).0 + 60_000_000));
    let alice: Name = name!("alice");
    node.chain_mut().create_account(alice).unwrap();
    assert!(node.chain().account(alice).is_some());
}
