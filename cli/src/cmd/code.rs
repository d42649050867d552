//! `force code`: the code of contracts as the chain has it — saved, set, compared.
//!
//! Whatever is replaced is saved first, so that setting it again is the way back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use antelope::{Checksum256, Name, abi::Abi};
use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use sdk::{
    Client,
    network::{Artefact, Artefacts, Upgrade},
};
use serde::Serialize;

use crate::{
    output::{Align, Table},
    profile,
    session::{Session, SessionArgs, explained},
};

/// The arguments of `force code`.
#[derive(Clone, Debug, Args)]
pub struct CodeArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: CodeCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with code.
#[derive(Clone, Debug, Subcommand)]
pub enum CodeCommand {
    /// Compare the network's contracts with what was built here; the exit code is 0 if they are the same.
    Check,
    /// Save an account's code and ABI to a folder.
    Get {
        /// The contract's account.
        account: Name,
        /// The folder.
        #[arg(long, value_name = "DIR", default_value = ".")]
        to: PathBuf,
    },
    /// Set the code and ABI of the account that acts (--as), from a file .wasm and the file .abi beside it.
    ///
    /// Refused when the new code cannot read the rows that are there, by the ABIs of both, or RAM is missing. What is
    /// replaced is saved first.
    Set {
        /// The file with the code.
        file: PathBuf,
        /// Replace the code even if it cannot read rows that are there.
        #[arg(long)]
        allow_incompatible: bool,
    },
}

/// Does what is asked with the code of contracts.
///
/// # Errors
/// When an account or file cannot be read, or the chain refuses.
pub async fn run(command: &CodeCommand, session: &Session) -> Result<ExitCode> {
    let output = session.output();
    match command {
        CodeCommand::Check => return check(session).await,
        CodeCommand::Get { account, to } => {
            let file = backup(session.client(), *account, to).await?;
            let file = file.with_context(|| format!("{account} has no code"))?;
            output.show(&file.display().to_string(), String::clone)?;
        }
        CodeCommand::Set { file, allow_incompatible } => {
            let artefact = read(file)?;
            let line = set(session, &artefact, *allow_incompatible).await?;
            output.show(&line, String::clone)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A contract of the network, and what was built.
#[derive(Debug, Serialize)]
struct Compared {
    account: Name,
    on_chain: Checksum256,
    built: Checksum256,
    same: bool,
}

async fn check(session: &Session) -> Result<ExitCode> {
    let (network, built) = (session.network()?, Artefacts::load(session.contracts())?);
    let mut all = Vec::new();
    for (account, artefact) in [(network.force, &built.force), (network.vaccount, &built.vaccount)]
    {
        let on_chain = session.client().get_code_hash(account).await.map_err(explained)?;
        let abi = session.client().get_abi(account).await.map_err(explained)?;
        let built = artefact.code_hash();
        all.push(Compared {
            account,
            on_chain,
            built,
            same: on_chain == built && abi == artefact.abi,
        });
    }
    session.output().show(&all, |all| {
        let columns = [("account", Align::Left), ("code on chain", Align::Left), ("", Align::Left)];
        let mut table = Table::new("Code", &columns);
        for one in all {
            let word = if one.same { "as built here" } else { "not what was built here" };
            table.row([one.account.to_string(), one.on_chain.to_string(), word.to_owned()]);
        }
        table.render()
    })?;
    let same = all.iter().all(|one| one.same);
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn set(session: &Session, artefact: &Artefact, allow_incompatible: bool) -> Result<String> {
    let (client, account) = (session.client(), session.account()?);
    let upgrade = Upgrade::plan(client, account, artefact).await?;
    if upgrade.is_done {
        return Ok(format!("{account} has this code and this ABI already"));
    }
    if !upgrade.incompatibilities.is_empty() && !allow_incompatible {
        let reasons = upgrade.incompatibilities;
        bail!(sdk::network::Error::Incompatible { account, reasons });
    }
    if upgrade.ram.missing() > 0 {
        bail!(sdk::network::Error::NotEnoughRam(upgrade.ram));
    }
    let hash = artefact.code_hash();
    if session.is_dry_run() {
        let more = upgrade.ram.more;
        return Ok(format!("{account} would get the code {hash}, for {more} bytes of RAM more"));
    }
    let kept = match upgrade.found_hash == Checksum256::default() {
        true => String::new(),
        false => {
            let folder = profile::backup_path(session.name());
            let file = save(&upgrade.found, account, upgrade.found_hash, &folder)?;
            format!("; what was there is in {}", file.display())
        }
    };
    let signer = session.signer()?;
    let deployed = client.deploy(&*signer, account, &artefact.code, &artefact.abi).await;
    deployed.map_err(explained)?;
    let found = client.get_code_hash(account).await.map_err(explained)?;
    ensure!(found == hash, "{account} has the code {found} now, not {hash}");
    Ok(format!("{account} has the code {hash} now{kept}"))
}

/// Saves the code and ABI of an account to a folder, if it has any; gives the file of the code.
pub(super) async fn backup(
    client: &Client,
    account: Name,
    folder: &Path,
) -> Result<Option<PathBuf>> {
    let hash = match client.get_code_hash(account).await {
        Ok(hash) => hash,
        Err(error) if error.is_unknown_account() => return Ok(None),
        Err(error) => return Err(explained(error)),
    };
    if hash == Checksum256::default() {
        return Ok(None);
    }
    let code = client.get_code(account).await.map_err(explained)?;
    let abi = client.get_abi(account).await.map_err(explained)?;
    save(&Artefact { code, abi }, account, hash, folder).map(Some)
}

/// Writes code and ABI as `ACCOUNT-HASH.wasm` and `.abi`, where the hash's first eight digits tell versions apart.
fn save(artefact: &Artefact, account: Name, hash: Checksum256, folder: &Path) -> Result<PathBuf> {
    ensure!(artefact.code_hash() == hash, "the node's code of {account} is not that of its hash");
    let hash = hash.to_string();
    let file = folder.join(format!("{account}-{}.wasm", hash.get(..8).unwrap_or_default()));
    let write = |file: &Path, bytes: &[u8]| {
        fs::write(file, bytes).with_context(|| file.display().to_string())
    };
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    write(&file, &artefact.code)?;
    if !artefact.abi.is_empty() {
        let abi: Abi = antelope::unpack(&artefact.abi).context("the ABI that is there")?;
        write(&file.with_extension("abi"), &serde_json::to_vec_pretty(&abi)?)?;
    }
    Ok(file)
}

/// Reads code, and the ABI from the file beside it.
fn read(file: &Path) -> Result<Artefact> {
    let bytes = |file: &Path| fs::read(file).with_context(|| file.display().to_string());
    let code = bytes(file)?;
    ensure!(code.starts_with(b"\0asm"), "{} is no WebAssembly module", file.display());
    let beside = file.with_extension("abi");
    let abi: Abi = serde_json::from_slice(&bytes(&beside)?)
        .with_context(|| format!("{} is no ABI", beside.display()))?;
    Ok(Artefact { code, abi: antelope::pack(&abi) })
}
