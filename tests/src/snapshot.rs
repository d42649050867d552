//! Everything that a network holds at one moment.

use antelope::{Asset, Name, table::Row};
use protocol::{
    force::{
        batch::Batch,
        campaign::Campaign,
        nonce::Nonce,
        payment::Payment,
        rejection::Rejection,
        reservation::{AccountTaskIndex, Reopened, RepetitionsDone, Reservation},
        settings::{Settings, Token},
        standby::Standby,
        submission::Submission,
    },
    vaccount::Account,
};
use sdk::Contract;

use crate::World;

/// The rows of a network's contracts, and their tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The settings.
    pub settings: Option<Settings>,
    /// The accepted token with its fee pot.
    pub token: Option<Token>,
    /// All campaigns.
    pub campaigns: Vec<Campaign>,
    /// All batches.
    pub batches: Vec<Batch>,
    /// All reservations.
    pub reservations: Vec<Reservation>,
    /// All tasks given back.
    pub reopened: Vec<Reopened>,
    /// All who stand by.
    pub standby: Vec<Standby>,
    /// How far workers have got.
    pub cursors: Vec<AccountTaskIndex>,
    /// How often tasks have been given out.
    pub repetitions: Vec<RepetitionsDone>,
    /// All results of batches that are there.
    pub submissions: Vec<Submission>,
    /// All rejections of results of batches that are there.
    pub rejections: Vec<Rejection>,
    /// All payments.
    pub payments: Vec<Payment>,
    /// The next nonces of users who hold keys.
    pub nonces: Vec<Nonce>,
    /// All virtual accounts.
    pub accounts: Vec<Account>,
    /// The tokens of the tasks contract.
    pub escrow: Asset,
    /// The tokens of the contract of virtual accounts.
    pub custody: Asset,
}

impl World {
    /// Everything that the network holds now.
    pub async fn snapshot(&self) -> Snapshot {
        let batches: Vec<Batch> = self.all(self.force.contract()).await;
        let (mut submissions, mut rejections) = (Vec::new(), Vec::new());
        for batch in &batches {
            submissions.extend(self.force.submissions(batch.campaign_id, batch.id).await.unwrap());
            rejections.extend(self.force.rejections(batch.campaign_id, batch.id).await.unwrap());
        }
        Snapshot {
            settings: self.force.settings().await.unwrap(),
            token: self.force.token(self.token).await.unwrap(),
            campaigns: self.all(self.force.contract()).await,
            batches,
            reservations: self.all(self.force.contract()).await,
            reopened: self.all(self.force.contract()).await,
            standby: self.all(self.force.contract()).await,
            cursors: self.all(self.force.contract()).await,
            repetitions: self.all(self.force.contract()).await,
            submissions,
            rejections,
            payments: self.all(self.force.contract()).await,
            nonces: self.all(self.force.contract()).await,
            accounts: self.all(self.vaccount.contract()).await,
            escrow: self.balance(self.force.account()).await,
            custody: self.balance(self.vaccount.account()).await,
        }
    }

    async fn all<R: Row + Send + Sync>(&self, contract: &Contract) -> Vec<R> {
        contract.rows(contract.account()).await.unwrap()
    }

    /// What `owner` has of the token, outside the network.
    pub async fn balance(&self, owner: Name) -> Asset {
        let tokens = self.network.token(&self.client, self.token);
        let row = tokens.balance(owner, self.token.sym.code()).await.unwrap();
        row.map_or(Asset::new(0, self.token.sym), |row| row.balance)
    }
}
