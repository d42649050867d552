//! `eosio.token` from end to end: accounts, code, transactions, rows, refusals.

use antelope::{
    Action, Asset, Name, Pack, PackedAction, PermissionLevel, Symbol, SymbolCode, Unpack, name,
    table::Row,
};
use sdk::{
    Client, Contract, LocalSigner, Signer,
    future::BoxFuture,
    nodeos::Installation,
    transport::{Response, Transport, TransportError},
};
use serde_json::{Value, json};

use crate::node::{Node, on_both_nodes};

on_both_nodes! {
    transfer_moves_tokens_and_its_receipt_says_what_it_cost
    same_actions_can_be_sent_again_and_again
    signed_transaction_is_executed_once
    refusals_say_why
    accepted_transaction_that_fails_is_an_error
    account_can_let_its_contract_act
    rows_of_one_scope_come_in_order
    contract_without_types_is_used_by_its_abi
}

const TOKEN: Name = name!("eosio.token");
const ALICE: Name = name!("alice");
const BOB: Name = name!("bob");
const EFX: Symbol = Symbol::constant(4, "EFX");

#[derive(Debug, Pack, Unpack, Action)]
#[abi(name = "create")]
struct Create {
    issuer: Name,
    maximum_supply: Asset,
}

#[derive(Debug, Pack, Unpack, Action)]
#[abi(name = "issue")]
struct Issue {
    to: Name,
    quantity: Asset,
    memo: String,
}

#[derive(Debug, Pack, Unpack, Action)]
#[abi(name = "transfer")]
struct Transfer {
    from: Name,
    to: Name,
    quantity: Asset,
    memo: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
struct Balance {
    balance: Asset,
}

impl Row for Balance {
    const TABLE: Name = name!("accounts");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        self.balance.symbol.code().0
    }
}

struct World {
    node: Node,
    token: Contract,
    alice: LocalSigner,
}

/// `eosio.token` with a thousand EFX of alice, whose key is her own.
async fn world(node: Node) -> World {
    let alice = LocalSigner::from_bytes(&[7; 32]).unwrap();
    let key = node.signer().public_key();
    node.create_account(TOKEN, &key).await;
    node.create_account(ALICE, &alice.public_key()).await;
    node.create_account(BOB, &key).await;
    let packaged = Installation::require().unwrap().contract("eosio.token").unwrap();
    let client = node.client();
    let deployed = client.deploy(node.signer(), TOKEN, &packaged.code, &packaged.abi).await;
    assert!(deployed.unwrap().is_some());
    // The second time there is nothing to do.
    let deployed = client.deploy(node.signer(), TOKEN, &packaged.code, &packaged.abi).await;
    assert_eq!(deployed.unwrap(), None);
    assert_eq!(client.get_abi(TOKEN).await.unwrap(), packaged.abi);

    let token = Contract::new(client.clone(), TOKEN);
    let maximum_supply = asset("1000000.0000 EFX");
    let create = Create { issuer: ALICE, maximum_supply };
    token.push(node.signer(), TOKEN, &create).await.unwrap();
    let issue = Issue { to: ALICE, quantity: asset("1000.0000 EFX"), memo: String::new() };
    token.push(&alice, ALICE, &issue).await.unwrap();
    World { node, token, alice }
}

fn asset(text: &str) -> Asset {
    text.parse().unwrap()
}

fn transfer(from: Name, to: Name, quantity: &str) -> Transfer {
    Transfer { from, to, quantity: asset(quantity), memo: String::new() }
}

impl World {
    async fn balance(&self, owner: Name) -> Option<Asset> {
        let row = self.token.row::<Balance>(owner, EFX.code().0).await.unwrap();
        row.map(|row| row.balance)
    }
}

async fn transfer_moves_tokens_and_its_receipt_says_what_it_cost(node: Node) {
    let world = world(node).await;
    let sent = transfer(ALICE, BOB, "100.0000 EFX");
    let receipt = world.token.push(&world.alice, ALICE, &sent).await.unwrap();
    assert_eq!(world.balance(ALICE).await, Some(asset("900.0000 EFX")));
    assert_eq!(world.balance(BOB).await, Some(asset("100.0000 EFX")));
    assert_eq!(world.balance(TOKEN).await, None);

    assert!(receipt.cpu_usage_us > 0 && receipt.net_usage_bytes > 0 && receipt.elapsed_us > 0);
    let receivers: Vec<_> = receipt.actions.iter().map(|action| action.receiver).collect();
    assert_eq!(receivers, [TOKEN, ALICE, BOB]);
    assert_eq!(receipt.actions[0].action, world.token.action(ALICE, &sent));
    // Alice pays for the row of bob.
    assert!(receipt.ram_delta(ALICE) > 0);
    assert_eq!(receipt.ram_delta(BOB), 0);
}

async fn same_actions_can_be_sent_again_and_again(node: Node) {
    let world = world(node).await;
    let action = world.token.action(ALICE, &transfer(ALICE, BOB, "0.0001 EFX"));
    for _ in 0..5 {
        let actions = [action.clone(), action.clone()];
        world.token.client().push(&world.alice, &actions).await.unwrap();
    }
    assert_eq!(world.balance(BOB).await, Some(asset("0.0010 EFX")));
}

async fn signed_transaction_is_executed_once(node: Node) {
    let world = world(node).await;
    let client = world.token.client();
    let info = client.get_info().await.unwrap();
    let action = world.token.action(ALICE, &transfer(ALICE, BOB, "0.0005 EFX"));
    let transaction = client.transaction_at(&info, &[action]);
    // The same key twice is one signature.
    let signers: [&dyn Signer; 2] = [&world.alice, &world.alice];
    let signed = client.sign(&info.chain_id, &signers, transaction).await.unwrap();
    let receipt = client.send(&signed).await.unwrap();
    assert_eq!(receipt.id, signed.transaction.id());
    let error = client.send(&signed).await.unwrap_err();
    assert!(error.is_duplicate(), "{error}");
    assert_eq!(world.balance(BOB).await, Some(asset("0.0005 EFX")));
}

async fn refusals_say_why(node: Node) {
    let world = world(node).await;
    let World { node, token, alice } = &world;

    let error = token.push(alice, ALICE, &transfer(ALICE, BOB, "1000.0001 EFX")).await.unwrap_err();
    assert_eq!(error.assertion_message(), Some("overdrawn balance"));
    assert_eq!(error.http_status(), Some(500));
    assert!(!error.is_transport() && !error.is_duplicate());

    let error =
        token.push(node.signer(), BOB, &transfer(ALICE, BOB, "0.0001 EFX")).await.unwrap_err();
    assert_eq!(error.missing_authority(), Some(ALICE), "{error}");

    // Signed with a key that is not alice's.
    let error =
        token.push(node.signer(), ALICE, &transfer(ALICE, BOB, "0.0001 EFX")).await.unwrap_err();
    assert_eq!(error.missing_authority(), Some(ALICE), "{error}");

    let error = node.client().get_account(name!("nobody")).await.unwrap_err();
    assert!(error.is_unknown_account(), "{error}");

    let action = PackedAction {
        account: name!("nobody"),
        ..token.action(ALICE, &transfer(ALICE, BOB, "0.0001 EFX"))
    };
    let error = node.client().push(alice, &[action]).await.unwrap_err();
    assert!(error.chain_error().is_some(), "{error}");
}

/// A way to the node that asks for the trace of a failure: it comes in an answer of status 202.
struct FailureTraces(Box<dyn Transport>);

impl Transport for FailureTraces {
    fn post<'a>(
        &'a self,
        path: &'a str,
        body: Vec<u8>,
    ) -> BoxFuture<'a, Result<Response, TransportError>> {
        let body = String::from_utf8(body).unwrap();
        let asked = r#""return_failure_trace":false"#;
        assert_eq!(body.contains(asked), path == "/v1/chain/send_transaction2");
        let body = body.replace(asked, r#""return_failure_trace":true"#);
        self.0.post(path, body.into_bytes())
    }
}

async fn accepted_transaction_that_fails_is_an_error(node: Node) {
    let world = world(node).await;
    let client = Client::new(FailureTraces(world.node.transport()));
    let token = Contract::new(client, TOKEN);
    token.push(&world.alice, ALICE, &transfer(ALICE, BOB, "0.0001 EFX")).await.unwrap();

    let sent = transfer(ALICE, BOB, "1000.0001 EFX");
    let error = token.push(&world.alice, ALICE, &sent).await.unwrap_err();
    assert_eq!(error.http_status(), Some(202));
    assert_eq!(error.assertion_message(), Some("overdrawn balance"));

    let sent = transfer(ALICE, BOB, "0.0001 EFX");
    let error = token.push(world.node.signer(), BOB, &sent).await.unwrap_err();
    assert_eq!(error.missing_authority(), Some(ALICE), "{error}");
    let error = token.push(world.node.signer(), ALICE, &sent).await.unwrap_err();
    assert_eq!(error.missing_authority(), Some(ALICE), "{error}");
}

async fn account_can_let_its_contract_act(node: Node) {
    let world = world(node).await;
    let (client, signer) = (world.node.client(), world.node.signer());
    assert!(client.allow_inline_actions(signer, TOKEN).await.unwrap().is_some());
    assert_eq!(client.allow_inline_actions(signer, TOKEN).await.unwrap(), None);
    let account = client.get_account(TOKEN).await.unwrap();
    let active = account.permission(name!("active")).unwrap();
    assert_eq!(active.parent, name!("owner"));
    assert_eq!(active.authority.keys[0].key, signer.public_key());
    let code = active.authority.accounts[0].permission;
    assert_eq!((code.actor, code.permission), (TOKEN, name!("eosio.code")));
    assert_eq!(account.core_liquid_balance, None);
}

async fn rows_of_one_scope_come_in_order(node: Node) {
    let world = world(node).await;
    let mut actions = Vec::new();
    let codes = ["AAA", "BBB", "CCC"];
    for code in codes {
        let code: SymbolCode = code.parse().unwrap();
        let maximum_supply = Asset::new(1_000, Symbol::new(code, 0));
        actions.push(world.token.action(TOKEN, &Create { issuer: TOKEN, maximum_supply }));
        let issue = Issue { to: TOKEN, quantity: maximum_supply, memo: String::new() };
        actions.push(world.token.action(TOKEN, &issue));
    }
    world.node.client().push(world.node.signer(), &actions).await.unwrap();
    let rows: Vec<Balance> = world.token.rows(TOKEN).await.unwrap();
    let found: Vec<_> = rows.iter().map(|row| row.balance.symbol.code().to_string()).collect();
    assert_eq!(found, codes);
}

async fn contract_without_types_is_used_by_its_abi(node: Node) {
    let world = world(node).await;
    let client = world.node.client();
    let typed = world.token.action(ALICE, &transfer(ALICE, BOB, "0.0007 EFX"));
    let sent = transfer(ALICE, BOB, "0.0007 EFX");
    let arguments =
        json!({ "from": "alice", "to": "bob", "quantity": "0.0007 EFX", "memo": sent.memo });
    let by_alice = vec![PermissionLevel::active(ALICE)];
    let by_name = async |action: Name, arguments: &Value| {
        client.action_by_name(TOKEN, action, by_alice.clone(), arguments).await
    };
    let action = by_name(name!("transfer"), &arguments).await.unwrap();
    assert_eq!(action, typed);
    client.push(&world.alice, &[action]).await.unwrap();

    let accounts = name!("accounts");
    let rows = client.rows_json(TOKEN, BOB, accounts, 10).await.unwrap();
    assert_eq!(rows, [json!({ "balance": "0.0007 EFX" })]);
    assert_eq!(client.rows_json(TOKEN, BOB, accounts, 0).await.unwrap(), [] as [Value; 0]);

    let error = by_name(name!("nothing"), &arguments).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("nothing of eosio.token"), "{error}");
    assert!(by_name(name!("transfer"), &json!({ "from": 1 })).await.unwrap_err().is_decode());
    // The node itself says that there is no such table.
    let error = client.rows_json(TOKEN, BOB, name!("nothing"), 10).await.unwrap_err();
    assert!(error.chain_error().is_some(), "{error}");
    assert!(client.abi(BOB).await.unwrap_err().to_string().contains("there is none"));
    client.forget_abi(TOKEN);
    assert!(client.abi(TOKEN).await.unwrap().action_type(name!("issue")).is_some());
}
