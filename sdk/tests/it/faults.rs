//! Endpoints that fail, over HTTP and with real nodes: what is sent is executed once, and it is said what is known.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use antelope::{BlockTimestamp, Name, PackedAction, name};
use chain::Config;
use sdk::{
    Client, Devnet, Info, LocalSigner, Nodeos, Signer, Until,
    nodeos::{Installation, NodeosConfig},
    system::{Authority, NewAccount, SYSTEM, system_action},
    transport::{Endpoints, EndpointsConfig, Standing},
};

use crate::server::{Reply, Server, forward};

const ALICE: Name = name!("alice");
const PAGE: &str = "<html><body><h1>502 Bad Gateway</h1></body></html>";

fn signer() -> LocalSigner {
    sdk::signer::DEVELOPMENT_KEY.parse().unwrap()
}

fn new_account(name: Name) -> PackedAction {
    let authority = Authority::key(signer().public_key());
    let action = NewAccount { creator: SYSTEM, name, owner: authority.clone(), active: authority };
    system_action(SYSTEM, &action)
}

#[tokio::test]
async fn pages_and_refusals_of_a_proxy_lead_to_the_other_endpoint() {
    for (status, headers, body) in
        [(500, "", ""), (502, "", PAGE), (429, "retry-after: 1000\r\n", "slow down")]
    {
        let devnet = Devnet::new();
        let requests = Arc::new(AtomicU32::new(0));
        let (embedded, counter) = (devnet.transport().clone(), Arc::clone(&requests));
        // It tells where its chain is, and nothing else.
        let proxy = Server::start(move |path, bytes| {
            if path.ends_with("get_info") {
                let answer = chain::api::answer(&mut embedded.node(), path, &bytes);
                return Reply::new(answer.status, answer.body);
            }
            counter.fetch_add(1, Ordering::Relaxed);
            Some(Reply { status, headers, body: body.into() })
        });
        let good = Server::of_chain(devnet.transport().clone());
        let client = Client::endpoints([proxy.url(), good.url()]).unwrap();
        let receipt = client.push(&signer(), &[new_account(ALICE)]).await.unwrap();
        assert_eq!(receipt.actions.len(), 1);
        assert!(client.get_account(ALICE).await.is_ok());
        assert_eq!(requests.load(Ordering::Relaxed), 1, "{status}: once, and then the other");

        // Alone, it is left alone, and what it said is told.
        let config = EndpointsConfig { attempts: 1, ..EndpointsConfig::default() };
        let client = Client::new(Endpoints::http([proxy.url()], config).unwrap());
        let error = client.get_account(ALICE).await.unwrap_err();
        assert_eq!(error.http_status(), Some(status));
        assert!(error.advice().is_some());
    }
}

#[tokio::test]
async fn endpoint_that_nobody_listens_at_is_passed_over() {
    let devnet = Devnet::new();
    let gone = Server::of_chain(devnet.transport().clone());
    let url = gone.url();
    drop(gone);
    let good = Server::of_chain(devnet.transport().clone());
    let client = Client::endpoints([url.clone(), good.url()]).unwrap();
    assert!(client.get_account(SYSTEM).await.is_ok());
    let error = Client::http(&url).unwrap().push(&signer(), &[new_account(ALICE)]).await;
    let error = error.unwrap_err();
    assert!(error.is_transport() && !error.is_undecided(), "{error}");
}

#[tokio::test]
async fn transaction_whose_answer_is_lost_is_found_at_another_endpoint() {
    let node = Nodeos::start().await.unwrap();
    let url = node.url();
    // It sends transactions on, and is gone before it answers.
    let proxy = Server::start(move |path, body| {
        let reply = forward(&url, path, &body);
        if path.contains("send_transaction") { None } else { reply }
    });
    let client = Client::endpoints([proxy.url(), node.url()]).unwrap();
    let pending = client.prepare(&[&signer()], &[new_account(ALICE)]).await.unwrap();
    let receipt = client.submit(&pending).await.unwrap();
    assert_eq!(receipt.id, pending.id());
    assert!(receipt.actions.is_empty() && receipt.cpu_usage_us > 0);
    assert!(node.client().get_account(ALICE).await.is_ok());
    let inclusion = client.wait(&pending, Until::Irreversible).await.unwrap();
    assert_eq!(inclusion.block_num, receipt.block_num);
    assert!(inclusion.is_irreversible);
}

#[tokio::test]
async fn transaction_of_a_node_that_ends_before_it_answers_is_undecided() {
    let node = Nodeos::start().await.unwrap();
    let url = node.url();
    let node = Arc::new(Mutex::new(Some(node)));
    let to_end = Arc::clone(&node);
    let proxy = Server::start(move |path, body| {
        let reply = forward(&url, path, &body);
        if path.contains("send_transaction") {
            // Its process is killed.
            drop(to_end.lock().unwrap().take());
            return None;
        }
        reply
    });
    let config = EndpointsConfig { attempts: 2, ..EndpointsConfig::default() };
    let client = Client::new(Endpoints::http([proxy.url()], config).unwrap());
    let error = client.push(&signer(), &[new_account(ALICE)]).await.unwrap_err();
    assert!(error.is_undecided() && !error.is_dropped(), "{error}");
    assert!(node.lock().unwrap().is_none());
}

#[tokio::test]
async fn endpoint_of_another_chain_gets_no_transaction() {
    let node = Nodeos::start().await.unwrap();
    // A chain is told from another by how it began.
    let genesis_time = BlockTimestamp(Config::default().genesis_time.0 + 2);
    let other = Devnet::with_config(Config { genesis_time, ..Config::default() });
    let other_id = other.client().get_info().await.unwrap().chain_id;
    let info = node.client().get_info().await.unwrap();
    assert_ne!(info.chain_id, other_id);
    let server = Server::of_chain(other.transport().clone());
    let config = EndpointsConfig { chain_id: Some(info.chain_id), ..EndpointsConfig::default() };
    let ways = Endpoints::http([server.url(), node.url()], config).unwrap();
    let client = Client::new(ways.clone());
    client.push(&signer(), &[new_account(ALICE)]).await.unwrap();
    assert!(node.client().get_account(ALICE).await.is_ok());
    assert!(other.client().get_account(ALICE).await.is_err());
    assert_eq!(ways.health()[0].standing, Standing::OtherChain);
}

#[tokio::test]
async fn endpoint_whose_chain_stands_still_is_put_aside() {
    let installation = Installation::require().unwrap();
    let launch =
        async || Nodeos::launch(installation.clone(), NodeosConfig::default()).await.unwrap();
    // Both begin with the same block, so that they are of the same chain; no more is needed to read from them.
    let (paused, running) = (launch().await, launch().await);
    let reply = forward(&paused.url(), "/v1/producer/pause", b"{}").unwrap();
    assert_eq!(reply.status, 201, "{}", String::from_utf8_lossy(&reply.body));
    let standing = paused.client().get_info().await.unwrap();
    let age = Duration::from_secs(2);
    // On a busy machine blocks come late, so that their number tells nothing of their time.
    let is_older = |info: &Info| {
        let ahead = info.head_block_time.0 - standing.head_block_time.0;
        ahead > i64::try_from(age.as_micros()).unwrap() + 500_000
    };
    while !is_older(&running.client().get_info().await.unwrap()) {
        running.wait_blocks(1).await.unwrap();
    }
    let config = EndpointsConfig { max_head_age: age, ..EndpointsConfig::default() };
    let ways = Endpoints::http([paused.url(), running.url()], config).unwrap();
    let client = Client::new(ways.clone());
    let info = client.get_info().await.unwrap();
    assert_eq!(ways.health()[0].standing, Standing::Stale);
    assert_eq!(ways.health()[1].standing, Standing::Good);
    assert!(info.head_block_time > standing.head_block_time);
}

#[tokio::test]
async fn real_node_says_what_would_happen_and_what_has_become_irreversible() {
    let node = Nodeos::start().await.unwrap();
    let client = node.client();
    let action = [new_account(ALICE)];
    let receipt = client.simulate(&action).await.unwrap();
    assert!(receipt.ram_delta(ALICE) > 0);
    assert!(client.get_account(ALICE).await.unwrap_err().is_unknown_account());

    let pending = client.prepare(&[&signer()], &action).await.unwrap();
    // It was never sent: waiting sends it.
    let included = client.wait(&pending, Until::Included).await.unwrap();
    let irreversible = client.wait(&pending, Until::Irreversible).await.unwrap();
    assert_eq!(irreversible.block_id, included.block_id);
    assert!(irreversible.is_irreversible);
    let receipt = client.submit(&pending).await.unwrap();
    assert_eq!(receipt.block_num, included.block_num);

    let error = client.simulate(&action).await.unwrap_err();
    assert!(error.chain_error().is_some(), "{error}");
}
