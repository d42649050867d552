//! What is on a new chain: our contracts, and accounts that can pay.

use antelope::{Asset, Name, name};
use anyhow::{Context, Result};
use chain::{
    Chain, Config,
    node::{Mining, Node},
};
use protocol::token::actions::{Open, Transfer};
use sdk::{
    Devnet,
    network::{Artefacts, Deployment, Network, TestToken},
    system::{Authority, NewAccount, SYSTEM, system_action},
};

use super::account::Account;

/// Who has all tokens at first.
const ISSUER: Name = name!("issuer");

/// How much of the token there is, in whole ones, and how much of it each account has.
const SUPPLY: i64 = 1_000_000_000;
const FUNDS: i64 = 1_000_000;

/// A new chain with the contracts of these artefacts, and the accounts.
///
/// # Errors
/// When the chain refuses a contract.
pub(crate) async fn with_contracts(artefacts: &Artefacts, accounts: &[Account]) -> Result<Node> {
    let devnet = Devnet::of(new());
    let network = Network::default();
    let token = *network.tokens.first().context("the default network has a token")?;
    let whole = |tokens: i64| {
        let units = 10i64.saturating_pow(u32::from(token.sym.precision()));
        Asset::new(tokens.saturating_mul(units), token.sym)
    };
    Deployment::new(devnet.client(), &network, artefacts, devnet.signer())
        .created_by(SYSTEM, devnet.signer())
        .with_test_token(TestToken { issuer: ISSUER, supply: whole(SUPPLY) })
        .with_atomicassets()
        .run()
        .await?;
    create(&devnet, accounts).await?;
    let contract = network.token(devnet.client(), token);
    // Rows for balances, so that nobody pays for those of others later.
    for owner in [network.force, network.vaccount, network.fees] {
        let open = Open { owner, symbol: token.sym, ram_payer: owner };
        contract.push(devnet.signer(), owner, &open).await?;
    }
    for Account { name: to, signer, .. } in accounts {
        let open = Open { owner: *to, symbol: token.sym, ram_payer: *to };
        contract.push(signer, *to, &open).await?;
        let transfer =
            Transfer { from: ISSUER, to: *to, quantity: whole(FUNDS), memo: String::new() };
        contract.transfer(devnet.signer(), &transfer).await?;
    }
    devnet.mine();
    let node = devnet.node().clone();
    Ok(node)
}

/// A new chain with the accounts and nothing else.
///
/// # Errors
/// When a name is taken.
pub(crate) async fn without_contracts(accounts: &[Account]) -> Result<Node> {
    let devnet = Devnet::of(new());
    create(&devnet, accounts).await?;
    devnet.mine();
    let node = devnet.node().clone();
    Ok(node)
}

/// Blocks end when they are told to while the chain is prepared: there are few of them then.
fn new() -> Node {
    Node::new(Chain::new(Config::default()), Mining::Interval)
}

async fn create(devnet: &Devnet, accounts: &[Account]) -> Result<()> {
    let actions: Vec<_> = (accounts.iter())
        .map(|account| {
            let authority = Authority::key(account.public_key.clone());
            let (owner, active) = (authority.clone(), authority);
            let name = account.name;
            system_action(SYSTEM, &NewAccount { creator: SYSTEM, name, owner, active })
        })
        .collect();
    devnet.client().push(devnet.signer(), &actions).await?;
    Ok(())
}
