//! `force up`: serves a chain for development, and tells what happens on it.

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use antelope::Checksum256;
use anyhow::{Context, Result, anyhow};
use chain::{
    Chain, Config,
    devnet::Devnet,
    node::{Event, Node},
    server::{Options, Server, Store},
};
use console::style;
use sdk::network::Artefacts;
use serde::Serialize;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc::unbounded_channel,
};

use crate::{
    args::UpArgs,
    up::{account::Account, beginning, clock::clock, decoder::Decoder, fork, log, record::Record},
};

/// Serves a chain until it is interrupted.
///
/// # Errors
/// When the contracts are not built, an account cannot be forked, the address is taken, or the state file cannot be
/// used.
pub async fn run(args: &UpArgs, json: bool) -> Result<ExitCode> {
    // Before anything is made, so that an interruption finds everything whole.
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let accounts = Account::all()?;
    let store = args.state.as_deref().map(Store::open).transpose()?;
    let kept = match &store {
        Some(store) => store.restore(Config::default())?,
        None => None,
    };
    let (node, gaps) = match kept {
        Some(node) => (node, Vec::new()),
        None => tokio::select! {
            begun = begin(args, &accounts) => begun?,
            _ = interrupted.recv() => return Ok(ExitCode::SUCCESS),
            _ = terminated.recv() => return Ok(ExitCode::SUCCESS),
        },
    };
    let (observer, mut events) = unbounded_channel();
    let options = Options {
        listen: args.listen,
        clock: Some(clock()),
        block_time: args.block_time.map(Duration::from_millis),
        allow_origin: Some(args.allow_origin.clone()),
        store,
        observer: Some(observer),
        ..Options::default()
    };
    let server = Server::start(Devnet::new(node), options)
        .await
        .with_context(|| format!("cannot serve at {}", args.listen))?;
    let ready = Ready::new(&server, &accounts, gaps);
    say(&if json { serde_json::to_string(&ready)? } else { ready.render() })?;

    let mut teller = Teller { decoder: Decoder::default(), quiet: args.quiet, json };
    let told = loop {
        tokio::select! {
            event = events.recv() => match event {
                Some(event) => {
                    if let Err(error) = teller.tell(&event, server.devnet().node().chain()) {
                        break Err(error);
                    }
                }
                None => break Ok(()),
            },
            _ = interrupted.recv() => break Ok(()),
            _ = terminated.recv() => break Ok(()),
        }
    };
    let devnet = server.devnet();
    server.stop().await?;
    told?;
    // What was answered while everything came to its end.
    while let Ok(event) = events.try_recv() {
        teller.tell(&event, devnet.node().chain())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is on a new chain, and what of a fork could not be had.
async fn begin(args: &UpArgs, accounts: &[Account]) -> Result<(Node, Vec<String>)> {
    if let Some(url) = &args.fork {
        return fork::read(url, &args.account, accounts).await;
    }
    // The error says what builds them, and everything else.
    let artefacts = Artefacts::load(&args.contracts).map_err(|error| anyhow!("{error}"))?;
    Ok((beginning::with_contracts(&artefacts, accounts).await?, Vec::new()))
}

/// Tells what happens.
struct Teller {
    decoder: Decoder,
    quiet: bool,
    json: bool,
}

impl Teller {
    fn tell(&mut self, event: &Event, chain: &Chain) -> Result<()> {
        if self.quiet {
            return Ok(());
        }
        let Some(record) = Record::new(event, chain, &mut self.decoder) else { return Ok(()) };
        if self.json {
            say(&serde_json::to_string(&record)?)?;
        } else {
            log::lines(&record).iter().try_for_each(|line| say(line))?;
        }
        Ok(())
    }
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// What there is to connect to.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "ready")]
struct Ready<'a> {
    url: String,
    chain_id: Checksum256,
    /// Those that are there, with keys that everybody knows.
    accounts: Vec<&'a Account>,
    /// The key of all other accounts that were there at first.
    development_key: &'static str,
    /// What of a fork could not be had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gaps: Vec<String>,
}

impl<'a> Ready<'a> {
    fn new(server: &Server, accounts: &'a [Account], gaps: Vec<String>) -> Self {
        let devnet = server.devnet();
        let chain = devnet.node().chain();
        Self {
            url: server.url(),
            chain_id: chain.id(),
            accounts: accounts.iter().filter(|a| chain.account(a.name).is_some()).collect(),
            development_key: sdk::signer::DEVELOPMENT_KEY,
            gaps,
        }
    }

    fn render(&self) -> String {
        let mut text = format!("{:<8} {}\n", "chain", self.chain_id);
        for Account { name, public_key, private_key, .. } in &self.accounts {
            text += &format!("{:<8} {public_key} {private_key}\n", name.to_string());
        }
        text += &format!("{:<8} {} (of eosio and all others)\n", "others", self.development_key);
        let warning =
            "These keys are public: use them on chains that are thrown away, nowhere else.";
        text += &format!("{}\n", style(warning).yellow());
        for gap in &self.gaps {
            text += &format!("{} {gap}\n", style("not forked:").yellow());
        }
        text + &format!("listening at {}", style(&self.url).bold())
    }
}
