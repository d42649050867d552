//! Relayers: accounts that bring what key holders sign to the chain, and pay for it.
//!
//! [`Relay`] is a user's way to one. With the feature `relay`, a `Relayer` is one, and a `Server` puts it on a socket.
//! What counts as a signature is the protocol's rule, [`protocol::signed`]; how a user signs is left to
//! [`KeyHolder`](crate::signer::KeyHolder).
//!
//! A relayer is a function from a request to an answer:
//!
//! | path | gives |
//! |---|---|
//! | `/transaction` | brings a JSON array of actions to the chain, `{account, name, data}`, `data` in hexadecimal or as JSON |
//! | `/info` | who the relayer is, what it brings, and for what fee |
//! | `/health` | whether it reaches the chain |
//! | `/metrics` | counters, as Prometheus reads them |

mod info;
mod link;

#[cfg(feature = "relay")]
mod claim;
#[cfg(feature = "relay")]
mod metrics;
#[cfg(feature = "relay")]
mod policy;
#[cfg(feature = "relay")]
mod quota;
#[cfg(feature = "relay")]
mod recent;
#[cfg(feature = "relay")]
mod record;
#[cfg(feature = "relay")]
mod refusal;
#[cfg(feature = "relay")]
mod relayer;
#[cfg(feature = "relay")]
mod request;
#[cfg(feature = "relay")]
mod server;
#[cfg(feature = "relay")]
mod user;

pub use info::{RelayInfo, Relayed};
pub use link::Relay;

#[cfg(feature = "relay")]
pub use claim::{ACTIONS, ASSIGN, OPEN};
#[cfg(feature = "relay")]
pub use policy::{Limits, Policy};
#[cfg(feature = "relay")]
pub use record::{Observer, Record};
#[cfg(feature = "relay")]
pub use relayer::{Answer, Relayer};
#[cfg(feature = "relay")]
pub use server::{Options, Server};
