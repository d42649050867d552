//! Which resource was not enough, and by how much: read from the words of a node.
//!
//! What to do about it is said by [`advice`](super::advice).

use std::fmt;

use antelope::Name;

use super::ChainError;

/// A resource of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Resource {
    /// Room for rows, code and permissions; in bytes, held until they are removed.
    Ram,
    /// The size of transactions; in bytes, regained over a day.
    Net,
    /// The time that transactions take; in microseconds, regained over a day.
    Cpu,
    /// Room in the block that is being made: there is more in the next one.
    Block,
    /// The time that this node gives to one request; in microseconds.
    NodeTime,
}

/// A resource that was not enough for a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shortage {
    /// Which resource.
    pub resource: Resource,
    /// Whose it is, where that is known.
    pub account: Option<Name>,
    /// How much was needed, or used until it was too much; in the resource's unit.
    pub needed: Option<u64>,
    /// How much there was.
    pub available: Option<u64>,
    /// Whether it is the limit of one transaction, and not what the account has: more of the resource would not help.
    pub is_of_transaction: bool,
}

impl Shortage {
    /// The shortage that a chain's error tells of; RAM's account is in its text, others are `payer`'s.
    pub(super) fn of(error: &ChainError, payer: Option<Name>) -> Option<Self> {
        let text = error.details.first().map_or("", String::as_str);
        let resource = match error.code {
            3_080_001 => Resource::Ram,
            3_080_002 | 3_080_007 => Resource::Net,
            3_080_004 | 3_080_008 => Resource::Cpu,
            3_080_003 | 3_080_005 => Resource::Block,
            3_080_006 => Resource::NodeTime,
            _ => return None,
        };
        let first = |markers: &[&str]| markers.iter().find_map(|marker| number(text, marker));
        let (needed, available) = match resource {
            Resource::Ram => (first(&["needs "]), first(&[" has "])),
            Resource::Net => (first(&["too high: "]), first(&[" > "])),
            _ => (
                first(&[
                    "too long ",
                    "billed CPU time (",
                    "deadline exceeded ",
                    "in block: ",
                    "transaction ",
                ]),
                first(&[
                    "limit ",
                    "max_transaction_cpu_usage ",
                    "max_cpu_usage_ms ",
                    "max-transaction-time ",
                    "max time ",
                    "transaction (",
                    "block (",
                    " > ",
                ]),
            ),
        };
        let account = match resource {
            Resource::Ram => {
                text.strip_prefix("account ").and_then(|text| text.split(' ').next()?.parse().ok())
            }
            Resource::Net | Resource::Cpu => payer,
            _ => None,
        };
        let limits = [
            "max_transaction_cpu_usage",
            "max_cpu_usage_ms",
            "max-transaction-time",
            "trx max time",
        ];
        let is_of_transaction = limits.iter().any(|limit| text.contains(limit));
        Some(Self { resource, account, needed, available, is_of_transaction })
    }
}

impl fmt::Display for Shortage {
    /// `alice has 1200 bytes of ram, 1500 are needed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, resource) = match self.resource {
            Resource::Ram => ("bytes", "ram"),
            Resource::Net => ("bytes", "net"),
            Resource::Cpu => ("µs", "cpu"),
            Resource::Block => ("units", "room in the block"),
            Resource::NodeTime => ("µs", "the node's time"),
        };
        match self.account {
            Some(account) => write!(f, "{account} has ")?,
            None => f.write_str("there are ")?,
        }
        match self.available {
            Some(available) => write!(f, "{available} {unit} of {resource}")?,
            None => write!(f, "not enough {resource}")?,
        }
        match self.needed {
            Some(needed) => write!(f, ", {needed} are needed"),
            None => Ok(()),
        }
    }
}

/// The number that follows the first `marker` in a text with a number after it.
fn number(text: &str, marker: &str) -> Option<u64> {
    text.match_indices(marker).find_map(|(place, _)| {
        let rest = text.get(place + marker.len()..)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use antelope::name;

    use super::*;

    #[test]
    fn figures_are_read_from_the_words_of_a_node() {
        let payer = Some(name!("bob"));
        // As leap words them.
        let table = [
            (
                3_080_001,
                "account alice has insufficient ram; needs 1500 bytes has 1200 bytes",
                Resource::Ram,
                Some(name!("alice")),
                Some(1_500),
                Some(1_200),
                false,
            ),
            (
                3_080_002,
                "transaction net usage is too high: 208 > 112",
                Resource::Net,
                payer,
                Some(208),
                Some(112),
                false,
            ),
            (
                3_080_003,
                "not enough space left in block: 208 > 112",
                Resource::Block,
                None,
                Some(208),
                Some(112),
                false,
            ),
            (
                3_080_004,
                "billed CPU time (305 us) is greater than the maximum billable CPU time for the transaction (219 us) reached account cpu limit 219us",
                Resource::Cpu,
                payer,
                Some(305),
                Some(219),
                false,
            ),
            (
                3_080_004,
                "transaction 00ff was executing for too long 30123us with a subjective cpu of (77 us) reached node configured max-transaction-time 30000us",
                Resource::Cpu,
                payer,
                Some(30_123),
                Some(30_000),
                true,
            ),
            (
                3_080_004,
                "transaction 00ff was executing for too long 151us reached on chain max_transaction_cpu_usage 150us",
                Resource::Cpu,
                payer,
                Some(151),
                Some(150),
                true,
            ),
            (
                3_080_005,
                "billed CPU time (305 us) is greater than the billable CPU time left in the block (219 us)",
                Resource::Block,
                None,
                Some(305),
                Some(219),
                false,
            ),
            (
                3_080_006,
                "deadline exceeded 30005us",
                Resource::NodeTime,
                None,
                Some(30_005),
                None,
                false,
            ),
            (
                3_080_007,
                "greylisted transaction net usage is too high: 208 > 112",
                Resource::Net,
                payer,
                Some(208),
                Some(112),
                false,
            ),
            // Other words give no figures, and no panic.
            (3_080_001, "account NOBODY has", Resource::Ram, None, None, None, false),
            (
                3_080_002,
                "too high: 99999999999999999999999 > ",
                Resource::Net,
                payer,
                None,
                None,
                false,
            ),
            (3_080_004, "", Resource::Cpu, payer, None, None, false),
        ];
        for (code, text, resource, account, needed, available, is_of_transaction) in table {
            let details = vec![text.to_owned()];
            let (name, what) = (String::new(), String::new());
            let error = ChainError { http_status: 500, code, name, what, details };
            let expected = Shortage { resource, account, needed, available, is_of_transaction };
            assert_eq!(Shortage::of(&error, payer), Some(expected), "{text}");
        }
    }

    #[test]
    fn shortage_reads_like_a_sentence() {
        let shortage = Shortage {
            resource: Resource::Ram,
            account: Some(name!("alice")),
            needed: Some(1_500),
            available: Some(1_200),
            is_of_transaction: false,
        };
        assert_eq!(shortage.to_string(), "alice has 1200 bytes of ram, 1500 are needed");
        let unknown = Shortage {
            resource: Resource::Cpu,
            account: None,
            needed: None,
            available: None,
            ..shortage
        };
        assert_eq!(unknown.to_string(), "there are not enough cpu");
    }
}
