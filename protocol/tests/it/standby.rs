//! Standby in the world of `world`: workers wait for tasks, and are served in order.

use antelope::{TimePointSec, table::composite};
use protocol::force::{
    Error,
    batch::State,
    dispatch::{self, Decision, FreshTask},
    standby::Standby,
};

use crate::world::{Outcome, World};

impl World {
    /// Waits for tasks of the campaign.
    pub(crate) fn stand_by(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        if self.reservation_of(campaign_id, account_id).is_some() {
            return Err(Error::AlreadyReserved);
        }
        if self.place_of(campaign_id, account_id).is_some() {
            return Err(Error::AlreadyStandingBy);
        }
        if self.decide(campaign_id, account_id, None) != Decision::Nothing {
            return Err(Error::TasksAvailable);
        }
        let campaign = self.campaigns.get_mut(&campaign_id).ok_or(Error::CampaignNotFound)?;
        let row = Standby::join(campaign, account_id)?;
        self.note_id(row.id);
        self.standby.insert(row.id, row);
        Ok(())
    }

    /// Waits no longer.
    pub(crate) fn leave(&mut self, campaign_id: u32, account_id: u32) -> Outcome {
        let row = self.place_of(campaign_id, account_id).ok_or(Error::NotStandingBy)?;
        self.dismiss(campaign_id, row)
    }

    /// Takes at most `max` steps along the queue.
    pub(crate) fn assign(&mut self, campaign_id: u32, max: u32) -> Outcome {
        if self.serve(campaign_id, max)? { Ok(()) } else { Err(Error::NothingToAssign) }
    }

    /// As [`assign`](Self::assign). Gives whether there was a step to take.
    pub(crate) fn serve(&mut self, campaign_id: u32, max: u32) -> Result<bool, Error> {
        let now = TimePointSec(self.now);
        let mut steps = 0;
        while steps < max {
            match self.first_from(campaign_id, 0) {
                Some(row) if row.has_lapsed(self.settings.accept_sec, now) => {
                    self.dismiss(campaign_id, row)?;
                }
                Some(_) if self.offer(campaign_id, now)? => {}
                _ => break,
            }
            steps += 1;
        }
        Ok(steps != 0)
    }

    fn offer(&mut self, campaign_id: u32, now: TimePointSec) -> Result<bool, Error> {
        let Some(mut row) = self.first_waiting(campaign_id) else { return Ok(false) };
        let batch = self.open_batch_from(campaign_id, row.from_task_idx);
        let Some(task) = batch.and_then(|batch| dispatch::fresh_in(batch, None)) else {
            return Ok(false);
        };
        let his = self.fresh_for(campaign_id, row.account_id);
        assert_eq!(his, Some(task), "what is offered is the worker's next fresh task");
        self.check_turn(campaign_id, task, Some(row.id));
        self.give_fresh(campaign_id, task)?;
        let campaign = self.campaigns.get_mut(&campaign_id).expect("exists");
        row.make_offer(campaign, task, now)?;
        self.standby.insert(row.id, row);
        Ok(true)
    }

    fn dismiss(&mut self, campaign_id: u32, row: Standby) -> Outcome {
        self.standby.remove(&row.id);
        match row.offer() {
            Some(task) => {
                self.take_back(campaign_id, task.batch_idx, task.task_idx, row.account_id)
            }
            None => Ok(()),
        }
    }

    pub(crate) fn place_of(&self, campaign_id: u32, account_id: u32) -> Option<Standby> {
        self.queue(campaign_id).find(|row| row.account_id == account_id).copied()
    }

    pub(crate) fn first_waiting(&self, campaign_id: u32) -> Option<Standby> {
        self.first_from(campaign_id, self.campaigns[&campaign_id].first_waiting)
    }

    fn first_from(&self, campaign_id: u32, number: u32) -> Option<Standby> {
        let rows = composite(campaign_id, number)..composite(campaign_id + 1, 0);
        self.standby.range(rows).next().map(|(_, row)| *row)
    }

    /// Who stands by for a campaign, in order.
    pub(crate) fn queue(&self, campaign_id: u32) -> impl Iterator<Item = &Standby> {
        let rows = composite(campaign_id, 0)..composite(campaign_id + 1, 0);
        self.standby.range(rows).map(|(_, row)| row)
    }
}

/// What must hold of the queue.
impl World {
    /// Checks, by asking everybody, that nobody who has waited longer could take a fresh task that is given to a worker
    /// with this place in the queue, or with none.
    pub(crate) fn check_turn(&self, campaign_id: u32, task: FreshTask, place: Option<u64>) {
        for row in self.queue(campaign_id).filter(|row| row.offer().is_none()) {
            let waited_longer = place.is_none_or(|place| row.id < place);
            let wants = row.from_task_idx <= task.task_idx;
            let could = self.fresh_for(campaign_id, row.account_id).is_some();
            assert!(!(waited_longer && wants && could), "{task:?} passes {row:?}");
        }
    }

    pub(crate) fn check_queue(&self, campaign_id: u32) {
        let campaign = &self.campaigns[&campaign_id];
        let queue: Vec<_> = self.queue(campaign_id).collect();
        let before = |row: &&&Standby| (row.id as u32) < campaign.first_waiting;
        let offered = queue.iter().take_while(before).count();
        assert!(queue[..offered].iter().all(|row| row.offer().is_some()), "offers come first");
        assert!(queue[offered..].iter().all(|row| row.offer().is_none()), "{queue:?}");
        assert!(queue.is_sorted_by_key(|row| row.from_task_idx), "{queue:?}");
        assert!(queue[..offered].is_sorted_by_key(|row| row.offered_on), "{queue:?}");
        for row in &queue {
            let held = self.reservation_of(campaign_id, row.account_id);
            assert_eq!(held, None, "nobody waits who has something to do");
            let cursor = self.cursors.get(&composite(row.account_id, campaign_id));
            let before = cursor.is_none_or(|cursor| cursor.value < row.from_task_idx);
            assert!(before, "what he waits for lies ahead of him: {row:?}");
            assert!(row.offer().is_none_or(|task| row.from_task_idx <= task.task_idx), "{row:?}");
            let state = row.offer().map(|task| {
                let batch = protocol::force::batch::batch_key(campaign_id, task.batch_idx);
                self.batches[&batch].state()
            });
            assert!(!matches!(state, Some(State::Draft | State::Finished)), "{row:?}");
        }
        // If the first one who waits can be given nothing, nobody behind him can.
        let serves =
            |row: &&Standby| self.open_batch_from(campaign_id, row.from_task_idx).is_some();
        let mut waiting = queue[offered..].iter().copied();
        if let Some(first) = waiting.next().filter(|row| !serves(row)) {
            assert!(!waiting.any(|row| serves(&row)), "{first:?} holds up the others");
        }
    }
}
