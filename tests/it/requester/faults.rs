//! Answers that are lost, and places for documents that fail: nothing is done by halves, and nothing false is believed.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use sdk::{
    Client,
    content::{self, Cid, MemoryStore, Store},
    future::BoxFuture,
    requester::{Answer, Error, Owner, Requester, ResultReader},
    transport::{Response, Transport, TransportError},
};
use serde_json::{Value, json};
use tests::World;

use super::{campaign, published, requester, tasks, work, world};

/// A place for documents that takes none of them, or gives other bytes for one.
#[derive(Debug)]
struct Faulty<'a> {
    store: &'a MemoryStore,
    takes: bool,
    changed: Option<Cid>,
}

impl Store for Faulty<'_> {
    fn put<'a>(
        &'a self,
        cid: &'a Cid,
        block: &'a [u8],
    ) -> BoxFuture<'a, Result<(), content::Error>> {
        if self.takes {
            self.store.put(cid, block)
        } else {
            Box::pin(ready(Err(content::Error::ReadOnly)))
        }
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, content::Error>> {
        if self.changed == Some(*cid) {
            return Box::pin(ready(Ok(Some(b"{\"digit\":8}".to_vec()))));
        }
        self.store.get(cid)
    }
}

/// What cannot be uploaded is not paid for.
#[tokio::test]
async fn nothing_is_paid_for_documents_that_are_nowhere() {
    let (world, store) = world().await;
    let batch = published(&requester(&world, &store), 1, 1).await;
    let before = world.snapshot().await;
    let faulty = Faulty { store: &store, takes: false, changed: None };
    let requester = requester(&world, &faulty);
    let plan = requester.plan_campaign(&campaign()).await.unwrap();
    assert!(matches!(requester.make_campaign(&plan).await, Err(Error::Content(_))));
    let edited = requester.edit_campaign(batch.campaign_id, &plan).await;
    assert!(matches!(edited, Err(Error::Content(_))));
    let plan = requester.plan_batch(batch.campaign_id, &tasks(2), 1).await.unwrap();
    assert!(matches!(requester.publish(&plan).await, Err(Error::Content(_))));
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// Whoever keeps the documents cannot change an answer.
#[tokio::test]
async fn a_changed_document_is_no_answer() {
    let (world, store) = world().await;
    let batch = published(&requester(&world, &store), 1, 2).await;
    let result = work(&world, &store, world.alice, batch.campaign_id, &json!({"digit": 7})).await;
    work(&world, &store, world.bob, batch.campaign_id, &json!({"digit": 1})).await;
    let changed = content::cid_of_multihash(&result.data.second).unwrap();
    let faulty = Faulty { store: &store, takes: true, changed: Some(changed) };
    let reader = ResultReader::new(&world.client, &world.network, &faulty);
    let results = reader.read(batch.campaign_id).await.unwrap();
    assert!(matches!(results.rows[0].answer, Answer::Unreadable(_)), "{results:?}");
    assert_eq!(results.rows[1].answer, Answer::Valid(json!({"digit": 1})));
    world.finish().await;
}

/// A way to the chain of which one answer to a transaction is lost: the transaction is executed, and when it is sent again
/// the node says that it has seen it.
#[derive(Clone)]
struct Lossy {
    world: Arc<World>,
    has_lost: Arc<AtomicBool>,
}

const DUPLICATE: &str = r#"{"code": 409, "message": "Conflict", "error": {"code": 3040008, "name": "tx_duplicate",
    "what": "Duplicate transaction", "details": []}}"#;

impl Transport for Lossy {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            if path.ends_with("get_info") && self.has_lost.load(Ordering::Relaxed) {
                // Blocks come.
                self.world.pass_from_now(1).await;
            }
            let body: Value = serde_json::from_slice(&body).unwrap();
            let answer = self.world.client.call::<Value>(path, &body).await;
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) if error.is_not_offered() => return Ok(Response::new(404, "")),
                Err(error) => return Err(TransportError::new(error.to_string())),
            };
            if path.contains("send_transaction") && !self.has_lost.swap(true, Ordering::Relaxed) {
                return Ok(Response::new(409, DUPLICATE));
            }
            Ok(Response::new(200, answer.to_string()))
        })
    }
}

/// The number of a campaign is known even when the answer that tells it is lost.
#[tokio::test]
async fn a_lost_answer_loses_no_campaign() {
    let (world, store) = world().await;
    published(&requester(&world, &store), 1, 1).await;
    let world = Arc::new(world);
    let has_lost = Arc::new(AtomicBool::new(false));
    let lossy = Lossy { world: Arc::clone(&world), has_lost: Arc::clone(&has_lost) };
    let client = Client::new(lossy);
    let owner = Owner::account(world.requester, &world.signer);
    let requester = Requester::new(&client, &world.network, &store, owner);
    let plan = requester.plan_campaign(&campaign()).await.unwrap();
    let made = requester.make_campaign(&plan).await.unwrap();
    assert!(has_lost.load(Ordering::Relaxed));
    assert_eq!(made.id, 1);
    assert!(made.receipt.actions.is_empty() && made.receipt.block_num > 0);
    assert_eq!(world.force.campaigns().await.unwrap().len(), 2);

    let plan = requester.plan_batch(made.id, &tasks(1), 1).await.unwrap();
    has_lost.store(false, Ordering::Relaxed);
    requester.publish(&plan).await.unwrap();
    assert_eq!(world.force.batches(made.id).await.unwrap().len(), 1);
    drop((requester, client));
    Arc::into_inner(world).expect("nobody else has it").finish().await;
}
