//! Whether what was signed is the signer's: rows are read.
//!
//! The contracts ask the same once more. Here it is asked so that no CPU is spent on what they would refuse.

use std::collections::BTreeMap;

use antelope::{Action, ExtendedSymbol, Name};
use protocol::{
    force::{actions::MakeCampaign, batch::split_batch_key, payment::Payment},
    signed::Error,
    vaddress::{Address, VAddress},
};

use super::{
    claim::{Claim, Contract, Subject, Toll},
    refusal::Refusal,
};
use crate::contracts::{ForceContract, VaccountContract};

/// The claims of one user, in order, held against the chain.
#[derive(Debug)]
pub(super) struct Check<'a> {
    force: &'a ForceContract,
    vaccount: &'a VaccountContract,
    relayer: Name,
    user: Address,
    /// The next nonce in the tasks contract, once it was asked for.
    nonce: Option<u32>,
    /// The next nonces of the user's virtual accounts.
    nonces: BTreeMap<u32, u32>,
    /// Whether a claim before makes a campaign.
    makes_campaign: bool,
}

impl<'a> Check<'a> {
    pub(super) const fn new(
        force: &'a ForceContract,
        vaccount: &'a VaccountContract,
        relayer: Name,
        user: Address,
    ) -> Self {
        Self {
            force,
            vaccount,
            relayer,
            user,
            nonce: None,
            nonces: BTreeMap::new(),
            makes_campaign: false,
        }
    }

    /// Checks the next claim: that it is the user's, and that its nonce is the next one.
    ///
    /// # Errors
    /// When it is not, when what it is about is not there, or when the node does not answer.
    pub(super) async fn next(&mut self, claim: &Claim) -> Result<(), Refusal> {
        self.is_the_users(claim.subject).await?;
        let next = match (claim.contract, claim.subject) {
            (Contract::Vaccount, Subject::Row(id)) => {
                let id = row_id(id)?;
                match self.nonces.get(&id) {
                    Some(nonce) => *nonce,
                    None => self.row(id).await?.nonce,
                }
            }
            _ => match self.nonce {
                Some(nonce) => nonce,
                None => self.force.nonce(self.user).await?,
            },
        };
        let following = claim.terms.use_nonce(next)?;
        match (claim.contract, claim.subject) {
            (Contract::Vaccount, Subject::Row(id)) => {
                self.nonces.insert(row_id(id)?, following);
            }
            _ => self.nonce = Some(following),
        }
        self.makes_campaign |= claim.name == MakeCampaign::NAME;
        Ok(())
    }

    async fn is_the_users(&self, subject: Subject) -> Result<(), Refusal> {
        let owners = match subject {
            Subject::User(user) => [Some(user), None],
            Subject::Row(id) => [Some(self.row(row_id(id)?).await?.address), None],
            Subject::Payment(id) => {
                let payment = self.payment(id).await?;
                [Some(self.row(payment.account_id).await?.address), None]
            }
            Subject::OwnerOfPayment(id) => {
                let (campaign, _) = split_batch_key(self.payment(id).await?.batch_id);
                [Some(self.owner(campaign).await?), None]
            }
            Subject::Owner(campaign) => [Some(self.owner(campaign).await?), None],
            Subject::WorkerOrOwner(account_id, campaign) => {
                [Some(self.row(account_id).await?.address), Some(self.owner(campaign).await?)]
            }
        };
        let mut owners = owners.into_iter().flatten();
        if owners.clone().any(|owner| owner == VAddress::Address(self.user)) {
            return Ok(());
        }
        Err(match owners.find_map(VAddress::account) {
            Some(name) if name == self.relayer => Refusal::Own,
            Some(name) => Refusal::HasAccount(name),
            None => Error::Invalid.into(),
        })
    }

    /// The token that an action with a fee moves.
    ///
    /// # Errors
    /// When what it is about is not there, or the node does not answer.
    pub(super) async fn token(
        &self,
        subject: Subject,
        toll: &Toll,
    ) -> Result<Option<ExtendedSymbol>, Refusal> {
        match (toll.token, subject) {
            (None, Subject::Payment(id)) => Ok(Some(self.payment(id).await?.pending.token())),
            (token, _) => Ok(token),
        }
    }

    async fn payment(&self, id: u64) -> Result<Payment, Refusal> {
        let row = self.force.payment(id).await?;
        row.ok_or_else(|| Refusal::Missing(format!("payment {id}")))
    }

    async fn owner(&self, campaign: u32) -> Result<VAddress, Refusal> {
        match self.force.campaign(campaign).await? {
            Some(row) => Ok(row.owner),
            // It may be the one that this request makes.
            None if self.makes_campaign => Ok(VAddress::Address(self.user)),
            None => Err(Refusal::Missing(format!("campaign {campaign}"))),
        }
    }

    async fn row(&self, id: u32) -> Result<protocol::vaccount::Account, Refusal> {
        let row = self.vaccount.row(id).await?;
        row.ok_or_else(|| Refusal::Missing(format!("virtual account {id}")))
    }
}

/// No id of a row has more than 32 bits.
fn row_id(id: u64) -> Result<u32, Refusal> {
    u32::try_from(id).map_err(|_| Refusal::Missing(format!("virtual account {id}")))
}
