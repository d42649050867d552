//! Generated calls of what only privileged contracts may call, and of what tells about limits and permissions.
//!
//! Producers are proposed only such that they cannot become the schedule: nobody has their keys.

use antelope::{Name, PackedAction, PermissionLevel, name, pack};
use chain::feature::Feature;
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
};

use crate::{
    probe::{Argument, Operation},
    world::{self, PROBES, USER},
};

/// Calls of one kind.
pub(super) fn calls() -> impl Strategy<Value = Vec<Operation>> {
    prop_oneof![
        6 => limits(),
        2 => privilege(),
        3 => parameters(),
        2 => producers(),
        2 => features(),
        2 => hashes_of_code(),
        3 => authorizations(),
        2 => transactions(),
        2 => transaction(),
    ]
}

fn account() -> impl Strategy<Value = Name> + Clone {
    prop_oneof![8 => select(vec![PROBES[0], PROBES[1], USER]), 1 => Just(name!("nobody"))]
}

const fn number(value: u64) -> Argument {
    Argument::Number(value)
}

fn call<const N: usize>(function: &str, arguments: [Argument; N]) -> Operation {
    Operation::call(function, arguments)
}

fn limits() -> impl Strategy<Value = Vec<Operation>> {
    let bytes = select(vec![-1i64, -2, 0, 100, 2_900, 10_000, 240_000, 250_000, 1 << 40]);
    // Of the others, or else soon nothing can be done.
    let weight = prop_oneof![3 => Just(-1i64), 1 => select(vec![0i64, 1, 100, 1_000_000])];
    (account(), any::<bool>(), bytes, weight.clone(), weight).prop_map(
        |(account, set, bytes, net, cpu)| {
            let (net, cpu) = if account == PROBES[0] { (-1, -1) } else { (net, cpu) };
            let account = Argument::Name(account);
            let whole = |value: i64| match u64::try_from(value) {
                Ok(value) => number(value),
                Err(_) => Argument::Negative(value),
            };
            let mut calls = Vec::new();
            if set {
                let arguments = [account, whole(bytes), whole(net), whole(cpu)];
                calls.push(call("set_resource_limits", arguments));
            }
            let places = [account, number(512), number(520), number(528)];
            calls.extend([call("get_resource_limits", places), Operation::show(512, 24)]);
            calls
        },
    )
}

fn privilege() -> impl Strategy<Value = Vec<Operation>> {
    (account(), any::<bool>(), any::<bool>()).prop_map(|(account, set, on)| {
        let asked = call("is_privileged", [Argument::Name(account)]);
        // The caller stays privileged.
        match set && account != PROBES[0] {
            true => {
                vec![call("set_privileged", [Argument::Name(account), number(on.into())]), asked]
            }
            false => vec![asked],
        }
    })
}

fn parameters() -> impl Strategy<Value = Vec<Operation>> {
    let get = |function: &'static str| {
        select(vec![0u64, 10, 68, 70, 200]).prop_map(move |length| {
            vec![call(function, [number(512), number(length)]), Operation::show(512, 80)]
        })
    };
    let wasm = (select(vec![0u64, 40, 44, 100]), 0u64..2).prop_map(|(length, version)| {
        let arguments = [number(512), number(length), number(version)];
        vec![call("get_wasm_parameters_packed", arguments), Operation::show(512, 48)]
    });
    let some = vec(0u8..19, 0..5).prop_map(|ids| {
        let bytes = [vec![u8::try_from(ids.len()).unwrap_or(0)], ids].concat();
        let length = bytes.len() as u64;
        let arguments = [number(16), number(length), number(512), number(100)];
        vec![
            Operation::write(16, bytes),
            call("get_parameters_packed", arguments),
            Operation::show(512, 80),
        ]
    });
    // Depth of inline actions and authorities, length of inline actions and returned values.
    let set = (
        select(vec![(15u8, 2usize), (16, 2), (14, 4), (17, 4)]),
        select(vec![0u32, 1, 3, 6, 100, 300, 4096]),
    )
        .prop_map(|((id, size), value)| {
            let bytes: Vec<u8> =
                [1, id].into_iter().chain(value.to_le_bytes().into_iter().take(size)).collect();
            let length = bytes.len() as u64;
            vec![
                Operation::write(16, bytes),
                call("set_parameters_packed", [number(16), number(length)]),
            ]
        });
    // Of the parameters as they are, with the depth of inline actions or the lifetime of transactions changed.
    let whole =
        (select(vec![(64u32, 1u8), (64, 3), (48, 60), (48, 0)]), select(vec![68u64, 67, 70]))
            .prop_map(|((place, byte), length)| {
                vec![
                    call("get_blockchain_parameters_packed", [number(512), number(68)]),
                    Operation::write(512 + place, [byte]),
                    call("set_blockchain_parameters_packed", [number(512), number(length)]),
                ]
            });
    // The limits of code, with that of the memory's pages or the calls' depth changed.
    let code = select(vec![(0u32, 0u8), (44, 10), (40, 2), (0, 9)]).prop_map(|(place, byte)| {
        vec![
            call("get_wasm_parameters_packed", [number(512), number(48), number(0)]),
            Operation::write(512 + place, [byte]),
            call("set_wasm_parameters_packed", [number(512), number(48)]),
        ]
    });
    prop_oneof![
        1 => whole,
        1 => code,
        2 => get("get_blockchain_parameters_packed"),
        1 => wasm,
        3 => some,
        1 => set,
    ]
}

fn producers() -> impl Strategy<Value = Vec<Operation>> {
    let active = select(vec![0u64, 4, 8, 100]).prop_map(|length| {
        let arguments = [number(512), number(length)];
        vec![call("get_active_producers", arguments), Operation::show(512, 16)]
    });
    let nobody = name!("nobody");
    let keys = vec![(nobody, world::key(0))];
    let authorities = vec![(nobody, 0u8, 1u32, vec![(world::key(0), 1u16)])];
    let none = pack(&Vec::<u8>::new());
    let schedules = [(0, none.clone()), (1, none), (0, pack(&keys)), (1, pack(&authorities))];
    let odd = [(0, vec![1, 2, 3]), (1, vec![1, 2, 3]), (2, pack(&keys)), (3, Vec::new())];
    let schedules: Vec<_> = schedules.into_iter().chain(odd).collect();
    let proposed = (select(schedules), any::<bool>()).prop_map(|((format, schedule), plain)| {
        let length = schedule.len() as u64;
        let write = Operation::write(16, schedule);
        if plain && format == 0 {
            return vec![write, call("set_proposed_producers", [number(16), number(length)])];
        }
        let arguments = [number(format), number(16), number(length)];
        vec![write, call("set_proposed_producers_ex", arguments)]
    });
    prop_oneof![active, proposed]
}

fn features() -> impl Strategy<Value = Vec<Operation>> {
    let digests = [world::features().next(), world::features().last(), None];
    let digest =
        select(digests.map(|feature| feature.map(Feature::digest).unwrap_or_default()).to_vec());
    let function = select(vec!["is_feature_activated", "preactivate_feature"]);
    let by_number = select(vec!["is_feature_active", "activate_feature"]);
    prop_oneof![
        4 => (digest, function).prop_map(|(digest, function)| {
            vec![Operation::write(16, digest.0), call(function, [number(16)])]
        }),
        1 => (by_number, 0u64..3).prop_map(|(function, id)| vec![call(function, [number(id)])]),
    ]
}

fn hashes_of_code() -> impl Strategy<Value = Vec<Operation>> {
    (account(), select(vec![0u64, 10, 43, 100]), 0u64..2).prop_map(|(account, length, version)| {
        let arguments = [Argument::Name(account), number(version), number(512), number(length)];
        vec![call("get_code_hash", arguments), Operation::show(512, 43)]
    })
}

fn authorizations() -> impl Strategy<Value = Vec<Operation>> {
    let permission = select(vec![name!("active"), name!("owner"), name!("none")]);
    let keys = select(vec![vec![], vec![0], vec![1], vec![0, 1]]);
    let level = PermissionLevel { actor: PROBES[0], permission: name!("eosio.code") };
    let levels = select(vec![vec![], vec![level], vec![PermissionLevel::active(PROBES[0]), level]]);
    let delay = select(vec![0u64, 1_000_000, 1 << 63]);
    (account(), permission, keys, levels, delay).prop_map(|(account, name, keys, levels, delay)| {
        let keys = pack(&keys.into_iter().map(world::key).collect::<Vec<_>>());
        let levels = pack(&levels);
        let lengths = (keys.len() as u64, levels.len() as u64);
        let arguments = [
            Argument::Name(account),
            Argument::Name(name),
            number(1024),
            number(lengths.0),
            number(2048),
            number(lengths.1),
            number(delay),
        ];
        vec![
            Operation::write(1024, keys),
            Operation::write(2048, levels),
            call("check_permission_authorization", arguments),
        ]
    })
}

fn transactions() -> impl Strategy<Value = Vec<Operation>> {
    let level = PermissionLevel { actor: USER, permission: name!("active") };
    let action = PackedAction {
        account: PROBES[1],
        name: name!("one"),
        authorization: vec![level],
        data: Vec::new(),
    };
    let whole = antelope::Transaction { actions: vec![action], ..Default::default() };
    let packed = select(vec![pack(&whole), pack(&antelope::Transaction::default()), vec![1, 2, 3]]);
    let keys = select(vec![vec![], vec![0], vec![0, 1]]);
    let code = PermissionLevel { actor: PROBES[0], permission: name!("eosio.code") };
    (packed, keys, any::<bool>()).prop_map(move |(packed, keys, with_code)| {
        let keys = pack(&keys.into_iter().map(world::key).collect::<Vec<_>>());
        let levels = if with_code { pack(&vec![code]) } else { Vec::new() };
        let lengths = [&packed, &keys, &levels].map(|bytes| number(bytes.len() as u64));
        let [transaction, keys_length, levels_length] = lengths;
        let places = [number(4096), number(1024), number(2048)];
        let arguments = [places[0], transaction, places[1], keys_length, places[2], levels_length];
        vec![
            Operation::write(4096, packed),
            Operation::write(1024, keys),
            Operation::write(2048, levels),
            call("check_transaction_authorization", arguments),
        ]
    })
}

fn transaction() -> impl Strategy<Value = Vec<Operation>> {
    let get = (0u64..3, 0u64..2, select(vec![0u64, 10, 300])).prop_map(|(kind, place, length)| {
        vec![
            call("get_action", [number(kind), number(place), number(512), number(length)]),
            Operation::show(512, 40),
        ]
    });
    let none = prop_oneof![
        Just(vec![call("cancel_deferred", [number(16)])]),
        Just(vec![call("get_context_free_data", [number(0), number(512), number(10)])]),
    ];
    prop_oneof![3 => get, 1 => none]
}
