//! Transactions of a worker: signed for him, recorded, sent until it is known what became of them.

use std::time::Duration;

use antelope::PackedAction;
use protocol::signed::{self, Signed};

use super::{Error, Event, Worker};
use crate::{client::Pending, receipt::Receipt};

/// How long to wait before something is tried again: longer each time.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
    tries: u32,
}

impl Backoff {
    const FIRST: Duration = Duration::from_millis(500);
    const LONGEST: Duration = Duration::from_secs(60);
    /// How often is often, which takes some minutes.
    const OFTEN: u32 = 10;

    pub(super) const fn new() -> Self {
        Self { next: Self::FIRST, tries: 0 }
    }

    /// How long to wait this time.
    pub(super) fn pause(&mut self) -> Duration {
        self.tries = self.tries.saturating_add(1);
        let pause = self.next;
        self.next = self.next.saturating_mul(2).min(Self::LONGEST);
        pause
    }

    /// Whether it was tried often.
    pub(super) const fn was_often(&self) -> bool {
        self.tries >= Self::OFTEN
    }
}

impl Worker {
    /// Executes actions in one transaction, by the worker's account or his relayer's.
    pub(super) async fn act(&self, actions: Vec<PackedAction>) -> Result<Receipt, Error> {
        self.settle(&self.prepare(actions).await?).await
    }

    /// A signed transaction.
    pub(super) async fn prepare(&self, mut actions: Vec<PackedAction>) -> Result<Pending, Error> {
        let level = self.identity.level();
        for own in actions.iter_mut().flat_map(|action| &mut action.authorization) {
            if own.actor == level.actor {
                *own = level;
            }
        }
        Ok(self.client().prepare(&[self.identity.signer()], &actions).await?)
    }

    /// Sends the same transaction until it is known what became of it.
    pub(super) async fn settle(&self, pending: &Pending) -> Result<Receipt, Error> {
        let mut backoff = Backoff::new();
        loop {
            let error = match self.client().submit(pending).await {
                Ok(receipt) => return Ok(receipt),
                Err(error) => error,
            };
            let is_open = error.is_undecided() || error.may_pass();
            if !is_open || backoff.was_often() {
                return Err(error.into());
            }
            self.retry(&error, backoff.pause()).await;
        }
    }

    pub(super) async fn retry(&self, error: &impl std::fmt::Display, pause: Duration) {
        self.tell(&Event::Retrying { reason: error.to_string(), pause });
        self.clock.sleep(pause).await;
    }

    /// An action of the tasks contract in the name of the worker. `place` counts those of one transaction, whose
    /// signatures have one nonce after another.
    pub(super) async fn action<A: Signed>(
        &self,
        action: A,
        place: u32,
    ) -> Result<PackedAction, Error> {
        let payer = self.identity.payer();
        let Some(holder) = self.identity.holder()? else {
            return Ok(self.force.action(payer, &action));
        };
        let nonce = self.force.nonce(holder.address()).await?.saturating_add(place);
        let action = self.force.contract().signed(&holder, payer, nonce, action).await?;
        Ok(self.force.action(payer, &action))
    }
}

/// Whether a signature of the worker came after another one with its nonce, so that it has to be given anew.
pub(super) fn is_out_of_turn(error: &Error) -> bool {
    let Error::Client(error) = error else { return false };
    matches!(
        error.contract_error(),
        Some(signed::Error::NonceUsed | signed::Error::NonceTooHigh | signed::Error::Expired)
    )
}
