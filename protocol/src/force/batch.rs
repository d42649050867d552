//! Batches: tasks that are published together, and the escrow that pays for them.
//!
//! A batch is made as a draft, funded, published with a range of task indices of its own, and ends when all its
//! results are in or when its owner removes it.

use antelope::{
    Describe, ExtendedAsset, Name, Pack, Unpack, name,
    table::{Index, Row, composite},
};

use super::{
    Error,
    campaign::{Campaign, Content},
    escrow,
    review::Review,
    settings::Settings,
};

/// The key of a batch in tables and memos: campaign and batch.
pub const fn batch_key(campaign_id: u32, batch_idx: u32) -> u64 {
    composite(campaign_id, batch_idx)
}

/// Campaign and batch of a key; the reverse of [`batch_key`].
pub const fn split_batch_key(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

/// A batch of tasks. Scope: the contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "batch")]
pub struct Batch {
    /// Counts up within the campaign; never used again.
    pub id: u32,
    /// The campaign.
    pub campaign_id: u32,
    /// The document with the tasks' data: a JSON array.
    pub content: Content,
    /// The escrow: what the batch holds.
    pub balance: ExtendedAsset,
    /// How many results each task gets, by as many workers.
    pub repetitions: u32,
    /// How many tasks; 0 until published.
    pub num_tasks: u32,
    /// The index of the first task, fixed when published.
    pub start_task_idx: u32,
    /// What a result earns, as it was when the batch was made.
    pub reward: ExtendedAsset,
    /// What the network earns for a result, in the reward's smallest units, as it was when published.
    pub fee: i64,
    /// A [`State`], by its number.
    pub state: u8,
    /// The first task that has not been given out as often as it is to be done; the end of the range when all have.
    pub frontier: u32,
    /// How many results were handed in, dismissed ones among them.
    pub submissions: u32,
    /// How many reservations are held and offers are out, lapsed ones among them.
    pub reserved: u32,
    /// How many places were given back, or lost their result, and wait for another worker.
    pub reopened: u32,
    /// Where clearing has got to among the campaign's reservations.
    pub clear_cursor: u64,
    /// The terms of review, as they were when it was published.
    pub review: Review,
    /// How many results are rejected and not settled: the escrow holds what they may earn after all.
    pub held: u32,
    /// How many results were rejected for good.
    pub dismissed: u32,
}

/// What a batch is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Made, perhaps funded, not published.
    Draft = 0,
    /// Gives out tasks and takes results.
    Published = 1,
    /// All results are in.
    Finished = 2,
    /// Removed by its owner; takes the results of those who hold a task, and is being cleared.
    Removed = 3,
}

impl Batch {
    /// The campaign's next batch, with nothing in its escrow.
    pub const fn draft(campaign: &Campaign, content: Content, repetitions: u32) -> Self {
        let mut balance = campaign.reward;
        balance.quantity.amount = 0;
        Self {
            id: campaign.num_batches,
            campaign_id: campaign.id,
            content,
            balance,
            repetitions,
            num_tasks: 0,
            start_task_idx: 0,
            reward: campaign.reward,
            fee: 0,
            state: State::Draft as u8,
            frontier: 0,
            submissions: 0,
            reserved: 0,
            reopened: 0,
            clear_cursor: 0,
            review: campaign.review,
            held: 0,
            dismissed: 0,
        }
    }

    /// The batch's state.
    pub const fn state(&self) -> State {
        match self.state {
            0 => State::Draft,
            1 => State::Published,
            2 => State::Finished,
            _ => State::Removed,
        }
    }

    /// The index after its last task.
    pub const fn end_task_idx(&self) -> u32 {
        // The sum was checked when the batch was published.
        self.start_task_idx.saturating_add(self.num_tasks)
    }

    /// Whether it has a task that has not been given out as often as it is to be done.
    pub fn is_open(&self) -> bool {
        self.state() == State::Published && self.frontier < self.end_task_idx()
    }

    /// How many results it was published for.
    pub const fn results_wanted(&self) -> u64 {
        self.num_tasks as u64 * self.repetitions as u64
    }

    /// How many results count, or may still count.
    pub const fn results(&self) -> u64 {
        // A dismissed result was submitted before.
        self.submissions.saturating_sub(self.dismissed) as u64
    }

    /// How many results the escrow still has to be able to pay.
    ///
    /// Of a published batch all that are missing, of a removed one those that workers may still hand in; and those
    /// that are rejected, as long as they may count after all.
    pub const fn results_owed(&self) -> u64 {
        let missing = match self.state() {
            State::Published => self.results_wanted().saturating_sub(self.results()),
            State::Removed => self.reserved as u64,
            State::Draft | State::Finished => 0,
        };
        missing + self.held as u64
    }

    /// Whether no row refers to it any more.
    pub const fn is_cleared(&self) -> bool {
        self.submissions == 0 && self.reserved == 0 && self.reopened == 0
    }

    /// Publishes the draft: fixes its range of indices, its fee and its terms of review.
    ///
    /// # Errors
    /// [`Error::BatchPublished`], [`Error::BatchEnded`], [`Error::NoTasks`], [`Error::TooManyTasks`],
    /// [`Error::BatchUnderfunded`]; those of [`Review::validate`].
    pub fn publish(
        &mut self,
        campaign: &mut Campaign,
        num_tasks: u32,
        settings: &Settings,
    ) -> Result<(), Error> {
        match self.state() {
            State::Draft => {}
            State::Published => return Err(Error::BatchPublished),
            State::Finished | State::Removed => return Err(Error::BatchEnded),
        }
        if num_tasks == 0 {
            return Err(Error::NoTasks);
        }
        let start = campaign.end_task_idx;
        let end = start.checked_add(num_tasks);
        // Counters of results are 32 bits; an index of all ones is left free as "after the last".
        let results = num_tasks.checked_mul(self.repetitions);
        if num_tasks > settings.max_tasks
            || results.is_none()
            || end.is_none_or(|end| end == u32::MAX)
        {
            return Err(Error::TooManyTasks);
        }
        self.num_tasks = num_tasks;
        self.start_task_idx = start;
        self.frontier = start;
        self.fee = escrow::fee_of(self.reward.quantity.amount, settings.fee_bps);
        self.review = campaign.review.for_publishing(settings)?;
        self.state = State::Published as u8;
        escrow::free(self).map_err(|_| Error::BatchUnderfunded)?;
        campaign.end_task_idx = self.end_task_idx();
        let total_tasks = campaign.total_tasks.checked_add(num_tasks);
        campaign.total_tasks = total_tasks.ok_or(Error::TooManyTasks)?;
        Ok(())
    }

    /// How many of its tasks have never been given out as often as they are to be done.
    pub const fn tasks_open(&self) -> u32 {
        self.end_task_idx().saturating_sub(self.frontier)
    }
}

/// Checks how often each task is to be done.
///
/// # Errors
/// [`Error::NoRepetitions`] or [`Error::TooManyRepetitions`].
pub const fn check_repetitions(repetitions: u32, max_repetitions: u32) -> Result<(), Error> {
    if repetitions == 0 {
        return Err(Error::NoRepetitions);
    }
    if repetitions > max_repetitions {
        return Err(Error::TooManyRepetitions);
    }
    Ok(())
}

impl Row for Batch {
    const TABLE: Name = name!("batch");
    type Indices = (OpenBatches,);

    fn primary_key(&self) -> u64 {
        batch_key(self.campaign_id, self.id)
    }
}

/// Batches with something fresh to give out, by campaign and first task index: the order in which they were
/// published. The others are not in it, so that finding the next one is one step however many have ended.
#[derive(Clone, Copy, Debug)]
pub struct OpenBatches;

impl Index for OpenBatches {
    type Row = Batch;
    type Key = u64;
    const POSITION: u8 = 2;
    const NAME: &'static str = "open";

    fn key(batch: &Batch) -> Option<u64> {
        batch.is_open().then_some(composite(batch.campaign_id, batch.start_task_idx))
    }
}

#[cfg(test)]
mod tests {
    use std::vec;

    use antelope::{Asset, Symbol};

    use super::*;

    fn settings() -> Settings {
        Settings { fee_bps: 1000, max_tasks: 100, ..Settings::example() }
    }

    fn draft(repetitions: u32) -> (Campaign, Batch) {
        let quantity = Asset::new(70, Symbol::constant(4, "EFX"));
        let reward = ExtendedAsset { quantity, contract: name!("effecttokens") };
        let owner = name!("requester").into();
        let review = Review { payout_delay_sec: 60, ..Review::default() };
        let campaign = Campaign::new(2, owner, Content::default(), 0, reward, vec![], review);
        let mut batch = Batch::draft(&campaign, Content::default(), repetitions);
        batch.balance.quantity.amount = Asset::MAX_AMOUNT;
        (campaign, batch)
    }

    #[test]
    fn only_a_draft_is_published_and_with_a_number_of_tasks_that_fits() {
        for (start, tasks, repetitions, expected) in [
            (0, 1, 1, Ok(())),
            (0, 100, 3, Ok(())),
            (0, 0, 1, Err(Error::NoTasks)),
            (0, 101, 1, Err(Error::TooManyTasks)),
            (0, u32::MAX, 1, Err(Error::TooManyTasks)),
            (0, 100, u32::MAX / 100, Ok(())),
            (0, 100, u32::MAX / 100 + 1, Err(Error::TooManyTasks)),
            (u32::MAX - 101, 100, 1, Ok(())),
            (u32::MAX - 100, 100, 1, Err(Error::TooManyTasks)),
            (u32::MAX, 1, 1, Err(Error::TooManyTasks)),
        ] {
            let (mut campaign, mut batch) = draft(repetitions);
            campaign.end_task_idx = start;
            let before = (campaign.clone(), batch.clone());
            assert_eq!(
                batch.publish(&mut campaign, tasks, &settings()),
                expected,
                "{start} {tasks} {repetitions}"
            );
            if expected.is_err() {
                assert_eq!((campaign, batch), before);
            } else {
                assert_eq!((batch.state(), batch.frontier), (State::Published, start));
                assert_eq!(batch.end_task_idx() - start, tasks);
                assert_eq!((campaign.end_task_idx, campaign.total_tasks), (start + tasks, tasks));
                assert_eq!(batch.fee, 7);
            }
        }
        for (state, expected) in [
            (State::Published, Error::BatchPublished),
            (State::Finished, Error::BatchEnded),
            (State::Removed, Error::BatchEnded),
        ] {
            let (mut campaign, mut batch) = draft(1);
            batch.state = state as u8;
            assert_eq!(batch.publish(&mut campaign, 1, &settings()), Err(expected));
        }
    }

    #[test]
    fn a_batch_is_published_with_all_its_money_and_under_terms_that_the_network_allows() {
        for (money, max_delay, expected) in [
            (3 * 77, 60, Ok(())),
            (3 * 77 - 1, 60, Err(Error::BatchUnderfunded)),
            (3 * 77, 59, Err(Error::BadDelay)),
        ] {
            let (mut campaign, mut batch) = draft(3);
            batch.balance.quantity.amount = money;
            let settings = Settings { max_payout_delay_sec: max_delay, ..settings() };
            assert_eq!(batch.publish(&mut campaign, 1, &settings), expected);
        }
        for (of_campaign, of_batch) in
            [(Name(0), settings().arbiter), (name!("judge"), name!("judge"))]
        {
            let (mut campaign, mut batch) = draft(1);
            campaign.review.arbiter = of_campaign;
            batch.publish(&mut campaign, 1, &settings()).unwrap();
            assert_eq!(batch.review.arbiter, of_batch);
            assert_eq!(batch.review.payout_delay_sec, 60);
            assert_eq!(campaign.review.arbiter, of_campaign);
        }
    }

    #[test]
    fn what_is_owed_follows_the_state() {
        let (mut campaign, mut batch) = draft(3);
        assert_eq!(batch.results_owed(), 0);
        batch.publish(&mut campaign, 5, &settings()).unwrap();
        assert_eq!(batch.results_owed(), 15);
        (batch.submissions, batch.reserved) = (4, 2);
        assert_eq!(batch.results_owed(), 11);
        (batch.submissions, batch.dismissed) = (6, 2);
        assert_eq!(batch.results_owed(), 11);
        batch.held = 1;
        assert_eq!(batch.results_owed(), 12);
        batch.state = State::Removed as u8;
        assert_eq!(batch.results_owed(), 3);
        batch.state = State::Finished as u8;
        assert_eq!(batch.results_owed(), 1);
    }

    #[test]
    fn a_batch_is_in_the_index_of_open_ones_while_it_has_something_fresh() {
        let (mut campaign, mut batch) = draft(1);
        assert_eq!(OpenBatches::key(&batch), None);
        campaign.end_task_idx = 10;
        batch.publish(&mut campaign, 2, &settings()).unwrap();
        assert_eq!(OpenBatches::key(&batch), Some(composite(2, 10)));
        batch.frontier = 11;
        assert_eq!(OpenBatches::key(&batch), Some(composite(2, 10)));
        batch.frontier = 12;
        assert_eq!(OpenBatches::key(&batch), None);
        batch.frontier = 10;
        batch.state = State::Removed as u8;
        assert_eq!(OpenBatches::key(&batch), None);
    }

    #[test]
    fn repetitions_are_at_least_one_and_at_most_the_limit() {
        for (repetitions, expected) in [
            (0, Err(Error::NoRepetitions)),
            (1, Ok(())),
            (50, Ok(())),
            (51, Err(Error::TooManyRepetitions)),
            (u32::MAX, Err(Error::TooManyRepetitions)),
        ] {
            assert_eq!(check_repetitions(repetitions, 50), expected, "{repetitions}");
        }
    }
}
