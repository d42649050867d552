//! `force relay`: serves a relayer, which brings to the chain what people without an account sign.

use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
    sync::Arc,
};

use antelope::{ExtendedAsset, Name, PermissionLevel};
use anyhow::{Context, Result, ensure};
use clap::Args;
use sdk::{
    clock::System,
    relay::{Limits, Options, Policy, Record, Relayer, Server},
};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use crate::session::{Session, SessionArgs, explained};

/// The arguments of `force relay`.
#[derive(Clone, Debug, Args)]
pub struct RelayArgs {
    /// Where to listen. Put a proxy in front that encrypts, and limits connections by where they come from.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8899")]
    pub listen: SocketAddr,
    /// The least fee where an action has one, such as "0.1000 EFX@token"; can be given once for each token.
    #[arg(long = "fee", value_name = "ASSET@CONTRACT")]
    pub fees: Vec<ExtendedAsset>,
    /// An action that it brings to the chain; can be given several times. Without it, all that people can sign.
    #[arg(long = "allow", value_name = "ACTION")]
    pub actions: Vec<Name>,
    /// Which web pages may ask, as the header access-control-allow-origin says it.
    #[arg(long, value_name = "ORIGIN", default_value = "*")]
    pub allow_origin: String,

    /// How many requests a user may make in a minute.
    #[arg(long, value_name = "N", default_value_t = Limits::default().requests_per_minute, help_heading = "Limits")]
    pub requests_per_minute: u32,
    /// How many virtual accounts are opened in a minute, for all together.
    #[arg(long, value_name = "N", default_value_t = Limits::default().openings_per_minute, help_heading = "Limits")]
    pub openings_per_minute: u32,
    /// How much RAM a user may use up in a day.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().ram_per_user, help_heading = "Limits")]
    pub ram_per_user: i64,
    /// How much RAM virtual accounts may use up in a day.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().ram_for_openings, help_heading = "Limits")]
    pub ram_for_openings: i64,
    /// How much RAM all together may use up in a day.
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().ram_for_all, help_heading = "Limits")]
    pub ram_for_all: i64,

    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// Serves a relayer until it is interrupted. Each request for a transaction is told in a line of JSON.
///
/// # Errors
/// When nobody acts, there is no key, the fee could not be credited, or the address is taken.
pub async fn run(args: &RelayArgs, session: &Session) -> Result<ExitCode> {
    // Before anything is made, so that an interruption finds everything whole.
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    ensure!(!session.is_dry_run(), "a relayer has nothing to try");
    let (network, actor) = (session.network()?, session.actor()?);
    let level = PermissionLevel { actor: actor.account, permission: actor.permission };

    let vaccount = network.vaccount(session.client());
    for fee in &args.fees {
        ensure!(fee.quantity.amount > 0, "a fee is above zero: {fee}");
        let row = vaccount.account_of(level.actor.into(), fee.token()).await.map_err(explained)?;
        row.with_context(|| {
            let token = fee.token();
            format!(
                "{} has no virtual account for {token}\n  open one: force account open",
                level.actor
            )
        })?;
    }

    let mut policy = Policy::new(network.tokens.clone());
    if !args.actions.is_empty() {
        let unknown = args.actions.iter().find(|name| !policy.actions.contains(name));
        ensure!(unknown.is_none(), "{} cannot be relayed", unknown.copied().unwrap_or_default());
        policy.actions.clone_from(&args.actions);
    }
    policy.fees.clone_from(&args.fees);
    policy.limits = Limits {
        requests_per_minute: args.requests_per_minute,
        openings_per_minute: args.openings_per_minute,
        ram_per_user: args.ram_per_user,
        ram_for_openings: args.ram_for_openings,
        ram_for_all: args.ram_for_all,
        ..policy.limits
    };

    let signer = Arc::from(session.signer()?);
    let client = session.client().clone();
    let relayer = Relayer::new(client, &network, level, signer, policy, Arc::new(System))
        .with_observer(Arc::new(log));
    let options = Options { listen: args.listen, allow_origin: Some(args.allow_origin.clone()) };
    let server = Server::start(relayer, options)
        .await
        .with_context(|| format!("cannot serve at {}", args.listen))?;
    let url = server.url();
    let ready = match session.output().is_json() {
        true => json!({ "event": "ready", "url": url, "relayer": level.actor }).to_string(),
        false => format!("{} relays at {url}", level.actor),
    };
    say(&ready)?;
    tokio::select! {
        _ = interrupted.recv() => {}
        _ = terminated.recv() => {}
    }
    server.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// A relayer goes on when nobody reads its log.
fn log(record: &Record) {
    let Ok(line) = serde_json::to_string(record) else { return };
    let _ = say(&line);
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
