//! The system contract of public chains on both chains: RAM, stake, names, and blocks in between.
//!
//! Nobody is elected: the embedded chain's schedule changes at once, a node's when blocks are irreversible.

use antelope::{
    Name, PermissionLevel,
    abi::{Abi, Serializer},
    name,
};
use conformance::{
    Comparison, Oracle,
    probe::Level,
    script::{Code, Data, Script, ScriptAction, Step, Transaction},
    world,
};
use sdk::{nodeos::Installation, system::SYSTEM};
use serde_json::{Value, json};

/// A contract of the package, which is not ours to keep here.
struct Contract {
    account: Name,
    code: Vec<u8>,
    abi: Vec<u8>,
}

impl Contract {
    fn packaged(installation: &Installation, account: Name, name: &str) -> Self {
        let contract = installation.contract(name).unwrap();
        Self { account, code: contract.code, abi: contract.abi }
    }

    fn deploy(&self) -> [Step; 2] {
        let Self { account, code, abi } = self;
        let deploy = Step::Deploy { account: *account, code: Code::Bytes(code.clone()) };
        [deploy, Step::Describe { account: *account, abi: abi.clone() }]
    }

    fn action(&self, actor: &str, name: &str, arguments: &Value) -> ScriptAction {
        let abi: Abi = antelope::unpack(&self.abi).unwrap();
        let name: Name = name.parse().unwrap();
        let data = Serializer::new(&abi).unwrap().encode_action(name, arguments).unwrap();
        let level = PermissionLevel::active(actor.parse().unwrap());
        let (account, authorization) = (self.account, vec![Level(level)]);
        ScriptAction { account, name, authorization, data: Data::Bytes(data) }
    }
}

fn transaction(actions: Vec<ScriptAction>) -> Step {
    Step::Transaction(Transaction { actions, ..Transaction::default() })
}

#[test]
fn the_system_contract_runs_the_same() {
    let Some(oracle) = Oracle::find().unwrap() else { return };
    let installation = Installation::require().unwrap();
    let token = Contract::packaged(&installation, name!("eosio.token"), "eosio.token");
    let system = Contract::packaged(&installation, SYSTEM, "eosio.system");

    let parts =
        ["token", "ram", "ramfee", "stake", "rex", "names", "bpay", "vpay", "saving", "reserv"];
    let names = parts.map(|part| format!("eosio.{part}")).into_iter();
    let names = names.chain(["alice".to_owned(), "bob".to_owned()]);
    let mut steps: Vec<_> = names.map(|name| Step::Account(name.parse().unwrap())).collect();
    steps.extend(token.deploy());
    let mut act = |contract: &Contract, actor: &str, name: &str, arguments: Value| {
        steps.push(transaction(vec![contract.action(actor, name, &arguments)]));
    };
    act(
        &token,
        "eosio.token",
        "create",
        json!({"issuer": "eosio", "maximum_supply": "11000000000.0000 EOS"}),
    );
    act(
        &token,
        "eosio",
        "issue",
        json!({"to": "eosio", "quantity": "1000000000.0000 EOS", "memo": ""}),
    );
    act(
        &token,
        "eosio",
        "transfer",
        json!({"from": "eosio", "to": "alice", "quantity": "5000000.0000 EOS", "memo": ""}),
    );
    steps.extend(system.deploy());

    // In blocks of their own, since the contract does things as time goes by.
    let mut act = |actor: &str, name: &str, arguments: Value| {
        steps.push(transaction(vec![system.action(actor, name, &arguments)]));
        steps.push(Step::Blocks(1));
    };
    let authority = json!({
        "threshold": 1,
        "keys": [{"key": key(), "weight": 1}],
        "accounts": [],
        "waits": [],
    });
    let create = |name: &str| json!({"creator": "alice", "name": name, "owner": authority, "active": authority});
    act("eosio", "init", json!({"version": 0, "core": "4,EOS"}));
    act("alice", "buyrambytes", json!({"payer": "alice", "receiver": "alice", "bytes": 10000}));
    act("alice", "buyram", json!({"payer": "alice", "receiver": "bob", "quant": "10.0000 EOS"}));
    act(
        "alice",
        "delegatebw",
        json!({"from": "alice", "receiver": "bob", "stake_net_quantity": "10.0000 EOS", "stake_cpu_quantity": "10.0000 EOS", "transfer": false}),
    );
    act(
        "alice",
        "delegatebw",
        json!({"from": "alice", "receiver": "alice", "stake_net_quantity": "1000.0000 EOS", "stake_cpu_quantity": "1000.0000 EOS", "transfer": false}),
    );
    act("alice", "newaccount", create("withoutram11"));
    act("alice", "newaccount", create("abc"));
    act("alice", "newaccount", create("x.alice"));
    act("bob", "sellram", json!({"account": "bob", "bytes": 100}));
    act("bob", "sellram", json!({"account": "bob", "bytes": 1_000_000}));
    act(
        "bob",
        "regproducer",
        json!({"producer": "bob", "producer_key": key(), "url": "u", "location": 0}),
    );
    act("alice", "deposit", json!({"owner": "alice", "amount": "100.0000 EOS"}));
    act("alice", "buyrex", json!({"from": "alice", "amount": "50.0000 EOS"}));
    act("alice", "bidname", json!({"bidder": "alice", "newname": "zz", "bid": "1.0000 EOS"}));
    act("alice", "refund", json!({"owner": "alice"}));
    act("alice", "rexexec", json!({"user": "alice", "max": 2}));
    act("bob", "claimrewards", json!({"owner": "bob"}));
    act("eosio", "setpriv", json!({"account": "bob", "is_priv": 1}));
    let whole = ["newaccount", "buyrambytes", "delegatebw"].iter().zip([
        create("newcomer1111"),
        json!({"payer": "alice", "receiver": "newcomer1111", "bytes": 4000}),
        json!({"from": "alice", "receiver": "newcomer1111", "stake_net_quantity": "1.0000 EOS", "stake_cpu_quantity": "1.0000 EOS", "transfer": true}),
    ]);
    let whole = whole.map(|(name, arguments)| system.action("alice", name, &arguments)).collect();
    steps.push(transaction(whole));
    steps.push(Step::Blocks(200));

    let script = Script { title: "The system contract".to_owned(), steps };
    let differences = Comparison::with(oracle).unwrap().differences(&script).unwrap();
    let differences: Vec<_> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The key of all accounts.
fn key() -> String {
    world::key(0).to_string()
}
