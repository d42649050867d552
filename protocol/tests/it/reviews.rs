//! Review in the world of `world`: payments are paid out and accepted, results rejected, appealed and settled.

use antelope::TimePointSec;
use protocol::force::{
    Error,
    batch::State,
    payment::Payment,
    policy::{Event, Outcome as Effect},
    rejection::Rejection,
    review::Review,
    settlement,
};

use crate::world::{Outcome, ResultKey, World, is_for};

impl World {
    pub(crate) fn set_review(&mut self, campaign_id: u32, payout_delay_sec: u32) -> Outcome {
        let campaign = self.campaigns.get_mut(&campaign_id).ok_or(Error::CampaignNotFound)?;
        let review = Review { payout_delay_sec, ..campaign.review };
        review.validate(&self.settings)?;
        campaign.review = review;
        Ok(())
    }

    /// Pays a payment out, before it is due if the owner accepts it.
    pub(crate) fn pay_out(&mut self, payment_id: u64, by_owner: bool) -> Outcome {
        let row = self.payments.get(&payment_id).ok_or(Error::PaymentNotFound)?;
        if !by_owner && !row.is_due(TimePointSec(self.now)) {
            return Err(Error::PayoutTooEarly);
        }
        let row = self.payments.remove(&payment_id).expect("is there");
        let results = self.earned.remove(&payment_id).expect("a payment is for results");
        for (result, reward) in results {
            self.pay(result, reward);
        }
        self.fees += row.fee;
        Ok(())
    }

    fn pay(&mut self, result: ResultKey, reward: i64) {
        assert!(self.paid.insert(result), "no result is paid twice");
        assert!(!self.dismissed.contains(&result), "dismissed work is not paid");
        self.tokens -= reward;
    }

    pub(crate) fn reject(&mut self, key: ResultKey) -> Outcome {
        let (batch_id, task_idx, account_id) = key;
        let batch = self.batches.get_mut(&batch_id).ok_or(Error::BatchNotFound)?;
        let result = self.submissions.get_mut(&key).ok_or(Error::SubmissionNotFound)?;
        let (submitted_on, now) = (result.submitted_on, TimePointSec(self.now));
        settlement::settle(batch, result, Event::Reject, submitted_on, now)?;
        let of_worker = self.payments.values_mut().rev();
        let of_worker = of_worker.filter(|row| is_for(row, batch_id, account_id));
        let row = of_worker.take(Payment::MAX_LOOKED_AT).find(|row| row.id <= result.id);
        let row = row.filter(|row| row.holds(result)).ok_or(Error::PaidAlready)?;
        let (id, is_left) = (row.id, row.take_back(batch)?);
        let results = self.earned.get_mut(&id).expect("a payment is for results");
        results.remove(&key).expect("what is taken back is what was earned");
        if !is_left {
            self.payments.remove(&id);
            self.earned.remove(&id);
        }
        let rejection = Rejection { task_idx, account_id, since: now, reason: "wrong".into() };
        assert_eq!(self.rejections.insert(key, rejection), None);
        Ok(())
    }

    /// Lets an appeal, a decision or the time's own happen to a rejected result.
    pub(crate) fn answer(&mut self, key: ResultKey, event: Event) -> Outcome {
        let batch = self.batches.get_mut(&key.0).ok_or(Error::BatchNotFound)?;
        let result = self.submissions.get_mut(&key).ok_or(Error::SubmissionNotFound)?;
        let rejection = self.rejections.get_mut(&key).ok_or(Error::NotRejected)?;
        let now = TimePointSec(self.now);
        let effect = settlement::settle(batch, result, event, rejection.since, now)?;
        let (campaign_id, batch_idx) = (batch.campaign_id, batch.id);
        match effect {
            Effect::Refer => rejection.since = now,
            Effect::Pay => {
                let (reward, fee) = (batch.reward.quantity.amount, batch.fee);
                self.rejections.remove(&key);
                self.fees += fee;
                self.pay(key, reward);
            }
            Effect::Reopen => {
                self.rejections.remove(&key);
                self.dismissed.insert(key);
                if batch.state() == State::Published {
                    self.reopen(campaign_id, batch_idx, key.1, key.2)?;
                }
            }
            Effect::Earn | Effect::Hold => unreachable!("{event:?} has no such effect"),
        }
        Ok(())
    }
}
