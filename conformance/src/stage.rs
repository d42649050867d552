//! From a script to what a chain is given: signed transactions and block times.
//!
//! Both drivers get theirs here, so that they differ in nothing but the chain's id and its blocks' ids.

use antelope::{
    BlockTimestamp, Checksum256, SignedTransaction, TimePoint, TimePointSec, VarUint32,
};

use crate::{
    script::{Script, Step, Transaction},
    world,
};

/// What is done to a chain.
#[derive(Clone, Debug)]
pub enum Command {
    /// Push a transaction.
    Push(Box<SignedTransaction>),
    /// End the block; the next one has this time.
    Block(BlockTimestamp),
}

/// The commands of a script, with the pending block's time; made one after the other.
#[derive(Clone, Debug)]
pub struct Stage {
    chain_id: Checksum256,
    /// The id of block 1, which every transaction refers to.
    reference: Checksum256,
    pending: BlockTimestamp,
    pushed: i64,
}

impl Stage {
    /// For a chain with this id, whose first block has this id and time.
    pub const fn new(
        chain_id: Checksum256,
        reference: Checksum256,
        genesis: BlockTimestamp,
    ) -> Self {
        Self { chain_id, reference, pending: BlockTimestamp(genesis.0 + 1), pushed: 0 }
    }

    /// The commands of the world and of a script, step by step. Only those of the script's steps are of interest, which
    /// begin after the number that comes first.
    ///
    /// # Errors
    /// As [`commands`](Self::commands).
    pub fn all(mut self, script: &Script) -> Result<(usize, Vec<Vec<Command>>), String> {
        let world = world::steps();
        let steps = world.iter().chain(&script.steps);
        let commands = steps.map(|step| self.commands(step)).collect::<Result<_, _>>()?;
        Ok((world.len(), commands))
    }

    /// The commands of a step.
    ///
    /// # Errors
    /// When the step cannot be understood.
    pub fn commands(&mut self, step: &Step) -> Result<Vec<Command>, String> {
        match step {
            Step::Blocks(count) => {
                let block = |_| self.block_after(1);
                Ok((0..*count).map(block).collect())
            }
            Step::Seconds(seconds) => Ok(vec![self.block_after(seconds.saturating_mul(2))]),
            step => {
                let transaction = step.transaction()?;
                let commands = transaction.map(|transaction| self.push(&transaction));
                commands.into_iter().collect()
            }
        }
    }

    fn block_after(&mut self, slots: u32) -> Command {
        self.pending.0 = self.pending.0.saturating_add(slots.max(1));
        Command::Block(self.pending)
    }

    fn push(&mut self, transaction: &Transaction) -> Result<Command, String> {
        let Transaction { actions, context_free_actions, context_free_data, keys, .. } =
            transaction;
        // Transactions of the same actions differ in their expiration, else all but one would be duplicates.
        self.pushed += 1;
        let expires_in = transaction.expires_in.unwrap_or(30 + self.pushed % 3500);
        let now = TimePointSec::from(TimePoint::from(self.pending));
        let expiration = i64::from(now.0).saturating_add(expires_in);
        let number = |offset: usize| -> u32 {
            let bytes = self.reference.0.get(offset..offset + 4).and_then(|it| it.try_into().ok());
            bytes.map_or(0, u32::from_le_bytes)
        };
        let signed = antelope::Transaction {
            expiration: TimePointSec(u32::try_from(expiration).unwrap_or(0)),
            ref_block_num: if transaction.lost_reference { 999 } else { 1 },
            ref_block_prefix: number(8),
            max_net_usage_words: VarUint32(transaction.max_net_usage_words),
            max_cpu_usage_ms: transaction.max_cpu_usage_ms,
            delay_sec: VarUint32(transaction.delay_sec),
            actions: actions.iter().map(|one| one.packed()).collect::<Result<_, _>>()?,
            context_free_actions: (context_free_actions.iter())
                .map(|one| one.packed())
                .collect::<Result<_, _>>()?,
            ..antelope::Transaction::default()
        };
        let digest = signed.signing_digest(&self.chain_id, context_free_data);
        let keys = keys.as_deref().unwrap_or(&[0]);
        let signatures = keys.iter().map(|place| {
            let signer = world::signers().get(*place).ok_or("there is no such key")?;
            signer.sign_digest(&digest).map_err(|error| error.to_string())
        });
        let signatures = signatures.collect::<Result<_, String>>()?;
        let context_free_data = context_free_data.clone();
        let signed = SignedTransaction { transaction: signed, signatures, context_free_data };
        Ok(Command::Push(Box::new(signed)))
    }
}
