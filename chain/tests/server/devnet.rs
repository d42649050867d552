//! Cheats.

use antelope::{Name, name};
use serde_json::{Value, json};

use crate::client::{cheat, info, post, start, transaction};

#[tokio::test]
async fn blocks_are_made_and_time_passes_as_told() {
    let server = start().await;
    let address = server.address();
    let mined = cheat(address, "mine", json!({ "blocks": 5 })).await;
    assert_eq!(mined["head_block_num"], 6);
    assert_eq!(cheat(address, "mine", json!({})).await["head_block_num"], 7);
    let before = server.devnet().node().head().time;
    cheat(address, "warp", json!({ "seconds": 3600 })).await;
    let node = server.devnet().node().clone();
    assert_eq!((node.head().number, node.head().time.0), (9, before.0 + 7200));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_snapshot_is_gone_back_to_as_often_as_one_likes() {
    let server = start().await;
    let address = server.address();
    let first = cheat(address, "snapshot", json!({})).await["snapshot"].clone();
    let before = info(address).await;
    for number in 0..2 {
        cheat(address, "impersonate", transaction(number)).await;
        let later = cheat(address, "snapshot", json!({})).await["snapshot"].clone();
        cheat(address, "revert", json!({ "snapshot": first })).await;
        assert_eq!(info(address).await, before);
        let gone = post(address, "/v1/devnet/revert", json!({ "snapshot": later })).await;
        assert_eq!(gone.status, 400, "{gone:?}");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn anybody_is_impersonated() {
    let server = start().await;
    let done = cheat(server.address(), "impersonate", transaction(1)).await;
    assert_eq!(done["processed"]["receipt"]["status"], "executed");
    let mut other = transaction(2);
    other["actions"][0]["authorization"][0]["actor"] = json!("nobody");
    let refused = post(server.address(), "/v1/devnet/impersonate", other).await;
    assert_eq!(refused.body["error"]["code"], 3040000, "{refused:?}");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn rows_and_resources_are_set() {
    let server = start().await;
    let address = server.address();
    let row = |row: Value| {
        json!({
            "code": "eosio", "scope": "eosio", "table": "things",
            "primary_key": "18446744073709551615", "payer": "eosio", "row": row,
        })
    };
    cheat(address, "set_row", row(json!("c0ffee"))).await;
    let eosio = name!("eosio");
    let devnet = server.devnet();
    let chain = devnet.node().chain();
    let rows: Vec<_> = chain.raw_rows(eosio, eosio, name!("things")).collect();
    assert_eq!((rows.len(), rows[0].0, &rows[0].1.value[..]), (1, u64::MAX, &b"\xc0\xff\xee"[..]));
    for bad in [json!("c0ffe"), json!(7), json!({ "id": 1 })] {
        let answer = post(address, "/v1/devnet/set_row", row(bad)).await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
    let mut key = row(json!(0));
    key.as_object_mut().unwrap().remove("row");
    (key["index_position"], key["key"]) = (json!(3), json!({ "i128": "18446744073709551616" }));
    cheat(address, "set_secondary", key.clone()).await;
    let state = server.devnet().node().chain().state().clone();
    let [(table, _)] = &state.tables.iter().skip(1).collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!(table.table.0, name!("things").0 | 1);
    let id = state.tables.get(table).unwrap().id;
    assert_eq!(state.idx128.get(id, u64::MAX).unwrap().key, 1 << 64);
    for field in ["payer", "index_position", "key"] {
        key.as_object_mut().unwrap().remove(field);
    }
    cheat(address, "remove_row", key).await;
    assert_eq!(server.devnet().node().chain().raw_rows(eosio, eosio, name!("things")).count(), 0);
    let code = "AGFzbQEAAAA=";
    let refused = post(address, "/v1/devnet/set_code", json!({ "account": "eosio", "wasm": code }));
    assert!(refused.await.body["error"]["details"][0]["message"].is_string());
    cheat(address, "set_ram_quota", json!({ "account": "eosio", "bytes": 9000 })).await;
    cheat(address, "set_privileged", json!({ "account": "eosio.null", "privileged": true })).await;
    let devnet = server.devnet();
    let account = |name: Name| devnet.node().chain().account(name).unwrap().clone();
    assert_eq!(account(eosio).ram_quota, 9000);
    assert!(account(name!("eosio.null")).privileged);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_node_is_moved_to_another_process() {
    let (here, there) = (start().await, start().await);
    cheat(here.address(), "impersonate", transaction(1)).await;
    let dump = cheat(here.address(), "dump", json!({})).await;
    cheat(there.address(), "load", dump).await;
    assert_eq!(info(here.address()).await, info(there.address()).await);
    for broken in [json!({ "node": "AAAA" }), json!({ "node": "?" }), json!({})] {
        let answer = post(there.address(), "/v1/devnet/load", broken).await;
        assert_eq!(answer.status, 400, "{answer:?}");
    }
    here.stop().await.unwrap();
    there.stop().await.unwrap();
}

#[tokio::test]
async fn mistakes_are_named() {
    let server = start().await;
    for (name, body, reason) in [
        ("mine", json!({ "block": 1 }), "unknown field `block`"),
        ("mine", json!({ "blocks": 0 }), "blocks is 0"),
        ("mine", json!({ "blocks": 1_000_000 }), "between 1 and 65536"),
        ("warp", json!({}), "missing field `seconds`"),
        ("set_mining", json!({ "mode": "never" }), "unknown variant `never`"),
        ("set_ram_quota", json!({ "account": "NOT", "bytes": 1 }), "name"),
        ("set_ram_quota", json!({ "account": "nobody", "bytes": 1 }), "no account nobody"),
    ] {
        let answer = post(server.address(), &format!("/v1/devnet/{name}"), body).await;
        let message = answer.body["error"]["details"][0]["message"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, 400);
        assert!(message.contains(reason), "{name}: {message}");
    }
    server.stop().await.unwrap();
}
