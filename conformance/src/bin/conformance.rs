//! Compares the embedded chain with nodeos, by generated scripts or by scripts in files, and records goldens.
#![allow(clippy::print_stdout, reason = "a program for people")]

use std::{env, fs, path::PathBuf, process::ExitCode, time::Instant};

use conformance::{
    Comparison, Oracle,
    generate::Subject,
    golden::{self, Golden},
    script::Script,
};

const USAGE: &str = "usage: conformance [--steps N] [--seed N] [--length N] [--subject NAME]
       conformance FILE...
       conformance --record

Without files: generates scripts, so many steps in all and at most so many in one. A script under which the chains
differ is written to conformance/found. With files: compares under these scripts. --record: asks nodeos for the
recorded answers in conformance/goldens again.";

/// What is asked for.
struct Arguments {
    steps: usize,
    seed: u64,
    /// The steps of a script at most.
    length: usize,
    subjects: Vec<Subject>,
    record: bool,
    files: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = match arguments(env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(reason) => {
            eprintln!("{reason}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let subjects = Subject::ALL.to_vec();
    let mut arguments =
        Arguments { steps: 2000, seed: 1, length: 200, subjects, record: false, files: Vec::new() };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        let number = |text: String| text.parse().map_err(|_| format!("{text} is no number"));
        match word.as_str() {
            "--steps" => arguments.steps = number(value()?)?,
            "--length" => arguments.length = number(value()?)?.max(1),
            "--seed" => {
                arguments.seed = value()?.parse().map_err(|_| "--seed needs a number")?;
            }
            "--subject" => {
                let name = value()?;
                let subject = Subject::ALL.into_iter().find(|one| one.name() == name);
                arguments.subjects = vec![subject.ok_or_else(|| format!("no subject {name}"))?];
            }
            "--record" => arguments.record = true,
            option if option.starts_with('-') => return Err(format!("unknown option {option}")),
            file => arguments.files.push(PathBuf::from(file)),
        }
    }
    Ok(arguments)
}

/// Whether the chains agree.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let oracle = Oracle::find()?.ok_or("nodeos is not installed: run scripts/setup")?;
    if arguments.record {
        return record(oracle).map(|()| true);
    }
    let mut comparison = Comparison::with(oracle)?;
    if arguments.files.is_empty() {
        return search(&mut comparison, arguments);
    }
    let mut agree = true;
    for file in &arguments.files {
        let script = golden::read_json(file)?;
        let found = comparison.differences(&script)?;
        println!("{}: {} differences", file.display(), found.len());
        found.iter().for_each(|difference| println!("{difference}"));
        agree &= found.is_empty();
    }
    Ok(agree)
}

/// How many of a subject's steps are compared before it is the next one's turn.
const TURN: usize = 2000;

fn search(comparison: &mut Comparison, arguments: &Arguments) -> Result<bool, String> {
    let Arguments { steps, seed, length, subjects, .. } = arguments;
    let (started, mut done, mut scripts, mut succeeded, mut found) = (Instant::now(), 0, 0, 0, 0);
    for (turn, subject) in (0..).zip(subjects.iter().cycle()) {
        if done >= *steps {
            break;
        }
        let count = TURN.min(steps - done);
        let search = comparison.search(*subject, count, *length, seed.wrapping_add(turn))?;
        done += search.steps;
        scripts += search.scripts;
        succeeded += search.succeeded;
        if let Some(finding) = search.finding {
            let name = format!("{}-{}.json", subject.name(), seed.wrapping_add(turn));
            let file = golden::folder().join("found").join(name);
            fs::write(&file, format!("{}\n", finding.script)).map_err(|error| error.to_string())?;
            println!("{}\n{}", file.display(), finding.script);
            finding.differences.iter().take(10).for_each(|difference| println!("{difference}"));
            found += 1;
        }
    }
    println!(
        "{done} steps in {scripts} scripts, {succeeded} of them successful: {found} differences, {:.0} s",
        started.elapsed().as_secs_f64()
    );
    Ok(found == 0)
}

/// Steps of the generated scripts that are recorded, for each subject.
const RECORDED: usize = 60;
const RECORDED_LENGTH: usize = 12;

fn record(mut oracle: Oracle) -> Result<(), String> {
    let folder = golden::folder().join("goldens");
    for file in golden::files(&folder)? {
        fs::remove_file(file).map_err(|error| error.to_string())?;
    }
    let mut record = |name: &str, kept: bool, script: Script| {
        let recording = oracle.run(&script)?;
        let golden = Golden::new(kept.then_some(script), recording);
        golden.write(&folder.join(format!("{name}.json")))
    };
    for (name, script) in golden::scripts()? {
        record(&name, false, script)?;
    }
    for subject in Subject::ALL {
        for (number, script) in subject.samples(RECORDED, RECORDED_LENGTH).into_iter().enumerate() {
            record(&format!("{}-{number}", subject.name()), true, script)?;
        }
    }
    Ok(())
}
