//! What was brought to the chain a short time ago: who asks for the same again gets the same answer.
//!
//! An answer may be lost on its way, and the nonce of what was signed is used up.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use antelope::{Checksum256, TimePoint};

use super::Relayed;
use crate::clock::later;

/// How long an answer is kept: as long as clients let a signature be good.
const LIFETIME: Duration = Duration::from_secs(600);

/// The most answers that are kept.
const MOST: usize = 10_000;

/// Answers, by the hash of what was asked.
#[derive(Debug, Default)]
pub(super) struct Recent {
    answers: BTreeMap<Checksum256, Relayed>,
    /// When each is forgotten, oldest first.
    ends: VecDeque<(TimePoint, Checksum256)>,
}

impl Recent {
    pub(super) fn get(&mut self, digest: &Checksum256, now: TimePoint) -> Option<Relayed> {
        self.forget(now, MOST);
        self.answers.get(digest).cloned()
    }

    pub(super) fn keep(&mut self, digest: Checksum256, now: TimePoint, relayed: Relayed) {
        self.forget(now, MOST - 1);
        if self.answers.insert(digest, relayed).is_none() {
            self.ends.push_back((later(now, LIFETIME), digest));
        }
    }

    fn forget(&mut self, now: TimePoint, most: usize) {
        while let Some((end, digest)) = self.ends.front() {
            if *end > now && self.ends.len() <= most {
                break;
            }
            self.answers.remove(digest);
            self.ends.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: usize) -> Checksum256 {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_le_bytes());
        Checksum256(bytes)
    }

    fn relayed(block_num: u32) -> Relayed {
        let transaction_id = Checksum256::default();
        Relayed { transaction_id, block_num, ram_bytes: 0, return_values: Vec::new() }
    }

    #[test]
    fn answers_are_kept_for_a_while_and_not_more_than_a_number() {
        let mut recent = Recent::default();
        let now = TimePoint(0);
        recent.keep(digest(1), now, relayed(1));
        assert_eq!(recent.get(&digest(1), now), Some(relayed(1)));
        assert_eq!(recent.get(&digest(2), now), None);
        assert_eq!(recent.get(&digest(1), later(now, LIFETIME)), None);
        for number in 0..=MOST {
            recent.keep(digest(number), now, relayed(1));
        }
        assert_eq!((recent.answers.len(), recent.ends.len()), (MOST, MOST));
        assert_eq!(recent.get(&digest(0), now), None);
        assert_eq!(recent.get(&digest(MOST), now), Some(relayed(1)));
    }
}
