//! What the client makes of answers, good and bad, without a node.

use antelope::{
    Asset, Checksum256, Name, Pack, PackedAction, SignedTransaction, Unpack,
    error::ContractError,
    name,
    table::{Index, Row},
};
use proptest::prelude::*;
use sdk::{
    Client, Error, LocalSigner, Pending, Signer, Until,
    clock::Virtual,
    system::LinkAuth,
    transport::{Mock, TransportError},
};
use serde_json::{Value, json};

const INFO: &str = r#"{"server_version":"3916ba05","chain_id":"8a34ec7df1b8cd06ff4a8abbaa7cc50300823350cadc59ab296cb00d104d2b8f","head_block_num":65544,"last_irreversible_block_num":65543,"last_irreversible_block_id":"000100077c8ae6fcc236a1254b032f9b375971d88025e717fcba43aeee9aa41a","head_block_id":"00010008e82fe33cef0a4c83ddb6c169cb01397134e2e6881c329bbe671cc865","head_block_time":"2026-11-20T23:46:16.500","head_block_producer":"eosio","virtual_block_cpu_limit":200200,"server_version_string":"v4.1.0-dev"}"#;
const ASSERTION: &str = r#"{"code":500,"message":"Internal Service Error","error":{"code":3050003,"name":"eosio_assert_message_exception","what":"eosio_assert_message assertion failure","details":[{"message":"assertion failure with message: overdrawn balance","file":"cf_system.cpp","line_number":14,"method":"eosio_assert"}]}}"#;
const STATUS: &str = r#"{"state":"IN_BLOCK","block_number":65544,"head_number":65544}"#;
const BLOCK: &str = r#"{"timestamp":"2026-11-20T23:46:16.500","producer":"eosio","previous":"000100077c8ae6fcc236a1254b032f9b375971d88025e717fcba43aeee9aa41a","transactions":[{"status":"executed","cpu_usage_us":100,"net_usage_words":12,"trx":{"id":"abababababababababababababababababababababababababababababababab","signatures":[]}},{"status":"executed","cpu_usage_us":100,"net_usage_words":12,"trx":"abababababababababababababababababababababababababababababababab"}],"id":"00010008e82fe33cef0a4c83ddb6c169cb01397134e2e6881c329bbe671cc865","block_num":65544}"#;
/// The ABI with the version 1.1 and nothing in it.
const RAW_ABI: &str = r#"{"account_name":"a","abi":"DmVvc2lvOjphYmkvMS4xAAAAAAAAAA=="}"#;
const FAILURE_TRACE: &str = r#"{"transaction_id":"4d6f","processed":{"id":"abababababababababababababababababababababababababababababababab","block_num":9,"block_time":"2026-11-20T23:46:17.000","producer_block_id":null,"receipt":null,"elapsed":120,"net_usage":128,"scheduled":false,"action_traces":[],"account_ram_delta":null,"except":{"code":3050003,"name":"eosio_assert_message_exception","message":"eosio_assert_message assertion failure","stack":[{"context":{"level":"error"},"format":"assertion failure with message: ${s}","data":{"s":"overdrawn balance"}},{"context":{},"format":"pending console output: ${console} ${missing} ${","data":{"console":7}}]},"error_code":null}}"#;

#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
struct Balance {
    balance: Asset,
}

impl Row for Balance {
    const TABLE: Name = name!("accounts");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        u64::from_le_bytes(self.balance.amount.to_le_bytes())
    }
}

struct ByAmount;

impl Index for ByAmount {
    type Row = Balance;
    type Key = u128;
    const POSITION: u8 = 2;
    const NAME: &'static str = "byamount";

    fn key(row: &Balance) -> Option<u128> {
        Some(row.primary_key().into())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenError {
    Overdrawn,
}

impl ContractError for TokenError {
    fn message(self) -> &'static str {
        "overdrawn balance"
    }

    fn from_message(message: &str) -> Option<Self> {
        (message == Self::Overdrawn.message()).then_some(Self::Overdrawn)
    }
}

fn action() -> PackedAction {
    let link = LinkAuth {
        account: name!("alice"),
        code: name!("eosio.token"),
        action: name!("transfer"),
        requirement: name!("spend"),
    };
    sdk::system::system_action(name!("alice"), &link)
}

fn signer() -> LocalSigner {
    LocalSigner::from_bytes(&[7; 32]).unwrap()
}

/// The error of sending a transaction when the node answers this.
async fn push_error(status: u16, body: &str) -> Error {
    let mock = Mock::new();
    mock.answer(200, INFO).answer(status, body);
    Client::new(mock).push(&signer(), &[action()]).await.unwrap_err()
}

fn chain_error(code: u64, detail: &str) -> String {
    json!({ "code": 500, "error": { "code": code, "name": "x", "what": "y", "details": [{ "message": detail }] } })
        .to_string()
}

#[tokio::test]
async fn assertion_of_a_contract_gives_its_error_back() {
    for (status, body) in [(500, ASSERTION), (202, FAILURE_TRACE)] {
        let error = push_error(status, body).await;
        assert_eq!(error.assertion_message(), Some("overdrawn balance"));
        assert_eq!(error.contract_error(), Some(TokenError::Overdrawn));
        assert_eq!(error.http_status(), Some(status));
        assert_eq!(error.missing_authority(), None);
        assert_eq!(
            error.to_string(),
            "assertion failure with message: overdrawn balance (3050003 eosio_assert_message_exception)"
        );
    }
    let error = push_error(202, FAILURE_TRACE).await;
    let details = &error.chain_error().unwrap().details;
    assert_eq!(details[1], "pending console output: 7 ${missing} ${");

    let error =
        push_error(500, &chain_error(3_050_003, "assertion failure with message: other")).await;
    assert_eq!(error.contract_error::<TokenError>(), None);
    let error = push_error(
        500,
        &chain_error(3_050_004, "assertion failure with error code: 18446744073709551615"),
    )
    .await;
    assert_eq!(error.assertion_code(), Some(u64::MAX));
}

#[tokio::test]
async fn errors_of_the_chain_answer_questions() {
    let table = [
        (500, 3_090_004, "missing authority of alice", Some("alice")),
        (500, 3_090_004, "missing authority of alice/active", Some("alice")),
        (500, 3_090_004, "missing authority of NOBODY", None),
        (
            401,
            3_090_003,
            r#"transaction declares authority '{"actor":"bob","permission":"active"}', but does not have signatures for it"#,
            Some("bob"),
        ),
        (401, 3_090_003, "transaction declares authority '{", None),
        (401, 3_090_003, "", None),
        (500, 3_050_003, "missing authority of alice", None),
    ];
    for (status, code, detail, expected) in table {
        let error = push_error(status, &chain_error(code, detail)).await;
        let expected = expected.map(|name| name.parse().unwrap());
        assert_eq!(error.missing_authority(), expected, "{detail}");
        assert!(!error.is_http_status() && !error.is_transport());
    }
    let mock = Mock::new();
    mock.answer(409, chain_error(3_040_008, ""));
    let error = Client::new(mock).send(&SignedTransaction::default()).await.unwrap_err();
    assert!(error.is_duplicate() && !error.is_undecided());
    assert!(push_error(500, &chain_error(3_040_005, "")).await.is_expired());
    assert!(push_error(400, &chain_error(3_060_002, "")).await.is_unknown_account());

    // Details are not always there.
    let body = r#"{"code":404,"message":"Not Found","error":{"code":0,"name":"exception","what":"unspecified"}}"#;
    let mock = Mock::new();
    mock.answer(404, body);
    let error = Client::new(mock).get_info().await.unwrap_err();
    assert!(error.is_not_offered());
    assert_eq!(error.chain_error().unwrap().code, 0);
    assert_eq!(error.to_string(), "unspecified (0 exception)");
}

#[tokio::test]
async fn answers_that_are_not_the_chains_are_told_apart() {
    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let error = push_error(502, page).await;
    assert!(error.is_http_status() && error.chain_error().is_none());
    assert_eq!(error.to_string(), format!("http status 502: {page}"));
    assert!(push_error(429, "").await.is_http_status());
    // A long page in a script that takes three bytes a letter is cut somewhere.
    assert!(push_error(502, &"字".repeat(1_000)).await.to_string().len() < 300);

    for body in ["", "null", "<html>", "{}", r#"{"processed":{}}"#, "[1,2"] {
        assert!(push_error(202, body).await.is_decode(), "{body}");
        assert!(push_error(200, body).await.is_decode(), "{body}");
    }
    // A redirect is nothing that a node does.
    assert!(push_error(302, "").await.is_http_status());

    let mock = Mock::new();
    mock.fail(TransportError::new("connection refused")).fail(TransportError::timeout("30 s"));
    let client = Client::new(mock);
    let error = client.get_info().await.unwrap_err();
    assert!(error.is_transport() && !error.is_timeout());
    assert_eq!(error.to_string(), "no answer from the node: connection refused");
    assert!(client.get_info().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn transaction_refers_to_the_irreversible_block_and_the_time_of_the_chain() {
    let mock = Mock::new();
    mock.answer(200, INFO);
    let client = Client::new(mock);
    let info = client.get_info().await.unwrap();
    let transaction = client.transaction_at(&info, &[action()]);
    assert_eq!(transaction.ref_block_num, 7);
    // Bytes 8 to 12 of the id, little-endian.
    assert_eq!(transaction.ref_block_prefix, 0x25a1_36c2);
    assert_eq!(transaction.expiration.to_string(), "2026-11-20T23:48:16");
    assert_eq!(transaction.actions, [action()]);
    assert_ne!(client.transaction_at(&info, &[action()]).id(), transaction.id());
}

#[tokio::test]
async fn what_is_sent_is_packed_and_signed() {
    let mock = Mock::new();
    mock.answer(200, INFO).answer(500, ASSERTION);
    let client = Client::new(mock.clone());
    client.push(&signer(), &[action()]).await.unwrap_err();
    let [info, sent] = mock.requests().try_into().unwrap();
    assert_eq!(info.path, "/v1/chain/get_info");
    assert_eq!(sent.path, "/v1/chain/send_transaction2");
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(body["return_failure_trace"], false);
    let body = &body["transaction"];
    assert_eq!(body["compression"], "none");
    assert_eq!(body["packed_context_free_data"], "");
    let packed = hex::decode(body["packed_trx"].as_str().unwrap()).unwrap();
    let transaction: antelope::Transaction = antelope::unpack(&packed).unwrap();
    assert_eq!(transaction.actions, [action()]);
    let chain_id =
        "8a34ec7df1b8cd06ff4a8abbaa7cc50300823350cadc59ab296cb00d104d2b8f".parse().unwrap();
    let signature = signer().sign_digest(&transaction.signing_digest(&chain_id, &[])).unwrap();
    assert_eq!(body["signatures"], json!([signature.to_string()]));
}

#[tokio::test]
async fn node_without_the_newer_way_to_send_is_asked_in_the_older_one() {
    let mock = Mock::new();
    mock.answer(200, INFO).answer(404, "<html>").answer(500, ASSERTION);
    mock.answer(200, INFO).answer(500, ASSERTION);
    let client = Client::new(mock.clone());
    for _ in 0..2 {
        let error = client.push(&signer(), &[action()]).await.unwrap_err();
        assert_eq!(error.assertion_message(), Some("overdrawn balance"));
    }
    let paths: Vec<_> = mock.requests().into_iter().map(|request| request.path).collect();
    let ways = paths.iter().filter(|path| path.contains("send"));
    assert_eq!(ways.filter(|path| path.ends_with('2')).count(), 1, "{paths:?}");
    let bodies: Vec<_> = mock.requests().into_iter().map(|request| request.body).collect();
    let newer: Value = serde_json::from_slice(&bodies[1]).unwrap();
    let older: Value = serde_json::from_slice(&bodies[2]).unwrap();
    assert_eq!(newer["transaction"], older, "the same transaction");
}

#[tokio::test]
async fn shortage_names_the_account_and_the_figures() {
    let text = "transaction net usage is too high: 208 > 112";
    let error = push_error(500, &chain_error(3_080_002, text)).await;
    let shortage = error.shortage().unwrap();
    assert_eq!(shortage.to_string(), "alice has 112 bytes of net, 208 are needed");
    assert!(error.advice().unwrap().starts_with("get net"));
    assert!(push_error(500, ASSERTION).await.shortage().is_none());
}

#[tokio::test]
async fn node_of_another_chain_is_refused() {
    let mock = Mock::new();
    mock.answer(200, INFO).answer(200, INFO.replace("8a34", "0000"));
    let client = Client::new(mock);
    client.get_info().await.unwrap();
    assert!(client.get_info().await.unwrap_err().to_string().contains("chain id"));
}

fn row(amount: u64) -> String {
    hex::encode(antelope::pack(&(amount, 0u64)))
}

async fn read(pages: &[Value]) -> (Result<Vec<u64>, Error>, Vec<Value>) {
    let mock = Mock::new();
    for page in pages {
        mock.answer(200, page.to_string());
    }
    let client = Client::new(mock.clone());
    let rows = client.rows_by::<ByAmount>(name!("eosio.token"), name!("12345"), 2u128..).await;
    let rows = rows.map(|rows| rows.iter().map(Row::primary_key).collect());
    let queries = mock.requests();
    (rows, queries.iter().map(|query| serde_json::from_slice(&query.body).unwrap()).collect())
}

#[tokio::test]
async fn pages_are_followed_whatever_next_key_looks_like() {
    let hash = "aa".repeat(32);
    for (next_key, sent) in
        [(json!("3"), "3"), (json!(3), "3"), (json!(hash), &hash), (json!("0x03"), "0x03")]
    {
        let (rows, queries) = read(&[
            json!({ "rows": [row(2), row(3)], "more": true, "next_key": next_key }),
            json!({ "rows": [row(3), row(4)], "more": true, "next_key": next_key }),
            json!({ "rows": [], "more": false, "next_key": null }),
        ])
        .await;
        assert_eq!(rows.unwrap(), [2, 3, 4]);
        assert_eq!(queries.len(), 3);
        assert_eq!(queries[0]["lower_bound"], "2");
        assert_eq!(queries[0]["upper_bound"], "");
        assert_eq!(queries[0]["key_type"], "i128");
        assert_eq!(queries[0]["index_position"], "2");
        assert_eq!(queries[0]["json"], false);
        // The number of the name, which reads like another number.
        assert_eq!(queries[0]["scope"], name!("12345").0.to_string());
        assert_eq!(queries[1]["lower_bound"], sent);
    }
}

#[tokio::test]
async fn pages_that_make_no_sense_are_errors() {
    let table = [
        // Short, long, not hexadecimal, not text.
        json!({ "rows": ["0011"], "more": false }),
        json!({ "rows": [format!("{}00", row(2))], "more": false }),
        json!({ "rows": ["zz"], "more": false }),
        json!({ "rows": [{ "balance": "1.0000 EFX" }], "more": false }),
        json!({ "rows": [], "more": true, "next_key": "" }),
        json!({ "rows": [], "more": true, "next_key": ["3"] }),
        json!({ "rows": [], "more": "" }),
        json!({ "more": false }),
        json!([]),
    ];
    for page in table {
        let (rows, _) = read(std::slice::from_ref(&page)).await;
        let error = rows.unwrap_err();
        assert!(error.is_decode(), "{page}: {error}");
    }
    // More, again and again, of the same: by the primary key at last, and then no more.
    let page = json!({ "rows": [row(2)], "more": true, "next_key": "2" });
    let (rows, queries) = read(&vec![page; 10]).await;
    assert!(rows.unwrap_err().to_string().contains("pages without new rows"));
    assert_eq!(queries.len(), 4);
}

#[tokio::test]
async fn abi_and_hash_of_an_account_are_read() {
    let mock = Mock::new();
    let hash = "01".repeat(32);
    mock.answer(200, format!(r#"{{"account_name":"a","code_hash":"{hash}"}}"#));
    let client = Client::new(mock.clone());
    assert_eq!(client.get_code_hash(name!("a")).await.unwrap(), Checksum256([1; 32]));
    // Some versions put one `=` too many.
    for text in ["AQI", "AQI=", "AQI=="] {
        mock.answer(200, format!(r#"{{"abi":"{text}"}}"#));
        assert_eq!(client.get_abi(name!("a")).await.unwrap(), [1, 2]);
    }
    mock.answer(200, r#"{"abi":"A"}"#);
    assert!(client.get_abi(name!("a")).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn account_of_a_chain_without_a_token_is_read() {
    let body = r#"{"account_name":"eosio","head_block_num":3,"head_block_time":"2026-11-20T23:46:17.500","privileged":true,"last_code_update":"1970-01-01T00:00:00.000","created":"2018-06-01T12:00:00.000","ram_quota":-1,"net_weight":-1,"cpu_weight":-1,"net_limit":{"used":-1,"available":-1,"max":-1},"cpu_limit":{"used":"9007199254740993","available":-1,"max":-1},"ram_usage":2724,"permissions":[{"perm_name":"active","parent":"owner","required_auth":{"threshold":1,"keys":[{"key":"EOS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV","weight":1}],"accounts":[{"permission":{"actor":"bob","permission":"active"},"weight":1}],"waits":[{"wait_sec":9,"weight":1}]},"linked_actions":[]}]}"#;
    let mock = Mock::new();
    mock.answer(200, body);
    let account = Client::new(mock).get_account(name!("eosio")).await.unwrap();
    assert!(account.privileged);
    assert_eq!(account.cpu_limit.used, 9_007_199_254_740_993);
    assert_eq!(account.core_liquid_balance, None);
    let authority = &account.permission(name!("active")).unwrap().authority;
    assert_eq!(authority.accounts[0].permission.actor, name!("bob"));
    let developer: LocalSigner = sdk::signer::DEVELOPMENT_KEY.parse().unwrap();
    assert_eq!(authority.keys[0].key, developer.public_key());
}

/// A good answer to something, to be damaged.
fn answers() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(INFO.to_owned()),
        Just(ASSERTION.to_owned()),
        Just(FAILURE_TRACE.to_owned()),
        Just(STATUS.to_owned()),
        Just(BLOCK.to_owned()),
        Just(RAW_ABI.to_owned()),
        Just(json!({ "rows": [row(2)], "more": false, "next_key": "" }).to_string()),
    ]
    .prop_flat_map(|text| {
        let bytes = text.into_bytes();
        let len = bytes.len();
        (Just(bytes), 0..len, any::<u8>(), 0..=len)
    })
    .prop_map(|(mut bytes, place, byte, len)| {
        bytes[place] = byte;
        bytes.truncate(len);
        bytes
    })
}

proptest! {
    #[test]
    fn no_answer_makes_the_client_panic(status in 100u16..600, body in prop_oneof![answers(), any::<Vec<u8>>()]) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mock = Mock::new();
            let client = Client::new(mock.clone());
            let code = name!("eosio.token");
            mock.answer(status, body.clone());
            let _ = client.get_info().await;
            mock.answer(status, body.clone());
            let _ = client.get_account(code).await;
            mock.answer(status, body.clone());
            let _ = client.get_abi(code).await;
            mock.answer(status, body.clone());
            let _ = client.rows::<Balance>(code, code).await;
            mock.answer(200, INFO).answer(status, body.clone());
            let clock = Virtual::default();
            let waiting = Client::with_clock(mock.clone(), clock.clone());
            mock.answer(200, INFO);
            let pending = waiting.prepare(&[&signer()], &[action()]).await.unwrap();
            for answers in [[body.as_slice(); 3], [INFO.as_bytes(), STATUS.as_bytes(), &body]] {
                let mock = Mock::new();
                answers.iter().for_each(|answer| { mock.answer(200, *answer); });
                let _ = clock.run(Client::with_clock(mock, clock.clone()).wait(&pending, Until::Included));
            }
            mock.answer(status, body.clone());
            let _ = client.abi(code).await;
            mock.answer(200, RAW_ABI).answer(status, body.clone());
            let _ = client.rows_json(code, code, name!("accounts"), 9).await;
            let _ = serde_json::from_slice::<Pending>(&body);
            mock.answer(200, INFO).answer(status, body.clone());
            let _ = client.simulate(&[action()]).await;
            mock.answer(200, INFO).answer(status, body.clone()).answer(status, body.clone());
            if let Err(error) = client.push(&signer(), &[action()]).await {
                let _ = (error.advice(), error.shortage().map(|shortage| shortage.to_string()));
                let _ = (error.to_string(), error.missing_authority(), error.contract_error::<TokenError>());
            }
        });
    }
}
