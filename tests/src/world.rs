//! A network of its own for a scenario, and the people who use it.
//!
//! What they can do is in `verbs`.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use antelope::{
    Action, Asset, ExtendedAsset, ExtendedSymbol, Name, PackedAction, Symbol, TimePoint,
};
use protocol::{token::actions::Transfer, vaccount::actions::Open};
use sdk::{
    Client, Devnet, LocalSigner, Receipt, Signer,
    contracts::{ForceContract, VaccountContract},
    network::{Deployment, Network},
    system::{Authority, NewAccount, SYSTEM, system_action},
};

use crate::node::{ISSUER, Node, artefacts};

/// The token of the scenarios.
pub const EFX: Symbol = Symbol::constant(4, "EFX");

/// How much EFX the requesters have at first.
pub const FORTUNE: &str = "100000.0000";

/// An amount of EFX, such as `efx("63.6000")`.
///
/// # Panics
/// When it is none.
pub fn efx(amount: &str) -> Asset {
    format!("{amount} EFX").parse().unwrap()
}

/// A person with an account of the chain and one in the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub name: Name,
    /// The id of the virtual account.
    pub id: u32,
}

/// A network and its people.
#[derive(Debug)]
pub struct World {
    /// The client of the node.
    pub client: Client,
    /// Holds the key of every account.
    pub signer: LocalSigner,
    /// The network.
    pub network: Network,
    /// The tasks contract.
    pub force: ForceContract,
    /// The contract of virtual accounts.
    pub vaccount: VaccountContract,
    /// The token of all rewards.
    pub token: ExtendedSymbol,

    /// Makes campaigns, and has EFX.
    pub requester: Name,
    /// Makes campaigns too, and has EFX.
    pub rival: Name,
    /// Has nothing to do with anything.
    pub stranger: Name,
    /// Workers, who have nothing yet.
    pub alice: Actor,
    /// A worker.
    pub bob: Actor,
    /// A worker.
    pub carol: Actor,
    /// A worker.
    pub dave: Actor,
    /// The virtual account of a user who holds a key and no account.
    pub key_holder: u32,

    pub(crate) node: Node,
    latest: Mutex<TimePoint>,
    pub(crate) finished: bool,
}

impl World {
    /// A new network: a payout delay of one second, no release delay, a fee of a tenth.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// A new network with other settings.
    pub async fn with(change: impl FnOnce(&mut Network)) -> Self {
        static WORLDS: AtomicU32 = AtomicU32::new(0);
        let suffix = suffix(WORLDS.fetch_add(1, Ordering::Relaxed));
        Self::on(Node::for_scenario().await, &suffix, change).await
    }

    /// A new network on a node, whose names end with `suffix`.
    pub(crate) async fn on(node: Node, suffix: &str, change: impl FnOnce(&mut Network)) -> Self {
        let named = |role: &str| -> Name { format!("{role}.{suffix}").parse().unwrap() };
        let client = node.client();

        let mut network = Network {
            force: named("force"),
            vaccount: named("vaccount"),
            fees: named("fees"),
            payout_delay_sec: 1,
            ..Network::default()
        };
        change(&mut network);
        Deployment::new(&client, &network, &artefacts(), node.signer())
            .created_by(SYSTEM, node.signer())
            .run()
            .await
            .unwrap_or_else(|error| panic!("{error}"));

        let worker = |role, id| Actor { name: named(role), id };
        let world = Self {
            force: network.force(&client),
            vaccount: network.vaccount(&client),
            token: *network.tokens.first().unwrap(),
            requester: named("requester"),
            rival: named("rival"),
            stranger: named("stranger"),
            // Row 0 is the network's own.
            alice: worker("alice", 1),
            bob: worker("bob", 2),
            carol: worker("carol", 3),
            dave: worker("dave", 4),
            key_holder: 5,
            client,
            signer: node.signer().clone(),
            network,
            node,
            latest: Mutex::new(TimePoint(0)),
            finished: false,
        };
        world.populate().await;
        world
    }

    /// Creates the accounts, and gives the requesters their fortune.
    async fn populate(&self) {
        let workers = self.workers();
        let names = workers.iter().map(|worker| worker.name);
        let everybody = names.chain([self.requester, self.rival, self.stranger]);
        self.create_accounts(everybody).await;
        let users = workers.iter().map(|worker| worker.name.into()).chain([Self::key_address()]);
        let rows = users.map(|acc| {
            let open = Open { acc, symbol: self.token, payer: self.stranger };
            self.vaccount.action(self.stranger, &open)
        });
        let tokens = self.network.token(&self.client, self.token);
        let fortunes = [self.requester, self.rival].map(|to| {
            let memo = String::new();
            tokens.action(ISSUER, &Transfer { from: ISSUER, to, quantity: efx(FORTUNE), memo })
        });
        self.push_all(&Vec::from_iter(rows.chain(fortunes))).await.unwrap();
    }

    /// Creates accounts with the key of everybody.
    pub async fn create_accounts(&self, names: impl IntoIterator<Item = Name>) {
        let authority = Authority::key(self.signer.public_key());
        let actions = names.into_iter().map(|name| {
            let (owner, active) = (authority.clone(), authority.clone());
            system_action(SYSTEM, &NewAccount { creator: SYSTEM, name, owner, active })
        });
        self.push_all(&Vec::from_iter(actions)).await.unwrap();
    }

    /// A name that belongs to this network only.
    pub fn own_name(&self, role: &str) -> Name {
        let force = self.network.force.to_string();
        let (_, suffix) = force.split_once('.').expect("names of a scenario have a suffix");
        format!("{role}.{suffix}").parse().unwrap()
    }

    /// The embedded chain, if it is played there.
    pub fn devnet(&self) -> Option<&Devnet> {
        match &self.node {
            Node::Embedded(devnet) => Some(devnet),
            Node::Nodeos(_) => None,
        }
    }

    /// The workers.
    pub const fn workers(&self) -> [Actor; 4] {
        [self.alice, self.bob, self.carol, self.dave]
    }

    /// An amount of the token.
    pub const fn amount(&self, quantity: Asset) -> ExtendedAsset {
        ExtendedAsset { quantity, contract: self.token.contract }
    }

    /// Executes an action of the tasks contract, authorized by `actor`.
    ///
    /// # Errors
    /// When it is refused.
    pub fn push<'a, A: Action>(
        &'a self,
        actor: Name,
        action: &A,
    ) -> impl Future<Output = sdk::Result<Receipt>> + use<'a, A> {
        let action = self.force.action(actor, action);
        async move { self.push_all(&[action]).await }
    }

    /// Executes actions in one transaction.
    ///
    /// # Errors
    /// When one is refused.
    pub async fn push_all(&self, actions: &[PackedAction]) -> sdk::Result<Receipt> {
        let receipt = self.client.push(&self.signer, actions).await?;
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = receipt.block_time;
        Ok(receipt)
    }

    /// The chain's time at the latest action.
    pub(crate) fn latest(&self) -> TimePoint {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two letters, different for each of 676 worlds.
fn suffix(world: u32) -> String {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    [letter(world / 26), letter(world)].iter().collect()
}
