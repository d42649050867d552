//! What the C++ contracts cost (branch `v2` of `effectai/effect-network`, commit `f39eccb`, optimised with -O3).
//!
//! Measured on nodeos of the leap 4.1 line, action by action, five runs pooled; CPU net of an action on an account
//! without code, or of a plain token transfer for what begins as one. "First" is a worker's first in a campaign.

/// What one of the reference's actions cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    /// Our row of the same action.
    pub(crate) action: &'static str,
    /// The median of the net CPU, in microseconds.
    pub(crate) cpu_us: u32,
    /// NET, in bytes.
    pub(crate) net_bytes: u64,
    /// The change of RAM, in bytes, for the one who pays; the most frequent.
    pub(crate) ram: &'static str,
}

const fn row(action: &'static str, cpu_us: u32, net_bytes: u64, ram: &'static str) -> Reference {
    Reference { action, cpu_us, net_bytes, ram }
}

/// An action on an account without code, in microseconds.
pub(crate) const EMPTY_CPU_US: u32 = 39;
/// A transfer of `eosio.token`, in microseconds.
pub(crate) const TRANSFER_CPU_US: u32 = 56;

/// The reference's rows.
pub(crate) const REFERENCE: [Reference; 22] = [
    row("vaccount.open", 22, 128, "worker +313"),
    row("vaccount.deposit", 11, 128, "0"),
    row("vaccount.withdraw", 39, 136, "vaccount +240"),
    row("mkcampaign", 21, 192, "requester +219"),
    row("editcampaign", 15, 192, "0"),
    row("mkbatch", 17, 168, "requester +232"),
    row("fund", 8, 128, "0"),
    row("publishbatch", 41, 112, "0"),
    row("rmbatch/draft", 17, 104, "requester -232"),
    row("rmbatch/published", 17, 104, "requester -232"),
    row("rmcampaign", 13, 112, "requester -219"),
    row("reservetask/1 first", 40, 112, "worker +989"),
    row("reservetask/1", 43, 112, "worker +865"),
    row("reservetask/3 first", 38, 112, "worker +865"),
    row("reservetask/3", 38, 112, "worker +865"),
    row("reservetask/nft first", 47, 120, "worker +989"),
    row("reservetask/nft", 43, 120, "worker +865"),
    row("submittask/1 first", 42, 152, "worker +103"),
    row("submittask/1", 39, 152, "worker -553"),
    row("submittask/3 first", 57, 152, "worker -121"),
    row("submittask/3", 40, 152, "worker -553"),
    row("payout", 55, 104, "worker -656"),
];
