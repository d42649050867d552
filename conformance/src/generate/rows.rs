//! Generated work on tables: rows, secondary keys of each kind, and iterators over both.
//!
//! An access is wished for without knowing the iterators that will be at hand; they are chosen when the wishes of an
//! action are put in order, so that most succeed however the list shrinks.

use antelope::{Name, name, pack};
use proptest::{
    array::uniform32,
    prelude::{Strategy, any},
    prop_oneof,
    sample::select,
    strategy::Just,
};

use crate::{
    probe::{Argument, Operation},
    world::{PROBES, USER},
};

/// A kind of index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Idx64,
    Idx128,
    Idx256,
    Double,
    LongDouble,
}

/// What is done with a row or a secondary key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Store,
    Update,
    Remove,
    Get,
    Next,
    Previous,
    Find,
    FindPrimary,
    LowerBound,
    UpperBound,
    End,
}

/// Who pays.
#[derive(Clone, Copy, Debug)]
enum Payer {
    Receiver,
    Account(Name),
}

/// Which iterator.
#[derive(Clone, Copy, Debug)]
enum Iterator {
    /// One of those at hand, counted around.
    AtHand(u8),
    /// Any number.
    Wild(i32),
}

/// A wish for work on a table.
#[derive(Clone, Debug)]
pub(super) struct Access {
    kind: Kind,
    verb: Verb,
    code: Name,
    scope: u64,
    table: Name,
    primary: u64,
    key: [u8; 32],
    payer: Payer,
    keep_payer: bool,
    size: u32,
    iterator: Iterator,
    words: u32,
}

/// Any access.
pub(super) fn access() -> impl Strategy<Value = Access> {
    let kind = prop_oneof![
        4 => Just(Kind::Primary),
        6 => select(&[Kind::Idx64, Kind::Idx128, Kind::Idx256, Kind::Double, Kind::LongDouble][..]),
    ];
    let verb = prop_oneof![
        30 => Just(Verb::Store),
        70 => select(&[
            Verb::Update, Verb::Remove, Verb::Get, Verb::Next, Verb::Previous, Verb::Find, Verb::FindPrimary,
            Verb::LowerBound, Verb::UpperBound, Verb::End,
        ][..]),
    ];
    let code = prop_oneof![9 => select(&PROBES[..]), 1 => Just(name!("nobody"))];
    let scope = prop_oneof![9 => 1u64..3, 1 => Just(USER.0)];
    let table = select(&[name!("first"), name!("second")][..]);
    let primary = prop_oneof![
        10 => 0u64..100_000,
        1 => select(&[0, 1, 2, u64::MAX - 1, u64::MAX][..]),
    ];
    let payer = prop_oneof![
        78 => Just(Payer::Receiver),
        18 => Just(Payer::Account(USER)),
        2 => Just(Payer::Account(PROBES[1])),
        1 => Just(Payer::Account(Name::default())),
        1 => Just(Payer::Account(name!("nobody"))),
    ];
    let size = select(&[0u32, 1, 4, 8, 40, 64, 200][..]);
    let iterator = prop_oneof![
        15 => any::<u8>().prop_map(Iterator::AtHand),
        1 => (-5i32..8).prop_map(Iterator::Wild),
        1 => select(&[i32::MIN, -100, 99, i32::MAX][..]).prop_map(Iterator::Wild),
    ];
    let words = prop_oneof![50 => Just(2u32), 1 => select(&[0u32, 1, 3][..])];
    (
        (kind, verb, code, scope, table, primary),
        (key(), payer, any::<bool>(), size, iterator, words),
    )
        .prop_map(|((kind, verb, code, scope, table, primary), rest)| {
            let (key, payer, keep_payer, size, iterator, words) = rest;
            Access {
                kind,
                verb,
                code,
                scope,
                table,
                primary,
                key,
                payer,
                keep_payer,
                size,
                iterator,
                words,
            }
        })
}

/// A secondary key for every kind: its first bytes. Floats of either width among them.
fn key() -> impl Strategy<Value = [u8; 32]> {
    let double = select(
        &[0.0f64, -0.0, 1.5, -1.5, 1e300, -1e300, f64::INFINITY, -f64::INFINITY, 5e-324][..],
    );
    let quad = select(&[0u16, 0x8000, 0x3fff, 0xbfff, 0x7fff, 0xffff, 0x4000, 1][..]);
    prop_oneof![
        4 => double.prop_map(|float| filled(&float.to_le_bytes(), 0)),
        4 => quad.prop_map(|upper| filled(&(u128::from(upper) << 112).to_le_bytes(), 14)),
        2 => any::<u8>().prop_map(|byte| filled(&[byte], 31)),
        2 => any::<u8>().prop_map(|byte| filled(&[byte], 0)),
        2 => any::<u8>().prop_map(|byte| filled(&[byte], 8)),
        1 => Just([0xff; 32]),
        1 => uniform32(any::<u8>()),
    ]
}

/// Zeros with some bytes somewhere. Whole values begin where their zeros do.
fn filled(bytes: &[u8], place: usize) -> [u8; 32] {
    let mut filled = [0; 32];
    let place = if bytes.len() == 16 { 0 } else { place };
    for (to, from) in filled.iter_mut().skip(place).zip(bytes) {
        *to = *from;
    }
    filled
}

/// How many iterators an action has of each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct AtHand([i32; 6]);

/// Where the probe keeps what it reads and writes.
const PRIMARY_ADDRESS: u32 = 256;
const KEY_ADDRESS: u32 = 272;
const ROW_ADDRESS: u32 = 512;

impl Access {
    /// The operations, in an action of `receiver` that has these iterators at hand.
    pub(super) fn operations(&self, receiver: Name, at_hand: &mut AtHand) -> Vec<Operation> {
        let count = &mut at_hand.0[self.kind as usize];
        let verb = match self.verb {
            // Without any iterator nearly all of these would fail.
            Verb::Update | Verb::Remove | Verb::Get | Verb::Next | Verb::Previous
                if *count == 0 && matches!(self.iterator, Iterator::AtHand(_)) =>
            {
                Verb::Store
            }
            Verb::Get if self.kind != Kind::Primary => Verb::Next,
            Verb::FindPrimary if self.kind == Kind::Primary => Verb::Find,
            verb => verb,
        };
        let iterator = match self.iterator {
            Iterator::AtHand(choice) => i32::from(choice) % (*count).max(1),
            Iterator::Wild(number) => number,
        };
        if verb == Verb::Store {
            *count += 1;
        }
        match self.kind {
            Kind::Primary => self.primary(verb, receiver, iterator),
            kind => self.secondary(kind, verb, receiver, iterator),
        }
    }

    fn payer(&self, receiver: Name) -> Argument {
        match self.payer {
            Payer::Receiver => Argument::Name(receiver),
            Payer::Account(name) => Argument::Name(name),
        }
    }

    /// The payer of a change, which may be left as it was.
    fn new_payer(&self, receiver: Name) -> Argument {
        if self.keep_payer { Argument::Number(0) } else { self.payer(receiver) }
    }

    fn primary(&self, verb: Verb, receiver: Name, iterator: i32) -> Vec<Operation> {
        let (iterator, table) = (signed(iterator), self.table());
        let (row, key) = (number(ROW_ADDRESS), number(PRIMARY_ADDRESS));
        let (size, primary) = (number(self.size), Argument::Number(self.primary));
        let [_, scope, name] = table;
        let call = |function: &str, arguments: &[Argument]| {
            Operation::call(function, arguments.iter().copied())
        };
        match verb {
            Verb::Store => vec![
                Operation::write(ROW_ADDRESS, pack(&self.primary)),
                call("db_store_i64", &[scope, name, self.payer(receiver), primary, row, size]),
            ],
            Verb::Update => {
                vec![call("db_update_i64", &[iterator, self.new_payer(receiver), row, size])]
            }
            Verb::Remove => vec![call("db_remove_i64", &[iterator])],
            Verb::Get => {
                let show = Operation::show(ROW_ADDRESS, 16);
                vec![call("db_get_i64", &[iterator, row, size]), show]
            }
            Verb::Next | Verb::Previous => {
                let function = if verb == Verb::Next { "db_next_i64" } else { "db_previous_i64" };
                vec![call(function, &[iterator, key]), Operation::show(PRIMARY_ADDRESS, 8)]
            }
            Verb::End => vec![call("db_end_i64", &table)],
            Verb::Find | Verb::FindPrimary => vec![call("db_find_i64", &with(table, [primary]))],
            Verb::LowerBound => vec![call("db_lowerbound_i64", &with(table, [primary]))],
            Verb::UpperBound => vec![call("db_upperbound_i64", &with(table, [primary]))],
        }
    }

    fn secondary(&self, kind: Kind, verb: Verb, receiver: Name, it: i32) -> Vec<Operation> {
        let (prefix, length) = match kind {
            Kind::Primary | Kind::Idx64 => ("db_idx64", 8),
            Kind::Idx128 => ("db_idx128", 16),
            Kind::Idx256 => ("db_idx256", 32),
            Kind::Double => ("db_idx_double", 8),
            Kind::LongDouble => ("db_idx_long_double", 16),
        };
        let (iterator, table) = (signed(it), self.table());
        let (key, place) = (number(KEY_ADDRESS), number(PRIMARY_ADDRESS));
        let primary = Argument::Number(self.primary);
        let [_, scope, name] = table;
        // A key of 256 bits is told with the number of its words.
        let mut keyed = vec![key];
        if kind == Kind::Idx256 {
            keyed.push(number(self.words));
        }
        let call = |verb: &str, parts: &[&[Argument]]| {
            Operation::call(&format!("{prefix}_{verb}"), parts.concat())
        };
        let write = Operation::write(
            KEY_ADDRESS,
            self.key.iter().copied().take(length).collect::<Vec<_>>(),
        );
        let show = Operation::show(PRIMARY_ADDRESS, 48);
        let payer = self.payer(receiver);
        match verb {
            Verb::Store => {
                vec![write, call("store", &[&[scope, name, payer, primary], &keyed])]
            }
            Verb::Update => {
                vec![write, call("update", &[&[iterator, self.new_payer(receiver)], &keyed])]
            }
            Verb::Remove => vec![call("remove", &[&[iterator]])],
            Verb::Next | Verb::Get => vec![call("next", &[&[iterator, place]]), show],
            Verb::Previous => vec![call("previous", &[&[iterator, place]]), show],
            Verb::End => vec![call("end", &[&table])],
            Verb::FindPrimary => {
                vec![call("find_primary", &[&table, &keyed, &[primary]]), show]
            }
            Verb::Find => vec![write, call("find_secondary", &[&table, &keyed, &[place]]), show],
            Verb::LowerBound => vec![write, call("lowerbound", &[&table, &keyed, &[place]]), show],
            Verb::UpperBound => vec![write, call("upperbound", &[&table, &keyed, &[place]]), show],
        }
    }

    fn table(&self) -> [Argument; 3] {
        [Argument::Name(self.code), Argument::Number(self.scope), Argument::Name(self.table)]
    }
}

fn with<const N: usize>(table: [Argument; 3], rest: [Argument; N]) -> Vec<Argument> {
    table.into_iter().chain(rest).collect()
}

const fn number(value: u32) -> Argument {
    Argument::Number(value as u64)
}

fn signed(value: i32) -> Argument {
    match u64::try_from(value) {
        Ok(value) => Argument::Number(value),
        Err(_) => Argument::Negative(value.into()),
    }
}
