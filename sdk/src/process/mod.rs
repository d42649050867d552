//! The process of a node of ours: started, watched, and ended whatever happens to us.
//!
//! What the node is told and when it is ready is left to who starts it.

pub(crate) mod sockets;

use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Outlives us only when we end without ending the node, for instance by a signal: standard input then closes, and
/// this ends the node and removes its directory. A line of input tells it that there is nothing to do.
///
/// A parent-death signal would not do: it is sent when the *thread* that started the node ends.
const WATCHDOG: &str = r#"
trap '' INT TERM HUP
read -r released && exit
kill -KILL "$1" 2>/dev/null
sleep 1
rm -rf -- "$2"
"#;

/// How much of the log an error shows, in lines.
const TAIL_LINES: usize = 30;

/// A running node, its directory and its watchdog. Dropping it ends them all.
#[derive(Debug)]
pub(crate) struct Process {
    /// What it is, for people.
    name: &'static str,
    state: Mutex<State>,
    folder: TempDir,
    pid: u32,
}

#[derive(Debug)]
struct State {
    node: Child,
    watchdog: Option<(Child, ChildStdin)>,
}

impl Process {
    /// Starts `command` with its output in the log of `folder`.
    pub(crate) fn start(
        name: &'static str,
        mut command: Command,
        folder: TempDir,
    ) -> io::Result<Self> {
        let log = File::create(folder.path().join("log"))?;
        let output = log.try_clone()?;
        command.stdin(Stdio::null()).stdout(output).stderr(log);
        let mut node = command.spawn()?;
        let pid = node.id();
        let watchdog = start_watchdog(pid, folder.path()).inspect_err(|_| {
            // Without a watchdog there is no node. Nothing more can be done about a failure here.
            let _ = node.kill();
            let _ = node.wait();
        });
        let state = Mutex::new(State { node, watchdog: Some(watchdog?) });
        Ok(Self { name, state, folder, pid })
    }

    pub(crate) const fn pid(&self) -> u32 {
        self.pid
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Why the node is not running, if it is not: a node that stops itself is a failure, whatever its status.
    pub(crate) fn ended(&self) -> Option<String> {
        let reason = match self.lock().node.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) => describe(status),
            Err(error) => error.to_string(),
        };
        Some(format!("{} has ended ({reason}):\n{}", self.name, self.log_tail()))
    }

    /// Asks the node to end. It takes some milliseconds.
    pub(crate) fn terminate(&self) -> io::Result<()> {
        // Under the lock and before it is reaped: the id cannot be another process's.
        let mut state = self.lock();
        if state.node.try_wait()?.is_none() {
            let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
            let pid = pid.ok_or_else(|| io::Error::other("process id out of range"))?;
            kill_process(pid, Signal::TERM)?;
        }
        Ok(())
    }

    /// Ends the node at once, if it still runs, and then its watchdog.
    pub(crate) fn kill(&self) {
        let mut state = self.lock();
        // Failures mean that it has ended already.
        let _ = state.node.kill();
        let _ = state.node.wait();
        if let Some((mut watchdog, mut input)) = state.watchdog.take() {
            let _ = input.write_all(b"released\n");
            drop(input);
            let _ = watchdog.wait();
        }
    }

    /// The end of what the node has written.
    pub(crate) fn log_tail(&self) -> String {
        let log = fs::read(self.folder.path().join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<_> = log.lines().collect();
        let start = lines.len().saturating_sub(TAIL_LINES);
        lines.get(start..).unwrap_or_default().join("\n")
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere must not keep the node from being ended.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn start_watchdog(pid: u32, folder: &Path) -> io::Result<(Child, ChildStdin)> {
    let mut watchdog = Command::new("sh")
        .args(["-c", WATCHDOG, "watchdog", &pid.to_string()])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    match watchdog.stdin.take() {
        Some(input) => Ok((watchdog, input)),
        None => Err(io::Error::other("watchdog without standard input")),
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("status {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => status.to_string(),
    }
}
