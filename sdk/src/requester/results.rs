//! The results of a campaign: rows of the chain, with the documents that they name, verified and held against the schema.
//!
//! Workers are strangers. A result whose document is missing or not what was asked for is told of as such, and the others
//! are there all the same. What answers are worth is in [`agreement`](super::agreement).

use std::collections::{BTreeMap, btree_map::Entry};

use antelope::{Checksum256, TimePointSec};
use cid::Cid;
use protocol::{
    force::{
        batch::Batch,
        campaign::Campaign,
        submission::{Standing, Submission},
    },
    vaddress::VAddress,
};
use serde_json::Value;

use super::{
    Error, Result,
    agreement::{Kappa, Majority, fleiss_kappa, majority},
    provenance::Blocks,
};
use crate::{
    client::Client,
    content::Store,
    contracts::{ForceContract, VaccountContract},
    document::{BatchDocument, CampaignDocument, ResultDocument, Schema, Violation},
    future::{BoxFuture, join_all},
    network::Network,
};

/// How many documents are fetched at the same time.
const FETCHES: usize = 16;

/// How many violations of an answer are told.
const MAX_VIOLATIONS: usize = 10;

/// Reads results.
#[derive(Clone, Debug)]
pub struct ResultReader<'a> {
    client: Client,
    force: ForceContract,
    vaccount: VaccountContract,
    store: &'a dyn Store,
    batch_idx: Option<u32>,
    finds_transactions: bool,
}

/// The results of a campaign.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Results {
    /// The campaign's row.
    pub campaign: Campaign,
    /// The results, by batch, then by task, then by worker.
    pub rows: Vec<ResultRow>,
}

/// A result with where it came from.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ResultRow {
    /// The campaign.
    pub campaign_id: u32,
    /// The batch, by its number in the campaign.
    pub batch_idx: u32,
    /// The task, by its number in the campaign.
    pub task_idx: u32,
    /// The task, if the batch's document could be read.
    pub task: Option<Value>,
    /// The worker's virtual account.
    pub account_id: u32,
    /// The worker, if the virtual account is there.
    pub worker: Option<VAddress>,
    /// When it was handed in.
    pub submitted_on: TimePointSec,
    /// How it stands.
    pub standing: Standing,
    /// Why it was rejected, as long as that is not settled.
    pub rejection: Option<String>,
    /// The CID of its document, if the row names one.
    pub cid: Option<Cid>,
    /// The transaction that handed it in, if it was looked for and found.
    pub transaction: Option<Checksum256>,
    /// What the worker has answered.
    pub answer: Answer,
}

/// What a worker has answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// What the campaign asks for.
    Valid(Value),
    /// Something else, and how it is not what the campaign asks for.
    Invalid(Value, Vec<Violation>),
    /// The document could not be read, and why.
    Unreadable(String),
}

/// How far workers agree.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Agreement {
    /// The tasks that were answered, by batch, then by number.
    pub tasks: Vec<TaskAgreement>,
    /// The figure over all of them; `None` when no task was answered twice.
    pub kappa: Option<Kappa>,
}

/// How far workers agree about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskAgreement {
    /// The batch, by its number in the campaign.
    pub batch_idx: u32,
    /// The task, by its number in the campaign.
    pub task_idx: u32,
    /// The answer of most workers, as JSON.
    pub majority: Majority<String>,
}

impl Answer {
    /// The answer, whether it is what the campaign asks for or not.
    pub const fn value(&self) -> Option<&Value> {
        match self {
            Self::Valid(value) | Self::Invalid(value, _) => Some(value),
            Self::Unreadable(_) => None,
        }
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        match self {
            Self::Valid(_) => None,
            Self::Invalid(_, violations) => {
                let texts: Vec<_> = violations.iter().map(ToString::to_string).collect();
                Some(texts.join("; "))
            }
            Self::Unreadable(reason) => Some(reason.clone()),
        }
    }
}

impl ResultRow {
    /// Whether the answer is to be used: it is what was asked for, and is not rejected.
    pub const fn counts(&self) -> bool {
        matches!(self.standing, Standing::Submitted | Standing::Confirmed)
            && matches!(self.answer, Answer::Valid(_))
    }
}

impl<'a> ResultReader<'a> {
    /// A reader of a network's results, whose documents are fetched from `store`.
    pub fn new(client: &Client, network: &Network, store: &'a dyn Store) -> Self {
        Self {
            client: client.clone(),
            force: network.force(client),
            vaccount: network.vaccount(client),
            store,
            batch_idx: None,
            finds_transactions: false,
        }
    }

    /// Only those of one batch.
    #[must_use]
    pub const fn of_batch(mut self, batch_idx: u32) -> Self {
        self.batch_idx = Some(batch_idx);
        self
    }

    /// With the transactions that handed them in, which are looked for block by block: for each second in which there was
    /// a result, some requests.
    #[must_use]
    pub const fn with_transactions(mut self) -> Self {
        self.finds_transactions = true;
        self
    }

    /// Reads the results of a campaign. Those of batches that were cleared are gone from the chain.
    ///
    /// # Errors
    /// When there is no such campaign or batch, its document cannot be read or has a schema that is none, or the node does
    /// not answer. A result that cannot be read is no error, see [`Answer`].
    pub async fn read(&self, campaign_id: u32) -> Result<Results> {
        let campaign = self.force.campaign(campaign_id).await?;
        let campaign = campaign.ok_or(Error::NoCampaign(campaign_id))?;
        let document = CampaignDocument::fetch(self.store, &campaign.content).await?;
        let schema = document.output_schema.as_ref().map(Schema::new).transpose()?;
        let batches = match self.batch_idx {
            None => self.force.batches(campaign_id).await?,
            Some(batch_idx) => {
                let batch = self.force.batch(campaign_id, batch_idx).await?;
                vec![batch.ok_or(Error::NoBatch { campaign_id, batch_idx })?]
            }
        };
        let mut rows = Vec::new();
        for batch in &batches {
            rows.extend(self.read_batch(batch, schema.as_ref()).await?);
        }
        Ok(Results { campaign, rows })
    }

    async fn read_batch(&self, batch: &Batch, schema: Option<&Schema>) -> Result<Vec<ResultRow>> {
        let submissions = self.force.submissions(batch.campaign_id, batch.id).await?;
        if submissions.is_empty() {
            return Ok(Vec::new());
        }
        // Results can do without their tasks.
        let tasks = BatchDocument::fetch(self.store, &batch.content).await.unwrap_or_default();
        let rejections = self.force.rejections(batch.campaign_id, batch.id).await?;
        let rejections: BTreeMap<_, _> = rejections
            .into_iter()
            .map(|rejection| ((rejection.task_idx, rejection.account_id), rejection.reason))
            .collect();
        let workers = self.workers(&submissions).await?;
        let mut transactions = self.transactions(&submissions).await?;
        let mut rows = Vec::with_capacity(submissions.len());
        for submissions in submissions.chunks(FETCHES) {
            let answers = submissions
                .iter()
                .map(|row| -> BoxFuture<'_, _> { Box::pin(self.answer(row, schema)) });
            for (row, answer) in submissions.iter().zip(join_all(answers).await) {
                let account_id = row.account_id.unwrap_or_default();
                rows.push(ResultRow {
                    campaign_id: row.campaign_id,
                    batch_idx: row.batch_idx,
                    task_idx: row.task_idx,
                    task: tasks.task(batch, row.task_idx).cloned(),
                    account_id,
                    worker: workers.get(&account_id).copied(),
                    submitted_on: row.submitted_on,
                    standing: row.standing(),
                    rejection: rejections.get(&(row.task_idx, account_id)).cloned(),
                    cid: ResultDocument::cid(&row.data).ok(),
                    transaction: transactions.remove(&row.id),
                    answer,
                });
            }
        }
        Ok(rows)
    }

    async fn answer(&self, row: &Submission, schema: Option<&Schema>) -> Answer {
        let document = match ResultDocument::fetch(self.store, &row.data).await {
            Ok(document) => document,
            Err(error) => return Answer::Unreadable(error.to_string()),
        };
        let violations = schema.map(|schema| schema.violations(&document.answer, MAX_VIOLATIONS));
        match violations {
            Some(violations) if !violations.is_empty() => {
                Answer::Invalid(document.answer, violations)
            }
            _ => Answer::Valid(document.answer),
        }
    }

    /// Who the workers are.
    async fn workers(&self, submissions: &[Submission]) -> Result<BTreeMap<u32, VAddress>> {
        let mut workers = BTreeMap::new();
        for account_id in submissions.iter().filter_map(|row| row.account_id) {
            if let Entry::Vacant(place) = workers.entry(account_id) {
                let row = self.vaccount.row(account_id).await?;
                place.insert(row.map(|row| row.address));
            }
        }
        Ok(workers.into_iter().filter_map(|(id, worker)| Some((id, worker?))).collect())
    }

    /// The transactions that handed the results in, by the results' ids.
    async fn transactions(&self, submissions: &[Submission]) -> Result<BTreeMap<u64, Checksum256>> {
        let mut transactions = BTreeMap::new();
        if self.finds_transactions {
            let mut blocks = Blocks::new(&self.client, self.force.account()).await?;
            for row in submissions {
                if let Some(id) = blocks.transaction_of(row).await? {
                    transactions.insert(row.id, id);
                }
            }
        }
        Ok(transactions)
    }
}

impl Results {
    /// How far workers agree about a field of their answers, or about the whole answer: task by task, and altogether.
    /// `field` is a name, or a path such as `pets/0/name`. Only results that [count](ResultRow::counts) and have the field
    /// are looked at.
    pub fn agreement(&self, field: Option<&str>) -> Agreement {
        let mut by_task: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.counts()) {
            let value = row.answer.value().and_then(|answer| match field {
                Some(field) => answer.pointer(&format!("/{field}")),
                None => Some(answer),
            });
            if let Some(value) = value {
                by_task.entry((row.batch_idx, row.task_idx)).or_default().push(canonical(value));
            }
        }
        let kappa = fleiss_kappa(by_task.values());
        let tasks = by_task.into_iter().map(|((batch_idx, task_idx), answers)| TaskAgreement {
            batch_idx,
            task_idx,
            majority: majority(answers),
        });
        Agreement { tasks: tasks.collect(), kappa }
    }
}

/// JSON with the fields of objects in the order of their names, so that equal values have equal texts.
fn canonical(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Array(values) => values.iter().map(sorted).collect(),
            Value::Object(fields) => {
                let fields: BTreeMap<_, _> = fields.iter().collect();
                fields.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect()
            }
            other => other.clone(),
        }
    }
    sorted(value).to_string()
}

#[cfg(test)]
pub(super) mod tests {
    use antelope::ExtendedAsset;
    use protocol::force::{campaign::Content, review::Review};
    use serde_json::json;

    use super::*;

    /// The answers of workers 1, 2, … to tasks.
    pub(in super::super) fn results(answers: &[(u32, u32, Answer)]) -> Results {
        let owner = antelope::name!("requester").into();
        let (content, reward) = (Content::default(), ExtendedAsset::default());
        let campaign = Campaign::new(7, owner, content, 0, reward, vec![], Review::default());
        let row = |(task_idx, account_id, answer): &(u32, u32, Answer)| ResultRow {
            campaign_id: 7,
            batch_idx: 0,
            task_idx: *task_idx,
            task: Some(json!({"image": "one.png", "size": {"x": 1}})),
            account_id: *account_id,
            worker: Some(antelope::name!("alice").into()),
            submitted_on: TimePointSec(1_700_000_000),
            standing: Standing::Submitted,
            rejection: None,
            cid: Some(crate::content::cid_of(b"answer")),
            transaction: None,
            answer: answer.clone(),
        };
        Results { campaign, rows: answers.iter().map(row).collect() }
    }

    #[test]
    fn agreement_is_about_a_field_or_the_whole_answer() {
        let valid = |value| Answer::Valid(value);
        let mut results = results(&[
            (0, 1, valid(json!({"digit": 7, "sure": true}))),
            (0, 2, valid(json!({"sure": false, "digit": 7}))),
            (0, 3, valid(json!({"digit": 1, "sure": true}))),
            (1, 1, valid(json!({"digit": 2, "sure": true}))),
            (1, 2, valid(json!({"sure": true, "digit": 2}))),
            (1, 3, Answer::Invalid(json!({"digit": 3}), vec![])),
            (2, 1, Answer::Unreadable("gone".into())),
            (3, 1, valid(json!("other"))),
        ]);
        let figures = |results: &Results, field| {
            let Agreement { tasks, kappa } = results.agreement(field);
            let tasks: Vec<_> = tasks
                .into_iter()
                .map(|task| (task.task_idx, task.majority.answer, task.majority.votes))
                .collect();
            (tasks, kappa.map(|kappa| kappa.subjects))
        };
        let (seven, two) = (Some("7".to_owned()), Some("2".to_owned()));
        let expected = (vec![(0, seven, 2), (1, two.clone(), 2)], Some(2));
        assert_eq!(figures(&results, Some("digit")), expected);
        let whole = Some(r#"{"digit":2,"sure":true}"#.to_owned());
        let other = Some("\"other\"".to_owned());
        assert_eq!(
            figures(&results, None),
            (vec![(0, None, 1), (1, whole, 2), (3, other, 1)], Some(2))
        );
        assert_eq!(figures(&results, Some("no/such")), (vec![], None));

        // What is rejected does not count.
        results.rows[0].standing = Standing::Rejected;
        results.rows[1].standing = Standing::Dismissed;
        let one = Some("1".to_owned());
        assert_eq!(figures(&results, Some("digit")), (vec![(0, one, 1), (1, two, 2)], Some(1)));
    }
}
