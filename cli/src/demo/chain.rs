//! The chain as the parties use it: one action a transaction, each written down.

use std::time::Instant;

use antelope::{Action, ExtendedSymbol, Name, PackedAction, PermissionLevel};
use sdk::{
    Client, Receipt,
    contracts::{ForceContract, TokenContract, VaccountContract},
    network::Network,
};

use super::{journal::Journal, party::Party};

/// The chain, the network on it, and what has been done there.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) client: Client,
    pub(super) network: Network,
    /// The token of the demo.
    pub(super) token: ExtendedSymbol,
    pub(super) journal: Journal,
}

impl Chain {
    pub(super) fn force(&self) -> ForceContract {
        self.network.force(&self.client)
    }

    pub(super) fn vaccount(&self) -> VaccountContract {
        self.network.vaccount(&self.client)
    }

    pub(super) fn token(&self) -> TokenContract {
        self.network.token(&self.client, self.token)
    }

    /// Lets a party act on a contract.
    pub(super) async fn act<A: Action>(
        &self,
        party: &Party,
        contract: Name,
        action: &A,
    ) -> sdk::Result<Receipt> {
        let authorization = vec![PermissionLevel::active(party.name)];
        self.push(party, PackedAction::new(contract, authorization, action)).await
    }

    /// As [`act`](Self::act), with an action that is packed already.
    pub(super) async fn push(&self, party: &Party, action: PackedAction) -> sdk::Result<Receipt> {
        let kind = format!("{}::{}", action.account, action.name);
        let started = Instant::now();
        let receipt = self.client.push(&party.signer, &[action]).await?;
        self.journal.note(kind, &receipt, started.elapsed());
        Ok(receipt)
    }
}
