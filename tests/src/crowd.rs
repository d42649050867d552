//! More than the named people: crowds of workers, further tokens, and the RAM that everybody pays for.

use std::collections::BTreeMap;

use antelope::{Asset, ExtendedSymbol, Name, PermissionLevel, Symbol, name};
use protocol::{
    force::actions::AddToken,
    token::actions::{Create, Issue, Open as OpenBalance, Transfer},
    vaccount::actions::Open,
};
use sdk::{
    Result,
    contracts::TokenContract,
    system::{LinkAuth, system_action},
};

use crate::{Actor, World, artefacts};

/// A number of letters, as names have them.
fn letters(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    [letter(number / 26), letter(number)].iter().collect()
}

impl World {
    /// So many further workers, who have nothing yet.
    pub async fn crowd(&self, count: usize) -> Vec<Actor> {
        let names = (0..count).map(|number| self.own_name(&format!("crowd{}", letters(number))));
        let names = Vec::from_iter(names);
        self.create_accounts(names.iter().copied()).await;
        let mut crowd = Vec::new();
        for name in names {
            crowd.push(Actor { name, id: self.open_row(name, self.token).await.unwrap() });
        }
        crowd
    }

    /// Opens a virtual account of `user` for a token, at the stranger's expense. Gives its id.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn open_row(&self, user: Name, symbol: ExtendedSymbol) -> Result<u32> {
        let open = Open { acc: user.into(), symbol, payer: self.stranger };
        self.push_all(&[self.vaccount.action(self.stranger, &open)]).await?;
        let row = self.vaccount.account_of(user.into(), symbol).await?;
        Ok(row.expect("what was opened is there").id)
    }

    /// Deposits tokens of the requester in a virtual account.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn deposit(&self, account_id: u32, quantity: Asset) -> Result<sdk::Receipt> {
        let deposit = self.vaccount.deposit(self.requester, account_id, self.amount(quantity));
        self.push_all(&[deposit]).await
    }

    /// Transfers tokens outside the network.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn transfer(
        &self,
        from: Name,
        to: Name,
        quantity: Asset,
        memo: &str,
    ) -> Result<sdk::Receipt> {
        let transfer = Transfer { from, to, quantity, memo: memo.into() };
        self.push_all(&[self.network.token(&self.client, self.token).action(from, &transfer)]).await
    }

    /// A token contract of this scenario's own, which has issued a million to the requester of each symbol.
    pub async fn token_contract(&self, role: &str, symbols: &[Symbol]) -> TokenContract {
        let contract = TokenContract::new(self.client.clone(), self.own_name(role));
        let account = contract.account();
        self.create_accounts([account]).await;
        let code = artefacts().token;
        self.client.deploy(&self.signer, account, &code.code, &code.abi).await.unwrap();
        let mut actions = Vec::new();
        for symbol in symbols {
            let supply = Asset::new(1_000_000 * 10_000, *symbol);
            let issuer = self.requester;
            let create = Create { issuer, maximum_supply: supply };
            let issue = Issue { to: issuer, quantity: supply, memo: String::new() };
            actions.push(contract.action(account, &create));
            actions.push(contract.action(issuer, &issue));
        }
        self.push_all(&actions).await.unwrap();
        contract
    }

    /// Accepts a token for rewards, and lets both contracts of the network transfer it.
    pub async fn accept(&self, token: ExtendedSymbol) {
        let links = [self.force.account(), self.vaccount.account()].map(|account| {
            let (action, requirement) = (name!("transfer"), name!("xfer"));
            system_action(account, &LinkAuth { account, code: token.contract, action, requirement })
        });
        let add = self.force.action(self.force.account(), &AddToken { token });
        self.push_all(&[add]).await.unwrap();
        self.push_all(&links).await.unwrap();
    }

    /// Opens a token balance for each of these accounts, at its own expense.
    pub async fn open_balances(&self, owners: impl IntoIterator<Item = Name>) {
        let tokens = self.network.token(&self.client, self.token);
        let opens = owners.into_iter().map(|owner| {
            let open = OpenBalance { owner, symbol: self.token.sym, ram_payer: owner };
            tokens.action(owner, &open)
        });
        self.push_all(&Vec::from_iter(opens)).await.unwrap();
    }

    /// The RAM that accounts pay for, in bytes.
    pub async fn ram(&self, accounts: &[Name]) -> BTreeMap<Name, i64> {
        let mut usage = BTreeMap::new();
        for account in accounts {
            let described = self.client.get_account(*account).await.unwrap();
            usage.insert(*account, described.ram_usage);
        }
        usage
    }
}

/// The `active` permission of an account, as the authorization of an action.
pub fn active(account: Name) -> Vec<PermissionLevel> {
    vec![PermissionLevel::active(account)]
}
