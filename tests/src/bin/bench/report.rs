//! What was measured, as tables for people and as a file for programs.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    Result, flat,
    life::FIRST_RESERVATION,
    reference::{self, REFERENCE, Reference},
    sample::{Ram, Samples, Summary},
    world::{EMPTY, TRANSFER},
};

/// The contracts whose size counts.
const CONTRACTS: [&str; 4] = ["force", "vaccount", "token", "atomicassets"];
/// The actions that begin as a token transfer.
const BEGUN_AS_TRANSFER: [&str; 2] = ["fund", "vaccount.deposit"];
/// The most RAM that may stay for a submitted task, in bytes.
const MOST_LEFT: i64 = 190;
/// The most RAM that a reservation may hold, in bytes.
const MOST_HELD: i64 = 700;

/// All figures of the bench.
#[derive(Debug)]
pub(crate) struct Report {
    sizes: Vec<(&'static str, u64)>,
    empty: Summary,
    transfer: Option<Summary>,
    actions: Vec<Summary>,
}

impl Report {
    /// The figures of what was measured.
    pub(crate) fn new(samples: &Samples) -> Result<Self> {
        let folder = contracts_folder()?;
        let size = |name: &'static str| -> Result<_> {
            Ok((name, fs::metadata(folder.join(name).with_extension("wasm"))?.len()))
        };
        let baselines = [EMPTY, TRANSFER];
        Ok(Self {
            sizes: CONTRACTS.into_iter().map(size).collect::<Result<_>>()?,
            empty: samples.summary(EMPTY).ok_or("nothing was measured")?,
            transfer: samples.summary(TRANSFER),
            actions: samples.summaries().filter(|row| !baselines.contains(&row.name)).collect(),
        })
    }

    /// Writes the figures as JSON. Gives the path.
    pub(crate) fn write(&self) -> Result<PathBuf> {
        let path = target_folder()?.join("bench").join("contracts.json");
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let actions = self.actions.iter().map(|row| {
            json!({
                "name": row.name,
                "n": row.count,
                "cpu_us_median": self.net(row, row.cpu_us_median),
                "cpu_us_p90": self.net(row, row.cpu_us_p90),
                "net_bytes": row.net_bytes,
                "ram": row.usual_ram(),
            })
        });
        let sizes: serde_json::Map<_, Value> =
            self.sizes.iter().map(|(name, size)| ((*name).to_owned(), json!(size))).collect();
        let report = json!({ "wasm_bytes": sizes, "actions": Vec::from_iter(actions) });
        fs::write(&path, format!("{report:#}\n"))?;
        Ok(path)
    }

    /// Billed CPU without what it takes anyway, in microseconds.
    fn net(&self, row: &Summary, cpu_us: u32) -> u32 {
        let begun = match &self.transfer {
            Some(transfer) if BEGUN_AS_TRANSFER.contains(&row.name) => {
                transfer.cpu_us_median.saturating_sub(transfer.empty_us_median)
            }
            _ => 0,
        };
        cpu_us.saturating_sub(row.empty_us_median).saturating_sub(begun)
    }

    fn action(&self, name: &str) -> Option<&Summary> {
        self.actions.iter().find(|row| row.name == name)
    }

    fn write_baselines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let references = [reference::EMPTY_CPU_US, reference::TRANSFER_CPU_US];
        for (row, reference) in
            [Some(&self.empty), self.transfer.as_ref()].into_iter().zip(references)
        {
            if let Some(Summary { name, count, cpu_us_median, cpu_us_p90, net_bytes, .. }) = row {
                writeln!(
                    f,
                    "{name}: {cpu_us_median} µs of CPU (p90 {cpu_us_p90}, n {count}), {net_bytes} bytes of NET; \
                     on the reference's machine {reference} µs"
                )?;
            }
        }
        Ok(())
    }

    fn write_actions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<28} {:>5} {:>6} {:>5} {:>5} {:>6} {:>6} {:>5} {:>5}  {:<38} ref",
            "action", "n", "cpu µs", "p90", "ref", "ratio", "run µs", "net B", "ref", "RAM (times)"
        )?;
        for row in &self.actions {
            let reference = REFERENCE.iter().find(|reference| reference.action == row.name);
            let net = self.net(row, row.cpu_us_median);
            let or_dash = |value: Option<String>| value.unwrap_or_else(|| "-".into());
            let ratio = |reference: &Reference| {
                format!("{:.2}", f64::from(net) / f64::from(reference.cpu_us))
            };
            writeln!(
                f,
                "{:<28} {:>5} {:>6} {:>5} {:>5} {:>6} {:>6} {:>5} {:>5}  {:<38} {}",
                row.name,
                row.count,
                net,
                self.net(row, row.cpu_us_p90),
                or_dash(reference.map(|reference| reference.cpu_us.to_string())),
                or_dash(reference.map(ratio)),
                row.run_us_median,
                row.net_bytes,
                or_dash(reference.map(|reference| reference.net_bytes.to_string())),
                changes(&row.ram),
                reference.map_or("-", |reference| reference.ram),
            )?;
        }
        Ok(())
    }

    /// What a task holds and leaves of its worker's RAM.
    fn write_ram(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_worker = |ram: &Ram| ram.get("worker").copied().unwrap_or(0);
        let (Some(reserve), Some(submit)) =
            (self.action("reservetask/1"), self.action("submittask/1"))
        else {
            return Ok(());
        };
        let held = of_worker(&reserve.usual_ram());
        let left = held + of_worker(&submit.usual_ram());
        let reservations = self.actions.iter().filter(|row| row.name.starts_with("reservetask/"));
        let most = reservations.flat_map(|row| &row.ram).map(|(ram, _)| of_worker(ram)).max();
        writeln!(f, "RAM left by a submitted task: {left} bytes (aim: at most {MOST_LEFT})")?;
        writeln!(
            f,
            "RAM held by a reservation: {held} bytes; {} when it is the worker's and the task's first (aim: at most \
             {MOST_HELD})",
            most.unwrap_or(held)
        )?;
        if let Some(first) = self.action(FIRST_RESERVATION) {
            let all = of_worker(&first.usual_ram());
            writeln!(f, "... and {all} for the very first one, with the tables, which stay")?;
        }
        Ok(())
    }

    /// Large campaigns beside small ones.
    fn write_sizes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |name: &str| self.action(name);
        let pairs = flat::ROWS.into_iter().filter_map(|[small, large]| row(small).zip(row(large)));
        let pairs: Vec<_> = pairs.collect();
        for (small, large) in &pairs {
            self.compare(f, small, large)?;
        }
        let cheapest = pairs.iter().map(|(small, _)| *small).min_by_key(|row| row.cpu_us_median);
        let dearest = pairs.iter().map(|(_, large)| *large).max_by_key(|row| row.cpu_us_median);
        if let Some((cheapest, dearest)) = cheapest.zip(dearest) {
            write!(f, "whatever happens: ")?;
            self.compare(f, cheapest, dearest)?;
        }
        Ok(())
    }

    fn compare(&self, f: &mut fmt::Formatter<'_>, small: &Summary, large: &Summary) -> fmt::Result {
        let net = [large, small].map(|row| self.net(row, row.cpu_us_median));
        let ratio = |[large, small]: [u32; 2]| f64::from(large) / f64::from(small.max(1));
        writeln!(
            f,
            "{} against {}: {} and {} µs net, {:.2} times; as billed {:.2} times (at most {:.2})",
            large.name,
            small.name,
            net[0],
            net[1],
            ratio(net),
            ratio([large, small].map(|row| row.cpu_us_median)),
            f64::from(flat::MOST) / 100.0,
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, size) in &self.sizes {
            writeln!(f, "{name}.wasm: {size} bytes")?;
        }
        self.write_baselines(f)?;
        writeln!(
            f,
            "\nCPU is net of the empty actions run in between, and of the transfer for what begins as one. Part of \
             withdraw, refund, rmbatch/published,\npayout and claimfees is a transfer that they send; the reference \
             refunds nothing.\n"
        )?;
        self.write_actions(f)?;
        writeln!(f)?;
        self.write_ram(f)?;
        self.write_sizes(f)
    }
}

/// The changes of RAM with how often each happened.
fn changes(ram: &[(Ram, usize)]) -> String {
    let one = |(ram, times): &(Ram, usize)| {
        let roles: Vec<_> = ram.iter().map(|(role, bytes)| format!("{role} {bytes:+}")).collect();
        let text = if roles.is_empty() { "0".to_owned() } else { roles.join(" ") };
        format!("{text} ({times})")
    };
    ram.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Where `scripts/build-contracts` puts the contracts.
pub(crate) fn contracts_folder() -> Result<PathBuf> {
    Ok(target_folder()?.join("contracts"))
}

/// The folder of this build: the program is two folders deep in it.
fn target_folder() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let folder = program.ancestors().nth(2).ok_or("the program lies in no folder of a build")?;
    Ok(folder.to_owned())
}
