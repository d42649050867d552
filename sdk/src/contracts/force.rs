//! The tasks contract: campaigns, batches, reservations, submissions, payments.
//!
//! What a worker would be given is decided by [`protocol::force::dispatch`]; here are the rows it is decided from.

use antelope::{ExtendedAsset, ExtendedSymbol, Name, PackedAction, table::composite};
use protocol::{
    force::{
        actions::Assign,
        batch::{Batch, batch_key},
        campaign::Campaign,
        nonce::Nonce,
        payment::{self, ByBatchAndAccount, Payment},
        rejection::Rejection,
        reservation::{
            AccountTaskIndex, ByAccount, ByAccountAndCampaign, Reopened, RepetitionsDone,
            Reservation,
        },
        settings::{Settings, Token},
        standby::{self, Standby},
        submission::Submission,
    },
    signed::Signed,
    vaddress::Address,
};

use super::{handle, token};
use crate::{error::Result, signer::KeyHolder, table::Rows};

handle! {
    /// The tasks contract.
    pub struct ForceContract
}

impl ForceContract {
    /// The network's settings; `None` before `init`.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn settings(&self) -> Result<Option<Settings>> {
        self.contract().row(self.account(), Settings::KEY).await
    }

    /// An accepted token, or one that was accepted, with its fee pot.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn token(&self, token: ExtendedSymbol) -> Result<Option<Token>> {
        let (scope, key) = Token::location(token);
        let row: Option<Token> = self.contract().row(scope, key).await?;
        // The key is the code alone: a token of the same code and other decimals is another token.
        Ok(row.filter(|row| row.fees.symbol == token.sym))
    }

    /// A campaign.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn campaign(&self, id: u32) -> Result<Option<Campaign>> {
        self.contract().row(self.account(), u64::from(id)).await
    }

    /// All campaigns, in the order of their ids.
    pub fn campaigns(&self) -> Rows<'_, Campaign, u64> {
        self.contract().rows(self.account())
    }

    /// A batch, by its index in the campaign.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn batch(&self, campaign_id: u32, batch_idx: u32) -> Result<Option<Batch>> {
        self.contract().row(self.account(), batch_key(campaign_id, batch_idx)).await
    }

    /// The batches of a campaign, in the order in which they were made.
    pub fn batches(&self, campaign_id: u32) -> Rows<'_, Batch, u64> {
        self.of_campaign(campaign_id)
    }

    /// The task that a worker holds in a campaign.
    ///
    /// # Errors
    /// As [`Client::rows_by`](crate::Client::rows_by).
    pub async fn reservation(
        &self,
        campaign_id: u32,
        account_id: u32,
    ) -> Result<Option<Reservation>> {
        let key = composite(account_id, campaign_id);
        let rows = self.contract().rows_by::<ByAccountAndCampaign>(self.account(), key..=key);
        Ok(rows.limit(1).await?.pop())
    }

    /// The tasks that a worker holds, in all campaigns.
    pub fn reservations_of(&self, account_id: u32) -> Rows<'_, Reservation, u64> {
        let key = u64::from(account_id);
        self.contract().rows_by::<ByAccount>(self.account(), key..=key)
    }

    /// The tasks that are held in a campaign, in the order in which they were reserved.
    pub fn reservations(&self, campaign_id: u32) -> Rows<'_, Reservation, u64> {
        self.of_campaign(campaign_id)
    }

    /// The tasks of a campaign that were given back and wait for another worker, oldest first.
    pub fn reopened(&self, campaign_id: u32) -> Rows<'_, Reopened, u64> {
        self.of_campaign(campaign_id)
    }

    /// Who stands by for a campaign, in the order in which they are served; those who were offered a task first.
    pub fn standby(&self, campaign_id: u32) -> Rows<'_, Standby, u64> {
        self.of_campaign(campaign_id)
    }

    /// The place of a worker who stands by for a campaign, with what he is offered.
    ///
    /// # Errors
    /// As [`Client::rows_by`](crate::Client::rows_by).
    pub async fn standby_of(&self, campaign_id: u32, account_id: u32) -> Result<Option<Standby>> {
        let key = composite(account_id, campaign_id);
        let rows =
            self.contract().rows_by::<standby::ByAccountAndCampaign>(self.account(), key..=key);
        Ok(rows.limit(1).await?.pop())
    }

    /// The action that serves those who stand by, as many as one call can. Whoever is refused a task because others
    /// are waiting sends it before he asks again.
    pub fn assignment(&self, payer: Name, campaign_id: u32) -> PackedAction {
        self.action(payer, &Assign { campaign_id, max: Assign::MAX_STEPS, payer })
    }

    /// How far a worker has got in a campaign; `None` before his first task.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn cursor(
        &self,
        campaign_id: u32,
        account_id: u32,
    ) -> Result<Option<AccountTaskIndex>> {
        self.contract().row(self.account(), composite(account_id, campaign_id)).await
    }

    /// How often tasks of a campaign have been given out, of those for which that is counted.
    pub fn repetitions(&self, campaign_id: u32) -> Rows<'_, RepetitionsDone, u64> {
        self.of_campaign(campaign_id)
    }

    /// The results of a batch, by task, then by worker.
    pub fn submissions(&self, campaign_id: u32, batch_idx: u32) -> Rows<'_, Submission, u64> {
        self.contract().rows(batch_key(campaign_id, batch_idx))
    }

    /// The result of a worker for a task.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn submission(
        &self,
        batch: u64,
        task_idx: u32,
        account_id: u32,
    ) -> Result<Option<Submission>> {
        self.contract().row(batch, Submission::key(task_idx, account_id)).await
    }

    /// The rejections of results of a batch that are not settled, by task, then by worker.
    pub fn rejections(&self, campaign_id: u32, batch_idx: u32) -> Rows<'_, Rejection, u64> {
        self.contract().rows(batch_key(campaign_id, batch_idx))
    }

    /// The rejection of a worker's result for a task, while it is not settled.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn rejection(
        &self,
        batch: u64,
        task_idx: u32,
        account_id: u32,
    ) -> Result<Option<Rejection>> {
        self.contract().row(batch, Submission::key(task_idx, account_id)).await
    }

    /// A payment.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn payment(&self, id: u64) -> Result<Option<Payment>> {
        self.contract().row(self.account(), id).await
    }

    /// What a worker has earned and not cashed.
    pub fn payments_of(&self, account_id: u32) -> Rows<'_, Payment, u64> {
        let key = u64::from(account_id);
        self.contract().rows_by::<payment::ByAccount>(self.account(), key..=key)
    }

    /// What a worker has earned in a batch and not cashed, oldest first.
    pub fn payments_for(&self, batch: u64, account_id: u32) -> Rows<'_, Payment, u128> {
        let key = ByBatchAndAccount::key_of(batch, account_id);
        self.contract().rows_by::<ByBatchAndAccount>(self.account(), key..=key)
    }

    /// The token transfer that funds a batch.
    pub fn funding(&self, from: Name, batch: u64, quantity: ExtendedAsset) -> PackedAction {
        token::transfer(from, self.account(), quantity, batch.to_string())
    }

    /// The next nonce of a user who holds a key.
    ///
    /// # Errors
    /// As [`Client::row`](crate::Client::row).
    pub async fn nonce(&self, user: Address) -> Result<u32> {
        let row: Option<Nonce> = self.contract().row(self.account(), Nonce::key_of(user)).await?;
        Ok(row.map_or(0, |row| row.next))
    }

    /// `action` with the signature of a user who holds a key, for `relayer` to bring to the chain within ten minutes.
    ///
    /// # Errors
    /// When the node does not answer, or the user's signer refuses.
    pub async fn signed<A: Signed>(
        &self,
        user: &KeyHolder<'_>,
        relayer: Name,
        action: A,
    ) -> Result<A> {
        let nonce = self.nonce(user.address()).await?;
        self.contract().signed(user, relayer, nonce, action).await
    }

    /// The rows of a campaign in a table whose primary keys begin with the campaign.
    fn of_campaign<R: antelope::table::Row + crate::future::Shared>(
        &self,
        campaign_id: u32,
    ) -> Rows<'_, R, u64> {
        let keys = composite(campaign_id, 0)..=composite(campaign_id, u32::MAX);
        self.contract().rows(self.account()).range(keys)
    }
}
