//! Campaigns: what is asked of workers, by whom, for what reward.

use alloc::{string::String, vec::Vec};

use antelope::{Describe, ExtendedAsset, Name, Pack, Unpack, name, table::Row};

use super::{Error, qualification::Qualification, review::Review};
use crate::vaddress::VAddress;

/// Where a document is: the kind of place, and its address there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "tuple_uint8_string", alias = "content")]
pub struct Content {
    /// The kind of place; [`Content::IPFS`] is the only one.
    #[abi(rename = "field_0")]
    pub kind: u8,
    /// The address; a CID.
    #[abi(rename = "field_1")]
    pub address: String,
}

impl Content {
    /// The kind of a document on IPFS.
    pub const IPFS: u8 = 0;

    /// A document on IPFS.
    pub const fn ipfs(cid: String) -> Self {
        Self { kind: Self::IPFS, address: cid }
    }

    /// Checks kind and length.
    ///
    /// # Errors
    /// [`Error::BadContent`] or [`Error::ContentTooLong`].
    pub fn validate(&self, max_len: u32) -> Result<(), Error> {
        if self.kind != Self::IPFS {
            return Err(Error::BadContent);
        }
        if self.address.len() as u64 > u64::from(max_len) {
            return Err(Error::ContentTooLong);
        }
        Ok(())
    }
}

/// A campaign. Scope: the contract.
///
/// Tasks of all its batches share one space of indices, which only grows.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe)]
#[abi(name = "campaign")]
pub struct Campaign {
    /// Counts up over all campaigns; never used again.
    pub id: u32,
    /// How many tasks have been given out as often as they are to be done.
    pub reservations_done: u32,
    /// How many results have been submitted.
    pub total_submissions: u32,
    /// How many tasks have been published, less those that a removal took away before they were given out.
    /// There is work while this exceeds `reservations_done`.
    pub total_tasks: u32,
    /// The first batch that has something fresh to give out; a number that is no such batch's when none has.
    pub active_batch: u32,
    /// How many batches have been made: the id of the next one.
    pub num_batches: u32,
    /// Who may change it, and is refunded.
    pub owner: VAddress,
    /// Whether new reservations are stopped.
    pub paused: bool,
    /// The campaign's document.
    pub content: Content,
    /// How long a worker holds a task, in seconds. With 0 a reservation lapses at once: the next worker to ask may
    /// take the task over.
    pub max_task_time: u32,
    /// What a result earns, in batches made from now on.
    pub reward: ExtendedAsset,
    /// Who may work on it: all of these must hold.
    pub qualis: Vec<Qualification>,
    /// The end of the campaign's space of task indices: where the next published batch starts.
    pub end_task_idx: u32,
    /// How many rows of batches there are.
    pub live_batches: u32,
    /// The number of the next reservation or given-back task; with the campaign it makes the row's id.
    pub next_reservation: u32,
    /// The terms of review of batches published from now on.
    pub review: Review,
    /// Batches before this one have been removed by cancelling.
    pub cancelled: u32,
    /// Of those who stand by, all with a number before this one have been offered a task, and the others wait.
    pub first_waiting: u32,
}

impl Campaign {
    /// A campaign in which nothing has happened yet.
    pub const fn new(
        id: u32,
        owner: VAddress,
        content: Content,
        max_task_time: u32,
        reward: ExtendedAsset,
        qualis: Vec<Qualification>,
        review: Review,
    ) -> Self {
        Self {
            id,
            reservations_done: 0,
            total_submissions: 0,
            total_tasks: 0,
            active_batch: 0,
            num_batches: 0,
            owner,
            paused: false,
            content,
            max_task_time,
            reward,
            qualis,
            end_task_idx: 0,
            live_batches: 0,
            next_reservation: 0,
            review,
            cancelled: 0,
            first_waiting: 0,
        }
    }

    /// Takes the next id for a reservation or a given-back task.
    ///
    /// # Errors
    /// [`Error::ReservationIdsUsedUp`] after 2^32 of them.
    pub fn take_reservation_id(&mut self) -> Result<u64, Error> {
        let id = antelope::table::composite(self.id, self.next_reservation);
        self.next_reservation =
            self.next_reservation.checked_add(1).ok_or(Error::ReservationIdsUsedUp)?;
        Ok(id)
    }
}

impl Row for Campaign {
    const TABLE: Name = name!("campaign");
    type Indices = ();

    fn primary_key(&self) -> u64 {
        u64::from(self.id)
    }
}
