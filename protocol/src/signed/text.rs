//! The text that a wallet shows to who signs, and that is signed in the way of `personal_sign`.
//!
//! Lines of a name and a value, none of them free text, so that no argument can pretend to be another line. The digest
//! in the last one covers every argument.

use alloc::vec::Vec;

use antelope::{Checksum256, ExtendedAsset, Name};

use super::{
    Terms,
    proof::{Details, Receiver},
};

/// What a wallet hashes in the place of a text, as EIP-191 has it for `personal_sign`.
#[inline(never)]
pub fn personal(text: &[u8]) -> Vec<u8> {
    let mut message = Text(Vec::with_capacity(640));
    message.push(b"\x19Ethereum Signed Message:\n");
    message.number(text.len() as u64, 0);
    message.push(text);
    message.0
}

/// The text that a wallet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Vec<u8>);

impl Text {
    /// The text of an action under these terms.
    #[inline(never)]
    pub fn of(terms: &Terms, details: &Details, digest: &Checksum256) -> Self {
        let mut text = Self(Vec::with_capacity(512));
        text.push(b"Effect Network");
        text.line("action").name(terms.action);
        if let Some(amount) = details.amount {
            text.line("amount").asset(amount);
        }
        match details.receiver {
            Some(Receiver::Row(id)) => text.line("to row").number(id, 0),
            Some(Receiver::Account(account)) => text.line("to").name(account),
            None => (),
        }
        if let Some(fee) = details.fee {
            text.line("fee").asset(fee);
        }
        text.line("relayer").name(terms.relayer);
        text.line("contract").name(terms.contract);
        text.line("chain").hex(&terms.chain_id);
        text.line("nonce").number(terms.nonce.into(), 0);
        text.line("expires").number(terms.expires_on.0.into(), 0);
        text.line("digest").hex(digest);
        text
    }

    /// The text, of ASCII characters.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// What is hashed in its place.
    pub fn personal(&self) -> Vec<u8> {
        personal(&self.0)
    }

    #[inline(never)]
    fn push(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    #[inline(never)]
    fn line(&mut self, name: &str) -> &mut Self {
        self.push(b"\n");
        self.push(name.as_bytes());
        self.push(b": ");
        self
    }

    /// A name of an account or an action, which has twelve characters at most.
    #[inline(never)]
    fn name(&mut self, name: Name) {
        const ALPHABET: &[u8; 32] = b".12345abcdefghijklmnopqrstuvwxyz";
        let mut rest = name.0;
        while rest != 0 {
            self.push(&[ALPHABET[(rest >> 59) as usize]]);
            rest <<= 5;
        }
    }

    /// In decimal, with a point before the last `decimals` digits.
    #[inline(never)]
    fn number(&mut self, number: u64, decimals: u8) {
        if number > 9 || decimals > 0 {
            self.number(number / 10, decimals.saturating_sub(1));
        }
        if decimals == 1 {
            self.push(b".");
        }
        self.digit((number % 10) as u8);
    }

    #[inline(never)]
    fn digit(&mut self, digit: u8) {
        self.push(&[b"0123456789abcdef"[usize::from(digit)]]);
    }

    #[inline(never)]
    fn hex(&mut self, digest: &Checksum256) {
        for byte in &digest.0 {
            self.digit(byte >> 4);
            self.digit(byte & 15);
        }
    }

    /// As `12.0000 EFX@token`. What is not above zero is refused later, whatever is shown.
    #[inline(never)]
    fn asset(&mut self, asset: ExtendedAsset) {
        let symbol = asset.quantity.symbol;
        self.number(asset.quantity.amount.unsigned_abs(), symbol.precision());
        self.push(b" ");
        let mut code = symbol.code().0;
        while code != 0 {
            self.push(&[code as u8]);
            code >>= 8;
        }
        self.push(b"@");
        self.name(asset.contract);
    }
}

#[cfg(test)]
mod tests {
    use std::{format, string::String};

    use antelope::{Asset, Symbol, TimePointSec, name};

    use super::*;
    use crate::signed::Method;

    fn shown(details: Details) -> String {
        let terms = Terms {
            chain_id: Checksum256([0xab; 32]),
            contract: name!("vaccount.efx"),
            action: name!("withdraw"),
            nonce: 7,
            expires_on: TimePointSec(1_795_262_400),
            method: Method::PersonalSign as u8,
            relayer: name!("relayer"),
        };
        let text = Text::of(&terms, &details, &Checksum256([0x01; 32]));
        text.as_str().into()
    }

    fn efx(amount: i64) -> ExtendedAsset {
        let quantity = Asset::new(amount, Symbol::constant(4, "EFX"));
        ExtendedAsset { quantity, contract: name!("effecttokens") }
    }

    #[test]
    fn a_user_is_shown_what_moves_where_it_counts_and_until_when() {
        let details = Details {
            amount: Some(efx(500_000)),
            receiver: Some(Receiver::Account(name!("alice"))),
            fee: Some(efx(7)),
        };
        let lines = [
            "Effect Network",
            "action: withdraw",
            "amount: 50.0000 EFX@effecttokens",
            "to: alice",
            "fee: 0.0007 EFX@effecttokens",
            "relayer: relayer",
            "contract: vaccount.efx",
            "chain: abababababababababababababababababababababababababababababababab",
            "nonce: 7",
            "expires: 1795262400",
            "digest: 0101010101010101010101010101010101010101010101010101010101010101",
        ];
        assert_eq!(shown(details), lines.join("\n"));
        let row = Details { receiver: Some(Receiver::Row(u64::MAX)), ..Details::default() };
        assert!(shown(row).contains("\nto row: 18446744073709551615\n"));
        assert!(shown(Details::default()).starts_with("Effect Network\naction: withdraw\nrelayer"));
    }

    #[test]
    fn amounts_are_written_as_the_chain_writes_them() {
        for precision in [0, 1, 4, 18] {
            let symbol = Symbol::new("EFX".parse().unwrap(), precision);
            for amount in [0, 1, 10, 9999, 12_345, Asset::MAX_AMOUNT] {
                let amount = ExtendedAsset { quantity: Asset::new(amount, symbol), ..efx(0) };
                let mut text = Text(Vec::new());
                text.asset(amount);
                assert_eq!(String::from_utf8(text.0).unwrap(), format!("{amount}"));
            }
        }
    }

    #[test]
    fn what_is_hashed_begins_with_the_texts_length() {
        assert_eq!(personal(b"hello"), b"\x19Ethereum Signed Message:\n5hello");
    }
}
