//! The loop of a worker: campaigns found, tasks done, one after another in each campaign and several campaigns at a time.
//!
//! What is done in one campaign is in [`lane`]; this looks for campaigns, and ends in good order.

mod lane;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use antelope::TimePoint;
use futures_util::stream::{FuturesUnordered, StreamExt};
use serde::Serialize;

use super::{
    Error, Event, Opening, Outcome, Prospect, Stop, Task, Urgency, Worker, sending::Backoff,
    stop::unless,
};
use crate::{
    clock::later,
    future::{BoxFuture, Movable, Shared},
};

/// How a worker works.
#[derive(Clone, Debug)]
pub struct Options {
    /// The campaigns to work on; all that the worker qualifies for, if there are none.
    pub campaigns: Vec<u32>,
    /// In how many campaigns at the same time; a worker holds one task in each.
    pub jobs: usize,
    /// After how many tasks it is enough. Those that are held at first count.
    pub max_tasks: Option<u64>,
    /// What to do when there is nothing to do.
    pub when_idle: WhenIdle,
    /// How long to wait when there is nothing to do: at first, and at most; it doubles in between.
    pub poll: (Duration, Duration),
    /// How long an answer may take; longer, and the task has failed. Without it, as long as it takes.
    pub time_limit: Option<Duration>,
    /// After how many failed tasks, one after another, it is enough.
    pub max_failures: u32,
    /// How long a campaign is left alone whose tasks the worker cannot do.
    pub rest: Duration,
    /// Ends it in good order.
    pub stop: Stop,
}

impl Default for Options {
    /// One campaign at a time, without end.
    fn default() -> Self {
        Self {
            campaigns: Vec::new(),
            jobs: 1,
            max_tasks: None,
            when_idle: WhenIdle::Wait,
            poll: (Duration::from_secs(1), Duration::from_secs(30)),
            time_limit: None,
            max_failures: 3,
            rest: Duration::from_secs(600),
            stop: Stop::new(),
        }
    }
}

/// What to do when there is nothing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenIdle {
    /// Look again, less and less often.
    Wait,
    /// Look again, and stand by meanwhile, to be served before whoever comes later.
    StandBy,
    /// End.
    Return,
}

/// What a worker has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// How many results were handed in.
    pub submitted: u64,
    /// How many tasks were given back.
    pub returned: u64,
    /// How many tasks failed; they were given back.
    pub failed: u64,
    /// How many tasks were lost: they lapsed, and others took them.
    pub lost: u64,
}

/// A run: what its lanes share.
struct Run<'a, F> {
    worker: &'a Worker,
    handler: &'a F,
    options: &'a Options,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    report: Report,
    /// How many tasks were begun and not given back.
    begun: u64,
    /// How many have failed one after another.
    failures: u32,
    /// Tasks that are not wanted again, by campaign.
    refused: BTreeSet<(u32, u32)>,
    /// Until when campaigns are left alone.
    resting: BTreeMap<u32, TimePoint>,
}

impl Worker {
    /// Works: finds campaigns, reserves, calls `handler` for each task, and hands in what it answers.
    ///
    /// Begins with what an earlier run has left: what was signed is sent, what was answered is handed in, what is held is
    /// done. What fails and may pass is tried again; so the handler may be called more than once for a task, if the
    /// process ends before its answer is recorded, and never after.
    ///
    /// # Errors
    /// When something fails that does not pass: the chain refuses for good, the journal cannot be written, or too many
    /// tasks fail. Tasks that are held are done before, as far as possible, unless it is the journal.
    pub async fn run<F, A>(&self, handler: F, options: Options) -> Result<Report, Error>
    where
        F: Fn(Task) -> A + Shared,
        A: Future<Output: Into<Outcome>> + Movable,
    {
        let run =
            Run { worker: self, handler: &handler, options: &options, state: Mutex::default() };
        run.patiently(async || self.resume().await).await?;
        run.work().await
    }
}

impl<F, A> Run<'_, F>
where
    F: Fn(Task) -> A + Shared,
    A: Future<Output: Into<Outcome>> + Movable,
{
    async fn work(&self) -> Result<Report, Error> {
        let mut lanes: FuturesUnordered<BoxFuture<'_, (u32, Result<bool, Error>)>> =
            FuturesUnordered::new();
        let mut busy = BTreeSet::new();
        let mut waiting = BTreeMap::new();
        // Campaigns that gave nothing, though they looked as if: not asked again before some time has passed.
        let mut exhausted = BTreeSet::new();
        let mut failure = None;
        let mut pause = self.options.poll.0;
        loop {
            if failure.is_none() && !self.is_over() && busy.len() < self.options.jobs.max(1) {
                let found =
                    self.patiently(async || self.find(&busy, &exhausted, &mut waiting).await).await;
                match found {
                    Ok(openings) => {
                        for opening in openings {
                            busy.insert(opening.campaign.id);
                            pause = self.options.poll.0;
                            lanes.push(Box::pin(async move {
                                (opening.campaign.id, self.lane(&opening).await)
                            }));
                        }
                    }
                    Err(error) => failure = Some(error),
                }
            }
            if lanes.is_empty() && (failure.is_some() || self.is_over()) {
                break;
            }
            if lanes.is_empty() && self.options.when_idle == WhenIdle::Return {
                break;
            }
            if lanes.is_empty() {
                self.worker.ledger.shorten().await?;
                self.worker.tell(&Event::Idle { pause });
            }
            // A lane that ends, a request to stop, or time to look again: whatever comes first.
            let sleep = self.worker.clock.sleep(pause);
            let end = async {
                match self.is_over() {
                    // The lanes know, and only they are waited for.
                    true => std::future::pending().await,
                    false => drop(unless(self.options.stop.wait(Urgency::Soon), sleep).await),
                }
            };
            let ended = match lanes.is_empty() {
                true => {
                    end.await;
                    None
                }
                false => unless(end, lanes.next()).await.flatten(),
            };
            match ended {
                Some((campaign_id, result)) => {
                    busy.remove(&campaign_id);
                    match result {
                        Ok(true) => pause = self.options.poll.0,
                        Ok(false) => drop(exhausted.insert(campaign_id)),
                        Err(error) => {
                            failure.get_or_insert(error);
                            // The others finish what they hold.
                            self.options.stop.ask(Urgency::Soon);
                        }
                    }
                }
                None => {
                    exhausted.clear();
                    pause = pause.saturating_mul(2).min(self.options.poll.1);
                }
            }
        }
        for opening in waiting.values() {
            // Who leaves keeps nobody waiting. It is not worth an error: the offer lapses.
            let _ = self.worker.stop_standing_by(opening).await;
        }
        match failure {
            Some(error) => Err(error),
            None => Ok(self.state().report),
        }
    }

    /// Campaigns with something to do, for the lanes that are free.
    async fn find(
        &self,
        busy: &BTreeSet<u32>,
        exhausted: &BTreeSet<u32>,
        waiting: &mut BTreeMap<u32, Opening>,
    ) -> Result<Vec<Opening>, Error> {
        let free = self.options.jobs.max(1).saturating_sub(busy.len());
        let mut found = Vec::new();
        for opening in self.candidates().await? {
            let id = opening.campaign.id;
            if found.len() == free {
                break;
            }
            if busy.contains(&id) || exhausted.contains(&id) || self.is_resting(id) {
                continue;
            }
            match self.worker.prospect(&opening).await? {
                Prospect::Held | Prospect::Offered | Prospect::Task => {
                    waiting.remove(&id);
                    found.push(opening);
                }
                Prospect::StandingBy => drop(waiting.insert(id, opening)),
                Prospect::Nothing if self.options.when_idle == WhenIdle::StandBy => {
                    if self.worker.stand_by(&opening).await? {
                        self.worker.tell(&Event::StandingBy { campaign_id: id });
                        waiting.insert(id, opening);
                    }
                }
                Prospect::Nothing => {}
            }
        }
        Ok(found)
    }

    /// The campaigns that may be worked on, in the order in which they were asked for.
    async fn candidates(&self) -> Result<Vec<Opening>, Error> {
        if self.options.campaigns.is_empty() {
            return self.worker.openings().await;
        }
        let mut openings = Vec::new();
        for id in &self.options.campaigns {
            let opening = self.worker.opening(*id).await?;
            if !opening.campaign.paused {
                openings.push(opening);
            }
        }
        Ok(openings)
    }

    /// Tries again what fails and may pass, until the run is to end.
    async fn patiently<T>(
        &self,
        mut attempt: impl AsyncFnMut() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut backoff = Backoff::new();
        loop {
            let error = match attempt().await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            if !error.may_pass() || self.is_over() {
                return Err(error);
            }
            let pause = self.worker.retry(&error, backoff.pause());
            unless(self.options.stop.wait(Urgency::Soon), pause).await;
        }
    }

    /// Whether no further task is to be begun.
    fn is_over(&self) -> bool {
        let is_enough = self.options.max_tasks.is_some_and(|most| self.state().begun >= most);
        is_enough || self.options.stop.asked().is_some()
    }

    fn is_resting(&self, campaign_id: u32) -> bool {
        let now = self.worker.clock.now();
        self.state().resting.get(&campaign_id).is_some_and(|until| now < *until)
    }

    fn rest(&self, campaign_id: u32, reason: String) {
        let until = later(self.worker.clock.now(), self.options.rest);
        self.state().resting.insert(campaign_id, until);
        self.worker.tell(&Event::Resting { campaign_id, reason });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic of another thread leaves counts, which are whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
