//! What users have used up of a relayer: requests, and RAM.
//!
//! How much there is, is the business of [`policy`](super::policy). Time comes in as an argument.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use antelope::TimePoint;
use protocol::vaddress::Address;

use super::{policy::Limits, refusal::Refusal};
use crate::clock::later;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: i64 = 86_400_000_000;

/// Whose requests are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    /// A user's, who has signed them.
    User(Address),
    /// Those that open virtual accounts, which nobody has signed.
    Newcomers,
}

/// What was used up.
#[derive(Debug)]
pub(super) struct Quotas {
    limits: Limits,
    parties: BTreeMap<Party, Usage>,
    all: Ram,
}

/// What one party has used up.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    /// When its requests would be over if they came one after another, as often as they may.
    due: TimePoint,
    pending: u32,
    ram: Ram,
}

/// The RAM that was used up in a day, in bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Ram {
    day: i64,
    bytes: i64,
}

impl Ram {
    fn today(&mut self, now: TimePoint) -> &mut i64 {
        let day = now.0.div_euclid(DAY);
        if day != self.day {
            *self = Self { day, bytes: 0 };
        }
        &mut self.bytes
    }

    /// Whether `limit` leaves room for `bytes` more.
    fn has(&mut self, now: TimePoint, bytes: i64, limit: i64) -> bool {
        let used = *self.today(now);
        // Who has used up all may still give back.
        used < limit && used.saturating_add(bytes) <= limit || bytes < 0
    }

    fn add(&mut self, now: TimePoint, bytes: i64) {
        let used = self.today(now);
        *used = used.saturating_add(bytes).max(0);
    }
}

impl Quotas {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, parties: BTreeMap::new(), all: Ram::default() }
    }

    fn enter(&mut self, party: Party, now: TimePoint) -> Result<(), Refusal> {
        let limits = self.limits;
        let (per_minute, most) = match party {
            Party::User(_) => (limits.requests_per_minute, limits.pending_per_user),
            Party::Newcomers => (limits.openings_per_minute, u32::MAX),
        };
        if self.parties.len() >= limits.users && !self.parties.contains_key(&party) {
            let today = now.0.div_euclid(DAY);
            self.parties.retain(|_, usage| {
                let has_ram = usage.ram.day == today && usage.ram.bytes > 0;
                usage.pending > 0 || usage.due > now || has_ram
            });
            if self.parties.len() >= limits.users {
                return Err(Refusal::Busy);
            }
        }
        let usage = self.parties.entry(party).or_default();
        if usage.pending >= most {
            return Err(Refusal::TooMany);
        }
        let Some(interval) = MINUTE.checked_div(per_minute) else {
            return Err(Refusal::TooOften(MINUTE));
        };
        let due = later(usage.due.max(now), interval);
        let wait = due.0.saturating_sub(later(now, MINUTE).0);
        if let Ok(wait @ 1..) = u64::try_from(wait) {
            return Err(Refusal::TooOften(Duration::from_micros(wait)));
        }
        usage.due = due;
        usage.pending += 1;
        Ok(())
    }

    fn reserve(&mut self, party: Party, now: TimePoint, bytes: i64) -> Result<(), Refusal> {
        let (limit, whose) = match party {
            Party::User(_) => (self.limits.ram_per_user, "of the user"),
            Party::Newcomers => (self.limits.ram_for_openings, "for virtual accounts"),
        };
        let usage = self.parties.entry(party).or_default();
        if !usage.ram.has(now, bytes, limit) {
            return Err(Refusal::Ram(whose));
        }
        if !self.all.has(now, bytes, self.limits.ram_for_all) {
            return Err(Refusal::Ram("for all"));
        }
        self.add(party, now, bytes);
        Ok(())
    }

    fn add(&mut self, party: Party, now: TimePoint, bytes: i64) {
        self.parties.entry(party).or_default().ram.add(now, bytes);
        self.all.add(now, bytes);
    }

    fn leave(&mut self, party: Party) {
        if let Some(usage) = self.parties.get_mut(&party) {
            usage.pending = usage.pending.saturating_sub(1);
        }
    }
}

/// A request that is under way. It is over when this is dropped.
#[derive(Debug)]
pub(super) struct Ticket<'a> {
    quotas: &'a Mutex<Quotas>,
    party: Party,
    reserved: i64,
}

impl<'a> Ticket<'a> {
    /// Counts another request.
    ///
    /// # Errors
    /// When there are too many, in a minute or at the same time.
    pub(super) fn enter(
        quotas: &'a Mutex<Quotas>,
        party: Party,
        now: TimePoint,
    ) -> Result<Self, Refusal> {
        lock(quotas).enter(party, now)?;
        Ok(Self { quotas, party, reserved: 0 })
    }

    /// Sets RAM aside, in bytes; it stays so until [`spend`](Self::spend) says what was used up.
    ///
    /// # Errors
    /// When there is not so much left for today, or nothing at all.
    pub(super) fn reserve(&mut self, now: TimePoint, bytes: i64) -> Result<(), Refusal> {
        lock(self.quotas).reserve(self.party, now, bytes)?;
        self.reserved = bytes;
        Ok(())
    }

    /// Counts the RAM that was used up, in place of what was set aside.
    pub(super) fn spend(&mut self, now: TimePoint, bytes: i64) {
        let more = bytes.saturating_sub(self.reserved);
        lock(self.quotas).add(self.party, now, more);
        self.reserved = bytes;
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(self.quotas).leave(self.party);
    }
}

fn lock(quotas: &Mutex<Quotas>) -> MutexGuard<'_, Quotas> {
    // Counts are whole after each step, whatever happened to whoever made it.
    quotas.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use antelope::Checksum160;
    use proptest::prelude::*;

    use super::*;

    const NOON: TimePoint = TimePoint(DAY / 2);

    fn user(byte: u8) -> Party {
        Party::User(Address(Checksum160([byte; 20])))
    }

    fn at(seconds: u64) -> TimePoint {
        later(NOON, Duration::from_secs(seconds))
    }

    fn quotas(change: impl FnOnce(&mut Limits)) -> Mutex<Quotas> {
        let mut limits = Limits::default();
        change(&mut limits);
        Mutex::new(Quotas::new(limits))
    }

    #[test]
    fn requests_of_a_minute_are_limited_for_each_user() {
        let quotas = quotas(|limits| limits.requests_per_minute = 3);
        let enter = |who, seconds| Ticket::enter(&quotas, user(who), at(seconds)).map(drop);
        for _ in 0..3 {
            enter(1, 0).unwrap();
        }
        let Err(Refusal::TooOften(wait)) = enter(1, 0) else { panic!("not refused") };
        assert_eq!(wait, Duration::from_secs(20));
        enter(2, 0).unwrap();
        assert!(enter(1, 19).is_err());
        enter(1, 20).unwrap();
        assert!(enter(1, 20).is_err(), "one is due each twenty seconds");
        // A clock that goes back does not free anybody.
        assert!(Ticket::enter(&quotas, user(1), NOON).is_err());
    }

    #[test]
    fn nobody_comes_in_where_no_request_is_allowed() {
        let quotas = quotas(|limits| limits.requests_per_minute = 0);
        assert!(matches!(Ticket::enter(&quotas, user(1), NOON), Err(Refusal::TooOften(_))));
    }

    #[test]
    fn requests_under_way_are_limited_until_they_are_over() {
        let quotas = quotas(|_| ());
        let first = Ticket::enter(&quotas, user(1), NOON).unwrap();
        assert!(matches!(Ticket::enter(&quotas, user(1), NOON), Err(Refusal::TooMany)));
        Ticket::enter(&quotas, user(2), NOON).unwrap();
        drop(first);
        Ticket::enter(&quotas, user(1), NOON).unwrap();
    }

    #[test]
    fn ram_of_a_day_is_limited_for_each_and_for_all() {
        let quotas = quotas(|limits| {
            (limits.ram_per_user, limits.ram_for_all, limits.ram_for_openings) = (100, 150, 10);
        });
        let spend = |party, now, bytes| {
            let mut ticket = Ticket::enter(&quotas, party, now)?;
            ticket.reserve(now, bytes)?;
            ticket.spend(now, bytes);
            Ok::<_, Refusal>(())
        };
        spend(user(1), NOON, 100).unwrap();
        for bytes in [0, 1, i64::MAX] {
            let Err(Refusal::Ram(whose)) = spend(user(1), NOON, bytes) else { panic!("{bytes}") };
            assert_eq!(whose, "of the user");
        }
        // What is given back is there again.
        spend(user(1), NOON, -30).unwrap();
        spend(user(1), NOON, 30).unwrap();
        let Err(Refusal::Ram(whose)) = spend(Party::Newcomers, NOON, 11) else { panic!() };
        assert_eq!(whose, "for virtual accounts");
        spend(user(2), NOON, 50).unwrap();
        let Err(Refusal::Ram(whose)) = spend(user(3), NOON, 1) else { panic!() };
        assert_eq!(whose, "for all");
        spend(user(1), at(86_400), 100).unwrap();
    }

    #[test]
    fn users_who_have_used_up_nothing_are_forgotten() {
        let quotas = quotas(|limits| limits.users = 2);
        let mut first = Ticket::enter(&quotas, user(1), NOON).unwrap();
        first.reserve(NOON, 7).unwrap();
        drop(first);
        drop(Ticket::enter(&quotas, user(2), NOON).unwrap());
        assert!(matches!(Ticket::enter(&quotas, user(3), NOON), Err(Refusal::Busy)));
        Ticket::enter(&quotas, user(3), at(60)).unwrap();
        assert!(lock(&quotas).parties.contains_key(&user(1)), "it has used up RAM");
    }

    proptest! {
        /// However requests come, no minute has more than are allowed at once and in a minute's time.
        #[test]
        fn no_minute_has_twice_as_many(gaps in prop::collection::vec(0u64..30, 1..100), most in 1u32..10) {
            let quotas = quotas(|limits| limits.requests_per_minute = most);
            let mut now = 0;
            let mut times = Vec::new();
            for gap in gaps {
                now += gap;
                if Ticket::enter(&quotas, user(1), at(now)).is_ok() {
                    times.push(now);
                }
            }
            for start in &times {
                let of_minute = times.iter().filter(|time| (*start..start + 60).contains(time));
                prop_assert!(of_minute.count() <= 2 * most as usize);
            }
        }

        /// What is counted is what was used up, never below zero, and all is never less than one.
        #[test]
        fn ram_adds_up(steps in prop::collection::vec((0u8..3, -50i64..100), 1..60)) {
            let quotas = quotas(|limits| limits.requests_per_minute = 1_000);
            for (who, bytes) in steps {
                let mut ticket = Ticket::enter(&quotas, user(who), NOON).unwrap();
                if ticket.reserve(NOON, 10).is_ok() {
                    ticket.spend(NOON, bytes);
                }
                let quotas = lock(&quotas);
                for usage in quotas.parties.values() {
                    prop_assert!(usage.ram.bytes >= 0);
                }
                prop_assert!(quotas.all.bytes >= 0);
            }
        }
    }
}
