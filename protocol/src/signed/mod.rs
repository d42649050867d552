//! Users without an account of the chain: what such a user signs, and how the signature is checked.
//!
//! A user who holds a key is an [`Address`](crate::vaddress::Address); somebody else, the relayer, brings the signed
//! action to the chain. The signature covers the action's data with nothing left out but itself, and the data ends with
//! the [`Terms`]: for which chain, contract and action, under which nonce, until when, by whose hands. Both contracts
//! and the client use this module; what a contract then does is its own matter.

pub mod actions;
mod error;
mod fee;
pub mod proof;
pub mod terms;
pub mod text;

use antelope::{ExtendedAsset, Extension, Signature};

pub use error::Error;
pub use fee::{fee_on, take_fee};
pub use proof::{Proof, Signed};
pub use terms::{Method, Place, Terms};

/// The signature of a user without an account of the chain.
pub type OptionalSignature = Extension<Option<Signature>>;

/// The terms of a signature.
pub type OptionalTerms = Extension<Option<Terms>>;

/// The fee of a relayer.
pub type OptionalFee = Extension<Option<ExtendedAsset>>;

/// Makes actions of the tasks contract [`Signed`]: they end with `sig` and `terms`.
///
/// Those after `payer:` may leave out who pays; before terms that is not possible, so whoever signs names the relayer.
macro_rules! signed_actions {
    ($($action:ident),*; payer: $($paid:ident),* $(,)?) => {
        $(signed_actions!(@one $action, |_: &mut $action, _| ());)*
        $(signed_actions!(@one $paid, |action: &mut $paid, relayer| {
            action.payer.0.get_or_insert(relayer);
        });)*
    };
    (@one $action:ident, $name_payer:expr) => {
        impl $crate::signed::Signed for $action {
            fn proof(&self) -> $crate::signed::Proof<'_> {
                $crate::signed::Proof::of_extensions(&self.sig, &self.terms)
            }

            fn set_proof(&mut self, signature: antelope::Signature, terms: $crate::signed::Terms) {
                $name_payer(self, terms.relayer);
                self.sig = Some(signature).into();
                self.terms = Some(terms).into();
            }
        }
    };
}

pub(crate) use signed_actions;
