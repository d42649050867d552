//! Batches: planned and quoted, then uploaded, made, funded and published.
//!
//! What the contract would refuse is found out by its own rules, from [`protocol`], before anything is done.

use antelope::{Asset, Extension};
use cid::Cid;
use protocol::force::{
    actions::{MakeBatch, PublishBatch, Refund},
    batch::{Batch, batch_key, check_repetitions},
    campaign::Content,
};

use super::{
    Error, Quote, Requester, Result, TaskFile, TaskList, campaign::check_length,
    transaction::Transaction,
};
use crate::{
    content::{self, Layout, Limits},
    future::join_all,
    receipt::Receipt,
};

/// How many files are uploaded at the same time.
const UPLOADS: usize = 8;

/// A batch that is ready to be published: nothing has been uploaded and nothing paid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BatchPlan {
    /// The campaign.
    pub campaign_id: u32,
    /// The number that the batch will have in it.
    pub batch_idx: u32,
    /// The CID that its document will have.
    pub cid: Cid,
    /// What it costs.
    pub quote: Quote,
    /// What the owner has of the token.
    pub available: Asset,
    document: Vec<u8>,
    files: Vec<TaskFile>,
}

/// A batch that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewBatch {
    /// The campaign.
    pub campaign_id: u32,
    /// Its number in the campaign.
    pub batch_idx: u32,
    /// The CID of its document.
    pub cid: Cid,
    /// What the transaction did.
    pub receipt: Receipt,
}

impl BatchPlan {
    /// The key of the batch in tables and memos.
    pub const fn key(&self) -> u64 {
        batch_key(self.campaign_id, self.batch_idx)
    }
}

impl Requester<'_> {
    /// What it takes to publish tasks in a campaign, each for so many workers, and what it costs.
    ///
    /// # Errors
    /// When the campaign is not the owner's or the contract would refuse the batch. That the owner has too little is no
    /// error yet.
    pub async fn plan_batch(
        &self,
        campaign_id: u32,
        tasks: &TaskList,
        repetitions: u32,
    ) -> Result<BatchPlan> {
        let mut campaign = self.own_campaign(campaign_id).await?;
        let settings = self.settings().await?;
        let num_tasks = u32::try_from(tasks.tasks().len()).unwrap_or(u32::MAX);
        check_repetitions(repetitions, settings.max_repetitions)?;

        let document = tasks.document().to_json();
        let cid = content::cid_with(&document, self.layout)?;
        let content = Content::ipfs(cid.to_string());
        content.validate(settings.max_content)?;
        let mut batch = Batch::draft(&campaign, content, repetitions);
        // Whether the money is there is another question.
        batch.balance.quantity.amount = Asset::MAX_AMOUNT;
        let batch_idx = batch.id;
        batch.publish(&mut campaign, num_tasks, &settings)?;
        check_length(&document)?;

        let quote = Quote::new(batch.reward, settings.fee_bps, num_tasks, repetitions)?;
        let available = Asset::new(self.available(&quote).await?, quote.total.symbol);
        let files = tasks.files().to_vec();
        Ok(BatchPlan { campaign_id, batch_idx, cid, quote, available, document, files })
    }

    /// How much RAM the owner, or the relayer, will pay for a batch, in bytes; `None` where the node does not tell.
    ///
    /// # Errors
    /// When the contract or the chain would refuse the batch, or the node does not answer.
    pub async fn ram_of(&self, plan: &BatchPlan) -> Result<Option<i64>> {
        match self.publication(plan).await?.simulate().await {
            Ok(receipt) => Ok(Some(receipt.ram_delta(self.owner.payer()))),
            Err(error) if error.is_not_offered() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Uploads the tasks and makes, funds and publishes the batch, in one transaction: all of it or nothing.
    ///
    /// If another batch was made in the campaign since it was planned, the number is taken and nothing is done; plan it
    /// anew then. For the same reason a plan is paid for once, however often it is published.
    ///
    /// # Errors
    /// When the owner has too little, a file has changed, a document cannot be stored, or the contract or the chain
    /// refuses.
    pub async fn publish(&self, plan: &BatchPlan) -> Result<NewBatch> {
        if plan.available.amount < plan.quote.total.amount {
            let (needed, available) = (plan.quote.escrow(), plan.available.amount);
            return Err(Error::NotEnough { needed, available });
        }
        for files in plan.files.chunks(UPLOADS) {
            let uploads = files.iter().map(|file| -> crate::future::BoxFuture<'_, _> {
                Box::pin(self.upload_file(file))
            });
            join_all(uploads).await.into_iter().collect::<Result<()>>()?;
        }
        self.upload(&plan.document, self.layout).await?;
        let receipt = self.publication(plan).await?.execute().await?;
        let BatchPlan { campaign_id, batch_idx, cid, .. } = *plan;
        Ok(NewBatch { campaign_id, batch_idx, cid, receipt })
    }

    /// Takes back what the escrow of a batch does not need any more.
    ///
    /// # Errors
    /// When nothing is free in it, or the chain refuses.
    pub async fn refund(&self, batch: u64) -> Result<Receipt> {
        let mut transaction = Transaction::new(self);
        let (sig, terms) = (Extension(None), Extension(None));
        transaction.add(Refund { batch_id: batch, sig, terms }).await?;
        transaction.execute().await
    }

    async fn publication(&self, plan: &BatchPlan) -> Result<Transaction<'_, '_>> {
        let mut transaction = Transaction::new(self);
        let make = MakeBatch {
            // Whoever takes this number first makes the others fail, with everything that is in their transactions.
            id: plan.batch_idx,
            campaign_id: plan.campaign_id,
            content: Content::ipfs(plan.cid.to_string()),
            repetitions: plan.quote.repetitions,
            payer: self.owner.payer(),
            sig: Extension(None),
            terms: Extension(None),
        };
        transaction.add(make).await?;
        if plan.quote.total.amount > 0 {
            transaction.add_funding(plan.key(), plan.quote.escrow()).await?;
        }
        let (sig, terms) = (Extension(None), Extension(None));
        let num_tasks = plan.quote.tasks;
        transaction.add(PublishBatch { batch_id: plan.key(), num_tasks, sig, terms }).await?;
        Ok(transaction)
    }

    async fn upload_file(&self, file: &TaskFile) -> Result<()> {
        let bytes = std::fs::read(&file.path);
        let bytes = bytes.map_err(|error| Error::File(file.path.clone(), error))?;
        if bytes.len() > Limits::default().bytes || content::cid_of(&bytes) != file.cid {
            return Err(Error::FileChanged(file.path.clone()));
        }
        self.upload(&bytes, Layout::V0).await
    }

    /// What the owner has of the token, in smallest units.
    async fn available(&self, quote: &Quote) -> Result<i64> {
        let token = quote.reward.token();
        if self.owner.key_holder.is_some() {
            let row = self.vaccount.account_of(self.owner.address(), token).await?;
            return Ok(row.map_or(0, |row| row.balance.quantity.amount));
        }
        let contract = self.network.token(&self.client, token);
        let row = contract.balance(self.owner.payer(), token.sym.code()).await?;
        Ok(row.filter(|row| row.balance.symbol == token.sym).map_or(0, |row| row.balance.amount))
    }
}
