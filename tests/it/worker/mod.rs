//! Workers of the SDK: the loop from campaign to payment, and what happens when something comes in between.

mod crash;
mod ends;
mod examples;
mod faults;
mod queues;

use std::sync::{Arc, Mutex};

use antelope::{Extension, pack::Pair};
use protocol::force::{
    actions::{MakeBatch, MakeCampaign},
    batch::batch_key,
    campaign::Content,
    qualification::{AssetAddress, Qualification},
};
use sdk::{
    clock::System,
    content::{self, MemoryStore, Store},
    document::ResultDocument,
    signer::KeyHolder,
    worker::{Error, Event, Identity, Options, Prospect, Task, WhenIdle, Withdrawal, Worker},
};
use serde_json::{Value, json};
use tests::{
    Actor, World,
    assets::{COLLECTION, NO_TEMPLATE},
    efx, exactly,
    key_holders::key,
};

/// A network with a place for documents.
struct Scene {
    world: World,
    store: Arc<MemoryStore>,
}

impl Scene {
    async fn new() -> Self {
        Self { world: World::new().await, store: Arc::new(MemoryStore::default()) }
    }

    /// A campaign with a batch of tasks, each `{"number": n}`. Gives its id.
    async fn campaign(&self, tasks: u32) -> u32 {
        self.campaign_on(self.world.terms("1.0000"), tasks).await
    }

    async fn campaign_on(&self, terms: MakeCampaign, tasks: u32) -> u32 {
        let campaign = self.world.campaign(terms).await.unwrap();
        self.publish(campaign, 1, tasks).await;
        campaign
    }

    /// Another batch. Gives its key.
    async fn publish(&self, campaign: u32, repetitions: u32, tasks: u32) -> u64 {
        let tasks: Vec<_> = (0..tasks).map(|number| json!({ "number": number })).collect();
        publish(&self.world, &*self.store, campaign, repetitions, &tasks).await
    }

    fn worker(&self, actor: Actor) -> Worker {
        let signer = Arc::new(self.world.signer.clone());
        self.worker_as(Identity::account(actor.name, signer))
    }

    fn worker_as(&self, identity: Identity) -> Worker {
        let World { client, network, .. } = &self.world;
        let (store, clock) = (Arc::clone(&self.store), Arc::new(System));
        Worker::new(client.clone(), network, identity, store, clock)
    }

    /// The answers of a batch, by task, each with the account that gave it.
    async fn answers(&self, batch: u64) -> Vec<(u32, u32, Value)> {
        answers(&self.world, &*self.store, batch).await
    }
}

/// Makes, funds and publishes a batch of these tasks.
async fn publish(
    world: &World,
    store: &dyn Store,
    campaign_id: u32,
    repetitions: u32,
    tasks: &[Value],
) -> u64 {
    let document = serde_json::to_vec(tasks).unwrap();
    let cid = content::add(store, &document).await.unwrap();
    let row = world.campaign_row(campaign_id).await;
    let make = MakeBatch {
        id: row.num_batches,
        campaign_id,
        content: Content::ipfs(cid.to_string()),
        repetitions,
        payer: world.requester,
        sig: Extension(None),
        terms: Extension(None),
    };
    world.push(world.requester, &make).await.unwrap();
    let batch = batch_key(campaign_id, make.id);
    let results = i64::from(repetitions) * i64::try_from(tasks.len()).unwrap();
    world.fund(batch, exactly(row.reward.quantity, results)).await.unwrap();
    world.publish(batch, tasks.len() as u32).await.unwrap();
    batch
}

async fn answers(world: &World, store: &dyn Store, batch: u64) -> Vec<(u32, u32, Value)> {
    let (campaign, idx) = protocol::force::batch::split_batch_key(batch);
    let mut answers = Vec::new();
    for row in world.force.submissions(campaign, idx).await.unwrap() {
        let Pair { first, second } = row.data;
        let document = ResultDocument::fetch(store, &Pair { first, second }).await.unwrap();
        answers.push((row.task_idx, row.account_id.unwrap(), document.answer));
    }
    answers
}

/// Answers with twice the number of the task.
async fn double(task: Task) -> Result<Value, String> {
    let number = task.data["number"].as_u64().ok_or("no number")?;
    Ok(json!({ "double": 2 * number }))
}

fn until_idle() -> Options {
    Options { when_idle: WhenIdle::Return, ..Options::default() }
}

/// What an observer has seen.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn observer(&self) -> impl Fn(&Event) + Send + Sync + 'static + use<> {
        let seen = Arc::clone(&self.0);
        move |event: &Event| {
            let name = serde_json::to_value(event).unwrap()["event"].as_str().unwrap().to_owned();
            seen.lock().unwrap().push(name);
        }
    }

    fn count(&self, name: &str) -> usize {
        self.0.lock().unwrap().iter().filter(|seen| *seen == name).count()
    }
}

#[tokio::test]
async fn every_task_is_done_and_what_it_earns_is_cashed_and_sent_on() {
    let scene = Scene::new().await;
    let campaign = scene.campaign(5).await;
    let batch = batch_key(campaign, 0);
    let world = &scene.world;
    let seen = Seen::default();
    let alice = scene.worker(world.alice).observed_by(seen.observer());
    let report = alice.run(double, until_idle()).await.unwrap();
    assert_eq!((report.submitted, report.returned, report.failed, report.lost), (5, 0, 0, 0));
    let expected: Vec<_> =
        (0..5).map(|number| (number, world.alice.id, json!({ "double": 2 * number }))).collect();
    assert_eq!(scene.answers(batch).await, expected);
    for event in ["reserved", "answered", "submitted"] {
        assert_eq!(seen.count(event), 5, "{event}");
    }

    let [earned] = alice.payments(world.token).await.unwrap()[..] else { panic!("one payment") };
    assert_eq!((earned.payment.pending.quantity, earned.is_due), (efx("5.0000"), false));
    assert_eq!(alice.pay_out(world.token).await.unwrap(), []);
    world.pass(2).await;
    assert_eq!(alice.pay_out(world.token).await.unwrap().len(), 1);
    let quantity = alice.balance(world.token).await.unwrap().unwrap();
    assert_eq!(quantity.quantity, efx("5.0000"));
    // Alice had no row for the token.
    let withdrawal = Withdrawal { quantity, to: world.alice.name, memo: "pay".to_owned() };
    alice.withdraw(&withdrawal).await.unwrap();
    let tokens = world.network.token(&world.client, world.token);
    let balance = tokens.balance(world.alice.name, world.token.sym.code()).await.unwrap();
    assert_eq!(balance.unwrap().balance, efx("5.0000"));
    scene.world.finish().await;
}

#[tokio::test]
async fn several_workers_do_every_repetition_in_several_campaigns_at_a_time() {
    let scene = Scene::new().await;
    let mut batches = Vec::new();
    for _ in 0..3 {
        let campaign = scene.world.campaign(scene.world.terms("1.0000")).await.unwrap();
        batches.push(scene.publish(campaign, 2, 4).await);
    }
    let options = || Options { jobs: 2, ..until_idle() };
    let [alice, bob] = [scene.world.alice, scene.world.bob].map(|actor| scene.worker(actor));
    let (one, two) = tokio::join!(alice.run(double, options()), bob.run(double, options()));
    assert_eq!((one.unwrap().submitted, two.unwrap().submitted), (12, 12));
    for batch in batches {
        assert_eq!(scene.answers(batch).await.len(), 8);
    }
    scene.world.finish().await;
}

#[tokio::test]
async fn only_campaigns_that_are_open_to_the_worker_are_found() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let mut terms = world.terms("1.0000");
    terms.qualis = vec![Qualification::inclusive(AssetAddress::Collection(COLLECTION))];
    let open = scene.campaign(2).await;
    let guarded = scene.campaign_on(terms, 2).await;
    let alice = scene.worker(world.alice);
    let found = async || {
        let openings = alice.openings().await.unwrap();
        openings.iter().map(|opening| opening.campaign.id).collect::<Vec<_>>()
    };
    assert_eq!(found().await, [open]);
    assert!(matches!(alice.opening(guarded).await, Err(Error::Unqualified(_))));
    let asset = world.mint(world.alice, COLLECTION, NO_TEMPLATE).await;
    assert_eq!(found().await, [open, guarded]);
    assert_eq!(alice.opening(guarded).await.unwrap().quali_assets, Some(vec![asset]));
    world.edit(open, |edit| edit.paused = true).await.unwrap();
    assert_eq!(found().await, [guarded]);
    assert_eq!(alice.run(double, until_idle()).await.unwrap().submitted, 2);
    let opening = alice.opening(guarded).await.unwrap();
    assert_eq!(alice.prospect(&opening).await.unwrap(), Prospect::Nothing);
    assert_eq!(alice.reserve(&opening).await.unwrap(), None);
    scene.world.finish().await;
}

#[tokio::test]
async fn a_user_who_holds_a_key_works_through_a_relayer() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = scene.campaign(3).await;
    let relayer = Arc::new(world.signer.clone());
    let identity = Identity::key_holder(Arc::new(key()), world.stranger, relayer).unwrap();
    let holder = KeyHolder::new(&key()).map(|holder| holder.address()).unwrap();
    assert_eq!(identity.user(), protocol::vaddress::VAddress::Address(holder));
    let worker = scene.worker_as(identity.with_personal_sign());
    assert_eq!(worker.account_id(world.token).await.unwrap(), Some(world.key_holder));
    assert_eq!(worker.run(double, until_idle()).await.unwrap().submitted, 3);
    assert_eq!(scene.answers(batch_key(campaign, 0)).await.len(), 3);
    world.pass(2).await;
    assert_eq!(worker.pay_out(world.token).await.unwrap().len(), 1);
    let quantity = worker.balance(world.token).await.unwrap().unwrap();
    let withdrawal = Withdrawal { quantity, to: world.stranger, memo: String::new() };
    worker.withdraw(&withdrawal).await.unwrap();
    assert_eq!(world.credit(world.key_holder).await, efx("0.0000"));
    scene.world.finish().await;
}
