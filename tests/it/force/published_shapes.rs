//! The published shapes: what a client that was written for the main network sees, decoded by the node with the
//! deployed ABI.

use antelope::{PackedAction, PermissionLevel, name, table::composite};
use protocol::force::batch::batch_key;
use serde_json::{Value, json};
use tests::World;

/// The rows of a table as the node shows them in JSON.
async fn rows(world: &World, table: &str, scope: u64) -> Vec<Value> {
    let query = json!({
        "json": true,
        "code": world.force.account().to_string(),
        "scope": scope.to_string(),
        "table": table,
    });
    let mut answer: Value = world.client.call("/v1/chain/get_table_rows", &query).await.unwrap();
    serde_json::from_value(answer["rows"].take()).unwrap()
}

/// Whether `row` begins with the published fields; further ones come after them.
fn has_fields(row: &Value, published: &[&str]) {
    for field in published {
        assert!(row.get(field).is_some(), "{field} is not in {row}");
    }
}

/// `submission` and `acctaskidx` have the fields and keys of the main network.
#[tokio::test]
async fn rows_have_the_published_fields() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    let batch = world.published(campaign, 1, 2).await.unwrap();
    world.work(world.alice, campaign).await.unwrap();
    world.reserve(world.bob, campaign).await.unwrap();
    let own = world.force.account().0;

    let [submission] = &rows(&world, "submission", batch).await[..] else { panic!("one") };
    has_fields(
        submission,
        &[
            "id",
            "campaign_id",
            "task_idx",
            "account_id",
            "batch_idx",
            "data",
            "paid",
            "submitted_on",
        ],
    );
    assert_eq!(submission["data"]["first"], 1);
    assert_eq!(submission["account_id"], world.alice.id);

    let [_, place] = &rows(&world, "acctaskidx", own).await[..] else { panic!("two") };
    let expected = json!({
        "account_id": world.bob.id, "campaign_id": campaign, "batch_idx": 0, "value": 1,
    });
    assert_eq!(*place, expected);

    let [reservation] = &rows(&world, "reservation", own).await[..] else { panic!("one") };
    has_fields(
        reservation,
        &["id", "task_idx", "account_id", "batch_idx", "reserved_on", "campaign_id"],
    );
    let [payment] = &rows(&world, "payment", own).await[..] else { panic!("one") };
    assert_eq!(payment["pending"]["quantity"], "3.0000 EFX");
    has_fields(payment, &["id", "account_id", "batch_id", "pending", "last_submission_time"]);
    let [campaign_row] = &rows(&world, "campaign", own).await[..] else { panic!("one") };
    assert_eq!(campaign_row["owner"], json!(["name", world.requester.to_string()]));
    assert_eq!(campaign_row["content"], json!({ "field_0": 0, "field_1": "campaign" }));
    let [settings] = &rows(&world, "settings", own).await[..] else { panic!("one") };
    assert!(settings["fee_percentage"].as_str().unwrap().starts_with("0.1"));

    // The keys by which a worker is found.
    let key = composite(world.bob.id, campaign).to_string();
    let query = json!({
        "json": true, "code": world.force.account().to_string(),
        "scope": world.force.account().to_string(), "table": "reservation",
        "index_position": 2, "key_type": "i64", "lower_bound": key, "upper_bound": key,
    });
    let answer: Value = world.client.call("/v1/chain/get_table_rows", &query).await.unwrap();
    assert_eq!(answer["rows"], json!([reservation]));
    assert_eq!(batch, batch_key(campaign, 0));
    world.finish().await;
}

/// Actions without the arguments that came later, as the main network's clients send them.
#[tokio::test]
async fn actions_may_leave_out_what_came_later() {
    let world = World::new().await;
    let campaign = world.campaign(world.terms("3.0000")).await.unwrap();
    world.published(campaign, 1, 1).await.unwrap();
    // campaign, account, no assets; neither payer nor signature.
    let mut data = Vec::new();
    data.extend(campaign.to_le_bytes());
    data.extend(world.alice.id.to_le_bytes());
    data.push(0);
    let action = PackedAction {
        account: world.force.account(),
        name: name!("reservetask"),
        authorization: vec![PermissionLevel::active(world.alice.name)],
        data,
    };
    world.push_all(&[action]).await.unwrap();
    assert_eq!(world.held(world.alice, campaign).await.unwrap().task_idx, 0);
    world.finish().await;
}
