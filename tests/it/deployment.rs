//! Putting a network on a chain: once it is done, and then it is left alone.

use antelope::{Asset, name};
use sdk::{
    Nodeos,
    network::{Artefacts, Deployment, Network, TestToken},
};

#[tokio::test]
async fn smoke() {
    let node = Nodeos::start().await.unwrap();
    let folder = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().join("contracts");
    let artefacts = Artefacts::load(&folder).unwrap();
    let network = Network::default();
    let token = TestToken {
        issuer: name!("owner"),
        supply: Asset::new(10_000_000_000, network.tokens[0].sym),
    };
    let deployment = Deployment::new(node.client(), &network, &artefacts, node.signer())
        .created_by(name!("eosio"), node.signer())
        .with_test_token(token)
        .with_atomicassets();
    let start = std::time::Instant::now();
    let report = deployment.run().await.unwrap();
    println!("{report}{:?}", start.elapsed());
    let again = deployment.run().await.unwrap();
    println!("{again}");
    assert!(again.is_unchanged());
}
