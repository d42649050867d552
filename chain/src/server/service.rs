//! The one node that all requests are about: who writes waits for others who write, who reads does not.
//!
//! How requests come is left to [`http`](super::http), keeping what they did to [`journal`](super::journal).

use std::{
    fmt, io,
    sync::{Mutex, MutexGuard, PoisonError},
};

use antelope::TimePoint;
use tokio::sync::mpsc;

use super::{
    Clock,
    journal::{Input, Journal, Kept, Ticket},
    store::Store,
};
use crate::{
    api::Answer,
    devnet::{Devnet, Effect, effect},
    node::Event,
};

pub(super) struct Service {
    held: Mutex<Held>,
    clock: Option<Clock>,
    kept: Option<Kept>,
}

/// What one request at a time holds.
struct Held {
    devnet: Devnet,
    observer: Option<mpsc::UnboundedSender<Event>>,
    journal: Option<Journal>,
}

impl Service {
    /// Begins with this node, which is in the store when this returns.
    pub(super) fn new(
        mut devnet: Devnet,
        clock: Option<Clock>,
        store: Option<Store>,
        observer: Option<mpsc::UnboundedSender<Event>>,
    ) -> io::Result<Self> {
        if let Some(clock) = &clock {
            // The one that it had in another process is not this one.
            devnet.node_mut().forget_clock();
            devnet.node_mut().tick(clock());
        }
        let journal = store.map(|store| Journal::start(store, devnet.node())).transpose()?;
        if observer.is_some() {
            devnet.node_mut().observe();
        }
        let kept = journal.as_ref().map(Journal::kept);
        let held = Held { devnet, observer, journal };
        Ok(Self { held: Mutex::new(held), clock, kept })
    }

    /// Answers a request; the answer may go out when what the ticket stands for is [kept](Self::kept).
    pub(super) fn answer(&self, path: &str, body: &[u8]) -> (Answer, Ticket) {
        let mut held = self.hold();
        // Asked for while nobody else is, so that time never goes back.
        if let Some(clock) = &self.clock {
            held.tick(clock());
        }
        let effect = effect(path);
        if effect == Effect::Read {
            let ticket = held.ticket();
            let mut devnet = held.devnet.without_snapshots();
            drop(held);
            return (devnet.answer(path, body), ticket);
        }
        let answer = held.devnet.answer(path, body);
        held.tell();
        match effect {
            // Nothing remains of what fails.
            _ if answer.status >= 400 => {}
            Effect::Read | Effect::Snapshot => {}
            Effect::Write => held.keep(Input::Request((path.to_owned(), body.to_vec()))),
            Effect::Replace => held.keep_all(),
        }
        (answer, held.ticket())
    }

    /// Tells the node what time it is.
    pub(super) fn tick(&self, now: TimePoint) {
        self.hold().tick(now);
    }

    /// Waits until what was done up to a ticket is on the disk.
    pub(super) async fn kept(&self, ticket: Ticket) -> Result<(), String> {
        match &self.kept {
            Some(kept) => kept.wait(ticket).await,
            None => Ok(()),
        }
    }

    /// The node as it is now.
    pub(super) fn devnet(&self) -> Devnet {
        self.hold().devnet.clone()
    }

    /// Keeps everything, and ends keeping.
    pub(super) fn close(&self) -> io::Result<()> {
        let mut held = self.hold();
        held.keep_all();
        match held.journal.take() {
            Some(journal) => journal.close(),
            None => Ok(()),
        }
    }

    fn hold(&self) -> MutexGuard<'_, Held> {
        // A panic of another request is that request's failure: a transaction leaves the chain as a whole or not at all.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn tick(&mut self, now: TimePoint) {
        if self.devnet.node_mut().tick(now) {
            self.tell();
            self.keep(Input::Tick(now));
        }
    }

    /// Has an input kept that was applied.
    fn keep(&mut self, input: Input) {
        if let Some(journal) = &mut self.journal {
            journal.add(input, self.devnet.node());
        }
    }

    /// Has the node kept as it is.
    fn keep_all(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.checkpoint(self.devnet.node());
        }
    }

    /// Tells who observes what happened.
    fn tell(&mut self) {
        if let Some(observer) = &self.observer {
            for event in self.devnet.node_mut().take_events() {
                // Who does not listen any more does not want to know.
                let _ = observer.send(event);
            }
        }
    }

    /// Stands for all that was done so far.
    fn ticket(&self) -> Ticket {
        self.journal.as_ref().map_or(Ticket::default(), Journal::ticket)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}
