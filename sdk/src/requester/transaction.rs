//! Actions of an owner on their way into one transaction, each signed by the user where the owner holds a key.

use antelope::{Action, ExtendedAsset, Extension, PackedAction};
use protocol::{signed::Signed, vaccount::actions::Withdraw};

use super::{Error, Requester, Result};
use crate::receipt::Receipt;

/// A transaction in the making.
#[derive(Debug)]
pub(super) struct Transaction<'r, 'a> {
    requester: &'r Requester<'a>,
    /// The nonce of the next action that a key holder signs, once it was asked for.
    nonce: Option<u32>,
    actions: Vec<PackedAction>,
}

impl<'r, 'a> Transaction<'r, 'a> {
    pub(super) const fn new(requester: &'r Requester<'a>) -> Self {
        Self { requester, nonce: None, actions: Vec::new() }
    }

    /// Adds an action of the tasks contract that only the owner may do.
    pub(super) async fn add<A: Signed>(&mut self, action: A) -> Result<()> {
        let Requester { force, owner, .. } = self.requester;
        let action = match &owner.key_holder {
            None => force.action(owner.payer(), &action),
            Some(user) => {
                let nonce = match self.nonce {
                    Some(nonce) => nonce,
                    None => force.nonce(user.address()).await?,
                };
                self.nonce = Some(nonce.wrapping_add(1));
                let signed = force.contract().signed(user, owner.payer(), nonce, action).await?;
                force.action(owner.payer(), &signed)
            }
        };
        self.push(action);
        Ok(())
    }

    /// Adds an action of the tasks contract that anybody may do.
    pub(super) fn add_anyones<A: Action>(&mut self, action: &A) {
        let Requester { force, owner, .. } = self.requester;
        self.push(force.action(owner.payer(), action));
    }

    /// Adds the payment into the escrow of a batch.
    pub(super) async fn add_funding(&mut self, batch: u64, quantity: ExtendedAsset) -> Result<()> {
        let Requester { force, vaccount, owner, .. } = self.requester;
        let funding = match &owner.key_holder {
            None => force.funding(owner.payer(), batch, quantity),
            Some(user) => {
                let row = vaccount.account_of(owner.address(), quantity.token()).await?;
                let row = row.ok_or(Error::NoAccount)?;
                let withdraw = Withdraw {
                    from_id: u64::from(row.id),
                    to_account: force.account(),
                    quantity,
                    memo: batch.to_string(),
                    sig: None,
                    fee: None,
                    terms: Extension(None),
                };
                let signed = vaccount.signed(user, owner.payer(), row.id, withdraw).await?;
                vaccount.action(owner.payer(), &signed)
            }
        };
        self.push(funding);
        Ok(())
    }

    fn push(&mut self, mut action: PackedAction) {
        action.authorization = vec![self.requester.owner.actor];
        self.actions.push(action);
    }

    /// Has the chain execute it, all or nothing; or only try it, if that is what the requester is for.
    pub(super) async fn execute(self) -> Result<Receipt> {
        let Requester { client, owner, is_trial, .. } = self.requester;
        let receipt = if *is_trial {
            client.simulate(&self.actions).await
        } else {
            client.push(owner.signer()?, &self.actions).await
        };
        Ok(receipt?)
    }

    /// What it would do now.
    pub(super) async fn simulate(self) -> crate::Result<Receipt> {
        self.requester.client.simulate(&self.actions).await
    }
}
