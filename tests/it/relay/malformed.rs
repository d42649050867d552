//! Requests that are none.

use antelope::{Action, pack};
use protocol::force::actions::ReserveTask;
use sdk::relay::Relayer;
use serde_json::{Value, json};

use super::Scene;
use crate::signatures::reserve;

async fn status(relayer: &Relayer, body: &[u8]) -> u16 {
    let answer = relayer.answer("/transaction", body).await;
    let text: Value = serde_json::from_slice(&answer.body).expect("an answer is JSON");
    assert!(answer.status == 200 || text["error"]["details"][0]["message"].is_string(), "{text}");
    answer.status
}

/// Each is refused for what it is, and nothing is asked of the chain.
#[tokio::test]
async fn what_is_no_request_is_refused() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let force = world.force.account().to_string();
    let reserve_data = hex::encode(pack(&reserve(world, 0)));
    let action = |data: Value| json!([{ "account": force, "name": "reservetask", "data": data }]);
    let many = vec![action(json!(reserve_data))[0].clone(); 9];
    for (body, expected) in [
        (String::new(), 400),
        ("null".into(), 400),
        ("{}".into(), 400),
        ("[]".into(), 400),
        ("[null]".into(), 400),
        ("[[]]".into(), 400),
        ("[{}]".into(), 400),
        ("[".repeat(10_000), 400),
        ("\u{0}".into(), 400),
        (json!([{ "account": 7, "name": "a", "data": "" }]).to_string(), 400),
        (json!([{ "account": "Force", "name": "a", "data": "" }]).to_string(), 400),
        (json!([{ "account": "a".repeat(14), "name": "a", "data": "" }]).to_string(), 400),
        (json!([{ "account": force, "name": "a", "data": "" }]).to_string(), 403),
        (json!([{ "account": "", "name": "", "data": "" }]).to_string(), 403),
        (json!([{ "account": force, "name": "reservetask" }]).to_string(), 400),
        (Value::Array(many).to_string(), 400),
        (action(json!("")).to_string(), 400),
        (action(json!("0")).to_string(), 400),
        (action(json!("xy")).to_string(), 400),
        (action(json!(7)).to_string(), 400),
        (action(json!([])).to_string(), 400),
        (action(json!({})).to_string(), 400),
        (action(json!({ "campaign_id": "x" })).to_string(), 400),
        (action(json!(format!("{reserve_data}02"))).to_string(), 400),
        // As it is meant, and signed by nobody.
        (action(json!(reserve_data)).to_string(), 403),
    ] {
        assert_eq!(status(&scene.relayer, body.as_bytes()).await, expected, "{body:.80}");
    }
    scene.world.finish().await;
}

/// Arguments may come as JSON by the ABI, where a node's own clients give them so.
#[tokio::test]
async fn arguments_are_read_as_json_too() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = scene.campaign(1).await;
    let signed = world.signed(reserve(world, campaign)).await;
    let abi = antelope::abi::Serializer::new(&protocol::force::abi()).unwrap();
    let data = abi.decode_action(ReserveTask::NAME, &pack(&signed)).unwrap();
    let body = json!([{
        "account": world.force.account(),
        "name": ReserveTask::NAME,
        // This is for the relayer to say.
        "authorization": [{ "actor": world.force.account(), "permission": "active" }],
        "data": data,
    }]);
    assert_eq!(status(&scene.relayer, body.to_string().as_bytes()).await, 200);
    scene.world.finish().await;
}

/// Whatever is done to a good request, it is answered, and it is brought to the chain only as it was signed.
#[tokio::test]
async fn changed_bytes_are_refused() {
    let scene = Scene::new().await;
    let world = &scene.world;
    let campaign = scene.campaign(1).await;
    let signed = pack(&world.signed(reserve(world, campaign)).await);
    let before = world.snapshot().await;
    for place in 0..signed.len() {
        for change in [1, 0x80] {
            let mut data = signed.clone();
            data[place] ^= change;
            let body = json!([{
                "account": world.force.account(),
                "name": ReserveTask::NAME,
                "data": hex::encode(data),
            }]);
            let status = status(&scene.relayer, body.to_string().as_bytes()).await;
            assert!((400..500).contains(&status), "{status} with byte {place} changed");
        }
    }
    assert_eq!(world.snapshot().await, before);
    scene.world.finish().await;
}
