//! Campaigns: made, edited and removed by their owner.

use antelope::{Extension, Name, PackedAction, PermissionLevel, name};
use protocol::force::{
    Error,
    actions::{MakeCampaign, RemoveCampaign},
    campaign::{Campaign, Content},
    review::Review,
    settings::Settings,
};
use tests::{Missing, World, efx, hostile};

fn removal(campaign_id: u32, owner: Name) -> RemoveCampaign {
    RemoveCampaign {
        campaign_id,
        owner: owner.into(),
        sig: Extension(None),
        terms: Extension(None),
    }
}

/// Owners make campaigns: ids in order; owner, content, reward and time stored; counters zero, not paused; the RAM is
/// the payer's.
#[tokio::test]
async fn f03_campaigns_are_stored_as_made() {
    let world = World::new().await;
    let (requester, rival) = (world.requester, world.rival);
    for (id, (owner, max_task_time, reward)) in
        [(requester, 0, "1.0000"), (requester, 5, "11.0000"), (rival, 5, "2.0000")]
            .into_iter()
            .enumerate()
    {
        let id = u32::try_from(id).unwrap();
        let content = Content::ipfs(format!("campaign {id}"));
        let terms = MakeCampaign {
            owner: owner.into(),
            content: content.clone(),
            max_task_time,
            payer: world.stranger,
            ..world.terms(reward)
        };
        let authorization = [owner, world.stranger].map(PermissionLevel::active).to_vec();
        let action = PackedAction::new(world.force.account(), authorization, &terms);
        let receipt = world.push_all(&[action]).await.unwrap();
        assert!(receipt.ram_delta(world.stranger) > 0);
        assert_eq!((receipt.ram_delta(owner), receipt.ram_delta(world.force.account())), (0, 0));

        let expected = Campaign {
            id,
            reservations_done: 0,
            total_submissions: 0,
            total_tasks: 0,
            active_batch: 0,
            num_batches: 0,
            owner: owner.into(),
            paused: false,
            content,
            max_task_time,
            reward: world.amount(efx(reward)),
            qualis: Vec::new(),
            end_task_idx: 0,
            live_batches: 0,
            next_reservation: 0,
            review: Review { payout_delay_sec: 1, ..Review::default() },
            cancelled: 0,
            first_waiting: 0,
        };
        assert_eq!(world.campaign_row(id).await, expected);
    }
    world.finish().await;
}

/// The owner edits a campaign: content, reward and qualifications as sent; batches made before keep their reward.
#[tokio::test]
async fn f05_an_edit_changes_later_batches_only() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let before = world.batch(campaign, 1).await.unwrap();
    let made = world.campaign_row(campaign).await;

    let content = Content::ipfs("another document".into());
    let edit = world.edit(campaign, |edit| {
        edit.content = content.clone();
        edit.reward.quantity = efx("3.0000");
    });
    edit.await.unwrap();
    let reward = world.amount(efx("3.0000"));
    assert_eq!(world.campaign_row(campaign).await, Campaign { content, reward, ..made });

    let after = world.batch(campaign, 1).await.unwrap();
    assert_eq!(world.batch_row(before).await.reward.quantity, efx("1.0000"));
    assert_eq!(world.batch_row(after).await.reward.quantity, efx("3.0000"));
    world.finish().await;
}

/// A stranger removes or edits a campaign, as its owner or as himself: refused, and the row is still there.
#[tokio::test]
async fn f06_only_the_stored_owner_edits_and_removes() {
    let world = World::new().await;
    let (owner, stranger) = (world.requester, world.stranger);
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();

    world.refuses(Missing(owner), world.push(stranger, &removal(campaign, owner))).await;
    world.refuses(Error::NotOwner, world.push(stranger, &removal(campaign, stranger))).await;

    let receipt = world.edit(campaign, |_| ()).await.unwrap();
    let mut edit: protocol::force::actions::EditCampaign =
        antelope::unpack(&receipt.actions[0].action.data).unwrap();
    edit.payer = stranger;
    edit.reward.quantity = efx("9.0000");
    world.refuses(Missing(owner), world.push(stranger, &edit)).await;
    edit.owner = stranger.into();
    world.refuses(Error::NotOwner, world.push(stranger, &edit)).await;
    edit.campaign_id = 99;
    world.refuses(Error::CampaignNotFound, world.push(stranger, &edit)).await;
    world.refuses(Error::CampaignNotFound, world.push(owner, &removal(99, owner))).await;
    world.finish().await;
}

/// The owner removes a campaign: the row is gone, and no campaign made later gets its id. One with batches stays.
#[tokio::test]
async fn f07_the_id_of_a_removed_campaign_is_not_used_again() {
    let world = World::new().await;
    let owner = world.requester;
    let kept = world.campaign(world.terms("1.0000")).await.unwrap();
    let campaign = world.campaign(world.terms("11.0000")).await.unwrap();
    assert_eq!((kept, campaign), (0, 1));
    let batch = world.batch(campaign, 1).await.unwrap();
    let remove = removal(campaign, owner);
    world.refuses(Error::CampaignHasBatches, world.push(owner, &remove)).await;
    world.remove(batch).await.unwrap();

    let receipt = world.push(owner, &remove).await.unwrap();
    assert!(receipt.ram_delta(owner) < 0, "the RAM comes back");
    assert_eq!(world.force.campaign(campaign).await.unwrap(), None);
    assert_eq!(world.campaign(world.terms("1.0000")).await.unwrap(), 2);
    assert_eq!(world.force.campaign(campaign).await.unwrap(), None);
    world.finish().await;
}

/// A reward is not negative, and content is not longer than the settings allow and of a known kind.
#[tokio::test]
async fn campaigns_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let longest = usize::try_from(Settings::DEFAULT_MAX_CONTENT).unwrap();
    let campaign = world.campaign(world.terms("0.0000")).await.unwrap();
    let content = |length: usize| Content::ipfs("x".repeat(length));
    for (error, reward, content) in [
        (Error::BadReward, "-0.0001", content(1)),
        (Error::ContentTooLong, "1.0000", content(longest + 1)),
        (Error::BadContent, "1.0000", Content { kind: 1, ..content(1) }),
    ] {
        let terms = MakeCampaign { content: content.clone(), ..world.terms(reward) };
        world.refuses(error, world.campaign(terms)).await;
        let edit = world.edit(campaign, |edit| {
            edit.reward.quantity = efx(reward);
            edit.content = content;
        });
        world.refuses(error, edit).await;
    }
    world.edit(campaign, |edit| edit.content = content(longest)).await.unwrap();
    world.finish().await;
}

/// Another contract makes a campaign with reward 0: its owner is that contract.
#[tokio::test]
async fn x19_a_contract_can_own_a_campaign() {
    let world = World::new().await;
    let proxy = world.own_name("proxy");
    world.create_accounts([proxy]).await;
    world.set_acting_code(proxy, &hostile::forwarding()).await;

    let terms = MakeCampaign { owner: proxy.into(), payer: proxy, ..world.terms("0.0000") };
    let inline = world.force.action(proxy, &terms);
    let forward = PackedAction {
        account: proxy,
        name: name!("forward"),
        authorization: vec![PermissionLevel::active(world.stranger)],
        data: antelope::pack(&inline),
    };
    let receipt = world.push_all(&[forward]).await.unwrap();
    assert_eq!(receipt.actions.len(), 2);
    assert_eq!(world.campaign_row(0).await.owner, proxy.into());

    // A campaign without reward works like any other: nothing is needed in escrow, and nothing is owed.
    let batch = world.published(0, 1, 1).await.unwrap();
    world.work(world.alice, 0).await.unwrap();
    assert_eq!(world.earned(world.alice, batch).await, efx("0.0000"));
    world.finish().await;
}
