//! How a token contract refuses, in the words of the standard one.

crate::error::contract_errors! {
    /// Why a token contract refused an action.
    pub enum Error {
        /// Of the token to issue, retire or create.
        BadSymbol = 1 => "invalid symbol name",
        /// The symbol is malformed or the amount beyond the range of amounts.
        BadSupply = 2 => "invalid supply",
        /// A token that nobody can issue is no token.
        SupplyNotPositive = 3 => "max-supply must be positive",
        /// A code names one token, whatever its decimals.
        TokenExists = 4 => "token with symbol already exists",
        /// As [`MAX_MEMO`](super::actions::MAX_MEMO) has it.
        MemoTooLong = 5 => "memo has more than 256 bytes",
        /// Nothing of this code can be issued.
        NotCreated = 6 => "token with symbol does not exist, create token before issue",
        /// The issuer hands them on by a transfer.
        IssueToIssuer = 7 => "tokens can only be issued to issuer account",
        /// The symbol is malformed or the amount beyond the range of amounts.
        BadQuantity = 8 => "invalid quantity",
        /// Neither zero nor negative.
        TransferNotPositive = 9 => "must transfer positive quantity",
        /// The code is the token's, the decimals are not.
        PrecisionMismatch = 10 => "symbol precision mismatch",
        /// More than may still be issued.
        SupplyExceeded = 11 => "quantity exceeds available supply",
        /// Sender and receiver are two.
        ToSelf = 12 => "cannot transfer to self",
        /// The receiver is no account.
        NoSuchReceiver = 13 => "to account does not exist",
        /// The sender never had any.
        NoBalance = 14 => "no balance object found",
        /// The sender has less.
        Overdrawn = 15 => "overdrawn balance",
        /// The owner is no account.
        NoSuchOwner = 16 => "owner account does not exist",
        /// Nothing of this code can be opened.
        SymbolNotFound = 17 => "symbol does not exist",
        /// There is nothing to close.
        AlreadyClosed = 18 => "Balance row already deleted or never existed. Action won't have any effect.",
        /// It would be lost.
        BalanceNotZero = 19 => "Cannot close because the balance is not zero.",
        /// Neither zero nor negative.
        IssueNotPositive = 21 => "must issue positive quantity",
        /// Neither zero nor negative.
        RetireNotPositive = 22 => "must retire positive quantity",
        /// Nothing of this code can be retired.
        TokenNotFound = 23 => "token with symbol does not exist",
        /// Nothing of this code can be transferred.
        NoSuchToken = 24 => "unable to find key",
        /// Only reached when the rows contradict each other: no balance exceeds its supply.
        Overflow = 25 => "addition overflow",
        /// Only reached when the rows contradict each other: no balance exceeds its supply.
        Underflow = 26 => "subtraction underflow",
    }
}
