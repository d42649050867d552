//! Putting a network on a chain, step by step; a step that has been done is left out.

use std::collections::BTreeSet;

use antelope::{
    Action, Asset, Checksum256, ExtendedSymbol, Name, PackedAction, PermissionLevel, name,
};
use protocol::{
    atomicassets::{self, FormatLine, actions::AdminEditCollections},
    force::{
        actions::{AddToken, Init, SetSettings},
        settings::{Settings, Token, fee_fraction},
    },
    signed::actions::SetChain,
    token::actions::{Create, Issue},
    vaccount::actions::Open,
};

use super::{
    Artefact, Artefacts, Error, Network, Outcome, RamNeed, Report, Step, Upgrade,
    permissions::{self, LinkedPermission, TRANSFER_PERMISSION},
};
use crate::{
    client::Client,
    receipt::Receipt,
    signer::Signer,
    system::{LinkAuth, UpdateAuth, system_action},
};

/// The deployment of a network: what is needed for it and what it may do.
#[derive(Clone, Copy)]
pub struct Deployment<'a> {
    client: &'a Client,
    network: &'a Network,
    artefacts: &'a Artefacts,
    signer: &'a dyn Signer,
    creator: Option<(Name, &'a dyn Signer)>,
    test_token: Option<TestToken>,
    atomicassets: bool,
    replaces: bool,
    rehearses: bool,
    observer: Option<&'a (dyn Fn(&Step) + Send + Sync)>,
}

/// Tokens to play with, on chains that have none.
#[derive(Clone, Copy, Debug)]
pub struct TestToken {
    /// Who issues the token and holds all of it.
    pub issuer: Name,
    /// How much there is. Its symbol is that of the network's first token.
    pub supply: Asset,
}

impl<'a> Deployment<'a> {
    /// A deployment of `network`, whose accounts are there and have the key of `signer`.
    pub const fn new(
        client: &'a Client,
        network: &'a Network,
        artefacts: &'a Artefacts,
        signer: &'a dyn Signer,
    ) -> Self {
        Self {
            client,
            network,
            artefacts,
            signer,
            creator: None,
            test_token: None,
            atomicassets: false,
            replaces: false,
            rehearses: false,
            observer: None,
        }
    }

    /// Lets `creator`, whose key `signer` holds, create accounts that are not there.
    pub const fn created_by(mut self, creator: Name, signer: &'a dyn Signer) -> Self {
        self.creator = Some((creator, signer));
        self
    }

    /// Also deploys the token contract, makes the network's first token, and issues it.
    pub const fn with_test_token(mut self, token: TestToken) -> Self {
        self.test_token = Some(token);
        self
    }

    /// Also deploys AtomicAssets.
    pub const fn with_atomicassets(mut self) -> Self {
        self.atomicassets = true;
        self
    }

    /// Allows to replace other code and other permissions than those of this network.
    pub const fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }

    /// Only looks: what would be done is [`Outcome::Pending`]. That code may be replaced has to be allowed all the same.
    pub const fn rehearsing(mut self) -> Self {
        self.rehearses = true;
        self
    }

    /// Tells `observer` of each step as soon as it is over.
    pub const fn observed_by(mut self, observer: &'a (dyn Fn(&Step) + Send + Sync)) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Does what has not been done.
    ///
    /// # Errors
    /// When the chain refuses a step, or something else is there that must not be replaced.
    pub async fn run(self) -> Result<Report, Error> {
        let mut steps =
            Steps { deployment: self, report: Report::default(), bare: BTreeSet::new() };
        steps.local_contracts().await?;
        steps.contracts().await?;
        steps.settings().await?;
        Ok(steps.report)
    }
}

impl std::fmt::Debug for Deployment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deployment").field("network", self.network).finish_non_exhaustive()
    }
}

/// A deployment under way.
struct Steps<'a> {
    deployment: Deployment<'a>,
    report: Report,
    /// In a rehearsal, the accounts that are not there or have no ABI yet: their tables cannot be read.
    bare: BTreeSet<Name>,
}

impl Steps<'_> {
    /// What other networks have already.
    async fn local_contracts(&mut self) -> Result<(), Error> {
        let Deployment { network, artefacts, .. } = self.deployment;
        if self.deployment.atomicassets {
            self.account(protocol::atomicassets::CONTRACT).await?;
            self.code(protocol::atomicassets::CONTRACT, &artefacts.atomicassets).await?;
            self.atomicassets().await?;
        }
        let test_token = self.deployment.test_token.zip(network.tokens.first());
        if let Some((test_token, token)) = test_token {
            self.account(token.contract).await?;
            self.account(test_token.issuer).await?;
            self.code(token.contract, &artefacts.token).await?;
            self.test_token(test_token, *token).await?;
        }
        Ok(())
    }

    /// What the published documentation does not put together: the contract logs by actions to itself, and a
    /// collection can be made only after its attributes have been named.
    async fn atomicassets(&mut self) -> Result<(), Error> {
        let Deployment { client, network, .. } = self.deployment;
        let contract = network.atomicassets(client);
        let account = contract.account();
        self.inline_actions(account).await?;

        let config = if self.is_bare(account) { None } else { contract.config().await? };
        let mut actions = Vec::new();
        if config.is_none() {
            actions.push(contract.action(account, &atomicassets::actions::Init));
        }
        if config.is_none_or(|config| config.collection_format.is_empty()) {
            let lines = [("name", "string"), ("img", "ipfs"), ("url", "string")];
            let lines = lines.map(|(name, kind)| FormatLine::new(name, kind));
            let edit = AdminEditCollections { collection_format_extension: lines.into() };
            actions.push(contract.action(account, &edit));
        }
        self.push_or_present(format!("settings of {account}"), actions).await
    }

    async fn test_token(&mut self, test: TestToken, token: ExtendedSymbol) -> Result<(), Error> {
        let contract = self.deployment.network.token(self.deployment.client, token);
        let is_bare = self.is_bare(token.contract);
        let stats = if is_bare { None } else { contract.stats(token.sym.code()).await? };
        let mut actions = Vec::new();
        if stats.is_none() {
            let create = Create { issuer: test.issuer, maximum_supply: test.supply };
            actions.push(contract.action(token.contract, &create));
        }
        if stats.is_none_or(|stats| stats.supply.amount == 0) {
            let issue = Issue { to: test.issuer, quantity: test.supply, memo: String::new() };
            actions.push(contract.action(test.issuer, &issue));
        }
        self.push_or_present(format!("token {token}"), actions).await
    }

    /// The accounts, permissions and code of the network's own contracts. The permissions come first, so that no
    /// contract ever runs without them.
    async fn contracts(&mut self) -> Result<(), Error> {
        let Deployment { network, artefacts, .. } = self.deployment;
        for (account, artefact) in
            [(network.vaccount, &artefacts.vaccount), (network.force, &artefacts.force)]
        {
            self.account(account).await?;
            // Other code is refused before anything of the account is changed.
            self.code(account, artefact).await?;
            self.transfer_permission(account).await?;
        }
        self.account(network.fees).await
    }

    async fn account(&mut self, account: Name) -> Result<(), Error> {
        let Deployment { client, signer, creator, .. } = self.deployment;
        let what = format!("account {account}");
        match client.get_account(account).await {
            Ok(_) => self.note(what, Outcome::Present),
            Err(error) if error.is_unknown_account() => {
                let (creator, creator_signer) = creator.ok_or(Error::NoAccount(account))?;
                if self.deployment.rehearses {
                    self.bare.insert(account);
                    self.note(what, Outcome::Pending);
                    return Ok(());
                }
                let key = signer.public_key();
                let receipt = client.create_account(creator_signer, creator, account, &key).await?;
                self.note(what, Outcome::Done(receipt.id));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn code(&mut self, account: Name, artefact: &Artefact) -> Result<(), Error> {
        let Deployment { client, signer, replaces, .. } = self.deployment;
        let what = format!("code of {account}");
        if self.is_bare(account) {
            self.report.ram.push(RamNeed::of_new_account(account, artefact));
            self.note(what, Outcome::Pending);
            return Ok(());
        }
        let upgrade = Upgrade::plan(client, account, artefact).await?;
        let (found, wanted) = (upgrade.found_hash, artefact.code_hash());
        if found != wanted && found != Checksum256::default() && !replaces {
            return Err(Error::OtherCode { account, found, wanted });
        }
        if !upgrade.incompatibilities.is_empty() {
            let reasons = upgrade.incompatibilities;
            return Err(Error::Incompatible { account, reasons });
        }
        if !upgrade.is_done {
            self.report.ram.push(upgrade.ram);
        }
        if self.deployment.rehearses {
            if upgrade.found.abi.is_empty() {
                self.bare.insert(account);
            }
            self.note(what, if upgrade.is_done { Outcome::Present } else { Outcome::Pending });
            return Ok(());
        }
        if upgrade.ram.missing() > 0 {
            return Err(Error::NotEnoughRam(upgrade.ram));
        }
        let receipt = client.deploy(signer, account, &artefact.code, &artefact.abi).await?;
        self.note(what, outcome(receipt));
        Ok(())
    }

    /// Lets the contract of `account` act in the account's own name.
    async fn inline_actions(&mut self, account: Name) -> Result<(), Error> {
        let Deployment { client, signer, rehearses, .. } = self.deployment;
        let what = format!("inline actions of {account}");
        let outcome = if rehearses {
            let permission = PermissionLevel { actor: account, permission: name!("eosio.code") };
            let active = self.permission(account, name!("active")).await?;
            let is_there = active.is_some_and(|active| {
                active.authority == active.authority.clone().or_permission(permission)
            });
            if is_there { Outcome::Present } else { Outcome::Pending }
        } else {
            outcome(client.allow_inline_actions(signer, account).await?)
        };
        self.note(what, outcome);
        Ok(())
    }

    /// A permission of an account, which in a rehearsal need not be there.
    async fn permission(
        &self,
        account: Name,
        permission: Name,
    ) -> Result<Option<LinkedPermission>, Error> {
        match permissions::find(self.deployment.client, account, permission).await {
            Err(error) if self.deployment.rehearses && error.is_unknown_account() => Ok(None),
            found => Ok(found?),
        }
    }

    /// Whether this is a rehearsal and the tables of `account` cannot be read yet.
    fn is_bare(&self, account: Name) -> bool {
        self.bare.contains(&account)
    }

    /// Lets the contract of `account` transfer its tokens, and nothing else.
    async fn transfer_permission(&mut self, account: Name) -> Result<(), Error> {
        let Deployment { network, replaces, .. } = self.deployment;
        let (active, transfer) = (name!("active"), name!("transfer"));
        let permission = PermissionLevel { actor: account, permission: TRANSFER_PERMISSION };
        let found = self.permission(account, TRANSFER_PERMISSION).await?;
        let auth = permissions::code_of(account);
        let mut actions = Vec::new();
        match &found {
            Some(found) if found.parent == active && found.authority == auth => (),
            Some(_) if !replaces => return Err(Error::OtherPermission(permission)),
            _ => {
                let update =
                    UpdateAuth { account, permission: TRANSFER_PERMISSION, parent: active, auth };
                actions.push(system_action(account, &update));
            }
        }
        for code in network.token_contracts() {
            if !found.as_ref().is_some_and(|found| found.is_linked(code, transfer)) {
                let link =
                    LinkAuth { account, code, action: transfer, requirement: TRANSFER_PERMISSION };
                actions.push(system_action(account, &link));
            }
        }
        self.push_or_present(format!("permission {permission}"), actions).await
    }

    /// The network's own virtual account, the settings, and the accepted tokens.
    async fn settings(&mut self) -> Result<(), Error> {
        let Deployment { client, network, .. } = self.deployment;
        let (force, vaccount) = (network.force(client), network.vaccount(client));
        for token in &network.tokens {
            if self.is_bare(token.contract) {
                // To be made by this deployment.
                continue;
            }
            let contract = network.token(client, *token);
            let stats = contract.stats(token.sym.code()).await?;
            if stats.is_none_or(|stats| stats.supply.symbol != token.sym) {
                return Err(Error::NoToken(*token));
            }
        }

        let mut own_id = 0;
        if let Some(token) = network.tokens.first() {
            let what = format!("virtual account of {} for {token}", network.force);
            let own = network.force.into();
            let open = Open { acc: own, symbol: *token, payer: network.force };
            // Without an ABI, a question by another index ends some nodes.
            let is_bare = self.is_bare(network.vaccount);
            let missing = is_bare || vaccount.account_of(own, *token).await?.is_none();
            let actions = missing.then(|| vaccount.action(network.force, &open));
            self.push_or_present(what, Vec::from_iter(actions)).await?;
            if !is_bare {
                own_id = vaccount.account_of(own, *token).await?.map_or(0, |row| row.id);
            }
        }

        let init = Init {
            vaccount_contract: network.vaccount,
            force_vaccount_id: own_id,
            payout_delay_sec: network.payout_delay_sec,
            release_task_delay_sec: network.release_task_delay_sec,
            fee_contract: network.fees,
            fee_percentage: fee_fraction(network.fee_bps),
        };
        let is_bare = self.is_bare(network.force);
        match if is_bare { None } else { force.settings().await? } {
            Some(settings) if !is_as_wanted(&settings, &init) => {
                self.note("settings".into(), Outcome::Kept);
            }
            Some(_) => self.note("settings".into(), Outcome::Present),
            None => self.push("settings", network.force, &init).await?,
        }
        self.arbiter().await?;
        self.chain_id().await?;
        for token in &network.tokens {
            let row: Option<Token> = if is_bare { None } else { force.token(*token).await? };
            match row.filter(|row| row.accepted) {
                Some(_) => self.note(format!("accepted token {token}"), Outcome::Present),
                None => {
                    let what = format!("accepted token {token}");
                    self.push(&what, network.force, &AddToken { token: *token }).await?;
                }
            }
        }
        Ok(())
    }

    /// Who decides appeals, which is not among the published settings of `init`.
    async fn arbiter(&mut self) -> Result<(), Error> {
        let Deployment { client, network, .. } = self.deployment;
        let Some(arbiter) = network.arbiter else { return Ok(()) };
        self.account(arbiter).await?;
        let what = format!("arbiter {arbiter}");
        let settings = match self.is_bare(network.force) {
            true => None,
            false => network.force(client).settings().await?,
        };
        match settings {
            // Only a rehearsal gets here without settings.
            None => self.note(what, Outcome::Pending),
            Some(settings) if settings.arbiter == arbiter => self.note(what, Outcome::Present),
            // As first set; somebody else was chosen since, and stays.
            Some(settings) if settings.arbiter != network.force => self.note(what, Outcome::Kept),
            Some(settings) => {
                let action = SetSettings { arbiter, ..SetSettings::of(&settings) };
                self.push(&what, network.force, &action).await?;
            }
        }
        Ok(())
    }

    /// On which chain the contracts are, so that they take signatures for it and for no other.
    async fn chain_id(&mut self) -> Result<(), Error> {
        let Deployment { client, network, .. } = self.deployment;
        let chain_id = client.get_info().await?.chain_id;
        let of_force = match self.is_bare(network.force) {
            true => None,
            false => network.force(client).settings().await?.map(|settings| settings.chain_id),
        };
        let of_vaccount = match self.is_bare(network.vaccount) {
            true => None,
            false => network.vaccount(client).settings().await?.map(|settings| settings.chain_id),
        };
        for (contract, found) in [(network.force, of_force), (network.vaccount, of_vaccount)] {
            let what = format!("chain id of {contract}");
            if found == Some(chain_id) {
                self.note(what, Outcome::Present);
            } else {
                self.push(&what, contract, &SetChain { chain_id }).await?;
            }
        }
        Ok(())
    }

    /// Pushes an action of a contract to itself.
    async fn push<A: Action>(
        &mut self,
        what: &str,
        contract: Name,
        action: &A,
    ) -> Result<(), Error> {
        let authorization = vec![PermissionLevel::active(contract)];
        let action = PackedAction::new(contract, authorization, action);
        self.push_or_present(what.into(), vec![action]).await
    }

    /// Pushes what is missing; nothing when nothing is.
    async fn push_or_present(
        &mut self,
        what: String,
        actions: Vec<PackedAction>,
    ) -> Result<(), Error> {
        let Deployment { client, signer, .. } = self.deployment;
        let outcome = if actions.is_empty() {
            Outcome::Present
        } else if self.deployment.rehearses {
            Outcome::Pending
        } else {
            Outcome::Done(client.push(signer, &actions).await?.id)
        };
        self.note(what, outcome);
        Ok(())
    }

    fn note(&mut self, what: String, outcome: Outcome) {
        let step = Step { what, outcome };
        if let Some(observer) = self.deployment.observer {
            observer(&step);
        }
        self.report.steps.push(step);
    }
}

fn outcome(receipt: Option<Receipt>) -> Outcome {
    receipt.map_or(Outcome::Present, |receipt| Outcome::Done(receipt.id))
}

/// Whether the settings are still those that were wanted at first.
fn is_as_wanted(settings: &Settings, wanted: &Init) -> bool {
    settings.vaccount_contract == wanted.vaccount_contract
        && settings.force_vaccount_id == wanted.force_vaccount_id
        && settings.payout_delay_sec == wanted.payout_delay_sec
        && settings.release_task_delay_sec == wanted.release_task_delay_sec
        && settings.fee_contract == wanted.fee_contract
        && settings.fee_percentage == wanted.fee_percentage
}
