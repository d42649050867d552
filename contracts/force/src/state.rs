//! The contract's tables: where each is, and whom RAM is charged to.
//!
//! | table | scope | paid by |
//! |---|---|---|
//! | `settings` | contract | contract |
//! | `token` | token's contract | contract |
//! | `campaign` | contract | `payer` of `mkcampaign`, then of `editcampaign` |
//! | `batch` | contract | `payer` of `mkbatch`; the entry of an open batch, the owner |
//! | `reservation` | contract | `payer` of the worker's action |
//! | `reopened` | contract | `payer` of the action that gave the task back, or dismissed its result |
//! | `standby` | contract | `payer` of `standby` |
//! | `acctaskidx`, `repsdone` | contract | `payer` of the reservation that made the row |
//! | `submission` | batch | `payer` of `submittask` |
//! | `rejection` | batch | `payer` of `reject` |
//! | `nonce` | contract | the relayer of the user's first action |
//! | `payment` | contract | `payer` of the first `submittask` it pays for |

use antelope::{ExtendedSymbol, Name};
use framework::{Entry, OrFailWith, Singleton, Table, View, current_receiver, index::IndexView};
use protocol::{
    force::{
        Error,
        batch::{Batch, OpenBatches, batch_key},
        campaign::Campaign,
        nonce::Nonce,
        payment::Payment,
        rejection::Rejection,
        reservation::{
            AccountTaskIndex, ByAccountAndCampaign, Reopened, RepetitionsDone, Reservation,
        },
        settings::{Settings, Token},
        standby::{self, Standby},
        submission::Submission,
    },
    token::tables::Account as Balance,
    vaccount::{Account, account::ByToken},
    vaddress::VAddress,
};

pub(crate) fn settings_row() -> Singleton<Settings> {
    Singleton::of_self(current_receiver())
}

pub(crate) fn settings() -> Settings {
    settings_row().get().or_fail(Error::NotInitialised)
}

pub(crate) fn token(token: ExtendedSymbol) -> Option<Entry<Token>> {
    let (scope, key) = Token::location(token);
    // The key is the code alone: a token of the same code and other decimals is another token.
    Table::of_self(scope).entry(key).filter(|row: &Entry<Token>| row.fees.symbol == token.sym)
}

pub(crate) fn campaigns() -> Table<Campaign> {
    Table::of_self(current_receiver())
}

pub(crate) fn campaign(id: u32) -> Entry<Campaign> {
    campaigns().entry(u64::from(id)).or_fail(Error::CampaignNotFound)
}

pub(crate) fn batches() -> Table<Batch> {
    Table::of_self(current_receiver())
}

pub(crate) fn batch(campaign_id: u32, batch_idx: u32) -> Option<Entry<Batch>> {
    batches().entry(batch_key(campaign_id, batch_idx))
}

pub(crate) fn open_batches() -> IndexView<OpenBatches> {
    batches().index()
}

pub(crate) fn reservations() -> Table<Reservation> {
    Table::of_self(current_receiver())
}

/// What a worker holds in a campaign.
pub(crate) fn reservation_of(account_id: u32, campaign_id: u32) -> Option<Entry<Reservation>> {
    let key = antelope::table::composite(account_id, campaign_id);
    let id = reservations().index::<ByAccountAndCampaign>().find(key)?;
    reservations().entry(id)
}

pub(crate) fn reopened() -> Table<Reopened> {
    Table::of_self(current_receiver())
}

pub(crate) fn standby() -> Table<Standby> {
    Table::of_self(current_receiver())
}

/// The place of a worker in the queue of a campaign.
pub(crate) fn standby_of(account_id: u32, campaign_id: u32) -> Option<Entry<Standby>> {
    let key = antelope::table::composite(account_id, campaign_id);
    let id = standby().index::<standby::ByAccountAndCampaign>().find(key)?;
    standby().entry(id)
}

pub(crate) fn cursors() -> Table<AccountTaskIndex> {
    Table::of_self(current_receiver())
}

pub(crate) fn repetitions() -> Table<RepetitionsDone> {
    Table::of_self(current_receiver())
}

pub(crate) fn submissions(campaign_id: u32, batch_idx: u32) -> Table<Submission> {
    Table::of_self(batch_key(campaign_id, batch_idx))
}

/// The rejections of results of a batch that are not settled.
pub(crate) fn rejections(batch: u64) -> Table<Rejection> {
    Table::of_self(batch)
}

/// The next nonces of users who hold keys.
pub(crate) fn nonces() -> Table<Nonce> {
    Table::of_self(current_receiver())
}

pub(crate) fn payments() -> Table<Payment> {
    Table::of_self(current_receiver())
}

/// The rows of the contract of virtual accounts.
pub(crate) fn accounts(vaccount_contract: Name) -> View<Account> {
    View::of(vaccount_contract, vaccount_contract)
}

/// The virtual account of a user for a token.
pub(crate) fn account_of(
    settings: &Settings,
    user: VAddress,
    token: ExtendedSymbol,
) -> Option<Account> {
    let rows = accounts(settings.vaccount_contract).index::<ByToken>();
    rows.equal(user.token_key(token.contract)).rows().find(|row| row.balance.token() == token)
}

/// Whether an account has a row for its balance of a token. To one that has none, who sends tokens pays for the row.
pub(crate) fn has_balance(owner: Name, token: ExtendedSymbol) -> bool {
    View::<Balance>::of(token.contract, owner).contains(token.sym.code().0)
}
