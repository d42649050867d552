//! A relayer on a socket.
//!
//! What is answered is left to [`Relayer`]; encryption, and limits by where a connection comes from, to a proxy in front.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::timeout};

use super::{Answer, Relayer, refusal::Refusal};

/// How long requests that came before the end may take.
const LAST_REQUESTS: Duration = Duration::from_secs(30);

/// How a relayer is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where: port 0 for any that is free.
    pub listen: SocketAddr,
    /// Which web pages may ask, as `access-control-allow-origin` says it.
    pub allow_origin: Option<String>,
}

impl Default for Options {
    /// On loopback at a free port; for web pages of everywhere, which can do no more than anybody else.
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Self { listen, allow_origin: Some("*".into()) }
    }
}

/// A relayer that is served. Dropping it ends it at once; [`stop`](Self::stop) lets it finish what it does.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

struct Shared {
    relayer: Relayer,
    allow_origin: Option<HeaderValue>,
}

impl Server {
    /// Serves a relayer. It is there when this returns.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn start(relayer: Relayer, options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        // An origin that cannot be in a header is none that a browser could have.
        let allow_origin =
            options.allow_origin.and_then(|origin| HeaderValue::try_from(origin).ok());
        let shared = Arc::new(Shared { relayer, allow_origin });
        let router = Router::new().fallback(handle).with_state(shared);
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            let stop = async move {
                // An error says that the server itself is gone.
                let _ = stopped.wait_for(|stopped| *stopped).await;
            };
            // It never ends by itself.
            let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
        });
        Ok(Self { address, stop, task })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is, as clients want it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it: no more requests are taken, and those that came are answered.
    pub async fn stop(mut self) {
        // Nobody listens when the task has ended by itself.
        let _ = self.stop.send(true);
        // What takes longer is ended with `self`.
        let _ = timeout(LAST_REQUESTS, &mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Infallible> {
    let mut response = match *request.method() {
        Method::OPTIONS => Response::new(Body::empty()),
        _ => respond(answer(&shared.relayer, request).await),
    };
    if let Some(origin) = &shared.allow_origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let methods = HeaderValue::from_static("GET, POST, OPTIONS");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        let allowed = HeaderValue::from_static("content-type");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    Ok(response)
}

async fn answer(relayer: &Relayer, request: Request) -> Answer {
    let limits = relayer.policy().limits;
    let path = request.uri().path().to_owned();
    let body = match timeout(limits.arrival, to_bytes(request.into_body(), limits.max_body)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return relayer.unread(&Refusal::TooLarge),
        Err(_) => return relayer.unread(&Refusal::TooSlow),
    };
    let relayer = relayer.clone();
    // A task of its own: who hangs up does not break off what is on its way to the chain.
    let answered = tokio::spawn(async move { relayer.answer(&path, &body).await }).await;
    answered.unwrap_or_else(|_| Answer::refusal(&Refusal::Fault))
}

fn respond(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    if let Some(wait) = answer.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    response
}
