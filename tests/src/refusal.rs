//! Refusals: an action that must fail, for one reason, and change nothing.

use std::{fmt::Debug, future::Future, panic::Location};

use antelope::{ContractError, Name};

use crate::World;

/// A reason for which an action may be refused.
pub trait Refusal: Debug {
    /// Whether `error` says this.
    fn is_in(&self, error: &sdk::Error) -> bool;
}

impl<E: ContractError + PartialEq + Debug> Refusal for E {
    fn is_in(&self, error: &sdk::Error) -> bool {
        error.contract_error().as_ref() == Some(self)
    }
}

/// The authority of this account is missing.
#[derive(Clone, Copy, Debug)]
pub struct Missing(pub Name);

impl Refusal for Missing {
    fn is_in(&self, error: &sdk::Error) -> bool {
        error.missing_authority() == Some(self.0)
    }
}

impl World {
    /// Checks that `action` is refused for this reason, and that nothing of the network has changed.
    ///
    /// # Panics
    /// When it is not so, with the place of the call.
    #[track_caller]
    pub fn refuses<T: Debug>(
        &self,
        reason: impl Refusal,
        action: impl Future<Output = sdk::Result<T>>,
    ) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let before = self.snapshot().await;
            match action.await {
                Ok(done) => panic!("{place}: accepted, not refused with {reason:?}: {done:?}"),
                Err(error) => {
                    assert!(reason.is_in(&error), "{place}: refused not with {reason:?}: {error}");
                }
            }
            assert_eq!(self.snapshot().await, before, "{place}: a refusal has changed something");
        }
    }
}
