//! What RAM everybody uses: before, at the most, and after.

use antelope::Name;
use anyhow::{Result, ensure};

use super::{report::Ram, setting::Setting};

/// A party, or several of one kind, with their accounts and the RAM they used before, in bytes.
#[derive(Debug)]
struct Class {
    party: &'static str,
    accounts: Vec<(Name, i64)>,
}

/// RAM before the campaign.
#[derive(Debug)]
pub(super) struct Meter(Vec<Class>);

impl Meter {
    /// Notes the RAM before the campaign.
    pub(super) async fn start(setting: &Setting) -> Result<Self> {
        let network = &setting.chain.network;
        let workers = setting.workers.iter().map(|staff| staff.party.name).collect();
        let mut classes = Vec::new();
        for (party, accounts) in [
            ("requester", vec![setting.requester.name]),
            ("workers", workers),
            ("tasks contract", vec![network.force]),
            ("virtual accounts", vec![network.vaccount]),
            ("token contract", vec![setting.chain.token.contract]),
            ("fee account", vec![network.fees]),
        ] {
            let mut class = Class { party, accounts: Vec::with_capacity(accounts.len()) };
            for name in accounts {
                class.accounts.push((name, usage(setting, name).await?));
            }
            classes.push(class);
        }
        Ok(Self(classes))
    }

    /// Compares with the RAM now. The peak of several is the sum of each one's.
    pub(super) async fn stop(self, setting: &Setting) -> Result<Vec<Ram>> {
        let mut parties = Vec::with_capacity(self.0.len());
        for class in self.0 {
            let mut ram = Ram {
                party: class.party.to_owned(),
                accounts: class.accounts.len(),
                before: 0,
                peak: 0,
                after: 0,
            };
            for (name, before) in class.accounts {
                let used = setting.chain.journal.ram(name);
                let after = usage(setting, name).await?;
                let journal = before.saturating_add(used.now);
                ensure!(after == journal, "{name} uses {after} bytes, {journal} by its receipts");
                ram.before = ram.before.saturating_add(before);
                ram.peak = ram.peak.saturating_add(before).saturating_add(used.peak);
                ram.after = ram.after.saturating_add(after);
            }
            parties.push(ram);
        }
        Ok(parties)
    }
}

async fn usage(setting: &Setting, name: Name) -> Result<i64> {
    Ok(setting.chain.client.get_account(name).await?.ram_usage)
}
