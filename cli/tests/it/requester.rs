//! The commands of requesters, from a file to a campaign that is gone.

use std::{fs, path::Path};

use antelope::{ExtendedSymbol, Extension, Name, name, pack::Pair};
use protocol::{
    force::{
        actions::{ReserveTask, SubmitTask},
        submission::DATA_IPFS,
    },
    vaccount::actions::Open,
};
use sdk::{
    LocalSigner,
    content::{self, FolderStore},
    network::Network,
};
use serde_json::{Value, json};

use super::{complaint, force, printed, up::Up};

const CAMPAIGN: &str = "\
---
title: Read a digit
reward: 1 EFX
task_time: 10m
input_schema: {type: object, required: [image], properties: {image: {type: string}}}
output_schema: {type: object, required: [digit], properties: {digit: {type: integer}}}
---
Which digit is on the picture?
";

/// A network with a folder for everything.
struct Desk {
    up: Up,
    folder: tempfile::TempDir,
}

impl Desk {
    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = force(arguments);
        command
            .args(["--url", self.up.url(), "--as", "alice", "--ipfs"])
            .arg(self.path("documents"));
        command
    }

    /// What a command says to programs.
    fn ask(&self, arguments: &[&str]) -> Value {
        let output = self.command(&[arguments, &["--json"]].concat()).output().unwrap();
        serde_json::from_str(&printed(&output)).unwrap()
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Bob answers the next task of a campaign.
    async fn work(&self, campaign_id: u32, answer: &Value) {
        let (client, network) = (self.up.client(), Network::default());
        let signer: LocalSigner = self.up.key("bob").parse().unwrap();
        let bob: Name = name!("bob");
        let (force, vaccount) = (network.force(&client), network.vaccount(&client));
        let token: ExtendedSymbol = network.tokens[0];
        let open = Open { acc: bob.into(), symbol: token, payer: bob };
        vaccount.push(&signer, bob, &open).await.unwrap();
        let account_id = vaccount.account_of(bob.into(), token).await.unwrap().unwrap().id;
        let nobody = || (Extension(None), Extension(None), Extension(None));
        let (payer, sig, terms) = nobody();
        let quali_assets = None;
        let reserve = ReserveTask { campaign_id, account_id, quali_assets, payer, sig, terms };
        force.push(&signer, bob, &reserve).await.unwrap();
        let task_idx = force.reservation(campaign_id, account_id).await.unwrap().unwrap().task_idx;
        let store = FolderStore::open(Path::new(&self.path("documents"))).unwrap();
        let cid = content::add(&store, answer.to_string().as_bytes()).await.unwrap();
        let data = Pair { first: DATA_IPFS, second: content::multihash_of(&cid) };
        let (payer, sig, terms) = nobody();
        let submit = SubmitTask { campaign_id, task_idx, data, account_id, payer, sig, terms };
        force.push(&signer, bob, &submit).await.unwrap();
    }
}

#[tokio::test]
async fn requester_has_a_command_for_every_step() {
    let desk = Desk { up: Up::start(&[]), folder: tempfile::tempdir().unwrap() };
    fs::write(desk.path("campaign.md"), CAMPAIGN).unwrap();
    fs::write(desk.path("tasks.csv"), "image\none.png\ntwo.png\n").unwrap();
    fs::write(desk.path("wrong.csv"), "picture\none.png\n").unwrap();
    let (source, tasks) = (desk.path("campaign.md"), desk.path("tasks.csv"));

    let tried = desk.ask(&["campaign", "new", &source, "--dry-run"]);
    assert_eq!((&tried["dry_run"], &tried["campaign"]), (&json!(true), &json!(0)));
    assert_eq!(desk.ask(&["campaign", "list"]), json!([]));
    assert_eq!(desk.ask(&["campaign", "new", &source])["campaign"], 0);
    let listed = &desk.ask(&["campaign", "list", "--mine"])[0];
    assert_eq!((&listed["title"], &listed["owner"]), (&json!("Read a digit"), &json!("alice")));

    let quote = desk.ask(&["batch", "quote", "0", &tasks, "--repetitions", "2"]);
    assert_eq!((&quote["total"], &quote["results"]), (&json!("4.4000 EFX"), &json!(4)));
    assert!(quote["ram_bytes"].as_i64() > Some(0), "{quote}");
    assert_eq!(desk.ask(&["batch", "list", "0"]), json!([]));
    let wrong = ["batch", "add", "0", &desk.path("wrong.csv"), "-r", "1"];
    let wrong = desk.command(&wrong).output().unwrap();
    let said = complaint(&wrong);
    assert!(said.contains("wrong.csv: row 1 (line 2): \"image\" is a required property"), "{said}");
    let batch = desk.ask(&["batch", "add", "0", &tasks, "--repetitions", "2"]);
    assert_eq!((&batch["batch"], &batch["total"]), (&json!(0), &json!("4.4000 EFX")));
    let listed = &desk.ask(&["batch", "list", "0"])[0];
    assert_eq!((&listed["state"], &listed["escrow"]), (&json!("published"), &json!("4.4000 EFX")));

    desk.work(0, &json!({"digit": 7})).await;
    let results = desk.ask(&["results", "0"]);
    assert_eq!(results[0]["answer"], json!({"digit": 7}));
    assert_eq!(
        (&results[0]["worker"], &results[0]["input"]),
        (&json!("bob"), &json!({"image": "one.png"}))
    );
    let table = desk.command(&["results", "0", "--csv", "-"]).output().unwrap();
    let table = printed(&table);
    assert_eq!(table.lines().count(), 2, "{table}");
    let lines = desk.path("results.jsonl");
    printed(&desk.command(&["results", "0", "--jsonl", &lines]).output().unwrap());
    assert!(fs::read_to_string(&lines).unwrap().contains("\"digit\":7"));
    let agreement = desk.ask(&["results", "0", "--agreement", "digit"]);
    assert_eq!(agreement["tasks"][0]["majority"], 7);
    assert_eq!(agreement["fleiss_kappa"], Value::Null);

    desk.ask(&["campaign", "pause", "0"]);
    let shown = printed(&desk.command(&["campaign", "show", "0"]).output().unwrap());
    assert!(shown.contains("Campaign 0: Read a digit") && shown.contains("no, paused"), "{shown}");
    desk.ask(&["campaign", "resume", "0"]);
    let worker = results[0]["worker_id"].to_string();
    desk.ask(&["batch", "reject", "0", "0", "0", &worker, "it is a one"]);
    assert_eq!(desk.ask(&["results", "0"])[0]["rejection"], "it is a one");

    // The rejection may be appealed for a while.
    let closing = desk.ask(&["campaign", "close", "0"]);
    assert_eq!(
        (&closing["closed"], &closing["remaining"][0]["rejected"]),
        (&json!(false), &json!(1))
    );
    assert_eq!(desk.ask(&["campaign", "new", &source])["campaign"], 1);
    let closing = desk.ask(&["campaign", "close", "1"]);
    assert_eq!(closing["closed"], true);

    let nobody = force(&["campaign", "pause", "0", "--url", desk.up.url()]).output().unwrap();
    assert!(complaint(&nobody).contains("who acts?"));
    let foreign = desk.command(&["campaign", "pause", "7"]).output().unwrap();
    assert!(complaint(&foreign).contains("campaign not found"), "{}", complaint(&foreign));
}
