//! Blocks: how the pending one ends and the next begins.
//!
//! When they end is for others to say; what they held is remembered by [`node`](crate::node).

use antelope::{BlockTimestamp, Name, PackedAction, PermissionLevel, Transaction, name};

use super::Chain;
use crate::{
    authority::{ACTIVE, follow_producers},
    feature::{Feature, Features},
    pending::PendingBlock,
    state::Block,
    transaction::{Input, SYSTEM, forget_expired},
};

impl Chain {
    /// Closes the pending block and begins the next, half a second later.
    pub fn produce_block(&mut self) -> Block {
        self.start_block();
        self.state.end_block_of_resources(self.state.head.number.saturating_add(1));
        let block = Block {
            time: self.pending.time,
            producer: self.producer(),
            previous: self.state.head.id,
            transaction_mroot: self.pending.transaction_mroot(),
            action_mroot: self.pending.action_mroot(),
            schedule_version: self.state.settings.schedule_version,
            activated: self.pending.activated,
            ..Block::default()
        };
        let block = block.sealed();
        self.state.head = block;
        // The low 16 bits, as transactions refer to blocks.
        self.state.blocks.insert(block.number as u16, block.id);
        self.pending = PendingBlock::at(BlockTimestamp(block.time.0.saturating_add(1)));
        block
    }

    /// Lets the pending block be one of a later time. A block with transactions is closed first.
    pub fn skip_to(&mut self, time: BlockTimestamp) {
        if self.pending.started && self.pending.time < time {
            self.produce_block();
        }
        self.pending.time = self.pending.time.max(time);
    }

    /// Closes the pending block; the next one is made so many seconds later.
    pub fn advance(&mut self, seconds: u32) {
        let block = self.produce_block();
        self.skip_to(BlockTimestamp(block.time.0.saturating_add(seconds.saturating_mul(2))));
    }

    /// Does what begins a block: old transactions are forgotten, features become active, and the system contract is
    /// told of the block before.
    pub(super) fn start_block(&mut self) {
        if self.pending.started {
            return;
        }
        self.pending.started = true;
        let now = self.now();
        forget_expired(&mut self.state, now);
        let preactivated = self.state.settings.preactivated;
        if preactivated != Features::default() {
            let settings = self.state.settings.change();
            settings.features.insert_all(preactivated);
            settings.preactivated = Features::default();
            self.pending.activated = preactivated;
        }
        let action = PackedAction {
            account: SYSTEM,
            name: name!("onblock"),
            authorization: vec![PermissionLevel { actor: SYSTEM, permission: ACTIVE }],
            data: self.state.head.header(),
        };
        let mut signed = self.unsigned(vec![action]);
        if self.state.settings.features.contains(Feature::NoDuplicateDeferredId) {
            let actions = std::mem::take(&mut signed.transaction.actions);
            signed.transaction = Transaction { actions, ..Transaction::default() };
        }
        // A system contract without such an action fails, which is no matter.
        let input =
            Input { signed, provided: None, from_outside: false, dry_run: None, carried: None };
        let _ = self.execute(input);
        follow_producers(&mut self.state);
    }

    /// Who makes the blocks.
    fn producer(&self) -> Name {
        self.state.settings.producers.first().map_or(SYSTEM, |first| first.name)
    }
}
