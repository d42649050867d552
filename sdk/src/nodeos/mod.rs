//! A real node on this machine, for tests and demonstrations: its own process, directory and chain.
//!
//! It listens on loopback only, holds a key that everybody knows, and ends with us. Linux on x86-64 only; for tests
//! without it there is the embedded chain.

mod boot;
mod installation;

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use antelope::{Name, PublicKey};

pub use boot::ChainConfig;
pub use installation::{Installation, PYTHON_VARIABLE, PackagedContract};

use crate::{
    client::Client,
    error::{Error, Result},
    future::BoxFuture,
    process::{Process, sockets},
    receipt::Receipt,
    signer::{DEVELOPMENT_KEY, LocalSigner},
    system::SYSTEM,
    transport::{Http, Response, Transport, TransportError},
};

/// How long a node may take to answer for the first time. It takes half a second.
const START_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a node may take to end when it is asked to. It takes some milliseconds.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait for blocks of which there are two a second.
const BLOCK_TIMEOUT: Duration = Duration::from_secs(20);
/// How often to look whether something has happened.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A running node. Dropping it ends the process and removes its data.
pub struct Nodeos {
    installation: Installation,
    process: Arc<Process>,
    address: SocketAddr,
    client: Client,
    signer: LocalSigner,
}

/// How a node is started.
#[derive(Clone, Debug, Default)]
pub struct NodeosConfig {
    /// Further arguments of nodeos, such as `--access-control-allow-origin=*`.
    pub arguments: Vec<String>,
}

impl Nodeos {
    /// Starts a node and [boots](Self::boot) its chain. Takes two or three seconds.
    ///
    /// # Errors
    /// When nodeos is not installed, or ends before it is ready; the error then holds the end of its log.
    pub async fn start() -> Result<Self> {
        Self::start_with(NodeosConfig::default()).await
    }

    /// As [`start`](Self::start), with a configuration.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(config: NodeosConfig) -> Result<Self> {
        let node = Self::launch(Installation::require()?, config).await?;
        node.boot().await?;
        Ok(node)
    }

    /// Starts a node on a fresh chain without protocol features or contracts.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn launch(installation: Installation, config: NodeosConfig) -> Result<Self> {
        const ATTEMPTS: u32 = 3;
        let mut attempt = 1;
        loop {
            match Self::try_launch(&installation, &config).await {
                // Between our choice of a port and the node's opening it, another process may take it.
                Err(error)
                    if attempt < ATTEMPTS && error.to_string().contains("already in use") =>
                {
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    async fn try_launch(installation: &Installation, config: &NodeosConfig) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("nodeos-").tempdir().map_err(Error::nodeos)?;
        let address = free_address().map_err(Error::nodeos)?;
        let mut command = installation.command();
        command
            .args(["--enable-stale-production", "--producer-name=eosio"])
            .arg("--data-dir")
            .arg(folder.path().join("data"))
            .arg("--config-dir")
            .arg(folder.path().join("config"))
            .args(["--plugin=eosio::chain_api_plugin", "--plugin=eosio::producer_api_plugin"])
            .args(["--plugin=eosio::http_plugin", "--http-validate-host=false"])
            .arg(format!("--http-server-address={address}"))
            // The empty value has to be an argument of its own; without it the node listens to the whole network.
            .args(["--p2p-listen-endpoint", ""])
            .args(["--chain-state-db-size-mb=256", "--eos-vm-oc-cache-size-mb=32"])
            .args(["--max-transaction-time=200", "--abi-serializer-max-time-ms=200"])
            // Otherwise it ends by itself where nine tenths of the disk are used, whoever uses them.
            .arg("--resource-monitor-not-shutdown-on-threshold-exceeded")
            .arg("--contracts-console")
            .args(&config.arguments);
        let process = Process::start("nodeos", command, folder).map_err(Error::nodeos)?;
        let process = Arc::new(process);
        let http = Http::new(&format!("http://{address}"))?;
        let transport = WatchedTransport { http, process: Arc::clone(&process) };
        let node = Self {
            installation: installation.clone(),
            process,
            address,
            client: Client::new(transport),
            signer: DEVELOPMENT_KEY.parse()?,
        };
        node.wait_until_ready().await?;
        Ok(node)
    }

    /// The client of its chain.
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The holder of the [development key](DEVELOPMENT_KEY), which is that of the account `eosio`.
    pub const fn signer(&self) -> &LocalSigner {
        &self.signer
    }

    /// Where it listens, for other clients: `http://127.0.0.1:…`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The installation it was started from.
    pub const fn installation(&self) -> &Installation {
        &self.installation
    }

    /// The addresses on which it listens. There is one, and it is of loopback: else it would not have started.
    ///
    /// # Errors
    /// When the node has ended.
    pub fn listening(&self) -> Result<Vec<SocketAddr>> {
        self.check()?;
        sockets::listening(self.process.pid()).map_err(Error::nodeos)
    }

    /// Fails when the node has ended, with the end of its log. It ends by itself on some errors.
    ///
    /// # Errors
    /// When the node has ended.
    pub fn check(&self) -> Result<()> {
        self.process.ended().map_or(Ok(()), |reason| Err(Error::nodeos(reason)))
    }

    /// The id of its process.
    pub fn process_id(&self) -> u32 {
        self.process.pid()
    }

    /// Its own directory: `data`, `config` and the file `log`. Removed when it ends.
    pub fn folder(&self) -> &Path {
        self.process.folder()
    }

    /// Creates an account with one key for everything, paid by `eosio`.
    ///
    /// # Errors
    /// As [`Client::create_account`].
    pub async fn create_account(&self, name: Name, key: &PublicKey) -> Result<Receipt> {
        self.client.create_account(&self.signer, SYSTEM, name, key).await
    }

    /// Waits until the chain has `blocks` more blocks than now. There are two a second.
    ///
    /// # Errors
    /// When they do not come.
    pub async fn wait_blocks(&self, blocks: u32) -> Result<()> {
        let target = self.client.get_info().await?.head_block_num.saturating_add(blocks);
        self.wait_for("blocks", BLOCK_TIMEOUT, async || {
            Ok(self.client.get_info().await?.head_block_num >= target)
        })
        .await
    }

    /// Ends the node in an orderly way and removes its data.
    ///
    /// # Errors
    /// When it has ended before, or does not end.
    pub async fn stop(self) -> Result<()> {
        self.check()?;
        self.process.terminate().map_err(Error::nodeos)?;
        let deadline = Instant::now() + STOP_TIMEOUT;
        while self.process.ended().is_none() {
            if Instant::now() > deadline {
                return Err(Error::nodeos("it does not end"));
            }
            tokio::time::sleep(POLL_INTERVAL / 4).await;
        }
        Ok(())
    }

    async fn wait_until_ready(&self) -> Result<()> {
        self.wait_for("the first answer", START_TIMEOUT, async || {
            // While it starts nobody answers; whether it still lives is looked at by `wait_for`.
            if self.client.get_info().await.is_err() {
                return Ok(false);
            }
            // It must be this node that has answered, and nobody else may reach it.
            let sockets = self.listening()?;
            match sockets.iter().find(|address| !address.ip().is_loopback()) {
                Some(address) => Err(Error::nodeos(format_args!("it listens on {address}"))),
                None => Ok(sockets.contains(&self.address)),
            }
        })
        .await
    }

    /// Waits until `happened`, or the node ends, or the time is up.
    async fn wait_for(
        &self,
        what: &str,
        timeout: Duration,
        happened: impl AsyncFn() -> Result<bool>,
    ) -> Result<()> {
        let deadline = Instant::now() + timeout;
        while !happened().await? {
            self.check()?;
            if Instant::now() > deadline {
                let tail = self.process.log_tail();
                return Err(Error::nodeos(format_args!("waited in vain for {what}:\n{tail}")));
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Ok(())
    }
}

impl Drop for Nodeos {
    /// Also when clients are left, which share the process.
    fn drop(&mut self) {
        self.process.kill();
    }
}

impl fmt::Debug for Nodeos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nodeos")
            .field("address", &self.address)
            .field("process_id", &self.process_id())
            .finish_non_exhaustive()
    }
}

/// HTTP to a node of ours: when no answer comes, the reason is in its log.
struct WatchedTransport {
    http: Http,
    process: Arc<Process>,
}

impl Transport for WatchedTransport {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            self.http.post(path, body).await.map_err(|error| match self.process.ended() {
                Some(reason) => TransportError::new(reason),
                None => error,
            })
        })
    }
}

/// A port of loopback that nobody has at the moment.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
