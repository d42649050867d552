//! `force pay`: what an account has earned, when it is due, and where it goes.

use std::{process::ExitCode, sync::Arc};

use antelope::{Asset, ExtendedAsset, Name, TimePointSec};
use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use sdk::{
    clock::System,
    content::MemoryStore,
    worker::{Identity, Withdrawal, Worker},
};
use serde::Serialize;

use super::work::explained;
use crate::{
    output::{Align, Table},
    session::{Session, SessionArgs},
};

/// The arguments of `force pay`.
#[derive(Clone, Debug, Args)]
pub struct PayArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: PayCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with what was earned.
#[derive(Clone, Debug, Subcommand)]
pub enum PayCommand {
    /// What was earned, and when it is due.
    Show,
    /// Cash everything that is due, into the virtual account.
    Cash,
    /// Send tokens from the virtual account to an account of the chain.
    Withdraw {
        /// How much, such as "1.0000 EFX"; everything, without it.
        quantity: Option<Asset>,
        /// To whom; to the account that acts, without it.
        #[arg(long, value_name = "NAME")]
        to: Option<Name>,
        /// The memo of the transfer.
        #[arg(long, value_name = "TEXT", default_value = "")]
        memo: String,
    },
}

/// What an account has and gets.
#[derive(Debug, Serialize)]
struct Balance {
    token: String,
    /// What is in the virtual account; nothing, when there is none.
    balance: Option<String>,
    payments: Vec<Payment>,
}

#[derive(Debug, Serialize)]
struct Payment {
    id: u64,
    campaign: u32,
    batch: u32,
    amount: String,
    due_on: TimePointSec,
    is_due: bool,
}

/// Does what is asked with what was earned.
///
/// # Errors
/// When nobody acts, there is no key, or a contract or the chain refuses.
pub async fn run(command: &PayCommand, session: &Session) -> Result<ExitCode> {
    let network = session.network()?;
    let actor = session.actor()?;
    let identity = Identity::account(actor.account, Arc::from(session.signer()?))
        .with_permission(actor.permission);
    let store = Arc::new(MemoryStore::default());
    let client = session.client().clone();
    let worker = Worker::new(client, &network, identity, store, Arc::new(System));
    match command {
        PayCommand::Show => {
            let mut balances = Vec::new();
            for token in &network.tokens {
                let balance = worker.balance(*token).await.map_err(explained)?;
                let payments = worker.payments(*token).await.map_err(explained)?;
                let payments = payments.iter().map(|earned| {
                    let row = &earned.payment;
                    let (campaign, batch) = protocol::force::batch::split_batch_key(row.batch_id);
                    let amount = row.pending.quantity.to_string();
                    let (due_on, is_due) = (earned.due_on, earned.is_due);
                    Payment { id: row.id, campaign, batch, amount, due_on, is_due }
                });
                balances.push(Balance {
                    token: token.to_string(),
                    balance: balance.map(|balance| balance.quantity.to_string()),
                    payments: payments.collect(),
                });
            }
            session.output().show(&balances, |balances| {
                balances.iter().map(Balance::render).collect::<Vec<_>>().join("\n")
            })?;
        }
        PayCommand::Cash => {
            ensure!(!session.is_dry_run(), "show tells what would be cashed");
            let mut cashed = Vec::new();
            for token in &network.tokens {
                let payments = worker.pay_out(*token).await.map_err(explained)?;
                cashed.extend(payments.iter().map(|payment| payment.pending.quantity.to_string()));
            }
            session.output().show(&cashed, |cashed| match cashed.is_empty() {
                true => "nothing is due".to_owned(),
                false => format!("cashed: {}", cashed.join(", ")),
            })?;
        }
        PayCommand::Withdraw { quantity, to, memo } => {
            ensure!(!session.is_dry_run(), "show tells what is there");
            let token = match quantity {
                Some(quantity) => *network
                    .tokens
                    .iter()
                    .find(|token| token.sym == quantity.symbol)
                    .with_context(|| format!("the network has no token {}", quantity.symbol))?,
                None => *network.tokens.first().context("the network has no token")?,
            };
            let quantity = match quantity {
                Some(quantity) => ExtendedAsset { quantity: *quantity, contract: token.contract },
                None => {
                    let balance = worker.balance(token).await.map_err(explained)?;
                    balance.with_context(|| format!("no virtual account for {token}"))?
                }
            };
            let to = to.unwrap_or(actor.account);
            let withdrawal = Withdrawal { quantity, to, memo: memo.clone() };
            let receipt = worker.withdraw(&withdrawal).await.map_err(explained)?;
            session.output().show(&receipt.id.to_string(), |id| {
                format!("{} to {to}: {id}", withdrawal.quantity.quantity)
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Balance {
    fn render(&self) -> String {
        let has = self.balance.as_deref().unwrap_or("no virtual account");
        let columns = [
            ("payment", Align::Right),
            ("campaign", Align::Right),
            ("batch", Align::Right),
            ("amount", Align::Right),
            ("due", Align::Left),
        ];
        let mut table = Table::new(format!("{}: {has}", self.token), &columns);
        for payment in &self.payments {
            let due = match payment.is_due {
                true => "now".to_owned(),
                false => payment.due_on.to_string(),
            };
            table.row([
                payment.id.to_string(),
                payment.campaign.to_string(),
                payment.batch.to_string(),
                payment.amount.clone(),
                due,
            ]);
        }
        table.render()
    }
}
