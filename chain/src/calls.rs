//! Which functions of the chain code called, and how often.
//!
//! What a call costs is the business of fuel; what several actions called together, of [`report`](crate::report).

use antelope::host::HOST_FUNCTIONS;

/// How often each function of the chain was called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostCalls {
    /// Places in the list of functions with their counts, in the order of the first calls: an action calls a dozen
    /// different functions at most, so that looking through them is faster than anything else.
    counts: Vec<(u8, u64)>,
}

// A place fits a byte.
const _: () = assert!(HOST_FUNCTIONS.len() <= 256);

impl HostCalls {
    /// Counts a call of the function at this place of the list.
    pub(crate) fn count(&mut self, place: u8) {
        match self.counts.iter_mut().find(|(known, _)| *known == place) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((place, 1)),
        }
    }

    /// How often any function was called.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The functions that were called, with how often, in the order of the first calls.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.counts.iter().map(|(place, count)| (HOST_FUNCTIONS[usize::from(*place)].name, *count))
    }
}
