//! How a token contract refuses, in the words of the standard one.

crate::error::contract_errors! {
    /// Why a token contract refused an action.
    pub enum Error {
        /// The symbol is malformed.
        BadSymbol = 1 => "invalid symbol name",
        /// The supply is no valid amount.
        BadSupply = 2 => "invalid supply",
        /// The supply is above zero.
        SupplyNotPositive = 3 => "max-supply must be positive",
        /// The token is there already.
        TokenExists = 4 => "token with symbol already exists",
        /// At most 256 bytes.
        MemoTooLong = 5 => "memo has more than 256 bytes",
        /// No such token to issue.
        TokenNotFound = 6 => "token with symbol does not exist",
        /// The issuer issues to itself.
        IssueToIssuer = 7 => "tokens can only be issued to issuer account",
        /// The amount is no valid one.
        BadQuantity = 8 => "invalid quantity",
        /// Amounts are above zero.
        QuantityNotPositive = 9 => "must transfer positive quantity",
        /// The precision differs.
        PrecisionMismatch = 10 => "symbol precision mismatch",
        /// More than there may be.
        SupplyExceeded = 11 => "quantity exceeds available supply",
        /// Sender and receiver are two.
        ToSelf = 12 => "cannot transfer to self",
        /// The receiver does not exist.
        NoSuchReceiver = 13 => "to account does not exist",
        /// The balance is missing.
        NoBalance = 14 => "no balance object found",
        /// The balance is too low.
        Overdrawn = 15 => "overdrawn balance",
        /// The owner does not exist.
        NoSuchOwner = 16 => "owner account does not exist",
        /// No such token to open.
        SymbolNotFound = 17 => "symbol does not exist",
        /// The balance is gone already.
        AlreadyClosed = 18 => "Balance row already deleted or never existed. Action won't have any effect.",
        /// The balance is not zero.
        BalanceNotZero = 19 => "Cannot close because the balance is not zero.",
        /// The issuer does not exist.
        NoSuchIssuer = 20 => "issuer account does not exist",
    }
}
