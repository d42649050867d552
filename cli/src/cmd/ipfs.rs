//! `force ipfs`: documents in and out of where the network's documents are, verified both ways.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand, ValueEnum};
use sdk::content::{self, Cid, Limits, Store};
use serde::Serialize;

use crate::{
    output::{Align, Table, grouped},
    session::{Session, SessionArgs},
};

/// The longest document that is read, in bytes.
const LONGEST: u64 = 1 << 30;

/// The arguments of `force ipfs`.
#[derive(Clone, Debug, Args)]
pub struct IpfsArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: IpfsCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with documents.
#[derive(Clone, Debug, Subcommand)]
pub enum IpfsCommand {
    /// Store files and pin them; with --dry-run only tell their CIDs.
    Add {
        /// The files; - is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// How a file becomes blocks, and with it which CID it has.
        #[arg(long, value_enum, default_value_t = Layout::V0)]
        layout: Layout,
    },
    /// Fetch a document.
    Get {
        /// Its CID.
        #[arg(value_parser = cid)]
        cid: Cid,
        /// The file to write, in place of standard output.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Keep a document that is there until further notice.
    Pin {
        /// Its CID.
        #[arg(value_parser = cid)]
        cid: Cid,
    },
    /// Show the blocks of a document.
    Blocks {
        /// Its CID.
        #[arg(value_parser = cid)]
        cid: Cid,
    },
}

/// How a file becomes blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layout {
    /// As `ipfs add` does by default.
    V0,
    /// As `ipfs add --cid-version=1` does, with chunks of 256 KiB.
    V1,
    /// One raw block, up to 1 MiB.
    Block,
}

#[derive(Serialize)]
struct Document {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    cid: String,
    bytes: usize,
}

/// Does what is asked with documents.
///
/// # Errors
/// When a file or the place for documents cannot be used, or what is there is not what was asked for.
pub async fn run(command: &IpfsCommand, session: &Session) -> Result<ExitCode> {
    match command {
        IpfsCommand::Add { files, layout } => {
            let mut added = Vec::with_capacity(files.len());
            for file in files {
                added.push(add(file, (*layout).into(), session).await?);
            }
            session.output().show(&added, |documents| listed("Added", documents))?;
        }
        IpfsCommand::Get { cid, output } => {
            let document = content::read_with(&*session.content()?, cid, limits()).await?;
            match output {
                Some(path) => {
                    fs::write(path, document).with_context(|| path.display().to_string())?;
                }
                None => io::stdout().lock().write_all(&document)?,
            }
        }
        IpfsCommand::Pin { cid } => {
            let store = session.content()?;
            let file = store.fetch(cid, limits()).await?;
            if !session.is_dry_run() {
                store.pin(cid).await?;
            }
            let bytes = file.bytes().len();
            let pinned = [Document { file: None, cid: cid.to_string(), bytes }];
            session.output().show(&pinned, |documents| listed("Pinned", documents))?;
        }
        IpfsCommand::Blocks { cid } => {
            let file = session.content()?.fetch(cid, limits()).await?;
            let blocks: Vec<_> = file.blocks().map(block).collect();
            session.output().show(&blocks, |blocks| listed("Blocks", blocks))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(file: &Path, layout: content::Layout, session: &Session) -> Result<Document> {
    let document = read(file).with_context(|| file.display().to_string())?;
    let cid = if session.is_dry_run() {
        content::cid_with(&document, layout)?
    } else {
        content::add_with(&*session.content()?, &document, layout).await?
    };
    let file = Some(file.display().to_string());
    Ok(Document { file, cid: cid.to_string(), bytes: document.len() })
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let mut document = Vec::new();
    let source: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(fs::File::open(file)?),
    };
    source.take(LONGEST + 1).read_to_end(&mut document)?;
    ensure!(document.len() as u64 <= LONGEST, "longer than {LONGEST} bytes");
    Ok(document)
}

/// More than a program takes by default: somebody has asked for this one document.
fn limits() -> Limits {
    Limits { bytes: LONGEST as usize, blocks: 1 << 16, ..Limits::default() }
}

fn block((cid, block): (&Cid, &[u8])) -> Document {
    Document { file: None, cid: cid.to_string(), bytes: block.len() }
}

fn listed<D: AsRef<[Document]>>(title: &str, documents: &D) -> String {
    let mut table =
        Table::new(title, &[("", Align::Left), ("bytes", Align::Right), ("", Align::Left)]);
    for document in documents.as_ref() {
        let file = document.file.clone().unwrap_or_default();
        table.row([document.cid.clone(), grouped(document.bytes), file]);
    }
    table.render()
}

fn cid(text: &str) -> Result<Cid, content::Error> {
    content::parse_cid(text)
}

impl From<Layout> for content::Layout {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::V0 => Self::V0,
            Layout::V1 => Self::V1,
            Layout::Block => Self::OneBlock,
        }
    }
}
