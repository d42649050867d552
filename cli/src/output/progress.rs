//! Progress: a line for each step, and moving bars while there is work, for whoever sits before a terminal.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use console::{Term, style};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::demo::{Event, Observer};

/// How often a bar is drawn at most, in times a second.
const FRAMES: u8 = 15;

/// How wide the names of steps are, in characters.
const NAME_WIDTH: usize = 9;

/// The progress of a demo, on standard error.
#[derive(Debug)]
pub struct Progress {
    bars: MultiProgress,
    /// Whether finished steps are printed.
    shown: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    step: Option<Step>,
    work: Option<Work>,
}

#[derive(Debug)]
struct Step {
    name: String,
    began: Instant,
    spinner: ProgressBar,
}

#[derive(Debug)]
struct Work {
    tasks: ProgressBar,
    submissions: ProgressBar,
    names: Vec<String>,
    counts: Vec<u64>,
    counted: ProgressBar,
}

impl Progress {
    /// Progress on standard error; nothing is shown `for_programs`.
    pub fn new(for_programs: bool) -> Self {
        let term = Term::buffered_stderr();
        let target = if for_programs {
            ProgressDrawTarget::hidden()
        } else {
            // Hidden, too, when it is no terminal.
            ProgressDrawTarget::term(term, FRAMES)
        };
        Self {
            bars: MultiProgress::with_draw_target(target),
            shown: !for_programs,
            state: Mutex::default(),
        }
    }

    /// Takes what moves off the screen, when what it was about has ended.
    pub fn clear(&self) {
        // A terminal that is gone needs no clearing.
        let _ = self.bars.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints a line above the bars.
    fn print(&self, line: &str) {
        self.bars.suspend(|| eprintln!("{line}"));
    }

    fn bar(&self, len: u64, name: &str) -> ProgressBar {
        let bar = self.bars.add(ProgressBar::new(len));
        bar.set_style(template("  {prefix:<11} {bar:40.green/dim} {pos:>3}/{len}  {msg}"));
        bar.set_prefix(name.to_owned());
        bar
    }
}

impl Observer for Progress {
    fn notice(&self, event: Event<'_>) {
        let mut state = self.state();
        match event {
            Event::Begins { step, doing } => {
                let name = format!("{step:<NAME_WIDTH$}");
                let spinner = self.bars.add(ProgressBar::new_spinner());
                spinner.set_style(template("{spinner:.cyan} {prefix:.bold} {elapsed:>7}  {msg}"));
                spinner.set_prefix(name.clone());
                spinner.set_message(doing);
                spinner.enable_steady_tick(Duration::from_millis(100));
                state.step = Some(Step { name, began: Instant::now(), spinner });
            }
            Event::Done(what) => {
                let bars = state.work.take();
                for bar in
                    bars.iter().flat_map(|work| [&work.tasks, &work.submissions, &work.counted])
                {
                    bar.finish_and_clear();
                }
                if let Some(step) = state.step.take() {
                    step.spinner.finish_and_clear();
                    if self.shown {
                        let seconds = step.began.elapsed().as_secs_f64();
                        let mark = style("✓").for_stderr().green();
                        let name = style(step.name).for_stderr().bold();
                        self.print(&format!("{mark} {name} {seconds:>5.1} s  {what}"));
                    }
                }
            }
            Event::WorkBegins { tasks, submissions, workers } => {
                let tasks = self.bar(tasks, "tasks");
                let submissions = self.bar(submissions, "submissions");
                let counted = self.bars.add(ProgressBar::new_spinner());
                counted.set_style(template("  {msg}"));
                let counts = vec![0; workers.len()];
                state.work = Some(Work { tasks, submissions, names: workers, counts, counted });
            }
            Event::Submitted { worker, completes_task } => {
                if let Some(work) = &mut state.work {
                    work.submitted(worker, completes_task);
                }
            }
        }
    }
}

impl Work {
    fn submitted(&mut self, worker: usize, completes_task: bool) {
        self.submissions.inc(1);
        if completes_task {
            self.tasks.inc(1);
        }
        if let Some(count) = self.counts.get_mut(worker) {
            *count = count.saturating_add(1);
        }
        let counts =
            self.names.iter().zip(&self.counts).map(|(name, count)| format!("{name} {count}"));
        self.counted.set_message(Vec::from_iter(counts).join(" · "));
    }
}

/// The style of a template that is written here.
fn template(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .expect("a test draws each of the templates")
        .progress_chars("━━╌")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_is_drawn() {
        let progress = Progress::new(true);
        progress.notice(Event::Begins { step: "work", doing: "reading digits".into() });
        let workers = vec!["one".to_owned(), "two".to_owned()];
        progress.notice(Event::WorkBegins { tasks: 1, submissions: 2, workers });
        progress.notice(Event::Submitted { worker: 0, completes_task: false });
        progress.notice(Event::Submitted { worker: 1, completes_task: true });
        {
            let state = progress.state();
            let work = state.work.as_ref().unwrap();
            assert_eq!((work.submissions.position(), work.tasks.position()), (2, 1));
            assert_eq!(work.counted.message(), "one 1 · two 1");
        }
        progress.notice(Event::Done("2 results".into()));
        assert!(progress.state().work.is_none() && progress.state().step.is_none());
    }
}
