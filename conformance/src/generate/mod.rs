//! Generated scripts, of several subjects. proptest makes them, and makes those that show a difference smaller.

mod action;
mod crypto;
mod malformed;
mod number;
mod permission;
mod privileged;
mod rows;
mod transaction;

use antelope::PermissionLevel;
use proptest::{
    collection::vec,
    prelude::{Just, Strategy},
    prop_oneof,
    strategy::{BoxedStrategy, ValueTree},
    test_runner::TestRunner,
};

use crate::{
    probe::{Level, Operation},
    script::{Data, Script, ScriptAction, Step},
    world::PROBES,
};

/// What generated scripts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Tables, iterators, notifications, inline actions, and transactions with something about them.
    Actions,
    /// Arithmetic.
    Numbers,
    /// Hashes, signatures and curves.
    Crypto,
    /// Permissions, links and keys.
    Permissions,
    /// What only privileged contracts may call.
    Privileged,
    /// Actions of the system with data that are none.
    Malformed,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Actions,
        Self::Numbers,
        Self::Crypto,
        Self::Permissions,
        Self::Privileged,
        Self::Malformed,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Numbers => "numbers",
            Self::Crypto => "crypto",
            Self::Permissions => "permissions",
            Self::Privileged => "privileged",
            Self::Malformed => "malformed",
        }
    }

    /// Some scripts, the same each time, of at least so many steps together.
    pub fn samples(self, steps: usize, length: usize) -> Vec<Script> {
        let scripts = self.scripts(length);
        let mut runner = TestRunner::deterministic();
        let mut samples: Vec<Script> = Vec::new();
        while samples.iter().map(|script| script.steps.len()).sum::<usize>() < steps {
            let tree = scripts.new_tree(&mut runner);
            samples.push(tree.expect("the strategies refuse nothing").current());
        }
        samples
    }

    /// Scripts of at most so many steps.
    pub fn scripts(self, steps: usize) -> BoxedStrategy<Script> {
        let step = match self {
            Self::Actions => transaction::step(action::action().boxed()),
            Self::Numbers => operations(number::calculation()),
            Self::Crypto => operations(crypto::digest()),
            Self::Permissions => permission::step(),
            Self::Malformed => malformed::step().boxed(),
            Self::Privileged => prop_oneof![
                1 => Just(Step::Privilege(PROBES[0])),
                20 => operations(privileged::calls()),
                3 => transaction::step(action::action().boxed()),
            ]
            .boxed(),
        };
        let title = self.name();
        vec(step, 1..=steps)
            .prop_map(move |steps| Script { title: title.to_owned(), steps })
            .boxed()
    }
}

/// An action of some operations.
fn operations(each: impl Strategy<Value = Vec<Operation>> + 'static) -> BoxedStrategy<Step> {
    let action = vec(each, 1..8).prop_map(|operations| {
        let account = PROBES[0];
        ScriptAction {
            account,
            name: antelope::name!("operations"),
            authorization: vec![Level(PermissionLevel::active(account))],
            data: Data::Operations(operations.concat()),
        }
    });
    let actions = action.prop_map(|action| vec![action]);
    transaction::plain(actions).prop_map(Step::Transaction).boxed()
}
