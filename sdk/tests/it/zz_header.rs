use antelope::{Asset, PackedTransaction, name};
use sdk::{Signer, system::{NewAccount, SYSTEM, Authority, system_action}};
use serde_json::{Value, json};
use crate::node::Node;

#[tokio::test]
async fn zz_header() {
    let node = Node::nodeos().await;
    let client = node.client();
    let mut best: Option<(Vec<Value>, Value)> = None;
    for round in 0..6u32 {
        let mut traces = Vec::new();
        for i in 0..3u32 {
            let text = format!("acc{}{}", (b'a' + round as u8) as char, (b'a' + i as u8) as char);
            let authority = Authority::key(node.signer().public_key());
            let action = system_action(SYSTEM, &NewAccount { creator: SYSTEM, name: text.parse().unwrap(), owner: authority.clone(), active: authority });
            let info = client.get_info().await.unwrap();
            let t = client.transaction_at(&info, &[action]);
            let signed = client.sign(&info.chain_id, &[node.signer()], t).await.unwrap();
            let answer: Value = client.call("/v1/chain/send_transaction", &json!(PackedTransaction::from(&signed))).await.unwrap();
            traces.push(answer["processed"].clone());
        }
        let number = traces[0]["block_num"].clone();
        if traces.iter().all(|t| t["block_num"] == number) {
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
            let block: Value = client.call("/v1/chain/get_block", &json!({"block_num_or_id": number})).await.unwrap();
            best = Some((traces, block));
            break;
        }
    }
    let (traces, block) = best.unwrap();
    println!("HEADER {}", json!({"traces": traces, "block": block}));
    let info: Value = client.call("/v1/chain/get_info", &json!({})).await.unwrap();
    println!("INFO {info}");
    let _ = (name!("a"), Asset::default as fn() -> _);
}
