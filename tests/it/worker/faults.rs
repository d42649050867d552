//! Nodes and stores that fail: what is sent is sent again, the same, and nothing is done twice.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use protocol::force::batch::batch_key;
use sdk::{
    Client,
    clock::{Clock, Virtual},
    content::{self, Cid, MemoryStore, Store},
    future::BoxFuture,
    transport::{Embedded, Response, Transport, TransportError},
    worker::{Error, Identity, Journal, MemoryJournal, Options, Task, Worker, journal::Record},
};
use serde_json::Value;

use super::{Scene, Seen, double, until_idle};

/// A way to a chain on which some requests are lost, and the answers to others.
struct Lossy {
    embedded: Embedded,
    count: AtomicU32,
}

impl Transport for Lossy {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            if count % 61 == 10 {
                return Err(TransportError::unreachable("lost on the way there"));
            }
            let answer = self.embedded.post(path, body).await;
            match count % 61 {
                30 => Err(TransportError::new("lost on the way back")),
                60 => Ok(Response::new(502, "<html>Bad Gateway</html>")),
                _ => answer,
            }
        })
    }
}

/// A store of which every second request fails.
#[derive(Debug)]
struct Weary(Arc<MemoryStore>, AtomicU32);

impl Weary {
    fn is_tired(&self) -> bool {
        self.1.fetch_add(1, Ordering::Relaxed).is_multiple_of(2)
    }
}

impl Store for Weary {
    fn put<'a>(
        &'a self,
        cid: &'a Cid,
        block: &'a [u8],
    ) -> BoxFuture<'a, Result<(), content::Error>> {
        match self.is_tired() {
            true => Box::pin(std::future::ready(Err(content::Error::Remote("tired".into())))),
            false => self.0.put(cid, block),
        }
    }

    fn get<'a>(&'a self, cid: &'a Cid) -> BoxFuture<'a, Result<Option<Vec<u8>>, content::Error>> {
        match self.is_tired() {
            true => Box::pin(std::future::ready(Ok(None))),
            false => self.0.get(cid),
        }
    }
}

#[tokio::test]
async fn what_is_lost_on_the_way_is_sent_again_and_done_once() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(6).await;
    let world = &scene.world;
    let Some(devnet) = world.devnet() else { return scene.world.finish().await };
    // Time passes only while everybody waits, so that minutes of waiting take none.
    let clock = Virtual::new(world.client.get_info().await.unwrap().head_block_time);
    let lossy = Lossy { embedded: devnet.transport().clone(), count: AtomicU32::new(0) };
    let client = Client::with_clock(lossy, clock.clone());
    let identity = Identity::account(world.alice.name, Arc::new(world.signer.clone()));
    let store = Arc::new(Weary(Arc::clone(&scene.store), AtomicU32::new(0)));
    let journal = MemoryJournal::default();
    let worker = Worker::new(client, &world.network, identity, store, Arc::new(clock.clone()));
    let seen = Seen::default();
    let began = clock.now();
    let calls = AtomicU32::new(0);
    let counted = async |task: Task| {
        calls.fetch_add(1, Ordering::Relaxed);
        double(task).await
    };
    let report = clock.run(async {
        let worker = worker.with_journal(Arc::new(journal.clone())).await.unwrap();
        let worker = worker.observed_by(seen.observer());
        worker.run(counted, until_idle()).await.unwrap()
    });
    assert!(seen.count("retrying") > 5, "{}", seen.count("retrying"));
    assert!(clock.now() > began, "there was something to wait for");
    assert_eq!((report.lost, report.failed), (0, 0));
    assert_eq!((report.submitted, calls.load(Ordering::Relaxed)), (6, 6));
    let answers = scene.answers(batch_key(campaign, 0)).await;
    assert_eq!(answers.len(), 6);
    scene.world.finish().await;
}

#[tokio::test]
async fn a_journal_is_of_one_network_and_an_answer_of_one_task() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(1).await;
    let world = &scene.world;
    let journal = Arc::new(MemoryJournal::default());
    let with = async |journal: &Arc<MemoryJournal>| {
        let journal: Arc<dyn Journal> = Arc::<MemoryJournal>::clone(journal);
        scene.worker(world.alice).with_journal(journal).await
    };
    let alice = with(&journal).await.unwrap();
    let opening = alice.opening(campaign).await.unwrap();
    let held = alice.reserve(&opening).await.unwrap().unwrap();
    let task = alice.task(&opening.campaign, &held).await.unwrap();
    alice.record_answer(&task, &Value::from("recorded")).await.unwrap();

    // Whoever goes on with the journal knows the answer to this task, and to no other that has its numbers.
    let again = with(&journal).await.unwrap();
    assert_eq!(again.recorded_answer(&task), Some(Value::from("recorded")));
    let mut other = task.clone();
    other.data = Value::from("something else");
    assert_eq!(again.recorded_answer(&other), None);
    let options = Options { max_tasks: Some(1), ..until_idle() };
    let asked = async |_: Task| -> Value { panic!("it is answered") };
    assert_eq!(again.run(asked, options).await.unwrap().submitted, 1);
    assert_eq!(scene.answers(batch_key(campaign, 0)).await[0].2, Value::from("recorded"));

    let mut records = journal.read().await.unwrap();
    let Record::Opened { contract, .. } = &mut records[0] else { panic!("{records:?}") };
    *contract = world.stranger;
    journal.replace(&records).await.unwrap();
    assert!(matches!(with(&journal).await, Err(Error::OtherJournal { .. })));
    scene.world.finish().await;
}
