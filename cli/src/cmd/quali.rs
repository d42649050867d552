//! `force quali`: NFTs that qualify a worker, and whether they do for a campaign.

use std::process::ExitCode;

use antelope::{ExtendedSymbol, Name, PackedAction, PermissionLevel};
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use protocol::{
    atomicassets::{self, Asset, actions::Transfer},
    vaddress::VAddress,
};
use sdk::{accounts::Accounts, worker::Holdings};
use serde::Serialize;

use super::user::{self, User};
use crate::{
    output::{Align, Table},
    session::{Session, SessionArgs, explained},
};

/// The arguments of `force quali`.
#[derive(Clone, Debug, Args)]
pub struct QualiArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: QualiCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with qualifications.
#[derive(Clone, Debug, Subcommand)]
pub enum QualiCommand {
    /// The NFTs that count as a user's.
    List {
        /// An account of the chain, or the address of who holds a key; who acts, without it.
        user: Option<User>,
    },
    /// Whether a user may work on a campaign, and by which NFTs. Exits with 1 if not.
    Check {
        /// The campaign.
        campaign: u32,
        /// An account of the chain, or the address of who holds a key; who acts, without it.
        user: Option<User>,
    },
    /// Hand NFTs over to the tasks contract, which holds them for who has no account of the chain. For good: nothing
    /// brings them back.
    ///
    /// Whose they are then is said by their attribute `vaccount`, which whoever may edit the collection has set before.
    Hold {
        /// Their ids.
        #[arg(required = true)]
        assets: Vec<u64>,
    },
}

/// An NFT, for programs.
#[derive(Debug, Serialize)]
struct Shown {
    id: u64,
    collection: Name,
    schema: Name,
    /// Without one, nothing.
    template: Option<u64>,
}

/// Whether somebody qualifies.
#[derive(Debug, Serialize)]
struct Verdict {
    campaign: u32,
    user: String,
    qualifies: bool,
    /// For each entry of the campaign; 0 where it is one that keeps people out. Nothing where it has none.
    assets: Option<Vec<u64>>,
    reason: Option<String>,
}

/// Does what is asked with qualifications.
///
/// # Errors
/// When nobody is named, there is no such campaign, or a contract or the chain refuses.
pub async fn run(command: &QualiCommand, session: &Session) -> Result<ExitCode> {
    let network = session.network()?;
    let client = session.client();
    match command {
        QualiCommand::List { user } => {
            let user = User::or_actor(*user, session)?;
            let accounts = Accounts::new(client, &network);
            let assets = accounts.summary(user).await.map_err(explained)?.assets;
            let shown: Vec<_> = assets.iter().map(Shown::of).collect();
            session.output().show(&shown, |shown| render(&user::text(user), shown))?;
        }
        QualiCommand::Check { campaign, user } => {
            let user = User::or_actor(*user, session)?;
            let row = network.force(client).campaign(*campaign).await.map_err(explained)?;
            let row = row.with_context(|| format!("there is no campaign {campaign}"))?;
            let verdict = match holdings(session, user, row.reward.token()).await? {
                Some(holdings) => holdings.choose(&row.qualis).map_err(|error| error.to_string()),
                None => Err(format!("no virtual account for {}", row.reward.token())),
            };
            let (qualifies, user) = (verdict.is_ok(), user::text(user));
            let reason = verdict.as_ref().err().cloned();
            let assets = verdict.ok().flatten();
            let verdict = Verdict { campaign: *campaign, user, qualifies, assets, reason };
            session.output().show(&verdict, Verdict::render)?;
            return Ok(if qualifies { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        QualiCommand::Hold { assets } => {
            let from = session.account()?;
            let transfer = Transfer {
                from,
                to: network.force,
                asset_ids: assets.clone(),
                memo: String::new(),
            };
            let level = vec![PermissionLevel::active(from)];
            let action = PackedAction::new(atomicassets::CONTRACT, level, &transfer);
            let done = session.act(vec![action]).await?.id.to_string();
            session.output().show(&done, |done| format!("{} holds them: {done}", network.force))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What counts as a user's; of who holds a key, what is held for the virtual account for `token`, if there is one.
async fn holdings(
    session: &Session,
    user: VAddress,
    token: ExtendedSymbol,
) -> Result<Option<Holdings>> {
    let (client, network) = (session.client(), session.network()?);
    let (owner, id) = match user {
        VAddress::Name(name) => (name, None),
        VAddress::Address(_) => {
            let row = network.vaccount(client).account_of(user, token).await.map_err(explained)?;
            let Some(row) = row else { return Ok(None) };
            (network.force, Some(row.id))
        }
    };
    Ok(Some(Holdings::fetch(client, owner, id).await.map_err(explained)?))
}

impl Shown {
    fn of(asset: &Asset) -> Self {
        Self {
            id: asset.asset_id,
            collection: asset.collection_name,
            schema: asset.schema_name,
            template: asset.template_key(),
        }
    }
}

fn render(user: &str, shown: &[Shown]) -> String {
    let columns = [
        ("NFT", Align::Right),
        ("collection", Align::Left),
        ("schema", Align::Left),
        ("template", Align::Right),
    ];
    let mut table = Table::new(user, &columns);
    for one in shown {
        let template = one.template.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let (collection, schema) = (one.collection.to_string(), one.schema.to_string());
        table.row([one.id.to_string(), collection, schema, template]);
    }
    table.render()
}

impl Verdict {
    fn render(&self) -> String {
        let Self { campaign, user, .. } = self;
        match (&self.reason, &self.assets) {
            (Some(reason), _) => format!("{user} cannot work on campaign {campaign}: {reason}"),
            (None, None) => format!("campaign {campaign} is open to everybody"),
            (None, Some(assets)) => {
                let assets: Vec<_> = assets.iter().map(u64::to_string).collect();
                format!("{user} qualifies for campaign {campaign}: NFTs {}", assets.join(" "))
            }
        }
    }
}
