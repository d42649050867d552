//! A fresh chain with a network on it, its people, and the way in which their transactions are measured.
//!
//! What they do is in the other modules.

use antelope::{
    Action, Asset, ExtendedAsset, ExtendedSymbol, Name, PackedAction, PermissionLevel,
    TimePointSec, VarUint32, name,
};
use protocol::token::actions::Transfer;
use sdk::{
    Client, LocalSigner, Nodeos, Receipt, Signer,
    contracts::{AtomicAssetsContract, ForceContract, VaccountContract},
    network::{Artefact, Artefacts, Deployment, Network, TestToken},
    nodeos::ChainConfig,
    system::{Authority, NewAccount, SYSTEM, system_action},
};

use crate::{
    Result, report,
    sample::{Cost, Ram, Samples},
};

/// What a transaction costs that runs no code: taken off from every action.
pub(crate) const EMPTY: &str = "empty action";
/// A transfer that nobody listens to: taken off from actions that begin as one.
pub(crate) const TRANSFER: &str = "token transfer";

/// Makes campaigns. Also the issuer, who has all of the token.
const REQUESTER: Name = name!("requester");
/// Has no code.
const IDLE: Name = name!("idle");
/// How many workers share the work.
const WORKERS: usize = 5;
/// How many actions a transaction has when it is not measured.
const BATCH: usize = 40;

/// A worker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worker {
    /// The account of the chain.
    pub(crate) name: Name,
    /// The virtual account.
    pub(crate) id: u32,
}

/// A chain with a network.
#[derive(Debug)]
pub(crate) struct World<'a> {
    node: Nodeos,
    samples: &'a mut Samples,
    /// The tasks contract.
    pub(crate) force: ForceContract,
    /// The contract of virtual accounts.
    pub(crate) vaccount: VaccountContract,
    /// The network.
    pub(crate) network: Network,
    /// The token of all rewards.
    pub(crate) token: ExtendedSymbol,
    /// Who makes campaigns.
    pub(crate) requester: Name,
    /// Who work.
    pub(crate) workers: Vec<Worker>,
    /// How many campaigns have been made.
    pub(crate) campaigns: u32,
    /// How many transactions have been sent.
    sent: u32,
}

impl<'a> World<'a> {
    /// Starts a node, and puts a network with workers on it.
    pub(crate) async fn start(samples: &'a mut Samples) -> Result<Self> {
        let node = Nodeos::start().await?;
        let config = node.chain_config().await?;
        // With a floor under what is billed, small differences would not show.
        node.set_chain_config(ChainConfig { min_transaction_cpu_usage: 1, ..config }).await?;

        let network = Network { payout_delay_sec: 3600, ..Network::default() };
        let token = *network.tokens.first().ok_or("a network has a token")?;
        let mut artefacts = Artefacts::load(&report::contracts_folder()?)?;
        // The reference was measured with the standard token contract, and real networks have it.
        let standard = node.installation().contract("eosio.token")?;
        artefacts.token = Artefact { code: standard.code, abi: standard.abi };
        let supply = Asset::new(1 << 60, token.sym);
        Deployment::new(node.client(), &network, &artefacts, node.signer())
            .created_by(SYSTEM, node.signer())
            .with_test_token(TestToken { issuer: REQUESTER, supply })
            .with_atomicassets()
            .run()
            .await?;

        let mut world = Self {
            force: network.force(node.client()),
            vaccount: network.vaccount(node.client()),
            node,
            samples,
            network,
            token,
            requester: REQUESTER,
            workers: Vec::new(),
            campaigns: 0,
            sent: 0,
        };
        world.create_accounts(&[IDLE]).await?;
        world.workers = world.hire("worker", WORKERS).await?;
        Ok(world)
    }

    /// Creates workers with accounts of their own.
    pub(crate) async fn hire(&mut self, role: &str, count: usize) -> Result<Vec<Worker>> {
        let names = (0..count).map(|i| numbered(role, i)).collect::<Result<Vec<_>>>()?;
        self.create_accounts(&names).await?;
        let opens: Vec<_> = names.iter().map(|name| self.opening(*name)).collect();
        self.run(&opens).await?;
        let mut workers = Vec::with_capacity(count);
        let Some(first) = names.first() else { return Ok(workers) };
        let row = self.vaccount.account_of((*first).into(), self.token).await?;
        let first_id = row.ok_or("an opened row is there")?.id;
        // Ids count up, and nobody else has opened a row meanwhile.
        workers.extend(names.into_iter().zip(first_id..).map(|(name, id)| Worker { name, id }));
        Ok(workers)
    }

    /// Creates accounts of the chain.
    pub(crate) async fn create_accounts(&mut self, names: &[Name]) -> Result<()> {
        let authority = Authority::key(self.signer().public_key());
        let actions = names.iter().map(|name| {
            let (owner, active) = (authority.clone(), authority.clone());
            system_action(SYSTEM, &NewAccount { creator: SYSTEM, name: *name, owner, active })
        });
        self.run(&Vec::from_iter(actions)).await
    }

    /// A transfer to somebody without code.
    pub(crate) fn transfer(&self, to: Name) -> PackedAction {
        let (from, quantity) = (self.requester, self.amount(1).quantity);
        let transfer = Transfer { from, to, quantity, memo: String::new() };
        let authorization = vec![PermissionLevel::active(from)];
        PackedAction::new(self.token.contract, authorization, &transfer)
    }

    /// So many smallest units of the token.
    pub(crate) const fn amount(&self, units: i64) -> ExtendedAsset {
        let quantity = Asset::new(units, self.token.sym);
        ExtendedAsset { quantity, contract: self.token.contract }
    }

    /// An action of the tasks contract.
    pub(crate) fn act<A: Action>(&self, actor: Name, action: &A) -> PackedAction {
        self.force.action(actor, action)
    }

    /// Executes actions that are not measured, many in a transaction.
    pub(crate) async fn run(&mut self, actions: &[PackedAction]) -> Result<()> {
        for actions in actions.chunks(BATCH) {
            self.send(actions).await?;
        }
        Ok(())
    }

    /// Executes an action and adds what it cost to the samples of `row`; then one that runs no code, so that both
    /// are measured in the same minutes.
    pub(crate) async fn measure(&mut self, row: &'static str, action: PackedAction) -> Result<()> {
        let empty = PackedAction {
            account: IDLE,
            name: name!("empty"),
            authorization: vec![PermissionLevel::active(IDLE)],
            data: Vec::new(),
        };
        let receipt = self.send(&[action]).await.map_err(|error| format!("{row}: {error}"))?;
        let empty = self.send(&[empty]).await?;
        for (row, receipt) in [(row, receipt), (EMPTY, empty.clone())] {
            let cost = self.cost(&receipt, empty.cpu_usage_us);
            self.samples.add(row, cost);
        }
        Ok(())
    }

    async fn send(&mut self, actions: &[PackedAction]) -> Result<Receipt> {
        // Less than the hour for which a transaction may wait.
        const SECONDS: u32 = 3000;
        let client = self.client().clone();
        let info = client.get_info().await?;
        let mut transaction = client.transaction_at(&info, actions);
        // The client tells transactions apart by a limit, which costs bytes; here it is by their expiration.
        transaction.max_net_usage_words = VarUint32(0);
        transaction.expiration = TimePointSec(transaction.expiration.0 + self.sent % SECONDS);
        self.sent += 1;
        let signed = client.sign(&info.chain_id, &[self.signer()], transaction).await?;
        Ok(client.send(&signed).await?)
    }

    fn cost(&self, receipt: &Receipt, empty_us: u32) -> Cost {
        let mut ram = Ram::new();
        for delta in receipt.actions.iter().flat_map(|action| &action.ram_deltas) {
            *ram.entry(self.role(delta.account)).or_default() += delta.delta;
        }
        ram.retain(|_, bytes| *bytes != 0);
        let run_us = receipt.actions.iter().map(|action| action.elapsed_us).sum();
        Cost {
            cpu_us: receipt.cpu_usage_us,
            empty_us,
            run_us,
            net_bytes: receipt.net_usage_bytes,
            ram,
        }
    }

    /// What an account is in the network.
    fn role(&self, account: Name) -> String {
        if account == self.network.force {
            return "contract".into();
        }
        let name = account.to_string();
        let worker = ["worker", "newcomer", "holder"].iter().any(|role| name.starts_with(role));
        if worker { "worker".into() } else { name }
    }

    fn client(&self) -> &Client {
        self.node.client()
    }

    fn signer(&self) -> &LocalSigner {
        self.node.signer()
    }

    /// AtomicAssets.
    pub(crate) fn atomicassets(&self) -> AtomicAssetsContract {
        self.network.atomicassets(self.client())
    }

    /// Waits for so many seconds of the chain's time, which has two blocks each.
    pub(crate) async fn wait_seconds(&self, seconds: u32) -> Result<()> {
        for _ in 0..seconds {
            self.node.wait_blocks(2).await?;
        }
        Ok(())
    }
}

/// The account of the person with this number in a role, of at most 17,576.
pub(crate) fn numbered(role: &str, number: usize) -> Result<Name> {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let letters = [letter(number / 676), letter(number / 26), letter(number)];
    Ok(format!("{role}.{}", letters.iter().collect::<String>()).parse()?)
}
