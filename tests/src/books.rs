//! The books: what the contracts hold is what they owe, to the last unit.

use antelope::ExtendedAsset;

use crate::World;

impl World {
    /// Ends a scenario: checks that the tokens of the tasks contract are its batches' escrow, its payments and its
    /// fee pot, that those of the contract of virtual accounts are its rows' balances, and that the node is alive.
    ///
    /// # Panics
    /// When it is not so.
    pub async fn finish(mut self) {
        self.check_books().await;
        self.node.check();
        self.finished = true;
    }

    /// Checks the books, as [`finish`](Self::finish) does.
    ///
    /// # Panics
    /// When they do not add up.
    pub async fn check_books(&self) {
        let now = self.snapshot().await;
        let of_token = |amount: &ExtendedAsset| amount.token() == self.token;
        let batches = now.batches.iter().map(|row| row.balance).filter(of_token);
        let batches: i64 = batches.map(|amount| amount.quantity.amount).sum();
        let payments = now.payments.iter().filter(|row| of_token(&row.pending));
        let payments: i64 = payments.map(|row| row.pending.quantity.amount + row.fee).sum();
        let fees = now.token.map_or(0, |token| token.fees.amount);
        assert_eq!(
            now.escrow.amount,
            batches + payments + fees,
            "tokens are not batches {batches}, payments {payments} and fees {fees}"
        );
        let accounts = now.accounts.iter().map(|row| row.balance).filter(of_token);
        let accounts: i64 = accounts.map(|amount| amount.quantity.amount).sum();
        assert_eq!(now.custody.amount, accounts, "tokens are not the sum of accounts");
    }
}

impl Drop for World {
    /// A scenario that forgets to look at the books fails.
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "a scenario ends with World::finish");
    }
}
