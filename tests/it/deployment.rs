//! Putting a network on a chain: once it is done, and then it is left alone.

use antelope::{Checksum256, PermissionLevel, name};
use sdk::{
    network::{Artefact, Deployment, Error, Network, Outcome},
    system::{SYSTEM, UpdateAuth, system_action},
};
use tests::{World, artefacts};

/// A second run finds everything done, and says so.
#[tokio::test]
async fn a_second_deployment_changes_nothing() {
    let world = World::new().await;
    let artefacts = artefacts();
    let deployment = Deployment::new(&world.client, &world.network, &artefacts, &world.signer);
    let before = world.snapshot().await;
    let report = deployment.run().await.unwrap();
    assert!(report.is_unchanged(), "{report}");
    assert!(report.steps.iter().all(|step| step.outcome == Outcome::Present), "{report}");
    assert_eq!(world.snapshot().await, before);

    // Settings that were changed since are left alone, and named.
    world.settings(|now| now.payout_delay_sec = 7).await.unwrap();
    let report = deployment.run().await.unwrap();
    assert!(report.is_unchanged(), "{report}");
    let kept = report.steps.iter().filter(|step| step.outcome == Outcome::Kept);
    assert_eq!(kept.map(|step| step.what.as_str()).collect::<Vec<_>>(), ["settings"]);
    assert!(report.to_string().contains("settings: different, left as it is"), "{report}");
    world.finish().await;
}

/// A run that was interrupted is finished by the next one: only what is missing is done.
#[tokio::test]
async fn a_deployment_goes_on_where_it_stopped() {
    let world = World::new().await;
    let artefacts = artefacts();
    let network = Network { force: world.own_name("second"), ..world.network.clone() };
    let deployment = Deployment::new(&world.client, &network, &artefacts, &world.signer);
    // Nobody was named who creates the account.
    let error = deployment.run().await.unwrap_err();
    assert!(matches!(error, Error::NoAccount(account) if account == network.force), "{error}");
    let deployment = deployment.created_by(SYSTEM, &world.signer);
    let report = deployment.run().await.unwrap();
    let present = report.steps.iter().filter(|step| step.outcome == Outcome::Present);
    let present: Vec<_> = present.map(|step| step.what.clone()).collect();
    let (vaccount, fees) = (network.vaccount, network.fees);
    assert_eq!(
        present,
        [
            format!("account {vaccount}"),
            format!("code of {vaccount}"),
            format!("permission {vaccount}@xfer"),
            format!("account {fees}"),
            format!("chain id of {vaccount}"),
        ]
    );
    assert!(deployment.run().await.unwrap().is_unchanged());
    world.finish().await;
}

/// The arbiter is named by the deployment, once; whom the contract's owner has chosen since stays.
#[tokio::test]
async fn the_arbiter_is_set_by_the_deployment() {
    let judge = name!("judge");
    let world = World::with(|network| network.arbiter = Some(judge)).await;
    let arbiter = || async { world.force.settings().await.unwrap().unwrap().arbiter };
    assert_eq!(arbiter().await, judge);
    let artefacts = artefacts();
    let deployment = Deployment::new(&world.client, &world.network, &artefacts, &world.signer);
    assert!(deployment.run().await.unwrap().is_unchanged());

    world.settings(|now| now.arbiter = world.rival).await.unwrap();
    let report = deployment.run().await.unwrap();
    assert!(report.is_unchanged(), "{report}");
    let kept = report.steps.iter().filter(|step| step.outcome == Outcome::Kept);
    assert_eq!(kept.map(|step| step.what.as_str()).collect::<Vec<_>>(), ["arbiter judge"]);
    assert_eq!(arbiter().await, world.rival);

    // A network that had none yet gets one.
    world.settings(|now| now.arbiter = world.force.account()).await.unwrap();
    let rehearsal = deployment.rehearsing().run().await.unwrap();
    let pending = rehearsal.steps.iter().filter(|step| step.outcome == Outcome::Pending);
    assert_eq!(pending.count(), 1, "{rehearsal}");
    assert_eq!(arbiter().await, world.force.account());
    deployment.run().await.unwrap();
    assert_eq!(arbiter().await, judge);
    world.finish().await;
}

/// Contracts that take signatures for another chain than theirs, or for none, are told on which they are.
#[tokio::test]
async fn a_wrong_chain_id_is_set_right() {
    let world = World::new().await;
    let artefacts = artefacts();
    let deployment = Deployment::new(&world.client, &world.network, &artefacts, &world.signer);
    let right = world.client.get_info().await.unwrap().chain_id;
    for wrong in [Checksum256::default(), Checksum256([1; 32])] {
        world.set_chain(wrong).await.unwrap();
        let rehearsal = deployment.rehearsing().run().await.unwrap();
        let pending = rehearsal.steps.iter().filter(|step| step.outcome == Outcome::Pending);
        let pending: Vec<_> = pending.map(|step| step.what.clone()).collect();
        let Network { force, vaccount, .. } = world.network;
        assert_eq!(pending, [force, vaccount].map(|account| format!("chain id of {account}")));

        deployment.run().await.unwrap();
        assert_eq!(world.force.settings().await.unwrap().unwrap().chain_id, right);
        assert_eq!(world.vaccount.settings().await.unwrap().unwrap().chain_id, right);
        assert!(deployment.run().await.unwrap().is_unchanged());
    }
    world.finish().await;
}

/// A contract of somebody else's keeps its permissions as well as its code.
#[tokio::test]
async fn account_with_other_code_is_left_as_it_is() {
    let world = World::new().await;
    let built = artefacts();
    let account = world.own_name("other");
    world.create_accounts([account]).await;
    let abi = &built.token.abi;
    world.client.deploy(&world.signer, account, &built.token.code, abi).await.unwrap();

    let network = Network { force: account, ..world.network.clone() };
    let error = Deployment::new(&world.client, &network, &built, &world.signer).run().await;
    assert!(matches!(error, Err(Error::OtherCode { account: other, .. }) if other == account));
    let described = world.client.get_account(account).await.unwrap();
    assert!(described.permission(name!("xfer")).is_none());
    world.finish().await;
}

/// Other code is replaced only when that is allowed; a token that is not there is named.
#[tokio::test]
async fn other_code_is_not_overwritten_unasked() {
    let world = World::new().await;
    let built = artefacts();
    let other = sdk::network::Artefacts {
        force: Artefact { code: built.token.code.clone(), ..built.force.clone() },
        ..built.clone()
    };
    let deployment = Deployment::new(&world.client, &world.network, &other, &world.signer);
    let before = world.client.get_code_hash(world.network.force).await.unwrap();
    let error = deployment.run().await.unwrap_err();
    assert!(
        matches!(error, Error::OtherCode { account, found, wanted }
            if account == world.network.force
                && found == built.force.code_hash()
                && wanted == built.token.code_hash()),
        "{error}"
    );
    assert_eq!(world.client.get_code_hash(world.network.force).await.unwrap(), before);

    deployment.replacing().run().await.unwrap();
    let now = world.client.get_code_hash(world.network.force).await.unwrap();
    assert_eq!(now, built.token.code_hash());
    let back = Deployment::new(&world.client, &world.network, &built, &world.signer).replacing();
    assert!(!back.run().await.unwrap().is_unchanged());

    let mut network = world.network.clone();
    network.tokens[0].sym = "3,EFX".parse().unwrap();
    let error = Deployment::new(&world.client, &network, &built, &world.signer).run().await;
    assert!(matches!(error, Err(Error::NoToken(token)) if token == network.tokens[0]));
    world.finish().await;
}

/// A permission that means something else is replaced only when that is allowed.
#[tokio::test]
async fn another_permission_is_not_overwritten_unasked() {
    let world = World::new().await;
    let account = world.network.force;
    let active = world.client.get_account(account).await.unwrap();
    let auth = active.permission(name!("active")).unwrap().authority.clone();
    let update = UpdateAuth { account, permission: name!("xfer"), parent: name!("active"), auth };
    world.push_all(&[system_action(account, &update)]).await.unwrap();

    let built = artefacts();
    let deployment = Deployment::new(&world.client, &world.network, &built, &world.signer);
    let error = deployment.run().await.unwrap_err();
    let permission = PermissionLevel { actor: account, permission: name!("xfer") };
    assert!(matches!(error, Error::OtherPermission(other) if other == permission), "{error}");
    let report = deployment.replacing().run().await.unwrap();
    let done = report.steps.iter().filter(|step| step.outcome != Outcome::Present);
    let done: Vec<_> = done.map(|step| step.what.clone()).collect();
    assert_eq!(done, [format!("permission {permission}")]);
    world.finish().await;
}
