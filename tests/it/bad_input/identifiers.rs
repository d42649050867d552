//! Ids of nothing: unknown campaigns, batches, payments and accounts, up to the ends of their types.

use antelope::{Extension, Name};
use protocol::{
    force::{
        Error,
        actions::{
            ClearTasks, MakeBatch, Payout, PublishBatch, Refund, ReleaseTask, RemoveBatch,
            RemoveCampaign, ReserveTask, SkipTask, SubmitTask,
        },
        batch::batch_key,
        campaign::Content,
    },
    vaccount::{
        self,
        actions::{VTransfer, Withdraw},
    },
};
use tests::{World, efx, result};

const NONE: [u32; 3] = [1, u32::MAX - 1, u32::MAX];

/// No action finds a campaign that is not there.
#[tokio::test]
async fn unknown_campaign_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    assert_eq!(campaign, 0);
    let (owner, alice) = (world.requester, world.alice);
    for campaign_id in NONE {
        let batch = MakeBatch {
            id: 0,
            campaign_id,
            content: Content::ipfs("batch".into()),
            repetitions: 1,
            payer: owner,
            sig: Extension(None),
            terms: Extension(None),
        };
        let removal = RemoveCampaign {
            campaign_id,
            owner: owner.into(),
            sig: Extension(None),
            terms: Extension(None),
        };
        let publish = PublishBatch {
            batch_id: batch_key(campaign_id, 0),
            num_tasks: 1,
            sig: Extension(None),
            terms: Extension(None),
        };
        let force = &world.force;
        let (account_id, task_idx) = (alice.id, 0);
        let submit = SubmitTask {
            campaign_id,
            task_idx,
            data: result(1),
            account_id,
            payer: Extension(None),
            sig: Extension(None),
            terms: Extension(None),
        };
        let actions = [
            force.action(owner, &batch),
            force.action(owner, &removal),
            force.action(owner, &publish),
            force.action(
                owner,
                &Refund {
                    batch_id: publish.batch_id,
                    sig: Extension(None),
                    terms: Extension(None),
                },
            ),
            force.action(
                owner,
                &RemoveBatch { id: 0, campaign_id, sig: Extension(None), terms: Extension(None) },
            ),
            force.action(owner, &ClearTasks { batch_id: 0, campaign_id }),
            force.action(alice.name, &reserve(campaign_id, account_id)),
            force.action(alice.name, &skip(campaign_id, task_idx, account_id)),
            force.action(alice.name, &release(campaign_id, task_idx, account_id)),
            force.action(alice.name, &submit),
        ];
        for action in actions {
            world.refuses(Error::CampaignNotFound, world.push_all(&[action])).await;
        }
    }
    world.finish().await;
}

/// No action finds a batch that is not there, though its campaign is.
#[tokio::test]
async fn unknown_batch_is_refused() {
    let world = World::new().await;
    let campaign_id = world.campaign(world.terms("1.0000")).await.unwrap();
    world.batch(campaign_id, 1).await.unwrap();
    let owner = world.requester;
    for id in NONE {
        let batch_id = batch_key(campaign_id, id);
        world.refuses(Error::BatchNotFound, world.publish(batch_id, 1)).await;
        world.refuses(Error::BatchNotFound, world.refund(batch_id)).await;
        world.refuses(Error::BatchDoesNotExist, world.remove(batch_id)).await;
        world.refuses(Error::BatchNotFound, world.clear(batch_id)).await;
        world.refuses(Error::BatchNotFound, world.fund(batch_id, efx("1.0000"))).await;
        if id != 1 {
            let content = Content::ipfs("batch".into());
            let sig = Extension(None);
            let batch = MakeBatch {
                id,
                campaign_id,
                content,
                repetitions: 1,
                payer: owner,
                sig,
                terms: Extension(None),
            };
            world.refuses(Error::BatchIdNotSequential, world.push(owner, &batch)).await;
        }
    }
    // A batch's number is not a batch's key, nor is a campaign's.
    let second = world.campaign(world.terms("1.0000")).await.unwrap();
    world.refuses(Error::BatchNotFound, world.fund(batch_key(second, 0), efx("1.0000"))).await;
    world.finish().await;
}

/// No action takes an account that is not there, nor another's.
#[tokio::test]
async fn unknown_or_foreign_account_is_refused() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 2).await.unwrap();
    world.deposit(world.alice.id, efx("1.0000")).await.unwrap();
    let alice = world.alice.name;
    let quantity = world.amount(efx("1.0000"));
    for account_id in [1_000, u32::MAX - 1, u32::MAX] {
        let task = world.force.action(alice, &reserve(campaign, account_id));
        world.refuses(Error::AccountNotFound, world.push_all(&[task])).await;
        let task = world.force.action(alice, &skip(campaign, 0, account_id));
        world.refuses(Error::AccountNotFound, world.push_all(&[task])).await;
        let task = world.force.action(alice, &release(campaign, 0, account_id));
        world.refuses(Error::AccountNotFound, world.push_all(&[task])).await;
    }
    for id in [1_000, u64::from(u32::MAX), 1 << 32, (1 << 32) + 1, u64::MAX] {
        let mine = u64::from(world.alice.id);
        let transfer = |from_id, to_id| VTransfer {
            from_id,
            to_id,
            quantity,
            memo: String::new(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        for (from, to, error) in
            [(id, mine, vaccount::Error::FromNotFound), (mine, id, vaccount::Error::ToNotFound)]
        {
            let action = world.vaccount.action(alice, &transfer(from, to));
            world.refuses(error, world.push_all(&[action])).await;
        }
        let memo = String::new();
        let withdraw = Withdraw {
            from_id: id,
            to_account: alice,
            quantity,
            memo,
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        let action = world.vaccount.action(alice, &withdraw);
        world.refuses(vaccount::Error::FromNotFound, world.push_all(&[action])).await;
        let to = world.vaccount.account();
        let memo = id.to_string();
        let deposit = world.transfer(world.requester, to, efx("1.0000"), &memo);
        world.refuses(vaccount::Error::RowNotFound, deposit).await;
    }
    world.finish().await;
}

/// There is no payment but those that are there.
#[tokio::test]
async fn unknown_payment_is_refused() {
    let world = World::new().await;
    for payment_id in [0, 1, u64::from(u32::MAX), 1 << 32, u64::MAX] {
        let payout = Payout {
            payment_id,
            sig: Extension(None),
            terms: Extension(None),
            fee: Extension(None),
        };
        world.refuses(Error::PaymentNotFound, world.push(world.alice.name, &payout)).await;
    }
    world.finish().await;
}

/// An account that does not exist is no destination and no user.
#[tokio::test]
async fn unknown_chain_account_is_refused() {
    let world = World::new().await;
    world.deposit(world.alice.id, efx("1.0000")).await.unwrap();
    for to_account in [Name(0), Name(u64::MAX), world.vaccount.account(), world.own_name("nobody")]
    {
        let withdraw = Withdraw {
            from_id: world.alice.id.into(),
            to_account,
            quantity: world.amount(efx("1.0000")),
            memo: String::new(),
            sig: None,
            fee: None,
            terms: Extension(None),
        };
        let action = world.vaccount.action(world.alice.name, &withdraw);
        world.refuses(vaccount::Error::BadDestination, world.push_all(&[action])).await;
    }
    let opened = world.open_row(world.own_name("nobody"), world.token);
    world.refuses(vaccount::Error::NoSuchAccount, opened).await;
    world.finish().await;
}

fn reserve(campaign_id: u32, account_id: u32) -> ReserveTask {
    let (payer, sig) = (Extension(None), Extension(None));
    ReserveTask { campaign_id, account_id, quali_assets: None, payer, sig, terms: Extension(None) }
}

fn skip(campaign_id: u32, task_idx: u32, account_id: u32) -> SkipTask {
    let (payer, sig) = (Extension(None), Extension(None));
    SkipTask {
        campaign_id,
        task_idx,
        account_id,
        quali_assets: None,
        payer,
        sig,
        terms: Extension(None),
    }
}

fn release(campaign_id: u32, task_idx: u32, account_id: u32) -> ReleaseTask {
    let (payer, sig) = (Extension(None), Extension(None));
    ReleaseTask { campaign_id, task_idx, account_id, payer, sig, terms: Extension(None) }
}
