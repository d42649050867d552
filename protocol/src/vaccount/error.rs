//! How the contract of virtual accounts refuses.

crate::error::contract_errors! {
    /// Why the contract of virtual accounts refused an action.
    pub enum Error {
        /// A user that is an account must exist.
        NoSuchAccount = 1 => "account does not exist",
        /// RAM is paid by an account that signed, never by the contract.
        BadPayer = 2 => "payer must be another account that authorized the transaction",
        /// The token's contract does not know the symbol.
        NoSuchToken = 3 => "token does not exist",
        /// No id is left.
        IdsUsedUp = 4 => "no account id is left",
        /// Rows of a user for one token contract are looked through one by one.
        TooManySymbols = 5 => "too many symbols of this token contract",

        /// No such sender.
        FromNotFound = 10 => "from address does not exist",
        /// No such receiver.
        ToNotFound = 11 => "to address does not exist",
        /// Sender, receiver and quantity are of one token.
        SymbolMismatch = 12 => "symbol mismatch",
        /// Sender and receiver are two.
        ToSelf = 13 => "cannot transfer to self",
        /// The balance is too low.
        NotEnough = 14 => "not enough balance",
        /// Amounts are above zero.
        BadQuantity = 15 => "quantity must be positive",
        /// At most 256 bytes.
        MemoTooLong = 16 => "memo has more than 256 bytes",
        /// A sum left the range of amounts.
        Overflow = 17 => "amount is out of range",
        /// The nonce has been used up.
        NonceUsedUp = 18 => "no nonce is left",
        /// The destination of a withdrawal is an account, and another one.
        BadDestination = 19 => "cannot withdraw to this account",
        /// Where there is no balance, this contract would pay for the row.
        NoBalance = 20 => "destination has no balance of this token",

        /// An account of the chain acts by its own authority.
        SignatureNotAllowed = 31 => "signature not allowed for eos vaccounts",
        /// A fee is part of what a key holder signs.
        FeeNotAllowed = 32 => "fee not allowed without a signature",

        /// The memo of a deposit is the row's id in decimal.
        BadMemo = 40 => "memo must be the id of an account row",
        /// No such row.
        RowNotFound = 41 => "row not found",
        /// The deposit is of another token.
        AssetMismatch = 42 => "asset mismatch",
    }
}
