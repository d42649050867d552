//! What becomes of a transaction that was sent, on a chain whose blocks, forks and silences are made here.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use antelope::{Name, PackedAction, TimePoint, name};
use chain::node::Node;
use sdk::{
    Client, Devnet, Pending, Signer, Until,
    clock::{Clock, Virtual},
    future::BoxFuture,
    system::{Authority, NewAccount, SYSTEM, system_action},
    transport::{Embedded, Endpoints, EndpointsConfig, Response, Transport, TransportError},
};

const ALICE: Name = name!("alice");

/// What happens to the chain each time somebody asks where it is, by how often that was.
type Step = dyn FnMut(u32, &mut Node) + Send;

/// A way to a chain that lives: something happens to it with each question where it is.
#[derive(Clone)]
struct Living {
    embedded: Embedded,
    step: Arc<Mutex<(u32, Box<Step>)>>,
    sent: Arc<AtomicUsize>,
    /// Whether it tells what became of transactions.
    tells_status: bool,
    /// How many transactions are executed before an answer to one arrives.
    lost_answers: Arc<AtomicUsize>,
    /// Whether transactions are lost before they arrive.
    loses: bool,
}

impl Living {
    fn new(devnet: &Devnet, step: impl FnMut(u32, &mut Node) + Send + 'static) -> Self {
        Self {
            embedded: devnet.transport().clone(),
            step: Arc::new(Mutex::new((0, Box::new(step)))),
            sent: Arc::default(),
            tells_status: true,
            lost_answers: Arc::default(),
            loses: false,
        }
    }

    fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }
}

impl Transport for Living {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            if path.ends_with("get_info") {
                let (count, step) = &mut *self.step.lock().unwrap();
                *count += 1;
                step(*count, &mut self.embedded.node());
            }
            if path.ends_with("get_transaction_status") && !self.tells_status {
                return Ok(Response::new(
                    404,
                    r#"{"code":404,"message":"Not Found","error":{"code":0,"name":"exception","what":"unspecified","details":[]}}"#,
                ));
            }
            if path.contains("send_transaction") {
                self.sent.fetch_add(1, Ordering::Relaxed);
                if self.loses {
                    return Ok(Response::new(504, "<html>"));
                }
                let answer = self.embedded.post(path, body).await;
                let lost = &self.lost_answers;
                let left = lost.load(Ordering::Relaxed);
                if left > 0 {
                    lost.store(left - 1, Ordering::Relaxed);
                    return Err(TransportError::new("connection reset"));
                }
                return answer;
            }
            self.embedded.post(path, body).await
        })
    }
}

fn mine(_: u32, node: &mut Node) {
    node.mine();
}

fn new_account(devnet: &Devnet, name: Name) -> PackedAction {
    let authority = Authority::key(devnet.signer().public_key());
    let action = NewAccount { creator: SYSTEM, name, owner: authority.clone(), active: authority };
    system_action(SYSTEM, &action)
}

async fn prepared(client: &Client, devnet: &Devnet) -> Pending {
    client.prepare(&[devnet.signer()], &[new_account(devnet, ALICE)]).await.unwrap()
}

async fn exists(devnet: &Devnet) -> bool {
    devnet.client().get_account(ALICE).await.is_ok()
}

#[test]
fn transaction_is_included_and_then_irreversible() {
    for tells_status in [true, false] {
        let (devnet, clock) = (Devnet::new(), Virtual::default());
        let way = Living { tells_status, ..Living::new(&devnet, mine) };
        let client = Client::with_clock(way.clone(), clock.clone());
        clock.run(async {
            let pending = prepared(&client, &devnet).await;
            let receipt = client.submit(&pending).await.unwrap();
            assert_eq!(receipt.id, pending.id());
            let included = client.wait(&pending, Until::Included).await.unwrap();
            assert!(!included.is_irreversible);
            assert_eq!(included.block_num, receipt.block_num);
            assert_eq!(included.cpu_usage_us, receipt.cpu_usage_us);
            assert_eq!(included.net_usage_bytes, receipt.net_usage_bytes);
            let irreversible = client.wait(&pending, Until::Irreversible).await.unwrap();
            assert!(irreversible.is_irreversible);
            assert_eq!(irreversible.block_id, included.block_id);
            let block = devnet.node().block(included.block_num).unwrap().clone();
            assert_eq!(block.block.id, included.block_id);
            assert_eq!(block.transactions[0].id, pending.id());
        });
        assert_eq!(way.sent(), 1);
    }
}

#[test]
fn transaction_that_a_fork_drops_is_sent_again_as_it_is() {
    for tells_status in [true, false] {
        let (devnet, clock) = (Devnet::new(), Virtual::default());
        let before = devnet.node().clone();
        let way = Living::new(&devnet, move |count, node| {
            node.mine();
            // The block with the transaction is the newest; another branch takes over, and was here first.
            if count == 3 {
                *node = before.clone();
                node.warp(1);
                for _ in 0..5 {
                    node.mine();
                }
            }
        });
        let way = Living { tells_status, ..way };
        let client = Client::with_clock(way.clone(), clock.clone());
        clock.run(async {
            let pending = prepared(&client, &devnet).await;
            client.submit(&pending).await.unwrap();
            let first = client.wait(&pending, Until::Included).await.unwrap();
            let last = client.wait(&pending, Until::Irreversible).await.unwrap();
            assert_ne!(first.block_id, last.block_id);
            assert!(last.is_irreversible && exists(&devnet).await);
            assert_eq!(devnet.node().transaction(&pending.id()).unwrap().state(), "IRREVERSIBLE");
        });
        assert_eq!(way.sent(), 2, "the same transaction, twice");
    }
}

#[test]
fn fork_at_any_moment_of_the_search_is_noticed() {
    for fork_at in 2..9 {
        for length in 1..5 {
            let (devnet, clock) = (Devnet::new(), Virtual::default());
            let mut past = Vec::new();
            let way = Living::new(&devnet, move |count, node| {
                past.push(node.clone());
                node.mine();
                if count == fork_at {
                    // Another branch, which began some blocks ago and is longer.
                    *node = past[past.len().saturating_sub(length)].clone();
                    node.warp(1);
                    for _ in 0..length {
                        node.mine();
                    }
                }
            });
            let way = Living { tells_status: length % 2 == 0, ..way };
            let client = Client::with_clock(way, clock.clone());
            clock.run(async {
                let pending = prepared(&client, &devnet).await;
                let inclusion = client.wait(&pending, Until::Irreversible).await.unwrap();
                let node = devnet.node();
                let status = node.transaction(&pending.id()).unwrap();
                assert_eq!(status.state(), "IRREVERSIBLE", "{fork_at} {length}");
                assert_eq!(status.block.unwrap().id, inclusion.block_id, "{fork_at} {length}");
            });
        }
    }
}

#[test]
fn transaction_is_said_to_be_dropped_when_it_surely_is_and_not_before() {
    for tells_status in [true, false] {
        let (devnet, clock) = (Devnet::new(), Virtual::default());
        let way = Living::new(&devnet, |count, node| {
            match count {
                4 => node.warp(200),
                _ => node.mine(),
            };
        });
        let way = Living { tells_status, loses: true, ..way };
        let client = Client::with_clock(way, clock.clone());
        clock.run(async {
            let pending = prepared(&client, &devnet).await;
            let error = client.submit(&pending).await.unwrap_err();
            assert!(error.is_http_status() && error.is_undecided() && !error.is_dropped());
            let error = client.wait(&pending, Until::Included).await.unwrap_err();
            assert!(error.is_dropped() && !error.is_undecided(), "{error}");
            assert!(error.chain_error().is_none() && error.advice().is_some());
            let irreversible = devnet.node().last_irreversible().time;
            assert!(TimePoint::from(irreversible) > pending.expiration());
            // The chain's own word after that: it came too late.
            let signed = pending.signed();
            assert!(devnet.client().send(signed).await.unwrap_err().is_expired());
            // Which says nothing of what was before.
            let error = devnet.client().submit(&pending).await.unwrap_err();
            assert!(error.is_expired() && error.is_undecided());
        });
    }
}

#[test]
fn transaction_that_is_refused_is_dropped_with_the_reason() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let way = Living::new(&devnet, |count, node| {
        match count {
            9 => node.warp(200),
            _ => node.mine(),
        };
    });
    let client = Client::with_clock(way, clock.clone());
    clock.run(async {
        let pending = prepared(&client, &devnet).await;
        devnet.create_account(ALICE, &devnet.signer().public_key()).await.unwrap();
        let refusal = client.submit(&pending).await.unwrap_err();
        assert!(!refusal.is_undecided(), "the first node that was asked has refused it");
        let error = client.wait(&pending, Until::Included).await.unwrap_err();
        assert!(error.is_dropped());
        assert_eq!(error.chain_error().unwrap().code, refusal.chain_error().unwrap().code);
        assert!(error.to_string().contains(&refusal.to_string()), "{error}");
    });
}

#[test]
fn chain_that_stands_still_is_not_waited_for_forever() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let way = Living::new(&devnet, |_, _| ());
    let client = Client::with_clock(way, clock.clone());
    let error = clock.run(async {
        let pending = prepared(&client, &devnet).await;
        client.wait(&pending, Until::Included).await.unwrap_err()
    });
    assert!(error.is_timeout() && error.is_undecided() && !error.is_dropped(), "{error}");
    assert!((60_000_000..62_000_000).contains(&clock.now().0));
}

#[test]
fn transaction_survives_a_crash_and_is_executed_once() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let client = || Client::with_clock(Living::new(&devnet, mine), clock.clone());
    // Before it was sent, after it was sent, after it was seen.
    for crash_after in 0..3 {
        let before = devnet.snapshot();
        clock.run(async {
            let first = client();
            let pending = prepared(&first, &devnet).await;
            let kept = serde_json::to_string(&pending).unwrap();
            if crash_after > 0 {
                first.submit(&pending).await.unwrap();
            }
            if crash_after > 1 {
                first.wait(&pending, Until::Included).await.unwrap();
            }
            drop((first, pending));

            let second = client();
            let pending: Pending = serde_json::from_str(&kept).unwrap();
            let receipt = second.submit(&pending).await.unwrap();
            assert_eq!(receipt.id, pending.id());
            // Of one that was executed before there are no traces.
            assert_eq!(receipt.actions.is_empty(), crash_after > 0);
            assert!(second.wait(&pending, Until::Irreversible).await.unwrap().is_irreversible);
            assert!(exists(&devnet).await);
        });
        devnet.revert(&before);
    }
    let kept = r#"{"chain_id":"00","head_block_num":1,"irreversible_block_num":1,"transaction":{"signatures":[],"packed_trx":"00"}}"#;
    assert!(serde_json::from_str::<Pending>(kept).is_err());
}

#[test]
fn transaction_of_another_chain_is_not_waited_for() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let client = Client::with_clock(Living::new(&devnet, mine), clock.clone());
    clock.run(async {
        let info = devnet.client().get_info().await.unwrap();
        let mut other = info.clone();
        other.chain_id.0[0] ^= 1;
        let pending = prepared(&client, &devnet).await;
        let pending = Pending::new(pending.signed().clone(), &other);
        assert!(client.wait(&pending, Until::Included).await.unwrap_err().is_decode());
    });
}

#[test]
fn answer_that_is_lost_leads_to_the_next_endpoint_and_to_a_receipt() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let first = Living::new(&devnet, mine);
    first.lost_answers.store(1, Ordering::Relaxed);
    let second = Living::new(&devnet, mine);
    let named = |name: &str, way: &Living| -> (String, Box<dyn Transport>) {
        (name.to_owned(), Box::new(way.clone()))
    };
    let ways = [named("first", &first), named("second", &second)];
    let ways = Endpoints::new(ways, clock.clone(), EndpointsConfig::default()).unwrap();
    let client = Client::with_clock(ways, clock.clone());
    clock.run(async {
        let receipt = client.push(devnet.signer(), &[new_account(&devnet, ALICE)]).await.unwrap();
        assert!(exists(&devnet).await);
        // The block tells what it cost, not what its actions did.
        assert!(receipt.cpu_usage_us > 0 && receipt.actions.is_empty());
        assert!(receipt.return_value::<u64>().unwrap_err().is_decode());
    });
    assert_eq!((first.sent(), second.sent()), (1, 1));

    // A refusal by the second is no verdict, when the first may have executed it.
    first.lost_answers.store(9, Ordering::Relaxed);
    second.lost_answers.store(1, Ordering::Relaxed);
    clock.run(async {
        let error = client.push(devnet.signer(), &[new_account(&devnet, ALICE)]).await.unwrap_err();
        assert!(error.is_undecided(), "{error}");
    });
}

#[test]
fn client_without_answer_says_whether_the_transaction_may_be_executed() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let way = Living::new(&devnet, mine);
    way.lost_answers.store(1, Ordering::Relaxed);
    let client = Client::with_clock(way, clock.clone());
    clock.run(async {
        let pending = prepared(&client, &devnet).await;
        let error = client.submit(&pending).await.unwrap_err();
        assert!(error.is_transport() && error.is_undecided());
        // And it was.
        assert!(client.wait(&pending, Until::Irreversible).await.is_ok());
        // A question that failed is none of a transaction.
        let error = client.get_account(name!("nobody")).await.unwrap_err();
        assert!(!error.is_undecided());
    });
}

#[test]
fn simulation_says_what_would_happen_and_changes_nothing() {
    let (devnet, clock) = (Devnet::new(), Virtual::default());
    let client = devnet.client();
    clock.run(async {
        let action = new_account(&devnet, ALICE);
        let receipt = client.simulate(std::slice::from_ref(&action)).await.unwrap();
        assert!(receipt.cpu_usage_us > 0 && receipt.ram_delta(ALICE) > 0);
        assert!(!exists(&devnet).await);
        client.push(devnet.signer(), std::slice::from_ref(&action)).await.unwrap();
        let error = client.simulate(&[action]).await.unwrap_err();
        assert!(error.chain_error().is_some() && !error.is_not_offered(), "{error}");
    });
    assert_eq!(clock.now(), TimePoint(0));
    clock.run(clock.sleep(Duration::ZERO));
}
