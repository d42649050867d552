//! HTTP: requests in, answers out, whatever the method, as nodeos does it.
//!
//! What is answered is left to [`service`](super::service).

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};
use serde_json::json;
use tokio::{net::TcpListener, sync::watch};

use super::service::Service;
use crate::{
    api::Answer,
    devnet::{Effect, effect},
};

/// The largest body of a cheat: a whole node may be in it.
const MAX_CHEAT: usize = 1 << 30;

#[derive(Debug)]
struct Shared {
    service: Arc<Service>,
    allow_origin: Option<HeaderValue>,
    max_body: usize,
}

pub(super) fn router(
    service: Arc<Service>,
    allow_origin: Option<String>,
    max_body: usize,
) -> Router {
    // An origin that cannot be in a header is none that a browser could have.
    let allow_origin = allow_origin.and_then(|origin| HeaderValue::try_from(origin).ok());
    Router::new().fallback(handle).with_state(Arc::new(Shared { service, allow_origin, max_body }))
}

/// Serves until it is told to stop, and then what has been asked already.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    let stop = async move {
        // An error says that the server itself is gone.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    // It never ends by itself.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    request: Request,
) -> Result<Response, Infallible> {
    let mut response = match *request.method() {
        Method::OPTIONS => respond(Answer { status: 200, body: b"{}".to_vec() }),
        _ => respond(answer(&shared, request).await),
    };
    if let Some(origin) = &shared.allow_origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let methods = HeaderValue::from_static("GET, POST, OPTIONS");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        // Not `*`, which leaves out `authorization`, and is none where credentials are sent.
        let allowed = HeaderValue::from_static("authorization, content-type");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
    Ok(response)
}

async fn answer(shared: &Shared, request: Request) -> Answer {
    let path = request.uri().path().to_owned();
    let cheats = effect(&path) != Effect::Read && path.starts_with("/v1/devnet/");
    let limit = if cheats { MAX_CHEAT.max(shared.max_body) } else { shared.max_body };
    let body: Bytes = match to_bytes(request.into_body(), limit).await {
        Ok(body) => body,
        Err(_) => return refusal(413, "Payload Too Large", "body limit exceeded"),
    };
    let service = Arc::clone(&shared.service);
    // Contracts take their time, which others on this thread should not have to wait for.
    let answered = tokio::task::spawn_blocking(move || service.answer(&path, &body)).await;
    let Ok((answer, ticket)) = answered else {
        return refusal(500, "Internal Service Error", "the request could not be answered");
    };
    // What is told was kept before.
    match shared.service.kept(ticket).await {
        Ok(()) => answer,
        Err(reason) => refusal(500, "Internal Service Error", &reason),
    }
}

/// What the server itself has to say, in the form that clients read.
fn refusal(status: u16, title: &str, message: &str) -> Answer {
    let detail = json!({ "message": message, "file": "server", "line_number": 0, "method": "" });
    let error =
        json!({ "code": 0, "name": "exception", "what": "unspecified", "details": [detail] });
    let body = json!({ "code": status, "message": title, "error": error });
    Answer { status, body: body.to_string().into_bytes() }
}

fn respond(Answer { status, body }: Answer) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
