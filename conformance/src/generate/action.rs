//! Generated actions of the probe: work on tables, notifications, inline actions, and calls of everything small.
//!
//! What is signed and when is left to [`transaction`](super::transaction).

use antelope::{Name, PermissionLevel, name};
use proptest::{
    collection::vec,
    option,
    prelude::{Strategy, any},
    prop_oneof,
    sample::select,
    strategy::{BoxedStrategy, Just},
};

use super::rows::{self, Access, AtHand};
use crate::{
    probe::{Argument, Inline, Level, Operation, OperationKind},
    script::{Data, ScriptAction},
    world::{PROBES, USER},
};

/// Something for an action to do.
#[derive(Clone, Debug)]
struct Wish {
    /// Who does it, if not every receiver.
    receiver: Option<Name>,
    kind: WishKind,
}

#[derive(Clone, Debug)]
enum WishKind {
    Access(Access),
    Notify(Name),
    Inline { account: Name, authorization: Authorization, context_free: bool, wishes: Vec<Wish> },
    Plain(Vec<Operation>),
}

/// Who authorizes an action.
#[derive(Clone, Copy, Debug)]
enum Authorization {
    Receiver,
    ReceiverAndUser,
    Level(PermissionLevel),
    Nobody,
}

/// Any action of a probe.
pub(super) fn action() -> impl Strategy<Value = ScriptAction> {
    let authorization = prop_oneof![
        65 => Just(Authorization::ReceiverAndUser),
        25 => Just(Authorization::Receiver),
        6 => Just(Authorization::Level(PermissionLevel::active(USER))),
        1 => Just(Authorization::Nobody),
    ];
    let account = select(&PROBES[..]);
    let name = select(&[name!("one"), name!("two")][..]);
    (account, name, authorization, vec(wish(2), 1..12)).prop_map(
        |(account, name, authorization, wishes)| ScriptAction {
            account,
            name,
            authorization: authorization.levels(account),
            data: Data::Operations(operations(&wishes, account)),
        },
    )
}

/// A wish; with inline actions so many levels deep.
fn wish(depth: u32) -> BoxedStrategy<Wish> {
    let receiver = prop_oneof![15 => Just(None), 1 => select(&PROBES[..]).prop_map(Some)];
    (receiver, wish_kind(depth)).prop_map(|(receiver, kind)| Wish { receiver, kind }).boxed()
}

fn wish_kind(depth: u32) -> BoxedStrategy<WishKind> {
    let accounts = [PROBES[0], PROBES[1], PROBES[2], USER];
    let flat = prop_oneof![
        170 => rows::access().prop_map(WishKind::Access),
        8 => select(accounts.to_vec()).prop_map(WishKind::Notify),
        1 => Just(WishKind::Notify(name!("nobody"))),
        20 => plain().prop_map(WishKind::Plain),
    ];
    if depth == 0 {
        return flat.boxed();
    }
    prop_oneof![20 => flat, 1 => inline(depth - 1)].boxed()
}

fn inline(depth: u32) -> impl Strategy<Value = WishKind> {
    let level =
        |text: &str| Authorization::Level(text.parse().expect("each level of the list is one"));
    let authorization = prop_oneof![
        12 => Just(Authorization::Receiver),
        4 => Just(level("user@active")),
        2 => Just(Authorization::ReceiverAndUser),
        2 => Just(Authorization::Nobody),
        1 => select(vec![level("probe1@owner"), level("user@none"), level("nobody@active")]),
    ];
    let account = prop_oneof![15 => select(&PROBES[..]), 1 => select(&[USER, name!("nobody")][..])];
    let context_free = prop_oneof![8 => Just(false), 1 => Just(true)];
    (account, authorization, context_free, vec(wish(depth), 1..6)).prop_map(
        |(account, authorization, context_free, wishes)| {
            // Most such actions have nobody's authority, as they must.
            let authorization = match (context_free, authorization) {
                (true, Authorization::Receiver) => Authorization::Nobody,
                (_, authorization) => authorization,
            };
            WishKind::Inline { account, authorization, context_free, wishes }
        },
    )
}

/// Calls that need nothing but memory.
fn plain() -> impl Strategy<Value = Vec<Operation>> {
    let account = select(vec![PROBES[0], PROBES[1], PROBES[2], USER, name!("nobody")]);
    let asked = select(vec!["has_auth", "is_account", "get_account_creation_time"]);
    let ask = (asked, account.clone())
        .prop_map(|(function, name)| vec![Operation::call(function, [Argument::Name(name)])]);
    let required = (select(PROBES.to_vec()), option::weighted(0.8, Just(name!("active"))))
        .prop_map(|(actor, permission)| match permission {
            None => vec![Operation::call("require_auth", [Argument::Name(actor)])],
            Some(permission) => {
                vec![Operation::call("require_auth2", [actor, permission].map(Argument::Name))]
            }
        });
    let used = (account, select(vec![name!("active"), name!("owner"), name!("none")])).prop_map(
        |(actor, permission)| {
            let levels = [actor, permission].map(Argument::Name);
            vec![Operation::call("get_permission_last_used", levels)]
        },
    );
    let told = select(vec![
        "get_sender",
        "current_receiver",
        "current_time",
        "publication_time",
        "get_block_num",
        "tapos_block_num",
        "tapos_block_prefix",
        "expiration",
        "transaction_size",
        "action_data_size",
        "memory.size",
    ])
    .prop_map(|function| vec![Operation::call(function, [])]);
    let context = Just(vec![Operation::new(OperationKind::Context)]);
    prop_oneof![
        4 => ask,
        1 => required,
        1 => used,
        4 => told,
        2 => context,
        4 => print(),
        4 => memory(),
        2 => read(),
        1 => grow(),
        1 => control(),
    ]
}

fn print() -> impl Strategy<Value = Vec<Operation>> {
    let written = |function: &'static str, length: usize| {
        vec(any::<u8>(), length).prop_map(move |bytes| {
            vec![Operation::write(64, bytes), Operation::call(function, [Argument::Number(64)])]
        })
    };
    let text = ("[ -~]{0,20}", 0u64..24).prop_map(|(text, length)| {
        let arguments = [64, length].map(Argument::Number);
        let mut bytes = text.into_bytes();
        bytes.push(0);
        vec![
            Operation::write(64, bytes),
            Operation::call("prints_l", arguments),
            Operation::call("prints", [Argument::Number(64)]),
            Operation::call("printhex", arguments),
        ]
    });
    let number = (select(vec!["printi", "printui", "printn", "printdf", "printsf"]), any::<u64>())
        .prop_map(|(function, bits)| vec![Operation::call(function, [Argument::Number(bits)])]);
    prop_oneof![
        2 => text,
        4 => number,
        1 => written("printi128", 16),
        1 => written("printui128", 16),
        1 => written("printqf", 16),
    ]
}

fn memory() -> impl Strategy<Value = Vec<Operation>> {
    let function = select(vec!["memcpy", "memmove", "memcmp", "set_action_return_value", "memset"]);
    let place = prop_oneof![20 => 60u64..100, 1 => select(vec![0, 131_000, 0xffff_fff0, 131_072])];
    let length = prop_oneof![20 => 0u64..40, 1 => select(vec![256u64, 257, 0xffff_ffff])];
    (function, place.clone(), place, length).prop_map(|(function, to, from, length)| {
        let arguments: &[u64] = match function {
            "set_action_return_value" => &[from, length],
            _ => &[to, from, length],
        };
        let bytes: Vec<u8> = (0..64).collect();
        vec![
            Operation::write(60, bytes),
            Operation::call(function, arguments.iter().map(|it| Argument::Number(*it))),
            Operation::show(60, 64),
        ]
    })
}

fn read() -> impl Strategy<Value = Vec<Operation>> {
    let function = select(vec!["read_transaction", "read_action_data"]);
    (function, select(vec![0u64, 7, 40, 60_000])).prop_map(|(function, length)| {
        let arguments = [64, length].map(Argument::Number);
        vec![Operation::call(function, arguments), Operation::show(64, 40)]
    })
}

/// By no negative number, for which nodeos makes the memory smaller.
fn grow() -> impl Strategy<Value = Vec<Operation>> {
    select(vec![0u64, 1, 2, 525, 526, 527, 65_536, 0x7fff_ffff])
        .prop_map(|pages| vec![Operation::call("memory.grow", [Argument::Number(pages)])])
}

fn control() -> impl Strategy<Value = Vec<Operation>> {
    let text = |bytes: &[u8]| Operation::write(64, bytes);
    let number = Argument::Number;
    prop_oneof![
        Just(vec![Operation::call("abort", [])]),
        Just(vec![Operation::call("unreachable", [])]),
        any::<u8>()
            .prop_map(move |code| vec![Operation::call("eosio_exit", [number(code.into())])]),
        any::<bool>().prop_map(move |passes| {
            let arguments = [number(passes.into()), number(64)];
            vec![text(b"a reason\0"), Operation::call("eosio_assert", arguments)]
        }),
        (any::<bool>(), 0u64..10).prop_map(move |(passes, length)| {
            let arguments = [number(passes.into()), number(64), number(length)];
            vec![text(b"a reason"), Operation::call("eosio_assert_message", arguments)]
        }),
        (
            any::<bool>(),
            select(vec![0, 7, 4_999_999_999_999_999_999, 10_000_000_000_000_000_000, u64::MAX])
        )
            .prop_map(move |(passes, code)| {
                let arguments = [number(passes.into()), number(code)];
                vec![Operation::call("eosio_assert_code", arguments)]
            }),
    ]
}

/// The operations of an action of `receiver`.
fn operations(wishes: &[Wish], receiver: Name) -> Vec<Operation> {
    let mut at_hand = AtHand::default();
    let all = wishes.iter().flat_map(|wish| {
        let operations = match &wish.kind {
            WishKind::Access(access) => access.operations(receiver, &mut at_hand),
            WishKind::Plain(operations) => operations.clone(),
            WishKind::Notify(name) => {
                vec![Operation::call("require_recipient", [Argument::Name(*name)])]
            }
            WishKind::Inline { account, authorization, context_free, wishes } => {
                vec![Operation::new(OperationKind::Inline(Inline {
                    account: *account,
                    name: name!("inline"),
                    authorization: authorization.levels(receiver),
                    context_free: *context_free,
                    operations: operations(wishes, *account),
                }))]
            }
        };
        let receiver = wish.receiver;
        operations.into_iter().map(move |operation| Operation { receiver, ..operation })
    });
    all.collect()
}

impl Authorization {
    fn levels(self, receiver: Name) -> Vec<Level> {
        let active = |name| Level(PermissionLevel::active(name));
        match self {
            Self::Receiver => vec![active(receiver)],
            Self::ReceiverAndUser => vec![active(receiver), active(USER)],
            Self::Level(level) => vec![Level(level)],
            Self::Nobody => Vec::new(),
        }
    }
}
