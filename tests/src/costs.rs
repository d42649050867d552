//! What a scenario's actions cost: fuel, calls of the chain, RAM and NET.
//!
//! How the figures are collected is left to [`chain::report`]; which scenario it is, to whoever plays it.

use antelope::name;
use chain::{node::Event, report::Report};

use crate::{
    World,
    node::{Node, prepared_devnet},
};

impl World {
    /// A new network on an embedded chain that remembers what everything costs, and always the same.
    pub async fn metered() -> Self {
        let devnet = prepared_devnet().await;
        devnet.node().observe();
        Self::on(Node::Embedded(Box::new(devnet)), "zz", |_| ()).await
    }

    /// What the actions of our contracts have cost, by the contracts' own names.
    ///
    /// # Panics
    /// When the network is not [metered](Self::metered), or was asked before.
    pub fn costs(&self) -> Report {
        let Node::Embedded(devnet) = &self.node else { panic!("only an embedded chain tells") };
        let ours = [
            (self.network.force, name!("force")),
            (self.network.vaccount, name!("vaccount")),
            (self.token.contract, name!("token")),
            (self.network.atomicassets(&self.client).account(), name!("atomicassets")),
        ];
        let mut report = Report::default();
        for event in devnet.node().take_events() {
            let Event::Executed(trace) = event else { continue };
            report.add_named(&trace, |account| {
                let known = ours.iter().find(|(known, _)| *known == account);
                known.map_or(account, |(_, name)| *name)
            });
        }
        // Native actions and accounts without code tell nothing of the contracts.
        report.retain(|handler| {
            let receiver = handler.notified.unwrap_or(handler.contract);
            ours.iter().any(|(_, name)| *name == receiver)
        });
        report
    }
}
