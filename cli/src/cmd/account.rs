//! `force account`: what a user has, and how it moves; new keys, and new accounts of the chain.

use std::{
    fs::OpenOptions,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use antelope::{
    Asset, ExtendedAsset, ExtendedSymbol, Name, PackedAction, PermissionLevel, PublicKey, base58,
};
use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use sdk::{
    LocalSigner, Signer,
    accounts::{Accounts, Holding, Summary, User as Acting},
    network::Network,
    relay::{Relay, RelayInfo},
    signer::{KeyHolder, address_of},
    system::{Authority, NewAccount, SYSTEM, system_action},
};
use serde::Serialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::user::{self, User};
use crate::{
    args::parse_token,
    output::{Align, Output, Table},
    session::{Session, SessionArgs, explained},
};

/// The arguments of `force account`.
#[derive(Clone, Debug, Args)]
pub struct AccountArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: AccountCommand,
    /// Act as the holder of a key, without an account of the chain, through the relayer at this URL.
    #[arg(global = true, long, value_name = "URL", env = "FORCE_RELAY", conflicts_with = "actor")]
    pub relay: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with accounts.
#[derive(Clone, Debug, Subcommand)]
pub enum AccountCommand {
    /// What a user has: tokens, virtual accounts, earnings, NFTs.
    Show {
        /// An account of the chain, or the address of who holds a key; who acts, without it.
        user: Option<User>,
    },
    /// Open the virtual accounts of who acts, for the tokens of the network.
    Open {
        /// Only for this token.
        #[arg(long, value_name = "SYMBOL@CONTRACT", value_parser = parse_token)]
        token: Option<ExtendedSymbol>,
    },
    /// Send tokens of an account of the chain to a virtual account.
    Deposit {
        /// How much, such as "1.0000 EFX".
        quantity: Asset,
        /// Its id; that of who acts, without it.
        #[arg(long, value_name = "ID")]
        to: Option<u32>,
    },
    /// Move tokens from one virtual account to another.
    Transfer {
        /// How much, such as "1.0000 EFX".
        quantity: Asset,
        /// The id of the virtual account that gets them.
        #[arg(long, value_name = "ID")]
        to: u32,
        /// A note.
        #[arg(long, value_name = "TEXT", default_value = "")]
        memo: String,
    },
    /// Send tokens from a virtual account to an account of the chain.
    Withdraw {
        /// How much, such as "1.0000 EFX".
        quantity: Asset,
        /// To whom; to the account that acts, without it.
        #[arg(long, value_name = "NAME")]
        to: Option<Name>,
        /// The memo of the transfer.
        #[arg(long, value_name = "TEXT", default_value = "")]
        memo: String,
    },
    /// Make a key, and write it into a file that only its owner can read.
    NewKey {
        /// The file, which must not be there.
        file: PathBuf,
    },
    /// Create an account of the chain.
    Create {
        /// Its name.
        name: Name,
        /// Its key, the public one.
        #[arg(long, value_name = "PUB_K1_…")]
        key: PublicKey,
        /// Where the chain sells RAM: buy so much for it, in bytes.
        #[arg(long, value_name = "BYTES")]
        ram: Option<u32>,
    },
}

/// Does what is asked with accounts.
///
/// # Errors
/// When nobody acts, there is no key, or the relayer, a contract or the chain refuses.
pub async fn run(args: &AccountArgs, session: &Session) -> Result<ExitCode> {
    let (client, output) = (session.client(), session.output());
    if let AccountCommand::Create { name, key, ram } = &args.command {
        return create(session, *name, key, *ram).await;
    }
    let network = session.network()?;
    let accounts = Accounts::new(client, &network);
    if let AccountCommand::Show { user: Some(User(user)) } = &args.command {
        return show(&accounts.summary(*user).await.map_err(explained)?, output);
    }
    let through = match &args.relay {
        Some(url) => Some(Through::open(url, session).await?),
        None => None,
    };
    let acting = match &through {
        Some(through) => Acting::KeyHolder(KeyHolder::new(&*through.key)?, &through.info),
        None => Acting::Account(level(session)?),
    };
    let act = async |actions| act(session, through.as_ref(), actions).await;
    match &args.command {
        AccountCommand::Show { .. } => {
            let summary = accounts.summary(acting.address()).await.map_err(explained)?;
            show(&summary, output)?;
        }
        AccountCommand::Open { token } => {
            let tokens = token.map_or_else(|| network.tokens.clone(), |token| vec![token]);
            let mut missing = Vec::new();
            for token in tokens {
                match accounts.account(acting.address(), token).await {
                    Ok(_) => {}
                    Err(sdk::accounts::Error::NoAccount(_)) => missing.push(token),
                    Err(error) => return Err(failed(error)),
                }
            }
            if !missing.is_empty() {
                act(missing.iter().map(|token| accounts.open(&acting, *token)).collect()).await?;
            }
            let opened: Vec<_> = missing.iter().map(ToString::to_string).collect();
            output.show(&opened, |opened| match opened.is_empty() {
                true => "everything is open already".to_owned(),
                false => format!("opened: {}", opened.join(", ")),
            })?;
        }
        AccountCommand::Deposit { quantity, to } => {
            ensure!(through.is_none(), "who holds a key has no tokens outside of virtual accounts");
            let quantity = of_network(&network, *quantity)?;
            let id = match to {
                Some(id) => *id,
                None => {
                    accounts.account(acting.address(), quantity.token()).await.map_err(failed)?.id
                }
            };
            let done = act(vec![accounts.deposit(level(session)?, id, quantity)]).await?;
            output.show(&done, |done| format!("{quantity} to virtual account {id}: {done}"))?;
        }
        AccountCommand::Transfer { quantity, to, memo } => {
            let quantity = of_network(&network, *quantity)?;
            let action = accounts.transfer(&acting, *to, quantity, memo).await.map_err(failed)?;
            let done = act(vec![action]).await?;
            output.show(&done, |done| format!("{quantity} to virtual account {to}: {done}"))?;
        }
        AccountCommand::Withdraw { quantity, to, memo } => {
            let quantity = of_network(&network, *quantity)?;
            let to = match to {
                Some(to) => *to,
                None => session.account().context("to whom? Name an account: --to NAME")?,
            };
            let action = accounts.withdraw(&acting, to, quantity, memo).await.map_err(failed)?;
            let done = act(vec![action]).await?;
            output.show(&done, |done| format!("{quantity} to {to}: {done}"))?;
        }
        // These need no user of the network.
        AccountCommand::NewKey { .. } | AccountCommand::Create { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The way of who holds a key.
struct Through {
    key: Box<dyn Signer>,
    relay: Relay,
    info: RelayInfo,
}

impl Through {
    async fn open(url: &str, session: &Session) -> Result<Self> {
        let relay = Relay::http(url).map_err(explained)?;
        let info = relay.info().await.map_err(explained)?;
        let network = session.network()?;
        let chain_id = session.client().get_info().await.map_err(explained)?.chain_id;
        // What is signed would count there.
        if (info.chain_id, info.force, info.vaccount) != (chain_id, network.force, network.vaccount)
        {
            bail!("the relayer at {url} is of another network than {}", session.name());
        }
        Ok(Self { key: session.signer()?, relay, info })
    }
}

/// Executes actions in one transaction, or only tries them. Gives its id.
async fn act(
    session: &Session,
    through: Option<&Through>,
    actions: Vec<PackedAction>,
) -> Result<String> {
    let Some(through) = through else { return Ok(session.act(actions).await?.id.to_string()) };
    if session.is_dry_run() {
        let receipt = session.client().simulate(&actions).await.map_err(explained)?;
        return Ok(receipt.id.to_string());
    }
    let relayed = through.relay.send(&actions).await.map_err(explained)?;
    Ok(relayed.transaction_id.to_string())
}

fn level(session: &Session) -> Result<PermissionLevel> {
    let actor = session.actor()?;
    Ok(PermissionLevel { actor: actor.account, permission: actor.permission })
}

/// The amount of the network's token of this symbol.
fn of_network(network: &Network, quantity: Asset) -> Result<ExtendedAsset> {
    let token = network.tokens.iter().find(|token| token.sym == quantity.symbol);
    let token = token.with_context(|| format!("the network has no token {}", quantity.symbol))?;
    Ok(ExtendedAsset { quantity, contract: token.contract })
}

fn failed(error: sdk::accounts::Error) -> anyhow::Error {
    match error {
        sdk::accounts::Error::Client(error) => explained(error),
        error @ sdk::accounts::Error::NoAccount(_) => {
            anyhow::anyhow!("{error}\n  open one: force account open")
        }
        error => error.into(),
    }
}

/// Makes a key, and writes it into a file that was not there.
///
/// # Errors
/// When the file cannot be made.
pub fn new_key(path: &Path, output: &Output) -> Result<ExitCode> {
    let mut secret = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *secret).context("no random numbers")?;
    // Almost every number is a key; one that is not is an error, and the next try succeeds.
    let signer = LocalSigner::from_bytes(&secret)?;
    let text = Zeroizing::new(format!("PVT_K1_{}\n", base58::encode(&*secret, "K1")));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| path.display().to_string())?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let key = signer.public_key();
    let address = address_of(&key).map(|address| address.0.to_string());
    let made = json!({ "public_key": key, "address": address });
    output.show(&made, |_| {
        let address = address.as_deref().unwrap_or_default();
        format!("{}\npublic key {key}\naddress    {address}", path.display())
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn create(
    session: &Session,
    name: Name,
    key: &PublicKey,
    ram: Option<u32>,
) -> Result<ExitCode> {
    let level = level(session)?;
    let creator = level.actor;
    let authority = Authority::key(key.clone());
    let account = NewAccount { creator, name, owner: authority.clone(), active: authority };
    let mut actions = vec![system_action(creator, &account)];
    if let Some(bytes) = ram {
        let arguments = json!({ "payer": creator, "receiver": name, "bytes": bytes });
        let buy = antelope::name!("buyrambytes");
        let client = session.client();
        let action = client.action_by_name(SYSTEM, buy, vec![level], &arguments).await;
        actions.push(action.map_err(explained)?);
    }
    let done = session.act(actions).await?.id.to_string();
    session.output().show(&done, |done| format!("{name}: {done}"))?;
    Ok(ExitCode::SUCCESS)
}

/// What a user has, for programs.
#[derive(Debug, Serialize)]
struct Shown {
    user: String,
    tokens: Vec<ShownToken>,
    assets: Vec<u64>,
}

#[derive(Debug, Serialize)]
struct ShownToken {
    token: String,
    id: Option<u32>,
    balance: Option<String>,
    virtual_balance: Option<String>,
    earned: Option<String>,
    reservations: usize,
}

fn show(summary: &Summary, output: &Output) -> Result<ExitCode> {
    let amount = |amount: ExtendedAsset| amount.quantity.to_string();
    let token = |one: &Holding| ShownToken {
        token: one.token.to_string(),
        id: one.account.map(|row| row.id),
        balance: one.balance.map(amount),
        virtual_balance: one.account.map(|row| amount(row.balance)),
        earned: one.earned.map(amount),
        reservations: one.reservations,
    };
    let shown = Shown {
        user: user::text(summary.user),
        tokens: summary.holdings.iter().map(token).collect(),
        assets: summary.assets.iter().map(|asset| asset.asset_id).collect(),
    };
    output.show(&shown, Shown::render)?;
    Ok(ExitCode::SUCCESS)
}

impl Shown {
    fn render(&self) -> String {
        let columns = [
            ("token", Align::Left),
            ("account", Align::Right),
            ("id", Align::Right),
            ("virtual account", Align::Right),
            ("earned", Align::Right),
            ("tasks held", Align::Right),
        ];
        let mut table = Table::new(&self.user, &columns);
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        for one in &self.tokens {
            table.row([
                one.token.clone(),
                or_dash(&one.balance),
                or_dash(&one.id.map(|id| id.to_string())),
                or_dash(&one.virtual_balance),
                or_dash(&one.earned),
                one.reservations.to_string(),
            ]);
        }
        let assets: Vec<_> = self.assets.iter().map(u64::to_string).collect();
        let assets = match assets.is_empty() {
            true => "none".to_owned(),
            false => assets.join(" "),
        };
        format!("{}\nNFTs: {assets}", table.render())
    }
}
