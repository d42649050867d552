//! Where the documents of a demo are: campaign, batch and results.
//!
//! CIDs are the same wherever that is.

use std::{fmt, str::FromStr, sync::Arc};

use anyhow::{Context, Result};
use sdk::{
    content::{FolderStore, KuboStore, Store, http::Native},
    kubo::Kubo,
};
use tempfile::TempDir;

use super::{Event, Observer};

/// A place for documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ipfs {
    /// A folder that is removed afterwards.
    Embedded,
    /// A real Kubo on this machine, as scripts/setup builds it.
    Kubo,
    /// A node of IPFS that is there already, by the URL of its RPC.
    Node(String),
}

impl FromStr for Ipfs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "embedded" => Ok(Self::Embedded),
            "kubo" => Ok(Self::Kubo),
            url if url.starts_with("http://") || url.starts_with("https://") => {
                Ok(Self::Node(url.to_owned()))
            }
            _ => Err("neither embedded, nor kubo, nor a url".to_owned()),
        }
    }
}

impl fmt::Display for Ipfs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Embedded => "embedded",
            Self::Kubo => "kubo",
            Self::Node(url) => url,
        })
    }
}

/// The store of a demo, and what keeps it up. Dropping it removes what was made for the demo.
#[derive(Debug)]
pub(super) struct Documents {
    store: Arc<dyn Store>,
    kubo: Option<Kubo>,
    folder: Option<TempDir>,
}

impl Documents {
    /// Makes the place, or looks whether it answers.
    pub(super) async fn start(place: &Ipfs, observer: &dyn Observer) -> Result<Self> {
        match place {
            Ipfs::Embedded => {
                let folder = tempfile::Builder::new().prefix("force-documents-").tempdir()?;
                let store = Arc::new(FolderStore::open(folder.path())?);
                Ok(Self { store, kubo: None, folder: Some(folder) })
            }
            Ipfs::Kubo => {
                observer.notice(Event::begins("ipfs", "starting kubo"));
                let kubo = Kubo::start().await?;
                let store = kubo.store()?;
                let version = store.version().await?.version;
                let (url, process) = (kubo.url(), kubo.process_id());
                let done = format!("kubo {version} at {url}, process {process}");
                observer.notice(Event::Done(done));
                Ok(Self { store: Arc::new(store), kubo: Some(kubo), folder: None })
            }
            Ipfs::Node(url) => {
                observer.notice(Event::begins("ipfs", "asking the node of ipfs"));
                let store = KuboStore::new(url, Arc::new(Native::new()?));
                let version = store.version().await.with_context(|| url.clone())?.version;
                observer.notice(Event::Done(format!("kubo {version} at {url}")));
                Ok(Self { store: Arc::new(store), kubo: None, folder: None })
            }
        }
    }

    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Ends what was started, and removes what was made.
    pub(super) async fn stop(self) -> Result<()> {
        if let Some(kubo) = self.kubo {
            kubo.stop().await?;
        }
        if let Some(folder) = self.folder {
            folder.close()?;
        }
        Ok(())
    }
}
