//! What to do about an error: a sentence for whoever reads it.
//!
//! What exactly went wrong is in the error itself.

use super::{ChainError, Kind, shortage::Resource, shortage::Shortage};

pub(super) fn of_kind(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Transport(error) if error.is_timeout() => {
            "try again, or use another node; a transaction may have been executed all the same"
        }
        Kind::Transport(_) => "see that the url is right, the node runs and the network is up",
        Kind::Status { status: 429, .. } => {
            "the node wants fewer requests: wait, or use another one"
        }
        Kind::Status { .. } => {
            "this did not come from a node: see that the url is right, or use another node"
        }
        Kind::Decode(_) => {
            "see that the contract at this account, and the node, are of the expected version"
        }
        Kind::Dropped { refusal: None } => {
            "nothing was executed, and will not be: sign and send it anew"
        }
        Kind::Dropped { refusal: Some(error) } => {
            return of_chain(error)
                .or(Some("nothing was executed, and will not be: the chain refuses it"));
        }
        Kind::Chain(error) => return of_chain(error),
        Kind::Signing(_) => "see that the private key is the right one, or that the wallet is open",
        #[cfg(feature = "nodeos")]
        Kind::Nodeos(_) => return None,
    })
}

fn of_chain(error: &ChainError) -> Option<&'static str> {
    if let Some(shortage) = Shortage::of(error, None) {
        return Some(of_shortage(&shortage));
    }
    Some(match error.code {
        ChainError::EXPIRED => {
            "it came too late: when it was not executed before, sign and send it anew"
        }
        ChainError::EXPIRES_TOO_LATE => "the chain allows less time until a transaction expires",
        ChainError::UNKNOWN_REFERENCE => {
            "the node does not know the block that the transaction refers to: it is behind, or of another fork or chain"
        }
        ChainError::DUPLICATE => "it was accepted before: wait for it, do not sign anew",
        ChainError::UNKNOWN_ACCOUNT => {
            "see that the name is right and the account is on this chain"
        }
        ChainError::UNKNOWN_TABLE => "see that the contract at this account is the expected one",
        ChainError::UNSATISFIED_AUTHORITY => "sign with a key that satisfies this permission",
        ChainError::MISSING_AUTHORITY => {
            "name this account in the action's authorization, and sign with its key"
        }
        _ => return None,
    })
}

const fn of_shortage(shortage: &Shortage) -> &'static str {
    match shortage.resource {
        Resource::Ram => "buy ram for this account, or remove rows that it pays for",
        _ if shortage.is_of_transaction => "do less in one transaction: more resources do not help",
        Resource::Net => {
            "get net for this account (stake, rent or power up), or wait: what was used comes back within a day"
        }
        Resource::Cpu => {
            "get cpu for this account (stake, rent or power up), or wait: what was used comes back within a day"
        }
        Resource::Block => "send the same transaction again: the next block has room",
        Resource::NodeTime => "try again, do less in one transaction, or use another node",
    }
}
