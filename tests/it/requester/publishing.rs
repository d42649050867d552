//! Batches are quoted first, and made, funded and published in one transaction.

use std::fs;

use protocol::force::{self, batch::State};
use sdk::{
    content::{self, MemoryStore},
    document::{BatchDocument, CampaignDocument, Schema},
    requester::{Error, Owner, Progress, Requester, TaskList},
};
use tests::efx;

use super::{TASK_TIME, campaign, fortune, published, ram, requester, tasks, world};

/// The price is known first, nothing is done for it, and it is what is paid.
#[tokio::test]
async fn a_batch_costs_what_was_quoted() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let plan = requester.plan_campaign(&campaign()).await.unwrap();
    let campaign = requester.make_campaign(&plan).await.unwrap();
    let row = world.force.campaign(campaign.id).await.unwrap().unwrap();
    assert_eq!((row.max_task_time, row.reward.quantity), (TASK_TIME, efx("1.0000")));
    let document = CampaignDocument::fetch(&store, &row.content).await.unwrap();
    assert_eq!(document.title, "Read a digit");

    let (money, bytes) = (fortune(&world).await, ram(&world).await);
    let plan = requester.plan_batch(campaign.id, &tasks(5), 3).await.unwrap();
    assert_eq!((plan.quote.results(), plan.quote.total), (15, efx("16.5000")));
    assert_eq!(plan.quote.fees, efx("1.5000"));
    assert_eq!(plan.available, money);
    let planned_ram = requester.ram_of(&plan).await.unwrap();
    assert_eq!(fortune(&world).await, money);
    assert!(content::read(&store, &plan.cid).await.is_err(), "nothing is uploaded for a quote");

    let batch = requester.publish(&plan).await.unwrap();
    assert_eq!(fortune(&world).await, money.checked_sub(plan.quote.total).unwrap());
    assert_eq!(planned_ram.unwrap_or_else(|| panic!("the node tells")), ram(&world).await - bytes);
    let row = world.force.batch(campaign.id, batch.batch_idx).await.unwrap().unwrap();
    assert_eq!((row.state(), row.num_tasks, row.repetitions), (State::Published, 5, 3));
    let document = BatchDocument::fetch(&store, &row.content).await.unwrap();
    assert_eq!(document.tasks, tasks(5).tasks());

    let progress = Progress::read(&world.force, campaign.id).await.unwrap();
    assert_eq!((progress.wanted(), progress.results(), progress.is_finished()), (15, 0, false));
    assert_eq!(
        (progress.batches[0].escrow, progress.batches[0].free),
        (plan.quote.total, efx("0.0000"))
    );
    world.finish().await;
}

/// Two batches are planned at the same time: the second one fails as a whole. Neither batch nor money of it is there.
#[tokio::test]
async fn who_loses_the_race_for_a_batch_pays_nothing() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 1, 1).await;
    let one = requester.plan_batch(batch.campaign_id, &tasks(2), 1).await.unwrap();
    let other = requester.plan_batch(batch.campaign_id, &tasks(7), 2).await.unwrap();
    assert_eq!(one.key(), other.key());

    requester.publish(&one).await.unwrap();
    let money = fortune(&world).await;
    let error = requester.publish(&other).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(force::Error::BatchIdNotSequential));
    assert_eq!(fortune(&world).await, money);
    let rows = world.force.batches(batch.campaign_id).await.unwrap();
    let held: Vec<_> = rows.iter().map(|row| row.balance.quantity).collect();
    assert_eq!(held, [efx("1.1000"), efx("2.2000")]);

    // Planned anew, it has the next number.
    let anew = requester.plan_batch(batch.campaign_id, &tasks(7), 2).await.unwrap();
    assert_eq!(requester.publish(&anew).await.unwrap().batch_idx, 2);
    world.finish().await;
}

/// A price that changes after the plan leaves nothing half done either.
#[tokio::test]
async fn a_dearer_network_refuses_the_whole_batch() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 1, 1).await;
    let plan = requester.plan_batch(batch.campaign_id, &tasks(1), 1).await.unwrap();
    world.settings(|settings| settings.fee_bps = 2000).await.unwrap();
    let before = world.snapshot().await;
    let error = requester.publish(&plan).await.unwrap_err();
    assert_eq!(error.contract_error(), Some(force::Error::BatchUnderfunded));
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// What the contract would refuse is said by its own errors, before anything is uploaded or paid.
#[tokio::test]
async fn what_would_be_refused_is_not_tried() {
    let (world, store) = world().await;
    world
        .settings(|settings| (settings.max_tasks, settings.max_repetitions) = (3, 2))
        .await
        .unwrap();
    let requester = requester(&world, &store);
    let batch = published(&requester, 1, 1).await;
    let id = batch.campaign_id;
    let before = world.snapshot().await;

    for (count, repetitions, expected) in [
        (4, 1, force::Error::TooManyTasks),
        (3, 3, force::Error::TooManyRepetitions),
        (3, 0, force::Error::NoRepetitions),
    ] {
        let error = requester.plan_batch(id, &tasks(count), repetitions).await.unwrap_err();
        assert!(matches!(error, Error::Refused(reason) if reason == expected), "{error}");
    }
    let error = requester.plan_batch(id + 1, &tasks(1), 1).await.unwrap_err();
    assert!(matches!(error, Error::NoCampaign(_)), "{error}");

    let owner = Owner::account(world.rival, &world.signer);
    let rival = Requester::new(&world.client, &world.network, &store, owner);
    let error = rival.plan_batch(id, &tasks(1), 1).await.unwrap_err();
    assert_eq!(error.to_string(), format!("campaign {id} belongs to {}", world.requester));
    assert!(matches!(rival.close(id).await, Err(Error::NotOwner { .. })));

    let mut dear = campaign();
    dear.terms.reward = sdk::requester::Reward::parse("60000 EFX");
    let plan = requester.plan_campaign(&dear).await.unwrap();
    requester.edit_campaign(id, &plan).await.unwrap();
    let edited = world.snapshot().await;
    assert_ne!(edited, before);
    let plan = requester.plan_batch(id, &tasks(2), 1).await.unwrap();
    let error = requester.publish(&plan).await.unwrap_err();
    assert!(matches!(error, Error::NotEnough { .. }), "{error}");
    assert!(
        error.to_string().starts_with("this costs 132000.0000 EFX, and the owner has 99"),
        "{error}"
    );

    for (reward, time, part) in [
        (None, Some(1), "the campaign does not say its reward"),
        (Some("1 EFX"), None, "the campaign does not say its task_time"),
        (Some("1.00001 EFX"), Some(1), "reward 1.00001 EFX is no amount"),
        (Some("1 USD"), Some(1), "reward 1 USD is no amount"),
    ] {
        let mut source = campaign();
        source.terms.reward = reward.map(|text| sdk::requester::Reward::parse(text).unwrap());
        source.terms.task_seconds = time;
        let error = requester.plan_campaign(&source).await.unwrap_err().to_string();
        assert!(error.starts_with(part), "{error}");
    }
    let mut slower = campaign();
    slower.terms.task_seconds = Some(1);
    let plan = requester.plan_campaign(&slower).await.unwrap();
    let error = requester.edit_campaign(id, &plan).await.unwrap_err();
    assert_eq!(error.to_string(), "the time for a task is 20 s and cannot be changed");
    assert_eq!(world.snapshot().await, edited);
    world.finish().await;
}

/// Who only tries learns what would happen, and nothing does.
#[tokio::test]
async fn a_trial_changes_nothing() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let batch = published(&requester, 2, 1).await;
    let before = world.snapshot().await;
    let elsewhere = MemoryStore::default();
    let trial =
        Requester::new(&world.client, &world.network, &elsewhere, *requester.owner()).trial();

    let plan = trial.plan_campaign(&campaign()).await.unwrap();
    let campaign = trial.make_campaign(&plan).await.unwrap();
    assert_eq!(campaign.id, batch.campaign_id + 1);
    let plan = trial.plan_batch(batch.campaign_id, &tasks(2), 1).await.unwrap();
    assert!(trial.publish(&plan).await.unwrap().receipt.ram_delta(world.requester) > 0);
    trial.pause(batch.campaign_id, true).await.unwrap();
    assert_eq!(trial.close(batch.campaign_id).await.unwrap().receipts.len(), 1);
    assert_eq!(world.snapshot().await, before);
    assert!(content::read(&elsewhere, &plan.cid).await.is_err());
    world.finish().await;
}

/// Files are tasks: each is uploaded, and its task names it.
#[tokio::test]
async fn files_of_a_folder_are_uploaded() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let folder = tempfile::tempdir().unwrap();
    for number in 0..20 {
        let name = format!("{number:02}.txt");
        fs::write(folder.path().join(&name), name.repeat(100)).unwrap();
    }
    let schema = serde_json::json!({"required": ["file", "name"]});
    let list = TaskList::load(folder.path(), Some(&Schema::new(&schema).unwrap())).unwrap();
    let plan = requester.plan_campaign(&campaign()).await.unwrap();
    let campaign = requester.make_campaign(&plan).await.unwrap();
    let plan = requester.plan_batch(campaign.id, &list, 1).await.unwrap();
    requester.publish(&plan).await.unwrap();
    for (task, file) in list.tasks().iter().zip(list.files()) {
        let bytes = content::read(&store, &file.cid).await.unwrap();
        assert_eq!(bytes, fs::read(&file.path).unwrap());
        assert_eq!(task["file"], file.cid.to_string());
    }

    // A file that changes in between is another one.
    let plan = requester.plan_batch(campaign.id, &list, 1).await.unwrap();
    fs::write(folder.path().join("07.txt"), "something else").unwrap();
    let before = world.snapshot().await;
    let error = requester.publish(&plan).await.unwrap_err();
    assert!(matches!(error, Error::FileChanged(_)), "{error}");
    assert_eq!(world.snapshot().await, before);
    world.finish().await;
}

/// A campaign without reward is done for nothing, and without money.
#[tokio::test]
async fn work_for_nothing_needs_no_escrow() {
    let (world, store) = world().await;
    let requester = requester(&world, &store);
    let mut source = campaign();
    source.terms.reward = sdk::requester::Reward::parse("0 EFX");
    let money = fortune(&world).await;
    let plan = requester.plan_campaign(&source).await.unwrap();
    let campaign = requester.make_campaign(&plan).await.unwrap();
    let plan = requester.plan_batch(campaign.id, &tasks(2), 1).await.unwrap();
    assert_eq!(plan.quote.total, efx("0.0000"));
    requester.publish(&plan).await.unwrap();
    assert_eq!(fortune(&world).await, money);
    world.finish().await;
}
