//! Authority and RAM: who may act, who pays, and what no action does.

use antelope::{Extension, Name, PackedAction, name};
use protocol::{
    force::{
        Error,
        actions::{
            EditCampaign, MakeBatch, Payout, ReleaseTask, ReserveTask, SkipTask, SubmitTask,
        },
        campaign::Content,
    },
    vaccount::{self, actions::Open},
};
use tests::{Missing, World, active, efx, result};

/// D41: `paused` was signed but never stored. Here every editable field is stored; a paused campaign gives out
/// nothing, takes results all the same, and goes on when resumed.
#[tokio::test]
async fn d41_paused_campaign_gives_out_nothing_and_can_be_resumed() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 4).await.unwrap();
    let mine = world.reserve(world.alice, campaign).await.unwrap();
    let other = world.reserve(world.bob, campaign).await.unwrap();
    let before = world.campaign_row(campaign).await;
    world
        .edit(campaign, |edit| {
            edit.paused = true;
            edit.content = Content::ipfs("another".into());
            edit.reward = world.amount(efx("2.0000"));
        })
        .await
        .unwrap();
    let after = world.campaign_row(campaign).await;
    let expected = protocol::force::campaign::Campaign {
        paused: true,
        content: Content::ipfs("another".into()),
        reward: world.amount(efx("2.0000")),
        ..before
    };
    assert_eq!(after, expected);
    world.refuses(Error::CampaignPaused, world.reserve(world.carol, campaign)).await;
    world.refuses(Error::CampaignPaused, world.skip(world.alice, mine)).await;
    world.submit(world.alice, mine).await.unwrap();
    world.release(world.bob.name, world.bob, other).await.unwrap();
    world.refuses(Error::CampaignPaused, world.reserve(world.alice, campaign)).await;
    world.edit(campaign, |edit| edit.paused = false).await.unwrap();
    let task = world.reserve(world.carol, campaign).await.unwrap();
    assert_eq!(task.task_idx, 1, "what was given back meanwhile");
    world.finish().await;
}

/// D44: a contract may charge itself without anybody's authority, so `payer` = the contract burnt its RAM. The payer has
/// signed and is never the contract.
#[tokio::test]
async fn d44_contract_never_pays_ram_for_a_stranger() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 3).await.unwrap();
    let task = world.reserve(world.bob, campaign).await.unwrap();
    let row = world.campaign_row(campaign).await;
    let payers =
        [world.force.account(), world.vaccount.account(), world.rival, Name(0), name!("nobody")];
    for payer in payers {
        let actions = of_every_payer(&world, campaign, task.task_idx, row.content.clone(), payer);
        for (actor, action) in actions {
            let action = PackedAction { authorization: active(actor), ..action };
            world.refuses(Error::BadPayer, world.push_all(&[action])).await;
        }
        let open = Open { acc: world.rival.into(), symbol: world.token, payer };
        if payer != world.rival {
            world
                .refuses(
                    vaccount::Error::BadPayer,
                    world.push_all(&[world.vaccount.action(world.stranger, &open)]),
                )
                .await;
        }
    }
    // Though it had signed: the contract itself never pays.
    let force = world.force.account();
    let mut terms = world.terms("1.0000");
    terms.payer = force;
    let mut action = world.force.action(world.requester, &terms);
    action.authorization.extend(active(force));
    world.refuses(Error::BadPayer, world.push_all(&[action])).await;
    // Another who has signed does.
    let before = world.ram(&[world.alice.name, world.rival, force]).await;
    let reserve = ReserveTask {
        campaign_id: campaign,
        account_id: world.alice.id,
        quali_assets: None,
        payer: Extension(Some(world.rival)),
        sig: Extension(None),
        terms: Extension(None),
    };
    let mut action = world.force.action(world.alice.name, &reserve);
    action.authorization.extend(active(world.rival));
    world.push_all(&[action]).await.unwrap();
    let after = world.ram(&[world.alice.name, world.rival, force]).await;
    assert_eq!(after[&world.alice.name], before[&world.alice.name]);
    assert_eq!(after[&force], before[&force]);
    assert!(after[&world.rival] > before[&world.rival]);
    world.finish().await;
}

/// Every action that takes a payer, with who authorizes it.
fn of_every_payer(
    world: &World,
    campaign_id: u32,
    task_idx: u32,
    content: Content,
    payer: Name,
) -> Vec<(Name, PackedAction)> {
    let (owner, alice, bob) = (world.requester, world.alice, world.bob);
    let mut terms = world.terms("1.0000");
    terms.payer = payer;
    let edit = EditCampaign {
        campaign_id,
        owner: owner.into(),
        content: content.clone(),
        paused: false,
        reward: terms.reward,
        qualis: vec![],
        payer,
        sig: Extension(None),
        terms: Extension(None),
    };
    let batch = MakeBatch {
        id: 1,
        campaign_id,
        content,
        repetitions: 1,
        payer,
        sig: Extension(None),
        terms: Extension(None),
    };
    let payer = Extension(Some(payer));
    let sig = Extension(None);
    let reserve = ReserveTask {
        campaign_id,
        account_id: alice.id,
        quali_assets: None,
        payer,
        sig: sig.clone(),
        terms: Extension(None),
    };
    let account_id = bob.id;
    let skip = SkipTask {
        campaign_id,
        task_idx,
        account_id,
        quali_assets: None,
        payer,
        sig: sig.clone(),
        terms: Extension(None),
    };
    let release = ReleaseTask {
        campaign_id,
        task_idx,
        account_id,
        payer,
        sig: sig.clone(),
        terms: Extension(None),
    };
    let submit = SubmitTask {
        campaign_id,
        task_idx,
        data: result(1),
        account_id,
        payer,
        sig,
        terms: Extension(None),
    };
    vec![
        (owner, world.force.action(owner, &terms)),
        (owner, world.force.action(owner, &edit)),
        (owner, world.force.action(owner, &batch)),
        (alice.name, world.force.action(alice.name, &reserve)),
        (bob.name, world.force.action(bob.name, &skip)),
        (bob.name, world.force.action(bob.name, &release)),
        (bob.name, world.force.action(bob.name, &submit)),
    ]
}

/// D47: the contract's own key could wipe escrow and payments. No action of a deployed contract does: these are all.
#[tokio::test]
async fn d47_no_action_wipes_tables() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    let names = |abi: antelope::abi::Abi| {
        let mut names: Vec<_> = abi.actions.iter().map(|action| action.name.to_string()).collect();
        names.sort();
        names.join(" ")
    };
    assert_eq!(
        names(protocol::force::abi()),
        "accept addtoken appeal assign cancel claimfees clearaccts cleartasks editcampaign init \
         mkbatch mkcampaign pause payout publishbatch refund reject releasetask reservetask resolve \
         rmbatch rmcampaign rmtoken setchain setowner setreview setsettings settle skiptask standby \
         submittask unstandby"
    );
    assert_eq!(names(protocol::vaccount::abi()), "open setchain vtransfer withdraw");
    for (contract, word) in [
        (world.force.account(), "clean"),
        (world.force.account(), "wipe"),
        (world.force.account(), "migrate"),
        (world.vaccount.account(), "clean"),
        (world.vaccount.account(), "clear"),
    ] {
        let before = world.snapshot().await;
        let action = PackedAction {
            account: contract,
            name: word.parse().unwrap(),
            authorization: active(contract),
            data: vec![],
        };
        let error = world.push_all(&[action]).await.unwrap_err();
        assert_eq!(error.assertion_code(), Some(1), "{word}: {error}");
        assert_eq!(world.snapshot().await, before);
    }
    world.finish().await;
}

/// Whoever is not asked cannot act: each action needs the authority of the one whose it is.
#[tokio::test]
async fn authority_is_the_owners_and_the_workers_own() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("1.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 3).await.unwrap();
    let task = world.reserve(world.alice, campaign).await.unwrap();
    world.submit(world.alice, task).await.unwrap();
    let held = world.reserve(world.bob, campaign).await.unwrap();
    let payment = world.payment(world.alice, batch).await;
    world.pass(1).await;
    let content = Content::ipfs("batch".into());
    for (owner, action) in of_every_payer(&world, campaign, held.task_idx, content, world.stranger)
    {
        let action = PackedAction { authorization: active(world.stranger), ..action };
        // Who is neither the holder nor the owner is asked for the owner's authority.
        let missing = if action.name == name!("releasetask") { world.requester } else { owner };
        world.refuses(Missing(missing), world.push_all(&[action])).await;
    }
    let payout = Payout {
        payment_id: payment.id,
        sig: Extension(None),
        terms: Extension(None),
        fee: Extension(None),
    };
    world.refuses(Missing(world.alice.name), world.push(world.bob.name, &payout)).await;
    world.finish().await;
}
