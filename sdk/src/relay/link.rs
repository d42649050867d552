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
            let what = format_args!("relayer's answer of {path}");
            return serde_json::from_slice(&answer.body)
                .map_err(|cause| Error::decode(what, cause).undecided());
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

#[cfg(test)]
mod tests {
    use antelope::name;
    use protocol::signed;

    use super::*;
    use crate::{
        future::BoxFuture,
        transport::{Response, TransportError},
    };

    /// Gives the same answer to everything.
    struct Always(std::result::Result<Response, TransportError>);

    impl Transport for Always {
        fn post<'a>(
            &'a self,
            _: &'a str,
            _: Vec<u8>,
        ) -> BoxFuture<'a, std::result::Result<Response, TransportError>> {
            Box::pin(std::future::ready(self.0.clone()))
        }
    }

    async fn send(answer: std::result::Result<Response, TransportError>) -> Error {
        let action = PackedAction { name: name!("payout"), ..PackedAction::default() };
        Relay::new(Always(answer)).send(&[action]).await.unwrap_err()
    }

    /// Before it is signed anew it has to be known that the first is not executed.
    #[tokio::test]
    async fn what_is_open_is_said_to_be_open() {
        let refusal = r#"{"code": 403, "message": "", "error": {"code": 3050003, "name": "",
            "what": "", "details": [{"message": "assertion failure with message: invalid signature"}]}}"#;
        for (answer, is_open) in [
            (Err(TransportError::new("broken")), true),
            (Err(TransportError::timeout("late")), true),
            (Err(TransportError::unreachable("away")), false),
            (Ok(Response::new(502, "<html>")), true),
            (Ok(Response::new(504, refusal)), true),
            (Ok(Response::new(503, refusal)), false),
            (Ok(Response::new(403, refusal)), false),
        ] {
            let shown = format!("{answer:?}");
            assert_eq!(send(answer).await.is_undecided(), is_open, "{shown}");
        }
        let error = send(Ok(Response::new(403, refusal))).await;
        assert_eq!(error.contract_error(), Some(signed::Error::Invalid));
        let error = send(Ok(Response::new(200, "<html>"))).await;
        assert!(error.is_decode() && error.is_undecided());
    }
}
