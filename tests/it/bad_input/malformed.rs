//! Bytes that are no action: cut off, too long, of no text, of no variant.

use antelope::{Extension, PackedAction, pack};
use protocol::{
    force::actions::{
        ClearAccounts, ClearTasks, MakeBatch, Payout, PublishBatch, Refund, ReleaseTask,
        RemoveBatch, RemoveCampaign, ReserveTask, SkipTask, SubmitTask,
    },
    vaccount::actions::{Open, VTransfer, Withdraw},
};
use tests::{Refusal, World, efx, result};

/// The contract says that the bytes are no action, before it does anything.
#[derive(Debug)]
struct Malformed;

impl Refusal for Malformed {
    fn is_in(&self, error: &sdk::Error) -> bool {
        error.assertion_message() == Some("action data is malformed")
    }
}

/// One of each action that a user sends, of which nothing can be left out at the end.
fn actions(world: &World) -> Vec<PackedAction> {
    let (owner, alice) = (world.requester, world.alice);
    let (campaign_id, task_idx, account_id) = (0, 0, alice.id);
    let content = world.terms("1.0000").content;
    let force = &world.force;
    macro_rules! no_more {
        ($action:ident { $($field:ident $(: $value:expr)?),* $(,)? }) => {
            $action { $($field $(: $value)?,)* sig: Extension(None), terms: Extension(None) }
        };
    }
    let batch = no_more!(MakeBatch { id: 0, campaign_id, content, repetitions: 1, payer: owner });
    let payer = Extension(None);
    let quali_assets = Some(vec![1, 2]);
    let reserve = no_more!(ReserveTask {
        campaign_id,
        account_id,
        quali_assets: quali_assets.clone(),
        payer,
    });
    let skip = no_more!(SkipTask { campaign_id, task_idx, account_id, quali_assets, payer });
    let data = result(1);
    let submit = no_more!(SubmitTask { campaign_id, task_idx, data, account_id, payer });
    let quantity = world.amount(efx("1.0000"));
    let (memo, to_account) = (String::from("memo"), alice.name);
    let (from_id, to_id) = (u64::from(alice.id), u64::from(world.bob.id));
    let transfer = VTransfer {
        from_id,
        to_id,
        quantity,
        memo: memo.clone(),
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let withdraw = Withdraw {
        from_id,
        to_account,
        quantity,
        memo,
        sig: None,
        fee: None,
        terms: Extension(None),
    };
    let open = Open { acc: alice.name.into(), symbol: world.token, payer: alice.name };
    vec![
        force.action(owner, &world.terms("1.0000")),
        force.action(owner, &batch),
        force.action(owner, &no_more!(RemoveCampaign { campaign_id, owner: owner.into() })),
        force.action(owner, &no_more!(PublishBatch { batch_id: 0, num_tasks: 1 })),
        force.action(owner, &no_more!(RemoveBatch { id: 0, campaign_id })),
        force.action(owner, &no_more!(Refund { batch_id: 0 })),
        force.action(owner, &ClearTasks { batch_id: 0, campaign_id }),
        force.action(owner, &ClearAccounts { campaign_id, account_ids: vec![1, 2] }),
        force.action(alice.name, &reserve),
        force.action(alice.name, &skip),
        force.action(
            alice.name,
            &no_more!(ReleaseTask { campaign_id, task_idx, account_id, payer }),
        ),
        force.action(alice.name, &submit),
        force.action(alice.name, &world.joining(account_id, campaign_id)),
        force.action(alice.name, &world.leaving(account_id, campaign_id)),
        force.assignment(alice.name, campaign_id),
        force.action(alice.name, &no_more!(Payout { payment_id: 0, fee: Extension(None) })),
        world.vaccount.action(alice.name, &transfer),
        world.vaccount.action(alice.name, &withdraw),
        world.vaccount.action(alice.name, &open),
    ]
}

/// Data that ends too early, and data that goes on.
#[tokio::test]
async fn truncated_and_overlong_data_is_refused() {
    let world = World::new().await;
    for action in actions(&world) {
        let data = &action.data;
        for end in [0, 1, data.len() / 2, data.len() - 1] {
            let cut = PackedAction { data: data[..end].to_vec(), ..action.clone() };
            world.refuses(Malformed, world.push_all(&[cut])).await;
        }
        // Room for a payer (eight bytes), an absent signature and absent terms (one each), and one more.
        for more in [11, 1000] {
            let data = [data.as_slice(), &vec![0; more]].concat();
            let longer = PackedAction { data, ..action.clone() };
            world.refuses(Malformed, world.push_all(&[longer])).await;
        }
    }
    world.finish().await;
}

/// Text that is none, variants and options of no kind, and lengths beyond everything.
#[tokio::test]
async fn bytes_without_a_meaning_are_refused() {
    let world = World::new().await;
    let terms = world.terms("1.0000");
    let good = world.force.action(world.requester, &terms);
    // The owner: a variant's number and eight bytes; the content: its kind and a text with its length.
    let text = terms.content.address.as_bytes();
    let at = good.data.windows(text.len()).position(|bytes| bytes == text).unwrap();
    assert_eq!((good.data[0], usize::from(good.data[at - 1])), (1, text.len()));
    let changed = |at: usize, bytes: &[u8]| {
        let mut action = good.clone();
        action.data.splice(at..at + 1, bytes.iter().copied());
        action
    };
    let huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for action in [
        changed(at, &[0xff]),
        changed(at, &[0xc3]),
        changed(0, &[2]),
        changed(0, &[0x7f]),
        changed(0, &huge),
        changed(at - 1, &huge),
        changed(at - 1, &[0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        changed(at - 1, &[0x80, 0x80, 0x80, 0x80, 0x80]),
    ] {
        world.refuses(Malformed, world.push_all(&[action])).await;
    }

    // An option is there or not; a list is as long as it says.
    let reserve = ReserveTask {
        campaign_id: 0,
        account_id: world.alice.id,
        quali_assets: None,
        payer: Extension(None),
        sig: Extension(None),
        terms: Extension(None),
    };
    let good = world.force.action(world.alice.name, &reserve);
    let head = pack(&(0u32, world.alice.id));
    assert_eq!(good.data, [head.as_slice(), &[0]].concat());
    for tail in [&[2][..], &[1], &[1, 1], &[1, 0xff, 0xff, 0xff, 0xff, 0x0f], &[1, 0xff, 0x7f, 0]] {
        let action = PackedAction { data: [head.as_slice(), tail].concat(), ..good.clone() };
        world.refuses(Malformed, world.push_all(&[action])).await;
    }
    world.finish().await;
}
