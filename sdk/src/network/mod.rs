//! Effect Network on a chain: where its contracts are, and how it gets there.
//!
//! [`Network`] says which accounts and tokens make one network; [`Deployment`] puts it on a chain, and does nothing
//! where that has been done. Buying RAM, where a chain sells it, is left to the caller.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use sdk::{Client, LocalSigner, network::{Artefacts, Deployment, Network}};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::http("http://127.0.0.1:8888")?;
//! let signer: LocalSigner = "PVT_K1_…".parse()?;
//! let artefacts = Artefacts::load(Path::new("target/contracts"))?;
//! let report = Deployment::new(&client, &Network::default(), &artefacts, &signer).run().await?;
//! print!("{report}");
//! # Ok(())
//! # }
//! ```

mod artefacts;
mod compatibility;
mod deployment;
mod error;
mod permissions;
mod report;
mod upgrade;

use antelope::{ExtendedSymbol, Name, Symbol, name};

pub use artefacts::{Artefact, Artefacts};
pub use compatibility::{Incompatibility, incompatibilities};
pub use deployment::{Deployment, TestToken};
pub use error::Error;
pub use report::{Outcome, Report, Step};
pub use upgrade::{RamNeed, Upgrade};

use crate::{
    client::Client,
    contracts::{AtomicAssetsContract, ForceContract, TokenContract, VaccountContract},
};

/// The accounts, tokens and first settings of one network.
///
/// The default is that of a local chain. AtomicAssets is not in it: the tasks contract looks for qualifications in the
/// account that the official contract has on every chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The tasks contract.
    pub force: Name,
    /// The contract of virtual accounts.
    pub vaccount: Name,
    /// Who is paid the fees.
    pub fees: Name,
    /// The tokens that rewards may be paid in. The network's own virtual account is for the first.
    pub tokens: Vec<ExtendedSymbol>,
    /// How long a payment waits after its last submission, in seconds.
    pub payout_delay_sec: u32,
    /// How long after a reservation lapsed the campaign's owner may release it, in seconds.
    pub release_task_delay_sec: u32,
    /// The fee on top of each reward, in basis points.
    pub fee_bps: u16,
    /// Who decides appeals in campaigns that name nobody for it; without one, the tasks contract's own account.
    pub arbiter: Option<Name>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            force: name!("force"),
            vaccount: name!("vaccount"),
            fees: name!("fees"),
            tokens: vec![ExtendedSymbol {
                sym: Symbol::constant(4, "EFX"),
                contract: name!("token"),
            }],
            payout_delay_sec: 1800,
            release_task_delay_sec: 0,
            fee_bps: 1000,
            arbiter: None,
        }
    }
}

impl Network {
    /// The tasks contract.
    pub fn force(&self, client: &Client) -> ForceContract {
        ForceContract::new(client.clone(), self.force)
    }

    /// The contract of virtual accounts.
    pub fn vaccount(&self, client: &Client) -> VaccountContract {
        VaccountContract::new(client.clone(), self.vaccount)
    }

    /// The contract of `token`.
    pub fn token(&self, client: &Client, token: ExtendedSymbol) -> TokenContract {
        TokenContract::new(client.clone(), token.contract)
    }

    /// AtomicAssets.
    pub fn atomicassets(&self, client: &Client) -> AtomicAssetsContract {
        AtomicAssetsContract::new(client.clone(), protocol::atomicassets::CONTRACT)
    }

    /// The accounts of the contracts that accepted tokens are of, each once.
    fn token_contracts(&self) -> Vec<Name> {
        let mut contracts: Vec<_> = self.tokens.iter().map(|token| token.contract).collect();
        contracts.sort_unstable();
        contracts.dedup();
        contracts
    }
}
