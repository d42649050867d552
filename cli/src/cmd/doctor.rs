//! `force doctor`: looks at everything a command needs, and says what is missing.

use std::process::ExitCode;

use antelope::{Checksum256, TimePoint};
use anyhow::Result;
use clap::Args;
use console::style;
use sdk::{Client, content, network::Artefacts};
use serde::Serialize;

use crate::{
    session::{Session, SessionArgs},
    up::clock::clock,
};

/// The arguments of `force doctor`.
#[derive(Clone, Debug, Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// How old a chain's newest block may be, in seconds.
const FRESH_SECONDS: i64 = 10;

/// How little RAM an account should have left, in bytes: enough for a campaign and some reservations.
const ENOUGH_RAM: i64 = 4_000;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    /// Something can be done all the same.
    Poor,
    Bad,
}

/// Something that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    what: String,
    state: State,
    detail: String,
}

/// Looks at everything, and exits with 0 if nothing is bad.
///
/// # Errors
/// When the result cannot be shown.
pub async fn run(session: &Session) -> Result<ExitCode> {
    let mut checks = Vec::new();
    for url in &session.profile().endpoints {
        checks.push(endpoint(session, url).await);
    }
    // Without a node there is nothing else to know of the chain.
    if checks.iter().any(|check| check.state != State::Bad) {
        contracts(session, &mut checks).await;
        settings(session, &mut checks).await;
        actor(session, &mut checks).await;
    }
    checks.push(documents(session).await);
    session.output().show(&checks, |checks| checks.iter().map(Check::render).collect())?;
    let is_bad = checks.iter().any(|check| check.state == State::Bad);
    Ok(if is_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn endpoint(session: &Session, url: &str) -> Check {
    let what = format!("node {url}");
    let info = match Client::http(url) {
        Ok(client) => client.get_info().await,
        Err(error) => Err(error),
    };
    let info = match info {
        Ok(info) => info,
        Err(error) => return Check::of(what, State::Bad, error.to_string()),
    };
    if let Some(expected) = session.profile().chain_id.filter(|id| *id != info.chain_id) {
        let detail = format!("of chain {}, not {expected}", info.chain_id);
        return Check::of(what, State::Bad, detail);
    }
    let TimePoint(now) = clock()();
    let age = now.saturating_sub(info.head_block_time.0) / 1_000_000;
    let (number, version) = (info.head_block_num, info.server_version_string);
    let detail = format!("block {number}, {age} s old, {version}");
    Check::of(what, if age <= FRESH_SECONDS { State::Good } else { State::Poor }, detail)
}

async fn contracts(session: &Session, checks: &mut Vec<Check>) {
    let network = match session.network() {
        Ok(network) => network,
        Err(error) => return checks.push(Check::of("contracts", State::Bad, error.to_string())),
    };
    let built = Artefacts::load(session.contracts()).ok();
    let hash = |artefact: Option<&sdk::network::Artefact>| artefact.map(|one| one.code_hash());
    let places = [
        (network.force, hash(built.as_ref().map(|built| &built.force))),
        (network.vaccount, hash(built.as_ref().map(|built| &built.vaccount))),
    ];
    for (account, built) in places {
        let what = format!("contract {account}");
        checks.push(match session.client().get_code_hash(account).await {
            Err(error) => Check::of(what, State::Bad, error.to_string()),
            Ok(found) if found == Checksum256::default() => {
                Check::of(what, State::Bad, "there is no code: force deploy".to_owned())
            }
            Ok(found) => match built {
                Some(built) if built == found => {
                    Check::of(what, State::Good, "the code built here")
                }
                Some(_) => {
                    Check::of(what, State::Poor, format!("other code than built here: {found}"))
                }
                None => Check::of(
                    what,
                    State::Good,
                    format!("code {found}; none built here to compare"),
                ),
            },
        });
    }
}

async fn settings(session: &Session, checks: &mut Vec<Check>) {
    let Ok(network) = session.network() else { return };
    let force = network.force(session.client());
    checks.push(match force.settings().await {
        Err(error) => Check::of("settings", State::Bad, error.to_string()),
        Ok(None) => Check::of("settings", State::Bad, "not set: force deploy"),
        Ok(Some(_)) => Check::of("settings", State::Good, "set"),
    });
    for token in &network.tokens {
        let what = format!("token {}@{}", token.sym, token.contract);
        checks.push(match force.token(*token).await {
            Err(error) => Check::of(what, State::Bad, error.to_string()),
            Ok(None) => Check::of(what, State::Bad, "rewards cannot be paid in it: force deploy"),
            Ok(Some(_)) => Check::of(what, State::Good, "accepted"),
        });
    }
}

async fn actor(session: &Session, checks: &mut Vec<Check>) {
    let Ok(actor) = session.actor() else {
        let detail = "nobody: only reading is possible without --as";
        return checks.push(Check::of("who acts", State::Poor, detail));
    };
    let account = match session.client().get_account(actor.account).await {
        Ok(account) => account,
        Err(error) => {
            return checks.push(Check::of(
                format!("account {actor}"),
                State::Bad,
                error.to_string(),
            ));
        }
    };
    let what = format!("key of {actor}");
    let permission = account.permission(actor.permission);
    checks.push(match (session.signer(), permission) {
        (_, None) => Check::of(what, State::Bad, "the account has no such permission"),
        (Err(error), _) => Check::of(what, State::Bad, format!("{error:#}")),
        (Ok(signer), Some(permission)) => {
            let (key, authority) = (signer.public_key(), &permission.authority);
            let weight = authority.keys.iter().find(|one| one.key == key).map(|one| one.weight);
            match weight {
                Some(weight) if u32::from(weight) >= authority.threshold => {
                    Check::of(what, State::Good, key.to_string())
                }
                Some(_) => Check::of(what, State::Poor, format!("{key} is not enough alone")),
                None => {
                    Check::of(what, State::Bad, format!("{key} is not one of the permission's"))
                }
            }
        }
    });
    let left = account.ram_quota - account.ram_usage;
    let (state, detail) = match account.ram_quota {
        ..0 => (State::Good, "no limit".to_owned()),
        _ if left >= ENOUGH_RAM => (State::Good, format!("{left} bytes left")),
        _ => (State::Poor, format!("{left} bytes left: campaigns and reservations need more")),
    };
    checks.push(Check::of(format!("RAM of {}", actor.account), state, detail));
}

async fn documents(session: &Session) -> Check {
    const DOCUMENT: &[u8] = b"\"force doctor\"";
    let what = "documents";
    let store = match session.content() {
        Ok(store) => store,
        Err(error) => return Check::of(what, State::Bad, format!("{error:#}")),
    };
    if session.is_dry_run() {
        return Check::of(what, State::Good, format!("{store:?}, not tried"));
    }
    match content::add(&*store, DOCUMENT).await {
        Ok(cid) => match content::read(&*store, &cid).await {
            Ok(read) if read == DOCUMENT => Check::of(what, State::Good, "written and read back"),
            Ok(_) => Check::of(what, State::Bad, "what was read is not what was written"),
            Err(error) => Check::of(what, State::Bad, error.to_string()),
        },
        Err(error) => Check::of(what, State::Poor, format!("can only be read: {error}")),
    }
}

impl Check {
    fn of(what: impl Into<String>, state: State, detail: impl Into<String>) -> Self {
        Self { what: what.into(), state, detail: detail.into() }
    }

    fn render(&self) -> String {
        let mark = match self.state {
            State::Good => style("good").green(),
            State::Poor => style("poor").yellow(),
            State::Bad => style("bad ").red(),
        };
        format!("{mark} {:<28} {}\n", self.what, self.detail)
    }
}
