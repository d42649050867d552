//! Waiting until a transaction is in a block, or until nothing can undo that.
//!
//! A fork may take a transaction back. It is sent again then, the same one, for as long as it has not expired; and only
//! when it has, and every block that could hold it is irreversible, it is said to be dropped.

use std::{sync::atomic::Ordering, time::Duration};

use antelope::Checksum256;
use serde::Deserialize;
use serde_json::json;

use super::{
    Client, Pending,
    search::{Inclusion, Search, Sight},
};
use crate::{
    clock::{later, since},
    error::{Error, Result},
    info::Info,
    transport::TransportError,
};

/// How often to look: a chain makes two blocks a second.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How often a transaction that is in no block is sent again.
const SEND_INTERVAL: Duration = Duration::from_secs(3);
/// How long a chain may stand still, or its nodes be silent, until waiting is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait for a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// It is in a block. A fork may still take it back.
    Included,
    /// It is in a block that nothing can undo: some seconds on a chain with instant finality, some minutes on others.
    Irreversible,
}

impl Client {
    /// Waits until a transaction is in a block, or irreversible. While it is in no block and has not expired it is sent
    /// again, so that this may be called for one that was never sent, or whose sending broke off.
    ///
    /// # Errors
    /// When it can be in no block any more ([`Error::is_dropped`]): then, and only then, the same may be signed anew. When
    /// the chain stands still or its nodes do not answer for a minute, which leaves open what becomes of it
    /// ([`Error::is_undecided`]).
    pub async fn wait(&self, pending: &Pending, until: Until) -> Result<Inclusion> {
        let clock = self.clock()?;
        let mut search = Search::new(pending);
        let mut next_send = clock.now();
        let mut refusal = None;
        let mut head = (clock.now(), None);
        loop {
            let fault = match self.look(&mut search, pending).await {
                Ok((info, sight)) => {
                    match sight {
                        Sight::Included(inclusion)
                            if until == Until::Included || inclusion.is_irreversible =>
                        {
                            return Ok(inclusion);
                        }
                        Sight::Included(_) => {}
                        Sight::Never => return Err(Error::dropped(refusal)),
                        Sight::NotYet => {
                            let is_alive = info.head_block_time <= pending.expiration();
                            if is_alive && clock.now() >= next_send {
                                next_send = later(clock.now(), SEND_INTERVAL);
                                refusal = self.send_again(pending).await;
                            }
                        }
                    }
                    if head.1 != Some(info.head_block_id) {
                        head = (clock.now(), Some(info.head_block_id));
                    }
                    None
                }
                Err(error) if error.may_pass() => Some(error),
                Err(error) => return Err(error.undecided()),
            };
            if since(clock.now(), head.0) > PATIENCE {
                let silence = || {
                    let text = format!("no new block for {PATIENCE:?}");
                    Error::from(TransportError::timeout(text))
                };
                return Err(fault.unwrap_or_else(silence).undecided());
            }
            clock.sleep(POLL_INTERVAL).await;
        }
    }

    async fn look(&self, search: &mut Search, pending: &Pending) -> Result<(Info, Sight)> {
        let info = self.get_info().await?;
        if info.chain_id != pending.chain_id() {
            let cause = format!("it is of the chain {}, not {}", pending.chain_id(), info.chain_id);
            return Err(Error::decode("transaction", cause));
        }
        if let Some(number) = self.told_block(&pending.id()).await? {
            search.look_at(self, pending, number).await?;
        }
        let sight = search.look(self, pending, &info).await?;
        Ok((info, sight))
    }

    /// The block in which a node says that the transaction is, where it tells.
    async fn told_block(&self, id: &Checksum256) -> Result<Option<u32>> {
        #[derive(Deserialize)]
        struct Status {
            state: String,
            block_number: Option<u32>,
        }
        let lacks = &self.shared.lacks_transaction_status;
        if lacks.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let query = json!({ "id": id.to_string() });
        match self.call::<Status>("/v1/chain/get_transaction_status", &query).await {
            Ok(status) => {
                let is_in_block = matches!(status.state.as_str(), "IN_BLOCK" | "IRREVERSIBLE");
                Ok(status.block_number.filter(|_| is_in_block))
            }
            Err(error) if error.is_not_offered() => {
                lacks.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Sends the same transaction again and gives why it was refused, if it was. That is not final: another fork may have
    /// executed it.
    async fn send_again(&self, pending: &Pending) -> Option<Error> {
        let refusal = self.send(pending.signed()).await.err()?;
        (!refusal.is_duplicate() && !refusal.is_expired() && !refusal.may_pass()).then_some(refusal)
    }
}
