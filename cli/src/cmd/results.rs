//! `force results`: what workers have answered, and how far they agree.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::Args;
use sdk::requester::{self, ResultReader, Results};
use serde::Serialize;
use serde_json::Value;

use super::{
    batch::{shortened, user},
    requester::told,
};
use crate::{
    output::{Align, Table},
    session::{Session, SessionArgs},
};

/// The arguments of `force results`.
#[derive(Clone, Debug, Args)]
pub struct ResultsArgs {
    /// The campaign.
    pub campaign: u32,
    /// Only those of one batch, by its number in the campaign.
    #[arg(long, value_name = "NUMBER")]
    pub batch: Option<u32>,
    /// Write them as a table; - is standard output.
    #[arg(long, value_name = "FILE", conflicts_with = "jsonl")]
    pub csv: Option<PathBuf>,
    /// Write them as JSON, one to a line; - is standard output.
    #[arg(long, value_name = "FILE")]
    pub jsonl: Option<PathBuf>,
    /// Show how far workers agree about a field of their answers; without a name, about the whole answer.
    #[arg(long, value_name = "FIELD", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["csv", "jsonl"])]
    pub agreement: Option<String>,
    /// Find the transactions that handed the results in, which takes some requests for each.
    #[arg(long)]
    pub transactions: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

#[derive(Serialize)]
struct Agreement {
    tasks: Vec<TaskLine>,
    /// How many tasks were answered at least twice.
    compared: usize,
    observed: Option<f64>,
    expected: Option<f64>,
    fleiss_kappa: Option<f64>,
}

#[derive(Serialize)]
struct TaskLine {
    batch: u32,
    task: u32,
    majority: Option<Value>,
    votes: usize,
    voters: usize,
}

/// Reads results, and shows or writes them.
///
/// # Errors
/// When there is no such campaign, its document cannot be read, a file cannot be written, or the node does not answer.
pub async fn run(args: &ResultsArgs, session: &Session) -> Result<ExitCode> {
    let store = session.content()?;
    let mut reader = ResultReader::new(session.client(), &session.network()?, &*store);
    if let Some(batch) = args.batch {
        reader = reader.of_batch(batch);
    }
    if args.transactions {
        reader = reader.with_transactions();
    }
    let results = reader.read(args.campaign).await.map_err(told)?;
    if let Some(path) = &args.csv {
        write(path, |to| results.write_csv(to))?;
    } else if let Some(path) = &args.jsonl {
        write(path, |to| results.write_json_lines(to))?;
    } else if let Some(field) = &args.agreement {
        let field = Some(field.as_str()).filter(|field| !field.is_empty());
        session.output().show(&Agreement::of(&results, field), Agreement::render)?;
    } else {
        let rows: Vec<_> = results.rows.iter().map(|row| row.to_json()).collect();
        session.output().show(&rows, |_| listed(&results))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, write: impl FnOnce(Box<dyn Write>) -> io::Result<()>) -> Result<()> {
    let file = || path.display().to_string();
    let to: Box<dyn Write> = match path.to_str() {
        Some("-") => Box::new(io::stdout().lock()),
        _ => Box::new(io::BufWriter::new(File::create(path).with_context(file)?)),
    };
    write(to).with_context(file)
}

fn listed(results: &Results) -> String {
    let mut table = Table::new(
        "Results",
        &[
            ("batch", Align::Right),
            ("task", Align::Right),
            ("worker", Align::Left),
            ("submitted", Align::Left),
            ("state", Align::Left),
            ("answer", Align::Left),
        ],
    );
    for row in &results.rows {
        let json = row.to_json();
        let answer = match row.answer.fault() {
            Some(fault) => format!("({fault})"),
            None => json["answer"].to_string(),
        };
        table.row([
            row.batch_idx.to_string(),
            row.task_idx.to_string(),
            row.worker.map_or_else(|| row.account_id.to_string(), user),
            row.submitted_on.to_string(),
            json["state"].as_str().unwrap_or_default().to_owned(),
            shortened(&answer),
        ]);
    }
    table.render()
}

impl Agreement {
    fn of(results: &Results, field: Option<&str>) -> Self {
        let requester::Agreement { tasks, kappa, .. } = results.agreement(field);
        let lines = tasks.into_iter().map(|task| TaskLine {
            batch: task.batch_idx,
            task: task.task_idx,
            // It was written from JSON.
            majority: task.majority.answer.and_then(|text| serde_json::from_str(&text).ok()),
            votes: task.majority.votes,
            voters: task.majority.voters,
        });
        Self {
            tasks: lines.collect(),
            compared: kappa.map_or(0, |figures| figures.subjects),
            observed: kappa.map(|figures| figures.observed),
            expected: kappa.map(|figures| figures.expected),
            fleiss_kappa: kappa.and_then(|figures| figures.kappa),
        }
    }

    fn render(&self) -> String {
        let mut table = Table::new(
            "Agreement",
            &[
                ("batch", Align::Right),
                ("task", Align::Right),
                ("majority", Align::Left),
                ("votes", Align::Right),
                ("of", Align::Right),
            ],
        );
        for line in &self.tasks {
            let majority = line.majority.as_ref().map_or("(none)".to_owned(), Value::to_string);
            table.row([
                line.batch.to_string(),
                line.task.to_string(),
                shortened(&majority),
                line.votes.to_string(),
                line.voters.to_string(),
            ]);
        }
        let text = table.render();
        let (Some(observed), Some(expected)) = (self.observed, self.expected) else {
            return format!("{text}No task was answered twice: there is nothing to compare");
        };
        let kappa = match self.fleiss_kappa {
            Some(kappa) => format!("{kappa:.3}"),
            None => "is not defined where all answers are the same".to_owned(),
        };
        format!(
            "{text}{} tasks have more than one answer: two workers agree {:.1} % of the time, by chance {:.1} %\n\
             Fleiss' kappa {kappa}",
            self.compared,
            observed * 100.0,
            expected * 100.0,
        )
    }
}
