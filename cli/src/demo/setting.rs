//! Before the first act: a network on the node, and everybody's account.

use antelope::{Asset, ExtendedAsset, Name, PermissionLevel, name};
use anyhow::{Context, Result};
use protocol::{
    force::actions::ClaimFees,
    token::actions::{Open as OpenBalance, Transfer},
    vaccount::actions::Open,
};
use sdk::{
    Signer,
    network::{Artefacts, Deployment, Network, Outcome, TestToken},
    system::{Authority, NewAccount, SYSTEM, system_action},
};

use super::{Demo, Event, Observer, chain::Chain, node::Node, party::Party, worker::Staff};

/// How long a payment waits after the last submission, in seconds: long enough to see that it waits.
const PAYOUT_DELAY: u32 = 4;

/// What the requester has at first, in whole tokens.
const BUDGET: i64 = 10_000;

/// The accounts that stay with the network.
const ISSUER: Name = name!("issuer");

/// A network that is ready, and those who will use it.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) chain: Chain,
    /// The network's own accounts, which share a key.
    pub(super) operator: Party,
    pub(super) requester: Party,
    pub(super) workers: Vec<Staff>,
}

impl Setting {
    /// Deploys the network and makes the accounts.
    pub(super) async fn prepare(
        demo: &Demo,
        node: &Node,
        artefacts: &Artefacts,
        observer: &dyn Observer,
    ) -> Result<Self> {
        let network = Network { payout_delay_sec: PAYOUT_DELAY, ..Network::default() };
        let token = *network.tokens.first().context("the default network has a token")?;
        let operator = Party::new(network.force, demo.seed)?;
        let client = node.client().clone();
        let supply = Asset::new(whole(1_000_000, token.sym.precision()), token.sym);
        let report = Deployment::new(&client, &network, artefacts, &operator.signer)
            .created_by(SYSTEM, node.signer())
            .with_test_token(TestToken { issuer: ISSUER, supply })
            .run()
            .await?;
        let done = |outcome| matches!(outcome, Outcome::Done(_));
        let steps = report.steps.iter().filter(|step| done(step.outcome)).count();
        observer
            .notice(Event::Done(format!("accounts, code, permissions, settings: {steps} steps")));

        observer.notice(Event::begins("accounts", "accounts, keys, virtual accounts"));
        let chain = Chain { client, network, token, journal: super::journal::Journal::default() };
        let requester = Party::new(name!("requester"), demo.seed)?;
        let mut parties = Vec::new();
        for worker in digits::Worker::all() {
            let name = worker.name().parse().context("names of workers are names of accounts")?;
            parties.push(Party::new(name, demo.seed)?);
        }
        create_accounts(node, parties.iter().chain([&requester])).await?;
        let mut workers = Vec::with_capacity(parties.len());
        for party in parties {
            let account_id = open_accounts(&chain, &party).await?;
            workers.push(Staff { party, account_id });
        }
        let setting = Self { chain, operator, requester, workers };
        setting.open_network_balances().await?;
        setting.fund_requester().await?;
        observer.notice(Event::Done(format!("a requester and {} workers", setting.workers.len())));
        Ok(setting)
    }

    /// An amount of the demo's token, in smallest units.
    pub(super) fn amount(&self, amount: i64) -> Asset {
        Asset::new(amount, self.chain.token.sym)
    }

    /// An amount of the demo's token, in whole ones.
    pub(super) fn whole(&self, tokens: i64) -> ExtendedAsset {
        let quantity = self.amount(whole(tokens, self.chain.token.sym.precision()));
        ExtendedAsset { quantity, contract: self.chain.token.contract }
    }

    /// Sends the fees to the network's account for them.
    pub(super) async fn claim_fees(&self) -> Result<()> {
        let claim = ClaimFees { token: self.chain.token };
        self.chain.act(&self.operator, self.chain.network.force, &claim).await?;
        Ok(())
    }

    /// Rows for the balances of the network's accounts, so that nobody else pays for them later.
    async fn open_network_balances(&self) -> Result<()> {
        let Chain { client, network, token, .. } = &self.chain;
        let contract = self.chain.token();
        let opened = [network.force, network.vaccount, network.fees].map(|owner| {
            contract.action(owner, &OpenBalance { owner, symbol: token.sym, ram_payer: owner })
        });
        client.push(&self.operator.signer, &opened).await?;
        Ok(())
    }

    /// Gives the requester something to spend.
    async fn fund_requester(&self) -> Result<()> {
        let contract = self.chain.token();
        let requester = self.requester.name;
        let sym = self.chain.token.sym;
        let open = OpenBalance { owner: requester, symbol: sym, ram_payer: requester };
        contract.push(&self.requester.signer, requester, &open).await?;
        let quantity = self.whole(BUDGET).quantity;
        let transfer = Transfer { from: ISSUER, to: requester, quantity, memo: String::new() };
        contract.transfer(&self.operator.signer, &transfer).await?;
        Ok(())
    }
}

/// Makes the parties' accounts, each with its own key.
async fn create_accounts(node: &Node, parties: impl Iterator<Item = &Party>) -> Result<()> {
    let create = |party: &Party| {
        let authority = Authority::key(party.signer.public_key());
        let (owner, active) = (authority.clone(), authority);
        system_action(SYSTEM, &NewAccount { creator: SYSTEM, name: party.name, owner, active })
    };
    let actions: Vec<_> = parties.map(create).collect();
    node.client().push(node.signer(), &actions).await?;
    Ok(())
}

/// Opens a worker's virtual account and token balance, at the worker's cost. Gives the id of the virtual account.
async fn open_accounts(chain: &Chain, party: &Party) -> Result<u32> {
    let owner = party.name;
    let authorization = vec![PermissionLevel::active(owner)];
    let balance = OpenBalance { owner, symbol: chain.token.sym, ram_payer: owner };
    let account = Open { acc: owner.into(), symbol: chain.token, payer: owner };
    let actions = [
        antelope::PackedAction::new(chain.token.contract, authorization.clone(), &balance),
        antelope::PackedAction::new(chain.network.vaccount, authorization, &account),
    ];
    chain.client.push(&party.signer, &actions).await?;
    let row = chain.vaccount().account_of(owner.into(), chain.token).await?;
    Ok(row.context("a virtual account that was opened is there")?.id)
}

/// Whole tokens in smallest units. The demo's figures are far from the limits.
fn whole(tokens: i64, precision: u8) -> i64 {
    tokens.saturating_mul(10i64.saturating_pow(u32::from(precision)))
}
