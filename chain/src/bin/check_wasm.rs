//! `check-wasm FILE... [--max-bytes N]`: would a node accept this contract, and how large is it?
//!
//! Prints size, code hash and imports of each file. Ends with status 1 when a file is refused or larger than `N`.
#![allow(clippy::print_stdout, reason = "a program's output")]

use std::{env, fs, process::ExitCode};

use chain::wasm::{self, Summary};
use sha2::{Digest, Sha256};

const USAGE: &str = "usage: check-wasm FILE... [--max-bytes N]";

fn main() -> ExitCode {
    match arguments(env::args().skip(1)) {
        Ok((files, max_bytes)) => {
            let mut status = ExitCode::SUCCESS;
            for file in files {
                if let Err(reason) = check(&file, max_bytes) {
                    eprintln!("{file}: {reason}");
                    status = ExitCode::FAILURE;
                }
            }
            status
        }
        Err(reason) => {
            eprintln!("{reason}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn arguments(
    mut words: impl Iterator<Item = String>,
) -> Result<(Vec<String>, Option<usize>), String> {
    let (mut files, mut max_bytes) = (Vec::new(), None);
    while let Some(word) = words.next() {
        if word == "--max-bytes" {
            let number = words.next().and_then(|number| number.parse().ok());
            max_bytes = Some(number.ok_or("--max-bytes needs a number")?);
        } else if word.starts_with('-') {
            return Err(format!("unknown option {word}"));
        } else {
            files.push(word);
        }
    }
    if files.is_empty() { Err("no file".to_owned()) } else { Ok((files, max_bytes)) }
}

/// Prints what the file is, and says why it will not do.
fn check(file: &str, max_bytes: Option<usize>) -> Result<(), String> {
    let code = fs::read(file).map_err(|error| error.to_string())?;
    let summary = wasm::validate(&code).map_err(|refusal| format!("refused: {refusal}"))?;
    println!("{}", line(file, &code, &summary));
    match max_bytes {
        Some(max) if code.len() > max => {
            Err(format!("{} bytes exceed the {max} allowed", code.len()))
        }
        _ => Ok(()),
    }
}

fn line(file: &str, code: &[u8], summary: &Summary) -> String {
    let hash: String = Sha256::digest(code).iter().map(|byte| format!("{byte:02x}")).collect();
    let Summary { size, imports, functions, data_bytes, .. } = summary;
    format!(
        "{file}: {size} bytes, sha256 {hash}, {} imports, {functions} functions, {data_bytes} bytes of data",
        imports.len()
    )
}
