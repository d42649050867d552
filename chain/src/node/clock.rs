//! Time: which slot the pending block is of, and when it ends.
//!
//! What time it is outside is an argument. Without one, time is what blocks make it.

use antelope::{BlockTimestamp, TimePoint};

use super::{Event, Node};
use crate::state::Block;

impl Node {
    /// Ends the pending block.
    pub fn mine(&mut self) -> Block {
        let block = self.chain.produce_block();
        let record = self.history.add_block(block);
        self.happened(|| Event::Block(record));
        block
    }

    /// Tells the node what time it is. The pending block ends when its time has come, and the last block is then that
    /// of this time's slot: slots in which nothing happened are skipped, but for the last. Time never goes back: a chain
    /// that is ahead of a new clock stays so, and goes on from where it is.
    ///
    /// Gives whether that changed anything.
    pub fn tick(&mut self, now: TimePoint) -> bool {
        let before = (self.clock, self.ahead, self.head().number);
        let head = TimePoint::from(self.head().time);
        // The last block may be one slot early.
        let is_ahead = now.0.saturating_add(self.ahead) < head.0 - BlockTimestamp::MICROSECONDS;
        if self.clock.is_none() && is_ahead {
            self.ahead = head.0.saturating_sub(now.0);
        }
        let slot = BlockTimestamp::at_or_before(TimePoint(now.0.saturating_add(self.ahead)));
        self.clock = Some(slot);
        self.reach(slot);
        before != (self.clock, self.ahead, self.head().number)
    }

    /// Lets so many seconds pass: the pending block ends, and the one after is so much later, with an empty block just
    /// before it. The clock is so much ahead then.
    pub fn warp(&mut self, seconds: u32) -> Block {
        let block = self.mine();
        if seconds == 0 {
            return block;
        }
        if self.clock.is_some() {
            self.ahead = self.ahead.saturating_add(i64::from(seconds) * 1_000_000);
        }
        let slots = seconds.saturating_mul(2) - 1;
        self.chain.skip_to(BlockTimestamp(block.time.0.saturating_add(slots)));
        self.mine()
    }

    /// Ends blocks until the last one is of this slot, if that is still to come. The clock does not know of it.
    pub fn reach(&mut self, slot: BlockTimestamp) {
        if slot < self.pending_slot() {
            return;
        }
        if self.chain.pending_transactions() > 0 {
            self.mine();
        }
        if self.head().time < slot {
            self.chain.skip_to(slot);
            self.mine();
        }
    }

    /// Forgets the clock: the next [`tick`](Self::tick) is of another one.
    pub const fn forget_clock(&mut self) {
        self.clock = None;
    }
}
