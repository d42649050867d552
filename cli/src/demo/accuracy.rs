//! How good the answers are: each result is read back from chain and store, and compared with the known labels.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use digits::{Answer, Digit, majority};
use sdk::content::{self, Store};

use super::{
    program::Place,
    report::{Accuracy, WorkerReport},
    requester::Campaign,
    setting::Setting,
};

/// The answers of a batch.
#[derive(Debug)]
pub(super) struct Answers {
    /// The place of the task in its batch, the worker's virtual account, and the answer.
    all: Vec<(usize, u32, Digit)>,
}

impl Answers {
    /// Reads every result of the campaign's batch.
    pub(super) async fn collect(
        setting: &Setting,
        campaign: &Campaign,
        store: &dyn Store,
    ) -> Result<Self> {
        let force = setting.chain.force();
        let batch = force.batch(campaign.id, campaign.batch_idx).await?.context("no batch")?;
        let mut all = Vec::new();
        for row in force.submissions(campaign.id, campaign.batch_idx).await? {
            let cid = content::cid_of_multihash(&row.data.second)?;
            let document = String::from_utf8(content::read(store, &cid).await?)?;
            let answer = Answer::from_json(&document).with_context(|| format!("result {cid}"))?;
            let place = row.task_idx.checked_sub(batch.start_task_idx).context("foreign task")?;
            let worker = row.account_id.context("a result without a worker")?;
            all.push((usize::try_from(place)?, worker, answer.answer));
        }
        Ok(Self { all })
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.all.len()
    }

    /// Compares them with the labels of the tasks, which are in `order`.
    pub(super) fn judge(&self, setting: &Setting, places: &[Place], order: &[usize]) -> Accuracy {
        let labels = digits::labels();
        let label = |place: usize| order.get(place).and_then(|task| labels.get(*task)).copied();

        let mut by_task: BTreeMap<usize, Vec<Digit>> = BTreeMap::new();
        for (place, _, answer) in &self.all {
            by_task.entry(*place).or_default().push(*answer);
        }
        let right = |(place, answers): (&usize, &Vec<Digit>)| {
            majority(answers).is_some_and(|digit| label(*place) == Some(digit))
        };
        let majority_right = by_task.iter().filter(|task| right(*task)).count();

        let workers = setting.workers.iter().zip(places).map(|(staff, program)| {
            let own = || self.all.iter().filter(|(_, worker, _)| *worker == staff.account_id);
            WorkerReport {
                name: staff.party.name.to_string(),
                program: *program,
                submissions: own().count(),
                right: own().filter(|(place, _, answer)| label(*place) == Some(*answer)).count(),
            }
        });
        Accuracy { majority_right, tasks: by_task.len(), workers: workers.collect() }
    }
}
