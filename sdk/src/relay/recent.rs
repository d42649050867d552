//! What was brought to the chain a short time ago: who asks for the same again gets the same answer, and what was signed
//! is not taken once more for anything else.
//!
//! An answer may be lost on its way, when the nonce is used up already. And signatures on the chain are for all to see:
//! who sends them again is not to use up what their users may do. For what is forgotten there is the chain's nonce.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use antelope::{Checksum256, TimePoint};
use protocol::signed;

use super::Relayed;
use crate::{client::Pending, clock::later};

/// How long an answer is kept: as long as clients let a signature be good.
const LIFETIME: Duration = Duration::from_secs(600);

/// The most hashes that are kept.
const MOST: usize = 20_000;

/// What was done, by hashes.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// Of requests, and of signed actions that were executed.
    done: BTreeMap<Checksum256, Option<Known>>,
    /// When each is forgotten, oldest first.
    ends: VecDeque<(TimePoint, Checksum256)>,
}

/// What is known of a request that was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It was executed.
    Done(Relayed),
    /// It may have been: the answer was lost. With the RAM that was set aside, in bytes.
    Open(Box<Pending>, i64),
}

impl Recent {
    /// What is known of the request with this hash, if it was made before. `signed` are the hashes of its signed actions.
    ///
    /// # Errors
    /// When one of them was part of another request.
    pub(super) fn get(
        &mut self,
        request: &Checksum256,
        signed: &[Checksum256],
        now: TimePoint,
    ) -> Result<Option<Known>, signed::Error> {
        self.forget(now, MOST);
        if let Some(Some(known)) = self.done.get(request) {
            return Ok(Some(known.clone()));
        }
        match signed.iter().any(|action| self.done.contains_key(action)) {
            true => Err(signed::Error::NonceUsed),
            false => Ok(None),
        }
    }

    /// Keeps the answer to a request.
    pub(super) fn keep(
        &mut self,
        request: Checksum256,
        signed: &[Checksum256],
        now: TimePoint,
        relayed: Relayed,
    ) {
        let signed = signed.iter().map(|action| (*action, None));
        for (hash, known) in signed.chain([(request, Some(Known::Done(relayed)))]) {
            self.insert(hash, known, now);
        }
    }

    /// Keeps what may be executed, so that the same is sent again and nothing else.
    pub(super) fn keep_open(
        &mut self,
        request: Checksum256,
        now: TimePoint,
        pending: Pending,
        ram_bytes: i64,
    ) {
        self.insert(request, Some(Known::Open(Box::new(pending), ram_bytes)), now);
    }

    fn insert(&mut self, hash: Checksum256, known: Option<Known>, now: TimePoint) {
        self.forget(now, MOST - 1);
        if self.done.insert(hash, known).is_none() {
            self.ends.push_back((later(now, LIFETIME), hash));
        }
    }

    fn forget(&mut self, now: TimePoint, most: usize) {
        while let Some((end, hash)) = self.ends.front() {
            if *end > now && self.ends.len() <= most {
                break;
            }
            self.done.remove(hash);
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
        recent.keep(digest(1), &[], now, relayed(1));
        assert_eq!(recent.get(&digest(1), &[], now), Ok(Some(Known::Done(relayed(1)))));
        assert_eq!(recent.get(&digest(2), &[], now), Ok(None));
        assert_eq!(recent.get(&digest(1), &[], later(now, LIFETIME)), Ok(None));
        for number in 0..=MOST {
            recent.keep(digest(number), &[], now, relayed(1));
        }
        assert_eq!((recent.done.len(), recent.ends.len()), (MOST, MOST));
        assert_eq!(recent.get(&digest(0), &[], now), Ok(None));
        assert_eq!(recent.get(&digest(MOST), &[], now), Ok(Some(Known::Done(relayed(1)))));
    }

    #[test]
    fn what_was_signed_for_one_request_is_not_taken_in_another() {
        let mut recent = Recent::default();
        let now = TimePoint(0);
        let signed = [digest(10), digest(11)];
        assert_eq!(recent.get(&digest(1), &signed, now), Ok(None));
        recent.keep(digest(1), &signed, now, relayed(1));
        assert_eq!(recent.get(&digest(1), &signed, now), Ok(Some(Known::Done(relayed(1)))));
        let replayed = recent.get(&digest(2), &signed[1..], now);
        assert_eq!(replayed, Err(signed::Error::NonceUsed));
        // The hash of an action is not that of a request.
        assert_eq!(recent.get(&digest(10), &[], now), Ok(None));
        assert_eq!(recent.get(&digest(2), &signed, later(now, LIFETIME)), Ok(None));
    }
}
