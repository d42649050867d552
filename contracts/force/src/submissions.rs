//! Submissions: workers hand in results, and are owed the reward.

use framework::{OrFail, OrFailWith, Payer, current_time_sec};
use protocol::force::{
    Error,
    actions::SubmitTask,
    policy::Event,
    settlement::settle,
    submission::{Submission, check_data},
};

use crate::{
    authority::{self, Acting},
    payments, reservations, state,
};

pub(crate) fn submit(action: SubmitTask) {
    let Acting { payer, .. } =
        authority::require_paid_worker(action.account_id, action.payer, &action);

    let mut campaign = state::campaign(action.campaign_id);
    let own = reservations::held(action.account_id, action.campaign_id, action.task_idx);
    let mut batch = state::batch(action.campaign_id, own.batch_idx).or_fail(Error::BatchNotFound);
    let now = current_time_sec();

    check_data(&action.data).or_fail();
    let mut result = Submission::new(&own.erase(), action.data, now);
    settle(&mut batch, &mut result, Event::Submit, now, now).or_fail();
    campaign.total_submissions = campaign.total_submissions.checked_add(1).or_fail(Error::Overflow);

    state::submissions(result.campaign_id, result.batch_idx).insert(&result, payer);
    batch.save(Payer::Same);
    campaign.save(Payer::Same);
    payments::earn(&batch, &result, now, payer);
}
