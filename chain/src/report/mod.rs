//! What actions cost: fuel, calls of the chain, RAM and NET, collected from traces into a table.
//!
//! All of it follows from the code and the transactions alone, so that a table which is kept beside the code shows as a
//! difference of lines what a change of the code costs. Running the transactions is left to others.
//!
//! ```
//! use antelope::name;
//! use chain::{Chain, Config, report::Report};
//!
//! let mut chain = Chain::new(Config::default());
//! let mut report = Report::default();
//! report.add(&chain.create_account(name!("alice"))?);
//! report.add(&chain.create_account(name!("bob"))?);
//! let (action, cost) = report.iter().next().unwrap();
//! assert_eq!(action.to_string(), "eosio::newaccount");
//! assert_eq!((cost.count, cost.ram.min, cost.ram.max), (2, 2724, 2724));
//! # Ok::<(), Box<chain::Failure>>(())
//! ```

mod span;
mod table;

use std::{collections::BTreeMap, fmt};

use antelope::Name;

use crate::{ActionTrace, Trace};
pub use span::Span;

/// The costs of actions, by contract, action and receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    costs: BTreeMap<Handler, Cost>,
}

/// An action in one of its receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handler {
    /// The contract that the action was sent to.
    pub contract: Name,
    /// The action.
    pub action: Name,
    /// Who was notified, if it was not the contract itself that ran.
    pub notified: Option<Name>,
}

/// What an action cost in one of its receivers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How often it ran.
    pub count: u64,
    /// Fuel.
    pub fuel: Span,
    /// RAM, in bytes: what all accounts together took, less what they gave back.
    pub ram: Span,
    /// NET, in bytes: what the action adds to a transaction. `None` where contracts alone sent it.
    pub net: Option<Span>,
    /// All calls of the chain.
    pub calls: Span,
    /// Calls of each function of the chain, by its name. A function that was not called each time has a minimum of 0.
    pub functions: BTreeMap<&'static str, Span>,
}

impl Report {
    /// Adds what the actions of a transaction cost. Those that did not run to their end are left out.
    pub fn add(&mut self, trace: &Trace) {
        self.add_named(trace, |account| account);
    }

    /// As [`add`](Self::add), where accounts have other names in the report: accounts with the same code, say, one.
    pub fn add_named(&mut self, trace: &Trace, name: impl Fn(Name) -> Name) {
        for action in trace.actions.iter().filter(|action| action.receipt.is_some()) {
            let (contract, receiver) = (action.action.account, action.receiver);
            let handler = Handler {
                contract: name(contract),
                action: action.action.name,
                notified: (receiver != contract).then(|| name(receiver)),
            };
            self.costs.entry(handler).or_default().add(action);
        }
    }

    /// Leaves out what does not matter.
    pub fn retain(&mut self, matters: impl Fn(&Handler) -> bool) {
        self.costs.retain(|handler, _| matters(handler));
    }

    /// All costs, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&Handler, &Cost)> {
        self.costs.iter()
    }
}

impl Cost {
    fn add(&mut self, action: &ActionTrace) {
        let ram = action.ram_deltas.iter().map(|(_, delta)| *delta).sum();
        self.fuel.add(self.count, signed(action.fuel));
        self.ram.add(self.count, ram);
        self.calls.add(self.count, signed(action.host_calls.total()));
        if action.creator == 0 && action.receiver == action.action.account {
            let size = signed(antelope::pack(&*action.action).len() as u64);
            self.net.get_or_insert(Span { min: size, max: size }).include(size);
        }
        let called: BTreeMap<_, _> = action.host_calls.iter().collect();
        for (function, span) in &mut self.functions {
            if !called.contains_key(function) {
                span.include(0);
            }
        }
        for (function, count) in called {
            // Until now it was called zero times, if there was a now.
            self.functions.entry(function).or_default().add(self.count, signed(count));
        }
        self.count += 1;
    }
}

/// Counts are far below 2^63.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl fmt::Display for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.contract, self.action)?;
        self.notified.map_or(Ok(()), |receiver| write!(f, " in {receiver}"))
    }
}
