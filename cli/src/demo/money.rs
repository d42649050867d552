//! Where the money went, by what the chain says everybody holds before and after.

use anyhow::{Context, Result};

use super::{report::Money, requester::Campaign, setting::Setting};

/// Balances in smallest units.
#[derive(Clone, Copy, Debug)]
struct Balances {
    requester: i64,
    workers: i64,
    fees: i64,
    /// What the contracts hold: escrow, payments and fee pot of one, the virtual accounts of the other.
    contracts: i64,
}

/// The books of a campaign.
#[derive(Debug)]
pub(super) struct Books {
    before: Balances,
    funded: Option<Balances>,
}

impl Books {
    /// Notes the balances before the campaign.
    pub(super) async fn open(setting: &Setting) -> Result<Self> {
        Ok(Self { before: Balances::read(setting).await?, funded: None })
    }

    /// Notes the balances when the campaign is funded.
    pub(super) async fn funded(&mut self, setting: &Setting) -> Result<()> {
        self.funded = Some(Balances::read(setting).await?);
        Ok(())
    }

    /// Compares with the balances now.
    pub(super) async fn close(self, setting: &Setting, campaign: &Campaign) -> Result<Money> {
        let (before, now) = (self.before, Balances::read(setting).await?);
        let funded = self.funded.context("the campaign was funded")?;
        let paid_in = before.requester.saturating_sub(funded.requester);
        let paid = now.workers.saturating_sub(before.workers);
        let fee = now.fees.saturating_sub(before.fees);
        let refunded = now.requester.saturating_sub(funded.requester);
        let remaining = now.contracts.saturating_sub(before.contracts);
        let found = [paid, fee, refunded, remaining].into_iter().fold(0, i64::saturating_add);

        let results = i64::try_from(campaign.results())?;
        let amount = |amount| setting.amount(amount);
        Ok(Money {
            paid_in: amount(paid_in),
            paid: amount(paid),
            fee: amount(fee),
            refunded: amount(refunded),
            remaining: amount(remaining),
            unexplained: amount(paid_in.saturating_sub(found)),
            paid_expected: amount(campaign.reward.saturating_mul(results)),
            fee_expected: amount(campaign.fee.saturating_mul(results)),
            refunded_expected: amount(campaign.funded.saturating_sub(campaign.cost)),
        })
    }
}

impl Balances {
    async fn read(setting: &Setting) -> Result<Self> {
        let network = &setting.chain.network;
        let token = setting.chain.token();
        let code = setting.chain.token.sym.code();
        let balance = async |owner| -> Result<i64> {
            Ok(token.balance(owner, code).await?.map_or(0, |row| row.balance.amount))
        };
        let mut workers = 0i64;
        for staff in &setting.workers {
            workers = workers.saturating_add(balance(staff.party.name).await?);
        }
        let contracts =
            balance(network.force).await?.saturating_add(balance(network.vaccount).await?);
        Ok(Self {
            requester: balance(setting.requester.name).await?,
            workers,
            fees: balance(network.fees).await?,
            contracts,
        })
    }
}
