//! The documents of the network: what a campaign asks for, the tasks of a batch, and results.
//!
//! Rows on the chain say where a document is; here is what is in it, as JSON. Writers write the published shapes; readers
//! take what earlier clients wrote as well. How bytes are found and verified is left to [`content`].
//!
//! ```
//! use sdk::document::{BatchDocument, CampaignDocument};
//!
//! # fn main() -> Result<(), sdk::document::Error> {
//! let campaign = CampaignDocument::from_json(br#"{"title": "Read a digit", "estimated_time": "5"}"#)?;
//! assert_eq!(campaign.estimated_time, Some(5.into()));
//! let batch = BatchDocument::from_json(br#"[{"image": "one.png"}, {"image": "two.png"}]"#)?;
//! assert_eq!(batch.tasks.len(), 2);
//! # Ok(())
//! # }
//! ```

mod batch;
mod campaign;
mod error;
mod result;
#[cfg(feature = "schema")]
mod schema;

pub use batch::BatchDocument;
pub use campaign::CampaignDocument;
pub use error::Error;
pub use result::ResultDocument;
#[cfg(feature = "schema")]
pub use schema::{Schema, Violation};

use protocol::force::campaign::Content;
use serde_json::Value;

use crate::content::{self, Store};

/// The bytes of the document that a row of a campaign or a batch names, verified.
async fn fetch(store: &dyn Store, content: &Content) -> Result<Vec<u8>, Error> {
    if content.kind != Content::IPFS {
        return Err(Error::UnknownPlace(i32::from(content.kind)));
    }
    let cid = content::parse_cid(&content.address)?;
    Ok(content::read(store, &cid).await?)
}

/// The JSON of a document.
fn parse(what: &'static str, bytes: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(bytes).map_err(|cause| Error::NotJson { what, cause: cause.to_string() })
}
