//! nodeos under a script: the chain library of leap 4.1 in a Python process that is kept, a fresh chain each time.
//!
//! What is compared is told by [`recording`](crate::recording). Where the library is installed is asked of
//! [`sdk::nodeos`]; without it there are [recorded answers](crate::golden).

mod objects;
mod trace;

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use antelope::{BlockTimestamp, Checksum256, PackedTransaction, TimePoint};
use sdk::nodeos::Installation;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::{
    recording::Recording,
    script::Script,
    stage::{Command, Stage},
    world,
};
use objects::Objects;
use trace::Answer;

/// A process that makes chains of nodeos. Dropping it ends the process and removes its data.
#[derive(Debug)]
pub struct Oracle {
    process: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    stage: Stage,
    _folder: TempDir,
}

#[derive(Serialize)]
struct Request {
    /// The time of the second block, in milliseconds.
    start: i64,
    commands: Vec<RequestCommand>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum RequestCommand {
    Push { push: String, measured: bool },
    Block { block: i64 },
}

#[derive(Deserialize)]
struct Reply {
    answers: Vec<Option<Answer>>,
    about: About,
}

#[derive(Deserialize)]
struct About {
    chain: Checksum256,
    first: Checksum256,
    head: Checksum256,
    objects: Objects,
}

/// What the node's chains begin with, as the embedded one does.
fn genesis() -> BlockTimestamp {
    chain::Config::default().genesis_time
}

impl Oracle {
    /// Starts the process of an installation.
    ///
    /// # Errors
    /// When it does not run.
    pub fn start(installation: &Installation) -> Result<Self, String> {
        let failure = |error: std::io::Error| format!("the oracle does not start: {error}");
        let folder = TempDir::new().map_err(failure)?;
        let program = folder.path().join("oracle.py");
        let data = folder.path().join("data");
        std::fs::write(&program, include_str!("oracle.py")).map_err(failure)?;
        std::fs::create_dir(&data).map_err(failure)?;
        let first = world::features().next().ok_or("the world has no features")?;
        let mut process = installation
            .interpreter()
            .arg(program)
            .arg(data)
            .arg(first.digest().to_string())
            .arg(world::KEYS[0])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failure)?;
        let (Some(requests), Some(replies)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the oracle has no pipes".to_owned());
        };
        let stage = Stage::new(Checksum256::default(), Checksum256::default(), genesis());
        let (requests, replies) = (Some(requests), BufReader::new(replies));
        let mut oracle = Self { process, requests, replies, stage, _folder: folder };
        // A chain's id and its first block's follow from the genesis.
        let About { chain, first, .. } = oracle.ask(Vec::new())?.about;
        oracle.stage = Stage::new(chain, first, genesis());
        Ok(oracle)
    }

    /// The oracle of this machine; `None` when nodeos is not installed.
    ///
    /// # Errors
    /// When it is installed and does not run.
    pub fn find() -> Result<Option<Self>, String> {
        let installation = Installation::find().map_err(|error| error.to_string())?;
        installation.map(|installation| Self::start(&installation)).transpose()
    }

    /// Runs a script on a fresh chain.
    ///
    /// # Errors
    /// When a step cannot be understood, the world cannot be made, or the process ends.
    pub fn run(&mut self, script: &Script) -> Result<Recording, String> {
        let (world, steps) = self.stage.clone().all(script)?;
        let commands = steps.iter().flatten().map(RequestCommand::new).collect();
        let Reply { answers, about } = self.ask(commands)?;
        let mut answers = answers.into_iter();
        let mut outcomes = Vec::with_capacity(steps.len());
        for commands in &steps {
            let answers = answers.by_ref().take(commands.len());
            let outcome = answers.flatten().map(Answer::outcome).last().transpose()?;
            outcomes.push(outcome);
        }
        let script = outcomes.split_off(world);
        if let Some(error) = outcomes.into_iter().flatten().find_map(|outcome| outcome.error) {
            return Err(format!("the world cannot be made: {}", error.message));
        }
        let state = about.objects.lines()?.into_lines();
        Ok(Recording { steps: script, head: about.head, state })
    }

    fn ask(&mut self, commands: Vec<RequestCommand>) -> Result<Reply, String> {
        let failure = |error: &dyn std::fmt::Display| format!("the oracle: {error}");
        let start = milliseconds(BlockTimestamp(genesis().0 + 1));
        let request = Request { start, commands };
        let mut line = serde_json::to_vec(&request).map_err(|error| failure(&error))?;
        line.push(b'\n');
        let requests = self.requests.as_mut().ok_or("the oracle has ended")?;
        requests.write_all(&line).map_err(|error| failure(&error))?;
        let mut reply = String::new();
        self.replies.read_line(&mut reply).map_err(|error| failure(&error))?;
        if reply.is_empty() {
            return Err("the oracle has ended; what it said is on standard error".to_owned());
        }
        serde_json::from_str(&reply).map_err(|error| failure(&error))
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // It ends when there are no more requests. A failure means that it has ended already.
        drop(self.requests.take());
        let _ = self.process.wait();
    }
}

impl RequestCommand {
    fn new(command: &Command) -> Self {
        match command {
            Command::Block(time) => Self::Block { block: milliseconds(*time) },
            Command::Push(signed) => Self::Push {
                push: hex::encode(antelope::pack(&PackedTransaction::from(signed.as_ref()))),
                measured: signed.transaction.max_cpu_usage_ms != 0,
            },
        }
    }
}

fn milliseconds(time: BlockTimestamp) -> i64 {
    TimePoint::from(time).0 / 1000
}
