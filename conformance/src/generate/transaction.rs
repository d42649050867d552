//! Generated transactions and the blocks they fall in.
//!
//! Most are as a client sends them; some have too few keys or too many, are late, early or twice, ask for less than
//! they need, or carry context-free actions. None is delayed, which chains of today refuse.

use antelope::name;
use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
    strategy::BoxedStrategy,
};

use crate::{
    probe::{Argument, Operation},
    script::{Data, ScriptAction, Step, Transaction},
    world::PROBES,
};

/// A transaction of these actions, or now and then the end of a block.
pub(super) fn step(
    action: impl Strategy<Value = ScriptAction> + Clone + 'static,
) -> BoxedStrategy<Step> {
    prop_oneof![
        60 => plain(vec(action.clone(), 1..3)).prop_map(Step::Transaction),
        4 => special(action).prop_map(Step::Transaction),
        1 => (1u32..3).prop_map(Step::Blocks),
        1 => select(vec![1u32, 30, 3600, 86400]).prop_map(Step::Seconds),
    ]
    .boxed()
}

/// As a client sends it.
pub(super) fn plain(
    actions: impl Strategy<Value = Vec<ScriptAction>>,
) -> impl Strategy<Value = Transaction> {
    actions.prop_map(|actions| Transaction { actions, ..Transaction::default() })
}

/// With something about it.
fn special(
    action: impl Strategy<Value = ScriptAction> + 'static,
) -> impl Strategy<Value = Transaction> {
    let keys =
        option::of(select(vec![vec![], vec![0], vec![1], vec![0, 1], vec![0, 0], vec![2, 1, 0]]));
    let expires_in = option::of(select(vec![-1i64, 0, 1, 30, 3600, 3601]));
    let lost_reference = prop_oneof![9 => Just(false), 1 => Just(true)];
    let max_net_usage_words = prop_oneof![5 => Just(0u32), 1 => 1u32..60];
    let context_free = (select(&PROBES[..]), vec(context_free_operation(), 1..4)).prop_map(
        |(account, operations)| ScriptAction {
            account,
            name: name!("free"),
            authorization: Vec::new(),
            data: Data::Operations(operations),
        },
    );
    let context_free_data = vec(vec(any::<u8>(), 0..40), 0..3);
    (
        vec(action, 0..3),
        (keys, expires_in, lost_reference, max_net_usage_words),
        (vec(context_free, 0..3), context_free_data),
    )
        .prop_map(|(actions, terms, (context_free_actions, context_free_data))| {
            let (keys, expires_in, lost_reference, max_net_usage_words) = terms;
            Transaction {
                actions,
                context_free_actions,
                context_free_data,
                keys,
                expires_in,
                lost_reference,
                max_net_usage_words,
                max_cpu_usage_ms: 0,
                delay_sec: 0,
            }
        })
}

fn context_free_operation() -> impl Strategy<Value = Operation> {
    let number = Argument::Number;
    prop_oneof![
        (0u64..3, 0u64..50).prop_map(move |(place, length)| {
            Operation::call("get_context_free_data", [number(place), number(64), number(length)])
        }),
        (0u64..2, 0u64..3, 0u64..100).prop_map(move |(kind, place, length)| {
            let arguments = [kind, place, 256, length].map(number);
            Operation::call("get_action", arguments)
        }),
        Just(Operation::call("current_receiver", [])),
        Just(Operation::call("current_time", [])),
        Just(Operation::show(64, 40)),
    ]
}
