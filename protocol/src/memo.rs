//! Memos that address an incoming transfer: the key of a batch, or of an account.

use antelope::{Name, name};

/// Whether a transfer comes from an account of the system that pays out what was sold or staked. Such money is for
/// no batch and no account; it stays with the contract's account, whose owner sold or staked.
pub fn is_from_system(from: Name) -> bool {
    [name!("eosio.ram"), name!("eosio.stake"), name!("eosio.rex")].contains(&from)
}

/// The number that a memo names, if it is nothing but that number in plain decimal.
///
/// Strict, so that money cannot go where it was not meant to: digits only, no sign, no space, no leading zero, at
/// most 64 bits.
pub fn parse_key(memo: &str) -> Option<u64> {
    let digits = memo.as_bytes();
    let leading_zero = digits.len() > 1 && digits.first() == Some(&b'0');
    if digits.is_empty() || leading_zero {
        return None;
    }
    digits.iter().try_fold(0u64, |value, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit <= 9)?;
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// The memo that names `key`, in a buffer's last digits; the counterpart of [`parse_key`].
pub fn write_key(mut key: u64, buffer: &mut [u8; 20]) -> &str {
    let mut len = 0;
    for digit in buffer.iter_mut().rev() {
        *digit = b'0' + (key % 10) as u8;
        key /= 10;
        len += 1;
        if key == 0 {
            break;
        }
    }
    let digits = buffer.get(buffer.len().saturating_sub(len)..).unwrap_or_default();
    core::str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_plain_decimal_is_a_key() {
        for (memo, key) in [
            ("0", Some(0)),
            ("4294967296", Some(1 << 32)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("99999999999999999999999", None),
            ("", None),
            (" ", None),
            ("12 ", None),
            (" 12", None),
            ("+1", None),
            ("-1", None),
            ("0x1F", None),
            ("123abc", None),
            ("00", None),
            ("01", None),
            ("1.0", None),
            ("١", None),
        ] {
            assert_eq!(parse_key(memo), key, "{memo:?}");
        }
    }

    proptest! {
        #[test]
        fn a_written_key_parses_to_itself(key: u64) {
            let mut buffer = [0; 20];
            let text = write_key(key, &mut buffer);
            prop_assert_eq!(text, std::format!("{key}"));
            prop_assert_eq!(parse_key(text), Some(key));
        }

        #[test]
        fn no_memo_panics(memo: std::string::String) {
            let _ = parse_key(&memo);
        }
    }
}
