//! How a signature is refused, by any contract.

crate::error::contract_errors! {
    /// Why a contract refused the signature of a user without an account of the chain.
    pub enum Error {
        /// The contract has not been told on which chain it is.
        NoChain = 1 => "signatures are not accepted before the chain id is set",
        /// A user who holds a key acts by signature, under terms that are signed, too.
        Missing = 2 => "signature of the key holder and its terms are required",
        /// A signature for another chain.
        OtherChain = 3 => "signed for another chain",
        /// A signature for the same action of another contract.
        OtherContract = 4 => "signed for another contract",
        /// A signature for another action of the contract.
        OtherAction = 5 => "signed for another action",
        /// The last second in which it counts is over.
        Expired = 6 => "signature has expired",
        /// Who brings the action has authorized the transaction, and is not the contract.
        BadRelayer = 7 => "relayer must be another account that authorized the transaction",
        /// Keys are secp256k1 keys, and of the forms that a signature has one is accepted.
        NotCanonical = 8 => "signature is not a canonical one of the kind K1",
        /// No such way of signing.
        UnknownMethod = 9 => "unknown method of signing",
        /// The signature is of another key, or over other arguments or terms.
        Invalid = 10 => "invalid signature",
        /// The nonce was used already, by this action or another.
        NonceUsed = 11 => "nonce is used already",
        /// Actions come in the order of their nonces.
        NonceTooHigh = 12 => "nonce is not the next one",
        /// The nonce has been used up.
        NoncesUsedUp = 13 => "last nonce cannot be used",
        /// The relayer has no virtual account for the token, to which the fee could go.
        NoRelayerAccount = 14 => "relayer has no account for the token of the fee",
        /// A fee is above zero and of the token that is moved.
        BadFee = 15 => "fee must be positive and of the same token",
        /// A fee leaves something of what it is taken from.
        FeeTooHigh = 16 => "fee leaves nothing",
    }
}
