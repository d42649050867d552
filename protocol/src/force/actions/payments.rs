//! Payments: cashed by workers.
//!
//! Their rows are in [`payment`](crate::force::payment).

use antelope::{Action, Describe, Pack, Signature, Unpack};

use crate::signed::{
    OptionalFee, OptionalSignature, OptionalTerms, Proof, Signed, Terms, proof::Details,
};

/// Pays out what a worker has earned, to the worker's virtual account.
///
/// # Authorization
/// The worker.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "payout")]
pub struct Payout {
    /// The payment.
    pub payment_id: u64,
    /// The worker's, if the worker holds a key.
    pub sig: OptionalSignature,
    /// What was signed beside the arguments.
    pub terms: OptionalTerms,
    /// The relayer's fee, out of the payment.
    pub fee: OptionalFee,
}

impl Signed for Payout {
    fn proof(&self) -> Proof<'_> {
        let proof = Proof::of_extensions(&self.sig, &self.terms);
        let fee = match self.fee.0 {
            Some(Some(_)) => 1 + 24,
            Some(None) => 1,
            None => 0,
        };
        let details = Details { fee: self.fee.0.flatten(), ..Details::default() };
        Proof { after: proof.after + fee, details, ..proof }
    }

    fn set_proof(&mut self, signature: Signature, terms: Terms) {
        self.sig = Some(signature).into();
        self.terms = Some(terms).into();
    }
}
