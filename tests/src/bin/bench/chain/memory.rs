//! What memory a process holds.

use std::fs;

/// The bytes that this process holds; `None` where the system does not tell.
pub(super) fn of_this_process() -> Option<u64> {
    read("self")
}

/// The bytes that a process holds.
pub(super) fn of(process: u32) -> Option<u64> {
    read(&process.to_string())
}

/// Linux tells it as `VmRSS: 1234 kB`.
fn read(process: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
