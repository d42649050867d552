//! Work from the command line: any program does tasks, and what it earns is cashed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::{complaint, force, printed, up::Up};

const CAMPAIGN: &str = "---\ntitle: Echo\nreward: 1 EFX\ntask_time: 10m\n---\nSay it again.\n";

/// A chain, a folder, and in it a campaign of tasks `{"number": n}`.
struct Place {
    up: Up,
    folder: tempfile::TempDir,
}

impl Place {
    fn new(tasks: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lines: String =
            (0..tasks).map(|number| format!("{}\n", json!({ "number": number }))).collect();
        fs::write(folder.path().join("campaign.md"), CAMPAIGN).unwrap();
        fs::write(folder.path().join("tasks.jsonl"), lines).unwrap();
        let place = Self { up: Up::start(&["--quiet"]), folder };
        let path = |name: &str| place.path(name).to_str().unwrap().to_owned();
        let run = |arguments: &[&str]| printed(&place.force("alice", arguments).output().unwrap());
        run(&["campaign", "new", &path("campaign.md")]);
        run(&["batch", "add", "0", &path("tasks.jsonl"), "--repetitions", "1"]);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn force(&self, account: &str, arguments: &[&str]) -> Command {
        let mut command = force(arguments);
        command
            .env("FORCE_URL", self.up.url())
            .env("FORCE_DATA", self.path("data"))
            .env("FORCE_IPFS", self.path("documents"))
            .env("FORCE_ACCOUNT", account);
        command
    }

    /// Works as Bob; the program is the shell's.
    fn work(&self, options: &[&str], script: &str) -> Output {
        let arguments = [&["work"], options, &["--json", "--", "sh", "-c", script]].concat();
        self.force("bob", &arguments).output().unwrap()
    }

    fn json(&self, account: &str, arguments: &[&str]) -> Value {
        let output = self.force(account, &[arguments, &["--json"]].concat()).output().unwrap();
        serde_json::from_str(&printed(&output)).unwrap()
    }
}

/// The last thing that was told.
fn done(output: &Output) -> Value {
    serde_json::from_str(printed(output).lines().last().unwrap()).unwrap()
}

#[test]
fn any_program_does_tasks_and_what_they_earn_is_cashed() {
    let place = Place::new(6);
    // Once for each task, with what is known of it in the environment.
    let script = "read -r task; echo \"{\\\"task\\\": $FORCE_TASK, \\\"of\\\": $task}\"";
    let report = done(&place.work(&["0", "--max-tasks", "2"], script));
    assert_eq!((&report["event"], &report["submitted"]), (&json!("done"), &json!(2)));
    // Once for all tasks.
    let script = "while read -r task; do echo $$ >> pids; echo \"$task\"; done";
    let arguments = ["work", "--lines", "--until-idle", "--json", "--", "sh", "-c", script];
    let mut command = place.force("bob", &arguments);
    let output = command.current_dir(place.folder.path()).output().unwrap();
    assert_eq!(done(&output)["submitted"], 4);
    let pids = fs::read_to_string(place.path("pids")).unwrap();
    let pids: Vec<_> = pids.lines().collect();
    assert_eq!(pids.len(), 4);
    assert!(pids.iter().all(|pid| *pid == pids[0]), "one process: {pids:?}");

    let earned = &place.json("bob", &["pay", "show"])[0];
    assert_eq!(
        (&earned["balance"], &earned["token"]),
        (&json!("0.0000 EFX"), &json!("4,EFX@token"))
    );
    assert_eq!(earned["payments"][0]["amount"], "6.0000 EFX");
    assert_eq!(place.json("bob", &["pay", "cash"]), json!([]));
    let output = place.force("bob", &["pay", "withdraw", "1.0000 EFX"]).output().unwrap();
    assert!(complaint(&output).contains("not enough balance"), "{}", complaint(&output));
}

#[test]
fn a_program_that_fails_ends_the_work_or_leaves_the_task_to_others() {
    let place = Place::new(2);
    let output = place.work(&["0", "--max-failures", "2"], "exit 3");
    let message = complaint(&output);
    assert!(!output.status.success());
    assert!(message.contains("exit status: 3"), "{message}");
    // What is not JSON is no answer.
    let output = place.work(&["--max-failures", "1"], "echo yes");
    assert!(complaint(&output).contains("the answer is not JSON"), "{}", complaint(&output));
    let report = done(&place.work(&["--until-idle", "--on-failure", "skip"], "exit 3"));
    assert_eq!((&report["submitted"], &report["failed"]), (&json!(0), &json!(0)));
    // Nothing is held, and nothing was handed in.
    let found = place.json("carol", &["work", "--dry-run"]);
    assert_eq!(found, json!({}), "carol has no virtual account yet");
    let found = place.json("bob", &["work", "--dry-run"]);
    assert_eq!(found, json!({ "0": "Task" }));
}

#[test]
fn an_interrupted_worker_finishes_his_task() {
    let place = Place::new(3);
    let started = place.path("started");
    let script = format!("touch {}; sleep 0.5; echo 1", started.display());
    let child = place
        .force("bob", &["work", "--json", "--", "sh", "-c", &script])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&started);
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    let report = done(&child.wait_with_output().unwrap());
    assert_eq!((&report["submitted"], &report["returned"]), (&json!(1), &json!(0)));
}

/// Waits until another process has made a file.
fn wait_for(path: &Path) {
    for _ in 0..2_000 {
        if path.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{} was not made", path.display());
}

#[test]
fn what_is_missing_is_named() {
    for (arguments, reason) in [
        (["work", "--as", "bob"].as_slice(), "which program?"),
        (&["work", "--", "true"], "who acts?"),
        (&["work", "--standby", "--until-idle", "--", "true"], "cannot be used with"),
    ] {
        let output = force(arguments).env("FORCE_URL", "http://127.0.0.1:9").output().unwrap();
        assert!(complaint(&output).contains(reason), "{arguments:?}: {}", complaint(&output));
    }
}
