//! A real node of IPFS on this machine, for tests and demonstrations: its own process and directory, and no peers.
//!
//! It is Kubo, offline and on loopback only, and it ends with us. Linux only; without it there are stores that need no
//! node. Building it is left to `scripts/setup kubo`, using it to [`KuboStore`].

use std::{
    env, fmt, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use crate::{
    clock::{Clock, System, timeout},
    content::{KuboStore, http::Native},
    process::{Process, sockets},
};

/// The variable that names the program `ipfs`, where it is not in the default place.
pub const KUBO_VARIABLE: &str = "FORCE_KUBO";

/// The default place, below the working directory or a directory above it.
const DEFAULT: &str = "target/kubo/ipfs";

/// How long the node may take to be ready, and to end. It takes less than a second.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often to look whether something has happened.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A running node. Dropping it ends the process and removes its data.
pub struct Kubo {
    process: Process,
    rpc: SocketAddr,
    gateway: SocketAddr,
}

impl Kubo {
    /// The program that [`KUBO_VARIABLE`] names, or the one that `scripts/setup kubo` has built; `None` when neither is
    /// there.
    pub fn find() -> Option<PathBuf> {
        if let Some(program) = env::var_os(KUBO_VARIABLE).filter(|program| !program.is_empty()) {
            return Some(program.into());
        }
        let here = env::current_dir().ok()?;
        here.ancestors().map(|folder| folder.join(DEFAULT)).find(|program| program.exists())
    }

    /// Starts a node without content. Takes half a second.
    ///
    /// # Errors
    /// When Kubo is not there, or ends before it is ready; the error then holds the end of its log.
    pub async fn start() -> io::Result<Self> {
        let program = Self::find().ok_or_else(|| {
            let reason =
                format!("kubo is not there: run scripts/setup kubo, or set {KUBO_VARIABLE}");
            io::Error::new(io::ErrorKind::NotFound, reason)
        })?;
        let folder = tempfile::Builder::new().prefix("kubo-").tempdir()?;
        let repository = folder.path().join("repository");
        let command = |arguments: &[&str]| {
            let mut command = Command::new(&program);
            // It would tell its makers how it is used.
            command.env("IPFS_PATH", &repository).env("IPFS_TELEMETRY", "off").args(arguments);
            command
        };
        // Addresses of loopback with free ports, no bootstrap, no discovery; and then nobody to talk to at all.
        run(command(&["init", "--empty-repo", "--profile=test"]))?;
        run(command(&["config", "--json", "Addresses.Swarm", "[]"]))?;
        let process = Process::start("kubo", command(&["daemon", "--offline"]), folder)?;
        let ready = timeout(&System, PATIENCE, wait_until_ready(&process, &repository)).await;
        let (rpc, gateway) = ready.unwrap_or_else(|| {
            Err(io::Error::other(format!("kubo is not ready:\n{}", process.log_tail())))
        })?;
        let node = Self { process, rpc, gateway };
        // It must be this node that will answer, and nobody else may reach it.
        let mut listening = node.listening()?;
        listening.sort_unstable();
        let mut expected = [rpc, gateway];
        expected.sort_unstable();
        if listening != expected || expected.iter().any(|address| !address.ip().is_loopback()) {
            return Err(io::Error::other(format!("kubo listens on {listening:?}")));
        }
        Ok(node)
    }

    /// Where its RPC is: `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.rpc)
    }

    /// Where its gateway is: `http://127.0.0.1:…`.
    pub fn gateway_url(&self) -> String {
        format!("http://{}", self.gateway)
    }

    /// The store that it is.
    ///
    /// # Errors
    /// When HTTP cannot be set up.
    pub fn store(&self) -> io::Result<KuboStore> {
        let http = Native::new().map_err(io::Error::other)?;
        Ok(KuboStore::new(&self.url(), Arc::new(http)))
    }

    /// The id of its process.
    pub const fn process_id(&self) -> u32 {
        self.process.pid()
    }

    /// The addresses on which it listens.
    ///
    /// # Errors
    /// When it has ended.
    pub fn listening(&self) -> io::Result<Vec<SocketAddr>> {
        sockets::listening(self.process.pid())
    }

    /// Its own directory, with the file `log`. Removed when it ends.
    pub fn folder(&self) -> &Path {
        self.process.folder()
    }

    /// Ends the node in an orderly way and removes its data.
    ///
    /// # Errors
    /// When it has ended before, or does not end.
    pub async fn stop(self) -> io::Result<()> {
        if let Some(reason) = self.process.ended() {
            return Err(io::Error::other(reason));
        }
        self.process.terminate()?;
        let ended = async {
            while self.process.ended().is_none() {
                System.sleep(POLL_INTERVAL).await;
            }
        };
        let ended = timeout(&System, PATIENCE, ended).await;
        ended.ok_or_else(|| io::Error::other("kubo does not end"))
    }
}

impl fmt::Debug for Kubo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kubo")
            .field("rpc", &self.rpc)
            .field("gateway", &self.gateway)
            .field("process_id", &self.process_id())
            .finish_non_exhaustive()
    }
}

/// Waits until the node has written down where it listens, and is. Gives the addresses of its RPC and its gateway.
async fn wait_until_ready(
    process: &Process,
    repository: &Path,
) -> io::Result<(SocketAddr, SocketAddr)> {
    // A multiaddress, and a URL.
    let rpc = || {
        address(&repository.join("api"), |text| {
            Some(text.strip_prefix("/ip4/")?.replace("/tcp/", ":"))
        })
    };
    let gateway = || {
        address(&repository.join("gateway"), |text| Some(text.strip_prefix("http://")?.to_owned()))
    };
    loop {
        if let Some(reason) = process.ended() {
            return Err(io::Error::other(reason));
        }
        if let (Some(rpc), Some(gateway)) = (rpc(), gateway()) {
            return Ok((rpc, gateway));
        }
        System.sleep(POLL_INTERVAL).await;
    }
}

/// The address in a file, when the file is there and whole.
fn address(file: &Path, read: impl Fn(&str) -> Option<String>) -> Option<SocketAddr> {
    read(fs::read_to_string(file).ok()?.trim())?.parse().ok()
}

/// Runs a command to its end.
fn run(mut command: Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("kubo: {}", complaint.trim())))
}
