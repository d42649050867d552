//! The job: one account sends another a token, again and again.

use antelope::{Action, Asset, Name, PackedAction, PermissionLevel, Symbol, name};
use protocol::token::actions::{Create, Issue, Transfer};
use sdk::{LocalSigner, nodeos::PackagedContract, signer::DEVELOPMENT_KEY};

use crate::Result;

const ALICE: Name = name!("alice");
const BOB: Name = name!("bob");
const TOKEN: Symbol = Symbol::constant(4, "TOK");

/// The contract, and who has the keys.
pub(super) struct Job {
    /// The token contract.
    pub(super) contract: PackagedContract,
    /// Holds the key of every account.
    pub(super) signer: LocalSigner,
}

impl Job {
    /// Where the token contract lives.
    pub(super) const CONTRACT: Name = name!("eosio.token");

    pub(super) fn new(contract: PackagedContract) -> Result<Self> {
        Ok(Self { contract, signer: DEVELOPMENT_KEY.parse()? })
    }

    /// The accounts that must be there.
    pub(super) const fn accounts() -> [Name; 3] {
        [Self::CONTRACT, ALICE, BOB]
    }

    /// What comes before the first transfer: Alice has all of the token.
    pub(super) fn beginning() -> Vec<PackedAction> {
        let quantity = Asset::new(1 << 60, TOKEN);
        let create = Create { issuer: ALICE, maximum_supply: quantity };
        let issue = Issue { to: ALICE, quantity, memo: String::new() };
        vec![action(Self::CONTRACT, &create), action(ALICE, &issue)]
    }

    /// The transfer with this number. Each is another one, so that none is a duplicate.
    pub(super) fn transfer(number: u32) -> PackedAction {
        let quantity = Asset::new(1, TOKEN);
        action(
            ALICE,
            &Transfer { from: ALICE, to: BOB, quantity, memo: format!("transfer {number}") },
        )
    }
}

fn action<A: Action>(actor: Name, action: &A) -> PackedAction {
    PackedAction::new(Job::CONTRACT, vec![PermissionLevel::active(actor)], action)
}
