//! A node on a socket, for clients in other processes, and in a file that outlives this one.
//!
//! What is answered is the business of [`devnet`](crate::devnet) and [`api`](crate::api).
//!
//! ```
//! use chain::{Chain, Config, devnet::Devnet, node::{Mining, Node}, server::{Options, Server}};
//!
//! # #[tokio::main]
//! # async fn main() -> std::io::Result<()> {
//! let node = Node::new(Chain::new(Config::default()), Mining::Instant);
//! let server = Server::start(Devnet::new(node), Options::default()).await?;
//! assert!(server.address().ip().is_loopback());
//! server.stop().await
//! # }
//! ```

mod http;
mod journal;
mod service;
mod store;

use std::{fmt, io, net::SocketAddr, sync::Arc, time::Duration};

use antelope::TimePoint;
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval_at, timeout},
};

use crate::{
    devnet::Devnet,
    node::{Event, Mining},
};
use service::Service;
pub use store::{Store, StoreError};

/// What time it is. It should never go back.
pub type Clock = Arc<dyn Fn() -> TimePoint + Send + Sync>;

/// How a node is served.
pub struct Options {
    /// Where: port 0 for any that is free. Whoever reaches it can do everything, so it should be on loopback.
    pub listen: SocketAddr,
    /// The time outside. Without it the chain's time is what its blocks make it.
    pub clock: Option<Clock>,
    /// Blocks end this far apart by the clock, and not after each transaction. In whole slots: what is between is
    /// rounded up.
    pub block_time: Option<Duration>,
    /// Which web pages may ask, as `access-control-allow-origin` says it.
    pub allow_origin: Option<String>,
    /// The largest body of a request, in bytes. Cheats may be larger.
    pub max_body: usize,
    /// Where the node is kept.
    pub store: Option<Store>,
    /// Who is told what happens.
    pub observer: Option<mpsc::UnboundedSender<Event>>,
}

impl Default for Options {
    /// On loopback at a free port; time is what blocks make it; nothing is kept.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: None,
            block_time: None,
            allow_origin: None,
            // As nodeos has it (`max-body-size`).
            max_body: 2 * 1024 * 1024,
            store: None,
            observer: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("block_time", &self.block_time)
            .field("allow_origin", &self.allow_origin)
            .field("max_body", &self.max_body)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

/// A node that is served. Dropping it ends it at once; [`stop`](Self::stop) lets it finish what it does.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    service: Arc<Service>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// How long requests that came before the end may take.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

impl Server {
    /// Serves a node. It is there when this returns, and in the store if there is one.
    ///
    /// # Errors
    /// When the address cannot be had, or the store not be written.
    pub async fn start(mut devnet: Devnet, options: Options) -> io::Result<Self> {
        let mining = if options.block_time.is_some() { Mining::Interval } else { Mining::Instant };
        devnet.node_mut().set_mining(mining);
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let paced = options.block_time.is_some();
        let service = Service::new(
            devnet,
            options.clock.clone().filter(|_| !paced),
            options.store,
            options.observer,
        )?;
        let service = Arc::new(service);
        let (stop, stopped) = watch::channel(false);
        let mut tasks = Vec::new();
        if let (Some(period), Some(clock)) = (options.block_time, options.clock) {
            tasks.push(tokio::spawn(pace(Arc::clone(&service), clock, period, stopped.clone())));
        }
        let router = http::router(Arc::clone(&service), options.allow_origin, options.max_body);
        tasks.push(tokio::spawn(http::serve(listener, router, stopped)));
        Ok(Self { address, service, stop, tasks })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its interface is, as clients want it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The node as it is now: a copy that goes its own way.
    pub fn devnet(&self) -> Devnet {
        self.service.devnet()
    }

    /// Ends it: no more requests are taken, those that came are answered, and the store is written.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn stop(mut self) -> io::Result<()> {
        // Nobody listens when all tasks have ended by themselves.
        let _ = self.stop.send(true);
        for mut task in self.tasks.drain(..) {
            if timeout(LAST_REQUESTS, &mut task).await.is_err() {
                task.abort();
            }
        }
        let service = Arc::clone(&self.service);
        tokio::task::spawn_blocking(move || service.close()).await.map_err(io::Error::other)?
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Ends a block each time that `period` is over.
async fn pace(
    service: Arc<Service>,
    clock: Clock,
    period: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let mut timer = interval_at(Instant::now() + period, period);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = timer.tick() => {
                let (service, now) = (Arc::clone(&service), clock());
                // It fails only while everything is coming to its end.
                let _ = tokio::task::spawn_blocking(move || service.tick(now)).await;
            }
        }
    }
}
