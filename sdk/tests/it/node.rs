//! The kinds of node that the client is tried on: what holds on one has to hold on the other.

use antelope::{Name, PublicKey};
use sdk::{
    Client, Devnet, LocalSigner, Nodeos,
    transport::{Http, Transport},
};

/// A node of either kind, with a chain of its own.
pub(crate) enum Node {
    Embedded(Devnet),
    Nodeos(Nodeos),
}

impl Node {
    pub(crate) fn embedded() -> Self {
        Self::Embedded(Devnet::new())
    }

    /// A booted node. Where nodeos is not installed the error says how to.
    pub(crate) async fn nodeos() -> Self {
        Self::Nodeos(Nodeos::start().await.unwrap())
    }

    pub(crate) const fn client(&self) -> &Client {
        match self {
            Self::Embedded(devnet) => devnet.client(),
            Self::Nodeos(node) => node.client(),
        }
    }

    /// Another way to it than its client has.
    pub(crate) fn transport(&self) -> Box<dyn Transport> {
        match self {
            Self::Embedded(devnet) => Box::new(devnet.transport().clone()),
            Self::Nodeos(node) => Box::new(Http::new(&node.url()).unwrap()),
        }
    }

    pub(crate) const fn signer(&self) -> &LocalSigner {
        match self {
            Self::Embedded(devnet) => devnet.signer(),
            Self::Nodeos(node) => node.signer(),
        }
    }

    pub(crate) async fn create_account(&self, name: Name, key: &PublicKey) {
        match self {
            Self::Embedded(devnet) => devnet.create_account(name, key).await.unwrap(),
            Self::Nodeos(node) => node.create_account(name, key).await.unwrap(),
        };
    }
}

/// Makes tests of functions that take a node: each is called with one of either kind.
macro_rules! on_both_nodes {
    ($($test:ident)*) => {
        mod embedded {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test(crate::node::Node::embedded()).await;
                }
            )*
        }

        mod nodeos {
            $(
                #[tokio::test]
                async fn $test() {
                    super::$test(crate::node::Node::nodeos().await).await;
                }
            )*
        }
    };
}

pub(crate) use on_both_nodes;
