//! Making and changing campaigns.

use antelope::{ExtendedAsset, Extension};
use cid::Cid;
use protocol::force::{
    self,
    actions::{EditCampaign, MakeCampaign, Pause},
    campaign::{Campaign, Content},
    qualification::{self, Qualification},
    settings::Settings,
};

use super::{CampaignSource, Error, Requester, Result, transaction::Transaction};
use crate::{
    content::{self, Layout, Limits},
    receipt::Receipt,
};

/// A campaign that is ready to be made: nothing has been uploaded and nothing paid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CampaignPlan {
    /// The CID that its document will have.
    pub cid: Cid,
    /// What a result will earn.
    pub reward: ExtendedAsset,
    /// How long a worker may hold a task, in seconds.
    pub task_seconds: u32,
    /// Which NFTs a worker must hold, or must not.
    pub qualifications: Vec<Qualification>,
    document: Vec<u8>,
}

/// A campaign that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewCampaign {
    /// Its number.
    pub id: u32,
    /// The CID of its document.
    pub cid: Cid,
    /// What the transaction did.
    pub receipt: Receipt,
}

impl Requester<'_> {
    /// What it takes to make a campaign, or to change one into this.
    ///
    /// # Errors
    /// When the source says no reward or time, or the contract would refuse it.
    pub async fn plan_campaign(&self, source: &CampaignSource) -> Result<CampaignPlan> {
        let terms = &source.terms;
        let reward = terms.reward.as_ref().ok_or(Error::Missing("reward"))?;
        let amount = reward.amount(&self.network.tokens);
        let reward = amount.ok_or_else(|| Error::BadReward(reward.to_string()))?;
        let task_seconds = terms.task_seconds.ok_or(Error::Missing("task_time"))?;
        qualification::validate(&terms.qualifications)?;
        let document = source.document.to_json();
        check_length(&document)?;
        let cid = content::cid_with(&document, self.layout)?;
        Content::ipfs(cid.to_string()).validate(self.settings().await?.max_content)?;
        let qualifications = terms.qualifications.clone();
        Ok(CampaignPlan { cid, reward, task_seconds, qualifications, document })
    }

    /// Uploads the document of a campaign and makes it. It has no batch yet.
    ///
    /// Each call makes another campaign. After an error that leaves open what became of the transaction
    /// ([`is_undecided`](crate::Error::is_undecided)), see whether it is there.
    ///
    /// # Errors
    /// When the document cannot be stored, or the contract or the chain refuses.
    pub async fn make_campaign(&self, plan: &CampaignPlan) -> Result<NewCampaign> {
        let first_id = self.settings().await?.next_campaign_id;
        self.upload(&plan.document, self.layout).await?;
        let mut transaction = Transaction::new(self);
        let action = MakeCampaign {
            owner: self.owner.address(),
            content: Content::ipfs(plan.cid.to_string()),
            max_task_time: plan.task_seconds,
            reward: plan.reward,
            qualis: plan.qualifications.clone(),
            payer: self.owner.payer(),
            sig: Extension(None),
            terms: Extension(None),
        };
        transaction.add(action).await?;
        let receipt = transaction.execute().await?;
        let id = if receipt.actions.is_empty() {
            // The answer was lost, and a block does not tell what an action returned.
            self.find_campaign(first_id, plan.cid).await?
        } else {
            receipt.return_value()?
        };
        Ok(NewCampaign { id, cid: plan.cid, receipt })
    }

    /// The latest campaign of the owner with this document, of those from `first_id`.
    async fn find_campaign(&self, first_id: u32, cid: Cid) -> Result<u32> {
        let made = self.force.campaigns().range(u64::from(first_id)..).await?;
        let address = cid.to_string();
        let is_it =
            |row: &&Campaign| row.owner == self.owner.address() && row.content.address == address;
        let row = made.iter().rev().find(is_it).ok_or(Error::NoCampaign(first_id))?;
        Ok(row.id)
    }

    /// Uploads the document of a campaign and changes it. Batches that exist keep their reward.
    ///
    /// # Errors
    /// When the plan has another time for a task; when the document cannot be stored, or the contract or the chain
    /// refuses.
    pub async fn edit_campaign(&self, campaign_id: u32, plan: &CampaignPlan) -> Result<Receipt> {
        let campaign = self.own_campaign(campaign_id).await?;
        if campaign.max_task_time != plan.task_seconds {
            return Err(Error::TaskTimeFixed { seconds: campaign.max_task_time });
        }
        if campaign.num_batches > 0 && campaign.reward.token() != plan.reward.token() {
            return Err(Error::Refused(force::Error::RewardTokenFixed));
        }
        self.upload(&plan.document, self.layout).await?;
        let mut transaction = Transaction::new(self);
        let action = EditCampaign {
            campaign_id,
            owner: self.owner.address(),
            content: Content::ipfs(plan.cid.to_string()),
            paused: campaign.paused,
            reward: plan.reward,
            qualis: plan.qualifications.clone(),
            payer: self.owner.payer(),
            sig: Extension(None),
            terms: Extension(None),
        };
        transaction.add(action).await?;
        transaction.execute().await
    }

    /// Stops a campaign from giving out tasks, or lets it go on. Whoever holds a task may finish it.
    ///
    /// # Errors
    /// When the contract or the chain refuses.
    pub async fn pause(&self, campaign_id: u32, paused: bool) -> Result<Receipt> {
        let mut transaction = Transaction::new(self);
        let (sig, terms) = (Extension(None), Extension(None));
        transaction.add(Pause { campaign_id, paused, sig, terms }).await?;
        transaction.execute().await
    }

    pub(super) async fn settings(&self) -> Result<Settings> {
        self.force.settings().await?.ok_or(Error::NotInitialised)
    }

    /// A campaign that is the owner's.
    pub(super) async fn own_campaign(&self, campaign_id: u32) -> Result<Campaign> {
        let campaign = self.force.campaign(campaign_id).await?;
        let campaign = campaign.ok_or(Error::NoCampaign(campaign_id))?;
        if campaign.owner != self.owner.address() {
            return Err(Error::NotOwner { campaign_id, owner: campaign.owner });
        }
        Ok(campaign)
    }

    /// Stores a document, unless everything is only tried.
    pub(super) async fn upload(&self, document: &[u8], layout: Layout) -> Result<()> {
        if !self.is_trial {
            content::add_with(self.store, document, layout).await?;
        }
        Ok(())
    }
}

/// Checks that readers will take a document.
pub(super) fn check_length(document: &[u8]) -> Result<()> {
    let (bytes, limit) = (document.len(), Limits::default().bytes);
    if bytes > limit { Err(Error::TooLong { bytes, limit }) } else { Ok(()) }
}
