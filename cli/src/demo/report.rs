//! What a demo found out. The same figures for people and for programs.

use antelope::Asset;
use serde::Serialize;

use super::{node::NodeKind, program::Place};

/// What a demo found out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// On which kind of node.
    pub node: NodeKind,
    /// What fixed keys and tasks.
    pub seed: u64,
    /// Where the documents are.
    pub documents: Addresses,
    /// What was done.
    pub work: Work,
    /// How well.
    pub accuracy: Accuracy,
    /// Where the money went.
    pub money: Money,
    /// Who used how much RAM.
    pub ram: Vec<Ram>,
    /// What each kind of action cost, in the order of their first.
    pub actions: Vec<ActionCost>,
    /// How long it took.
    pub seconds: Seconds,
}

/// The CIDs of the documents that were stored before the work. They depend on what is in them alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addresses {
    /// That of the campaign.
    pub campaign: String,
    /// That of the batch, with all tasks.
    pub batch: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Work {
    /// How many tasks.
    pub tasks: usize,
    /// How many results each.
    pub repetitions: u32,
    /// How many results.
    pub submissions: usize,
    /// How many results a second, all workers together.
    pub submissions_per_second: f64,
}

/// How many answers are those of the labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Accuracy {
    /// How many tasks have the right answer by more than half of their results.
    pub majority_right: usize,
    /// Of how many.
    pub tasks: usize,
    /// Each worker's.
    pub workers: Vec<WorkerReport>,
}

/// How well a worker did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkerReport {
    /// The worker's account.
    pub name: String,
    /// Where the worker's program ran.
    pub program: Place,
    /// How many results.
    pub submissions: usize,
    /// How many of them are right.
    pub right: usize,
}

/// Where the money went, by the balances of the chain; and what was to be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Money {
    /// From the requester to the contract.
    pub paid_in: Asset,
    /// To workers.
    pub paid: Asset,
    /// To the network.
    pub fee: Asset,
    /// Back to the requester.
    pub refunded: Asset,
    /// Still with the contracts.
    pub remaining: Asset,
    /// Paid in and not found again.
    pub unexplained: Asset,
    /// What workers were promised.
    pub paid_expected: Asset,
    /// What the network was promised.
    pub fee_expected: Asset,
    /// What the requester paid too much.
    pub refunded_expected: Asset,
}

impl Money {
    /// Whether everybody has what was promised, and not a single token is anywhere else.
    pub fn is_settled(&self) -> bool {
        self.remaining.amount == 0
            && self.unexplained.amount == 0
            && self.paid == self.paid_expected
            && self.fee == self.fee_expected
            && self.refunded == self.refunded_expected
    }
}

/// The RAM that a party pays for, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ram {
    /// Who.
    pub party: String,
    /// How many accounts that is.
    pub accounts: usize,
    /// Before the campaign.
    pub before: i64,
    /// The most.
    pub peak: i64,
    /// When everything was cleared away.
    pub after: i64,
}

/// What an action cost, by the middle of all its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionCost {
    /// Contract and action.
    pub action: String,
    /// How many there were.
    pub count: usize,
    /// Billed CPU, in microseconds: of time on nodeos; of work on the embedded chain, where it is always the same.
    pub cpu_us_median: u32,
    /// Billed NET, in bytes.
    pub net_bytes_median: u64,
    /// From the decision to the receipt, in milliseconds: reading the head, signing, sending, executing.
    pub wall_ms_median: f64,
}

/// How long it took, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Seconds {
    /// Until the node was ready.
    pub node: f64,
    /// Deployment and accounts.
    pub deployment: f64,
    /// From the first reservation to the last result.
    pub work: f64,
    /// All of it.
    pub total: f64,
}

#[cfg(test)]
mod tests {
    use antelope::Symbol;

    use super::*;

    #[test]
    fn books_are_settled_when_everybody_has_what_was_promised() {
        let amount = |amount| Asset::new(amount, Symbol::constant(4, "EFX"));
        let settled = Money {
            paid_in: amount(350),
            paid: amount(300),
            fee: amount(30),
            refunded: amount(20),
            remaining: amount(0),
            unexplained: amount(0),
            paid_expected: amount(300),
            fee_expected: amount(30),
            refunded_expected: amount(20),
        };
        assert!(settled.is_settled());
        for broken in [
            Money { remaining: amount(1), ..settled },
            Money { unexplained: amount(1), ..settled },
            Money { unexplained: amount(-1), ..settled },
            Money { paid: amount(299), ..settled },
            Money { fee: amount(31), ..settled },
            Money { refunded: amount(19), ..settled },
        ] {
            assert!(!broken.is_settled(), "{broken:?}");
        }
    }
}
