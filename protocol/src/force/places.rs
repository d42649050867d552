//! The places of a batch: a task has as many as it has repetitions, and each is fresh, held, given back, or filled.
//!
//! What happens to a place changes the counters of its batch, and what fills it the escrow. All of that is here, so
//! that the contract and the random play count by the same functions. Which row is written or erased with it is left
//! to them; whether it may happen, to [`dispatch`](super::dispatch) and [`policy`](super::policy).

use super::{
    Error,
    batch::{Batch, State},
    campaign::Campaign,
    dispatch::{Repetition, count_repetition},
    escrow,
    submission::{Standing, Submission},
};

/// Who holds a place.
impl Batch {
    /// Gives out a fresh task that has been given out `given` times before; after the last time the frontier moves on.
    ///
    /// # Errors
    /// [`Error::Overflow`], which no action leads to.
    pub fn give_fresh(
        &mut self,
        campaign: &mut Campaign,
        task_idx: u32,
        given: u32,
    ) -> Result<Repetition, Error> {
        let repetition = count_repetition(given, self.repetitions);
        if repetition == Repetition::Last {
            self.frontier = task_idx.checked_add(1).ok_or(Error::Overflow)?;
            add(&mut campaign.reservations_done)?;
        }
        add(&mut self.reserved)?;
        Ok(repetition)
    }

    /// Gives out a task that was given back, or whose result was dismissed.
    ///
    /// # Errors
    /// [`Error::LedgerBroken`] or [`Error::Overflow`], which no action leads to.
    pub fn give_again(&mut self) -> Result<(), Error> {
        subtract(&mut self.reopened)?;
        add(&mut self.reserved)
    }

    /// Takes a task back from who holds it. Gives whether it waits for another worker: not if the batch is removed.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn take_back(&mut self) -> Result<bool, Error> {
        subtract(&mut self.reserved)?;
        self.reopen()
    }

    /// Counts a place that waits for another worker, if the batch goes on. Gives whether it does.
    fn reopen(&mut self) -> Result<bool, Error> {
        let goes_on = self.state() == State::Published;
        if goes_on {
            add(&mut self.reopened)?;
        }
        Ok(goes_on)
    }
}

/// What fills a place, and what that costs.
impl Batch {
    /// Fills the place of who holds it with a result: reward and fee leave the escrow, and the last result finishes
    /// the batch.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn submit(&mut self) -> Result<(), Error> {
        escrow::spend_price(self)?;
        subtract(&mut self.reserved)?;
        add(&mut self.submissions)?;
        if self.state() == State::Published && self.results() == self.results_wanted() {
            self.state = State::Finished as u8;
        }
        Ok(())
    }

    /// Takes back what a result earned, and holds it until it is clear whether the result counts.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn reject(&mut self) -> Result<(), Error> {
        escrow::put_back_price(self)?;
        add(&mut self.held)
    }

    /// Lets a rejected result count: what is held for it leaves the escrow.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn overrule(&mut self) -> Result<(), Error> {
        subtract(&mut self.held)?;
        escrow::spend_price(self)
    }

    /// Empties the place of a rejected result: what is held for it pays for another one, so a finished batch goes on;
    /// in a removed one it is free.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn dismiss(&mut self) -> Result<(), Error> {
        subtract(&mut self.held)?;
        add(&mut self.dismissed)?;
        if self.state() == State::Finished {
            self.state = State::Published as u8;
        }
        self.reopen()?;
        Ok(())
    }
}

/// The end of a batch.
impl Batch {
    /// Removes the batch: only what nobody has been given yet goes, what workers hold stays owed. Gives what its
    /// owner gets back, in the reward's smallest units; it is no longer in the escrow.
    ///
    /// # Errors
    /// [`Error::BatchRemoved`]; as [`give_again`](Self::give_again).
    pub fn remove(&mut self, campaign: &mut Campaign) -> Result<i64, Error> {
        if self.state() == State::Removed {
            return Err(Error::BatchRemoved);
        }
        let rest = campaign.total_tasks.checked_sub(self.tasks_open());
        campaign.total_tasks = rest.ok_or(Error::LedgerBroken)?;
        self.state = State::Removed as u8;
        escrow::take_free(self)
    }

    /// Forgets a result whose row is cleared.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn forget_result(&mut self, result: &Submission) -> Result<(), Error> {
        if result.standing() == Standing::Dismissed {
            subtract(&mut self.dismissed)?;
        }
        subtract(&mut self.submissions)
    }

    /// Forgets so many places that were given back, and so many that were held, whose rows are cleared.
    ///
    /// # Errors
    /// As [`give_again`](Self::give_again).
    pub fn forget_places(&mut self, reopened: u32, reserved: u32) -> Result<(), Error> {
        self.reopened = self.reopened.checked_sub(reopened).ok_or(Error::LedgerBroken)?;
        self.reserved = self.reserved.checked_sub(reserved).ok_or(Error::LedgerBroken)?;
        Ok(())
    }
}

fn add(counter: &mut u32) -> Result<(), Error> {
    *counter = counter.checked_add(1).ok_or(Error::Overflow)?;
    Ok(())
}

fn subtract(counter: &mut u32) -> Result<(), Error> {
    *counter = counter.checked_sub(1).ok_or(Error::LedgerBroken)?;
    Ok(())
}

#[cfg(test)]
mod tests;
