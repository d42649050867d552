//! A user's way to a relayer.
//!
//! What is signed, and for whom, is left to the [contract handles](crate::contracts); what the relayer takes, to the
//! relayer.

use std::{fmt, sync::Arc};

use antelope::PackedAction;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{RelayInfo, Relayed};
use crate::{
    error::{Error, Result},
    transport::Transport,
};

/// A relayer, as its users see it. Clones are cheap.
///
/// ```no_run
/// use protocol::force::actions::ReserveTask;
/// use sdk::{Client, LocalSigner, network::Network, relay::Relay, signer::KeyHolder};
///
/// # async fn run() -> sdk::Result<()> {
/// let relay = Relay::http("https://relay.example")?;
/// let key: LocalSigner = "PVT_K1_…".parse()?;
/// let user = KeyHolder::new(&key)?;
///
/// let info = relay.info().await?;
/// let force = Network::default().force(&Client::http("http://127.0.0.1:8888")?);
/// let reserve = ReserveTask { campaign_id: 7, account_id: 5, ..ReserveTask::default() };
/// let signed = force.signed(&user, info.relayer, reserve).await?;
/// let relayed = relay.send(&[force.action(info.relayer, &signed)]).await?;
/// println!("in block {}", relayed.block_num);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Relay {
    transport: Arc<dyn Transport>,
}

impl Relay {
    /// The relayer behind `transport`. Not behind [`Endpoints`](crate::transport::Endpoints), which are of one chain.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }

    /// The relayer at `url`.
    ///
    /// # Errors
    /// When the URL is not one of http or https.
    #[cfg(feature = "http")]
    pub fn http(url: &str) -> Result<Self> {
        Ok(Self::new(crate::transport::Http::new(url)?))
    }

    /// Who the relayer is, what it brings, and for what fee.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn info(&self) -> Result<RelayInfo> {
        self.post("/info", &json!({})).await
    }

    /// Has the relayer execute `actions` in one transaction, all or none. Who authorizes them is for the relayer to say.
    ///
    /// The same actions again give the same answer, for some minutes: after an answer that was lost
    /// ([`Error::is_undecided`]) they are sent again, not signed anew.
    ///
    /// # Errors
    /// When the relayer, a contract or the chain refuses, with the same error as if the chain had been asked; when the
    /// relayer does not answer.
    pub async fn send(&self, actions: &[PackedAction]) -> Result<Relayed> {
        let actions = actions.iter().map(|action| {
            let PackedAction { account, name, data, .. } = action;
            json!({ "account": account, "name": name, "data": hex::encode(data) })
        });
        self.post("/transaction", &actions.collect()).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let answer = self.transport.post(path, body.to_string().into_bytes()).await;
        let answer = answer.map_err(|error| {
            let may_have_arrived = error.may_have_arrived();
            let error = Error::from(error);
            if may_have_arrived { error.undecided() } else { error }
        })?;
        if (200..300).contains(&answer.status) {
            return serde_json::from_slice(&answer.body)
                .map_err(|cause| Error::decode(format_args!("relayer's answer of {path}"), cause));
        }
        let error = Error::from_answer(answer.status, &answer.body);
        // The relayer, or who stands before it, does not know what became of it.
        let is_open = matches!(answer.status, 500 | 502 | 504);
        Err(if is_open { error.undecided() } else { error })
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay").finish_non_exhaustive()
    }
}
