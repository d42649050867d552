//! Virtual accounts: opened, filled, emptied.

use antelope::{Extension, Name, PackedAction};
use protocol::vaccount::actions::{Open, Withdraw};

use crate::{
    Result,
    world::{World, numbered},
};

impl World<'_> {
    /// Opens new accounts, and moves tokens through those of the workers.
    pub(crate) async fn open_accounts(&mut self) -> Result<()> {
        const OPENED: usize = 10;
        const ROUNDS: usize = 10;
        let names = (0..OPENED).map(|i| numbered("newcomer", i)).collect::<Result<Vec<_>>>()?;
        self.create_accounts(&names).await?;
        for name in names {
            self.measure("vaccount.open", self.opening(name)).await?;
        }
        // Tokens go to those only who have a row for them.
        let workers = self.workers.clone();
        let transfers: Vec<_> = workers.iter().map(|worker| self.transfer(worker.name)).collect();
        self.run(&transfers).await?;
        for _ in 0..ROUNDS {
            for worker in &workers {
                let quantity = self.amount(10_000);
                let deposit = self.vaccount.deposit(self.requester, worker.id, quantity);
                self.measure("vaccount.deposit", deposit).await?;
                let withdraw = Withdraw {
                    from_id: worker.id.into(),
                    to_account: worker.name,
                    quantity,
                    memo: String::new(),
                    sig: None,
                    fee: None,
                    terms: Extension(None),
                };
                let withdraw = self.vaccount.action(worker.name, &withdraw);
                self.measure("vaccount.withdraw", withdraw).await?;
            }
        }
        Ok(())
    }

    /// Opens a virtual account, paid by its user.
    pub(crate) fn opening(&self, name: Name) -> PackedAction {
        let open = Open { acc: name.into(), symbol: self.token, payer: name };
        self.vaccount.action(name, &open)
    }
}
