//! A chain of one's own inside this process, for tests and demonstrations: there at once, and its time is ours.
//!
//! It keeps a node's rules, which are the crate `chain`'s; a real node is in [`nodeos`](crate::nodeos).
//!
//! ```
//! use antelope::name;
//! use sdk::{Devnet, Signer};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> sdk::Result<()> {
//! let devnet = Devnet::new();
//! devnet.create_account(name!("alice"), &devnet.signer().public_key()).await?;
//! // Another chain with the same past: what happens there does not happen here.
//! let other = devnet.fork();
//! other.warp(3600);
//! assert!(other.client().get_account(name!("alice")).await.is_ok());
//! assert_eq!(other.now().0 - devnet.now().0, 3_600_000_000);
//! # Ok(())
//! # }
//! ```

use std::{fmt, sync::MutexGuard};

use antelope::{BlockTimestamp, Name, PublicKey, TimePoint};
use chain::{
    Chain, Config,
    node::{Mining, Node},
};

use crate::{
    client::Client,
    error::Result,
    receipt::Receipt,
    signer::{DEVELOPMENT_KEY, LocalSigner},
    system::SYSTEM,
    transport::Embedded,
};

/// A chain in this process, with the account `eosio` that has the [development key](DEVELOPMENT_KEY), no limits of
/// resources, and every protocol feature.
///
/// Time stands still until it is told to pass, however many transactions there are.
#[derive(Debug)]
pub struct Devnet {
    transport: Embedded,
    client: Client,
    signer: LocalSigner,
}

/// A chain as it was.
#[derive(Clone)]
pub struct Snapshot(Node);

impl Devnet {
    /// A new chain.
    pub fn new() -> Self {
        Self::with_config(Config::default())
    }

    /// A new chain that begins otherwise. Whoever sets another key needs another signer than [`signer`](Self::signer).
    pub fn with_config(config: Config) -> Self {
        Self::of(Node::new(Chain::new(config), Mining::Interval))
    }

    /// The chain of this node.
    pub fn of(node: Node) -> Self {
        let transport = Embedded::new(node);
        let client = Client::new(transport.clone());
        let signer = DEVELOPMENT_KEY.parse().expect("the development key is a key");
        Self { transport, client, signer }
    }

    /// The client of the chain.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The way to it, for clients of one's own.
    pub const fn transport(&self) -> &Embedded {
        &self.transport
    }

    /// The holder of the [development key](DEVELOPMENT_KEY), which is that of the account `eosio`.
    pub const fn signer(&self) -> &LocalSigner {
        &self.signer
    }

    /// The node, for all else that can be done to a chain: acting without keys, rows, limits. Requests wait as long as
    /// it is held.
    pub fn node(&self) -> MutexGuard<'_, Node> {
        self.transport.node()
    }

    /// Creates an account with one key for everything.
    ///
    /// # Errors
    /// As [`Client::create_account`].
    pub async fn create_account(&self, name: Name, key: &PublicKey) -> Result<Receipt> {
        self.client.create_account(&self.signer, SYSTEM, name, key).await
    }

    /// Another chain with the same past, at next to no cost.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self::of(self.node().clone())
    }

    /// The chain as it is now, at next to no cost.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.node().clone())
    }

    /// Goes back to a snapshot, which stays good.
    pub fn revert(&self, snapshot: &Snapshot) {
        snapshot.0.clone_into(&mut self.node());
    }

    /// The time of the block in the making, which is what contracts take for now.
    pub fn now(&self) -> TimePoint {
        self.node().chain().now()
    }

    /// Lets so many seconds pass: the pending block ends, and the next one is of so much later.
    pub fn warp(&self, seconds: u32) {
        self.node().warp(seconds);
    }

    /// Lets time pass until the newest block is of this moment or, for one between two slots, of the next slot. Time
    /// does not go back.
    pub fn warp_to(&self, time: TimePoint) {
        let end_of_slot = BlockTimestamp::MICROSECONDS - 1;
        let slot = BlockTimestamp::at_or_before(TimePoint(time.0.saturating_add(end_of_slot)));
        self.node().reach(slot);
    }

    /// Ends the pending block. The next one is half a second later.
    pub fn mine(&self) {
        self.node().mine();
    }
}

impl Default for Devnet {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("head", &self.0.head().number).finish_non_exhaustive()
    }
}
