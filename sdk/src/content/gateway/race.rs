//! The race: who is asked when, who wins, and what is remembered of the others.

use std::{
    future::{Future, pending, poll_fn},
    pin::Pin,
    task::Poll,
};

use antelope::TimePoint;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Error, Gateway, GatewayStore};
use crate::{clock::since, future::BoxFuture};

/// What came of asking a gateway.
#[derive(Debug)]
pub(super) enum Outcome<T> {
    /// What was asked for, verified.
    Found(T),
    /// The gateway does not have it.
    Missing,
    /// The gateway did not answer, or not to the end.
    Failed(String),
    /// The gateway sent something else.
    Lied(String),
    /// What was asked for is not to be had, and no other gateway can change that.
    Final(Error),
}

/// A gateway, and its answer, which is asked for when somebody waits for it.
pub(super) struct Attempt<'a, T> {
    pub(super) gateway: &'a Gateway,
    pub(super) answer: BoxFuture<'a, Outcome<T>>,
}

/// What happens next.
enum Event<'a, T> {
    Answer(&'a Gateway, Outcome<T>),
    /// It is time to ask another one as well.
    AskNext,
    Deadline,
}

impl GatewayStore {
    /// Asks one gateway after another until one has sent it; `None` when all have answered that they do not have it.
    pub(super) async fn race<'a, T>(
        &'a self,
        attempts: Vec<Attempt<'a, T>>,
    ) -> Result<Option<T>, Error> {
        if attempts.is_empty() {
            return Err(self.nobody());
        }
        let mut waiting = attempts.into_iter();
        let mut running = FuturesUnordered::new();
        let mut asked: Vec<(&Gateway, TimePoint)> = Vec::new();
        let mut faults = Vec::new();
        let mut deadline = self.clock.sleep(self.patience.deadline);
        loop {
            match waiting.next() {
                Some(Attempt { gateway, answer }) => {
                    asked.push((gateway, self.clock.now()));
                    running.push(async move { (gateway, answer.await) });
                }
                None if running.is_empty() => break,
                None => {}
            }
            let mut next: BoxFuture<'_, ()> = match waiting.len() {
                0 => Box::pin(pending()),
                _ => self.clock.sleep(self.patience.next_after),
            };
            let event = poll_fn(|context| {
                if let Poll::Ready(Some((gateway, answer))) = running.poll_next_unpin(context) {
                    Poll::Ready(Event::Answer(gateway, answer))
                } else if Pin::new(&mut deadline).poll(context).is_ready() {
                    Poll::Ready(Event::Deadline)
                } else {
                    Pin::new(&mut next).poll(context).map(|()| Event::AskNext)
                }
            });
            let (gateway, outcome) = match event.await {
                Event::AskNext => continue,
                Event::Answer(gateway, outcome) => (gateway, outcome),
                Event::Deadline => {
                    for (gateway, _) in asked {
                        self.failed(gateway, "no answer in time", &mut faults);
                    }
                    break;
                }
            };
            asked.retain(|(other, _)| !std::ptr::eq(*other, gateway));
            match outcome {
                Outcome::Found(found) => {
                    gateway.lock().answered();
                    self.lost(&asked);
                    return Ok(Some(found));
                }
                Outcome::Final(error) => {
                    gateway.lock().answered();
                    return Err(error);
                }
                Outcome::Missing => gateway.lock().answered(),
                Outcome::Failed(reason) => self.failed(gateway, &reason, &mut faults),
                Outcome::Lied(reason) => {
                    gateway.lock().lied(self.clock.now(), &reason);
                    faults.push(format!("{}: {reason}", gateway.url));
                }
            }
        }
        if faults.is_empty() {
            return Ok(None);
        }
        Err(Error::Remote(format!("no gateway has sent it: {}", faults.join("; "))))
    }

    fn failed(&self, gateway: &Gateway, reason: &str, faults: &mut Vec<String>) {
        gateway.lock().failed(self.clock.now(), reason);
        faults.push(format!("{}: {reason}", gateway.url));
    }

    /// Who was overtaken by one who was asked later has been too slow; who was asked last has just had no time.
    fn lost(&self, asked: &[(&Gateway, TimePoint)]) {
        let now = self.clock.now();
        for (gateway, since_when) in asked {
            if since(now, *since_when) >= self.patience.next_after {
                gateway.lock().failed(now, "it is slow");
            }
        }
    }

    /// Why there is nobody to ask.
    fn nobody(&self) -> Error {
        let fault = |gateway: &Gateway| {
            let fault = gateway.lock().last_fault.clone().unwrap_or_default();
            format!("{}: {fault}", gateway.url)
        };
        let faults: Vec<_> = self.gateways.iter().map(fault).collect();
        Error::Remote(format!("no gateway may be asked at the moment: {}", faults.join("; ")))
    }
}
