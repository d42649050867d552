//! How much a relayer does for whom, what it tells of it, and how it ends.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use antelope::Extension;
use protocol::{
    force::{
        actions::{ReleaseTask, ReserveTask},
        batch::batch_key,
    },
    vaccount::actions::Open,
    vaddress::{Address, VAddress},
};
use sdk::{
    Client,
    future::BoxFuture,
    relay::{Options, Policy, Record, Relay, Server},
    transport::{Embedded, Response, Transport, TransportError},
};

use serde_json::Value;
use tests::key_holders;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Scene, packed, refused, relayer};
use crate::signatures::reserve;

/// The RAM of the transactions that were executed is counted for the user, and given back when it comes back.
#[tokio::test]
async fn ram_of_a_user_is_limited_and_measured() {
    // Enough for two reservations or three.
    let scene = Scene::with(|policy: &mut Policy| policy.limits.ram_per_user = 3_000).await;
    let world = &scene.world;
    let before = world.ram(&[world.stranger]).await[&world.stranger];
    let mut relayed = Vec::new();
    let refusal = loop {
        let campaign = scene.campaign(1).await;
        match scene.act(reserve(world, campaign)).await {
            Ok(done) => relayed.push((campaign, done.ram_bytes)),
            Err(error) => break Err(error),
        }
        assert!(relayed.len() < 10, "there is an end to it");
    };
    refused(refusal, 429, "the RAM of the user is used up for today");
    let used: i64 = relayed.iter().map(|(_, bytes)| bytes).sum();
    assert_eq!(world.ram(&[world.stranger]).await[&world.stranger] - before, used);
    assert!(used <= 3_000 && relayed.len() > 1, "{relayed:?}");
    scene.world.finish().await;
}

/// Requests of a minute, and new users, whom nobody knows apart.
#[tokio::test]
async fn requests_are_limited_for_each_user_and_openings_for_all() {
    let scene = Scene::with(|policy: &mut Policy| {
        policy.limits.requests_per_minute = 1;
        policy.limits.openings_per_minute = 2;
    })
    .await;
    let world = &scene.world;
    let campaign = scene.campaign(2).await;
    scene.act(reserve(world, campaign)).await.unwrap();
    let task = world.force.reservation(campaign, world.key_holder).await.unwrap().unwrap();
    let release = ReleaseTask {
        campaign_id: campaign,
        task_idx: task.task_idx,
        account_id: world.key_holder,
        payer: Extension(Some(world.stranger)),
        sig: Extension(None),
        terms: Extension(None),
    };
    refused(scene.act(release).await, 429, "too many requests; wait for");
    assert_eq!(
        world.force.payments_for(batch_key(campaign, 0), world.key_holder).await.unwrap(),
        []
    );
    for number in 0..3u8 {
        let acc = VAddress::Address(Address(antelope::Checksum160([number; 20])));
        let open = Open { acc, symbol: world.token, payer: world.stranger };
        let result = scene.send_spending(&open).await;
        match number {
            0 | 1 => assert!(result.unwrap().ram_bytes > 0),
            _ => refused(result, 429, "too many requests"),
        }
    }
    scene.world.finish().await;
}

/// Signatures on the chain are for all to see: sending them again does not use up what their user may do.
#[tokio::test]
async fn replays_cost_their_user_nothing() {
    let scene = Scene::with(|policy: &mut Policy| policy.limits.requests_per_minute = 2).await;
    let Scene { world, relay, .. } = &scene;
    let force = world.force.account();
    let (first, second) = (scene.campaign(1).await, scene.campaign(1).await);
    let mut terms = world.terms_of::<ReserveTask>(force).await;
    let one = key_holders::sign_with(&key_holders::key(), reserve(world, first), terms);
    terms.nonce += 1;
    let other = key_holders::sign_with(&key_holders::key(), reserve(world, second), terms);
    relay.send(&[packed(force, &one), packed(force, &other)]).await.unwrap();
    for _ in 0..5 {
        let error = relay.send(&[packed(force, &other)]).await.unwrap_err();
        assert_eq!(error.contract_error(), Some(protocol::signed::Error::NonceUsed));
    }
    let third = scene.campaign(1).await;
    scene.act(reserve(world, third)).await.unwrap();
    scene.world.finish().await;
}

/// A line for each request, and counters.
#[tokio::test]
async fn a_log_and_counters_tell_what_happens() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let relayer = relayer(world, world.client.clone(), scene.relayer.policy().clone())
        .with_observer(Arc::new(move |record: &Record| {
            listener.lock().unwrap().push(serde_json::to_value(record).unwrap())
        }));
    let relay = Relay::new(relayer.clone());
    let campaign = scene.campaign(1).await;
    let signed = world.signed(reserve(world, campaign)).await;
    let action = packed(world.force.account(), &signed);
    let relayed = relay.send(std::slice::from_ref(&action)).await.unwrap();
    relay.send(&[action]).await.unwrap();
    relay.send(&[]).await.unwrap_err();

    let told = told.lock().unwrap().clone();
    let outcomes: Vec<_> = told.iter().map(|line| line["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["relayed", "repeated", "malformed"]);
    assert_eq!(told[0]["transaction"], relayed.transaction_id.to_string());
    assert_eq!(told[0]["user"], tests::World::address().0.to_string());
    assert_eq!(told[0]["actions"][0], "reservetask");
    assert_eq!(told[0]["ram_bytes"], relayed.ram_bytes);
    assert_eq!(told[2]["status"], 400);

    let text = relayer.answer("/metrics", b"").await;
    let text = String::from_utf8(text.body).unwrap();
    for line in [
        "relay_requests_total{outcome=\"relayed\"} 1",
        "relay_requests_total{outcome=\"malformed\"} 1",
        "relay_actions_total{action=\"reservetask\"} 1",
        "relay_pending_requests 0",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }
    scene.world.finish().await;
}

/// Where requests may be under way no more, and where a body has no end.
#[tokio::test]
async fn a_server_is_bounded_and_ends() {
    let scene = Scene::with(|policy: &mut Policy| {
        policy.limits.max_body = 1000;
        policy.limits.pending_for_all = 0;
    })
    .await;
    let server = Server::start(scene.relayer.clone(), Options::default()).await.unwrap();
    let http = sdk::transport::Http::new(&server.url()).unwrap();
    for (path, body, status) in [
        ("/transaction", vec![b' '; 1001], 413),
        ("/transaction", b"[]".to_vec(), 503),
        ("/nowhere", Vec::new(), 404),
        ("/health", Vec::new(), 200),
        ("/info", Vec::new(), 200),
    ] {
        let answer = http.post(path, body).await.unwrap();
        assert_eq!(answer.status, status, "{path}");
        let wait = (status == 503).then_some(Duration::from_secs(1));
        assert_eq!(answer.retry_after, wait);
    }
    let address = server.address();
    server.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
    scene.world.finish().await;
}

/// A way to a node that tries nothing out, as most public ones.
struct WithoutTrials(Client);

impl Transport for WithoutTrials {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            if path == "/v1/chain/compute_transaction" {
                return Ok(Response::new(404, "{}"));
            }
            let body: Value = serde_json::from_slice(&body).unwrap();
            let answer: Value = self.0.call(path, &body).await.unwrap();
            Ok(Response::new(200, answer.to_string()))
        })
    }
}

/// Who begins a request and does not go on is not waited for.
#[tokio::test]
async fn a_request_that_does_not_arrive_is_given_up() {
    let scene = Scene::with(|policy: &mut Policy| {
        policy.limits.arrival = Duration::from_millis(10);
    })
    .await;
    let server = Server::start(scene.relayer.clone(), Options::default()).await.unwrap();
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let request = b"POST /transaction HTTP/1.1\r\nhost: relay\r\ncontent-length: 9\r\n\r\n[";
    stream.write_all(request).await.unwrap();
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 408");
    drop(stream);
    server.stop().await;
    scene.world.finish().await;
}

/// How much RAM it takes is known afterwards then, and counts all the same.
#[tokio::test]
async fn without_trials_ram_is_counted_afterwards() {
    let scene = Scene::with(|policy: &mut Policy| policy.limits.ram_per_user = 1).await;
    let world = &scene.world;
    let client = Client::new(WithoutTrials(world.client.clone()));
    let relay = Relay::new(relayer(world, client, scene.relayer.policy().clone()));
    let force = world.force.account();
    let send = async |campaign| {
        let signed = world.signed(reserve(world, campaign)).await;
        relay.send(&[packed(force, &signed)]).await
    };
    let (first, second) = (scene.campaign(1).await, scene.campaign(1).await);
    assert!(send(first).await.unwrap().ram_bytes > 1);
    refused(send(second).await, 429, "the RAM of the user is used up for today");
    scene.world.finish().await;
}

/// A way to a node on which the answer to the first transaction is lost.
struct Forgetful(Embedded, AtomicBool);

impl Transport for Forgetful {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let answer = self.0.post(path, body).await;
            let is_sent = path.starts_with("/v1/chain/send_transaction");
            match is_sent && self.1.swap(false, Ordering::Relaxed) {
                true => Err(TransportError::new("lost on the way back")),
                false => answer,
            }
        })
    }
}

/// A relayer that does not know what became of a transaction says so, and who asks again is told.
#[tokio::test]
async fn a_lost_answer_is_found_by_asking_again() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let Some(devnet) = world.devnet() else { return scene.world.finish().await };
    let transport = Forgetful(devnet.transport().clone(), AtomicBool::new(true));
    let client = Client::new(transport);
    let relay = Relay::new(relayer(world, client, scene.relayer.policy().clone()));
    let campaign = scene.campaign(1).await;
    let signed = world.signed(reserve(world, campaign)).await;
    let action = [packed(world.force.account(), &signed)];
    let error = relay.send(&action).await.unwrap_err();
    assert!(error.is_undecided() && error.http_status() == Some(504), "{error}");
    world.pass(1).await;
    let relayed = relay.send(&action).await.unwrap();
    assert!(relayed.ram_bytes > 0, "as it was when it was tried out");
    assert_eq!(relay.send(&action).await.unwrap(), relayed);
    assert!(world.force.reservation(campaign, world.key_holder).await.unwrap().is_some());
    scene.world.finish().await;
}
