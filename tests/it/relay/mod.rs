//! Relayers: a user without an account does everything through one, and nobody does anything through it that a user has
//! not signed for it.

mod accounts;
mod holes;
mod life;
mod limits;
mod malformed;

use std::sync::Arc;

use antelope::{Action, Extension, Name, PackedAction, PermissionLevel, pack};
use protocol::{
    force::{actions::SubmitTask, reservation::Reservation},
    signed::Signed,
};
use sdk::{
    Client, Result,
    clock::System,
    relay::{Policy, Relay, Relayed, Relayer},
};
use tests::{World, efx};

/// A network with a relayer, the scenario's stranger, who takes a fee.
struct Scene {
    world: World,
    relayer: Relayer,
    relay: Relay,
}

impl Scene {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// With another policy than a fee of a tenth of an EFX.
    async fn with(change: impl FnOnce(&mut Policy)) -> Self {
        let world = World::new().await;
        world.open_row_of_relayer().await;
        let mut policy = Policy::new(world.network.tokens.clone());
        policy.fees = vec![world.amount(efx("0.1000"))];
        // Blocks of the embedded chain are as old as its last transaction.
        policy.limits.requests_per_minute = 1_000;
        change(&mut policy);
        let relayer = relayer(&world, world.client.clone(), policy);
        let relay = Relay::new(relayer.clone());
        Self { world, relayer, relay }
    }

    /// Sends an action of the tasks contract as it is.
    async fn send<A: Action>(&self, action: &A) -> Result<Relayed> {
        self.relay.send(&[self.world.force.action(self.world.stranger, action)]).await
    }

    /// Sends an action of the contract of virtual accounts as it is.
    async fn send_spending<A: Action>(&self, action: &A) -> Result<Relayed> {
        self.relay.send(&[self.world.vaccount.action(self.world.stranger, action)]).await
    }

    /// Signs an action of the tasks contract, and sends it.
    async fn act<A: Signed>(&self, action: A) -> Result<Relayed> {
        self.send(&self.world.signed(action).await).await
    }

    /// A campaign of the requester with so many tasks, for 3 EFX each. Gives its id.
    async fn campaign(&self, tasks: u32) -> u32 {
        let campaign = self.world.campaign(self.world.terms("3.0000")).await.unwrap();
        self.world.published(campaign, 1, tasks).await.unwrap();
        campaign
    }

    /// What the key holder hands in for a task.
    fn submission(&self, task: Reservation) -> SubmitTask {
        let mut submission = self.world.submission(self.world.key_holder, task);
        submission.payer = Extension(Some(self.world.stranger));
        submission
    }
}

/// The stranger as a relayer, who reaches the chain by `client`.
fn relayer(world: &World, client: Client, policy: Policy) -> Relayer {
    let level = PermissionLevel::active(world.stranger);
    let signer = Arc::new(world.signer.clone());
    Relayer::new(client, &world.network, level, signer, policy, Arc::new(System))
}

/// An action of any account.
fn packed<A: Action>(account: Name, action: &A) -> PackedAction {
    PackedAction { account, name: A::NAME, authorization: Vec::new(), data: pack(action) }
}

/// What was refused has the status, and says so.
#[track_caller]
fn refused(result: Result<Relayed>, status: u16, text: &str) {
    let error = result.expect_err(text);
    assert!(error.to_string().contains(text), "{error} is not: {text}");
    assert_eq!(error.http_status(), Some(status), "{error}");
}
