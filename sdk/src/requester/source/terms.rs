//! What stands on the chain beside a campaign's document: reward, time, and who may work.

use std::fmt;

use antelope::{Asset, ExtendedAsset, ExtendedSymbol, Name, SymbolCode};
use protocol::force::qualification::{AssetAddress, Qualification};
use serde_json::Value;

use super::fields::Fields;

/// The terms of a campaign, as its file says them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What a result earns.
    pub reward: Option<Reward>,
    /// How long a worker may hold a task, in seconds.
    pub task_seconds: Option<u32>,
    /// How many workers do each task, unless a batch says otherwise.
    pub repetitions: Option<u32>,
    /// Which NFTs a worker must hold, or must not.
    pub qualifications: Vec<Qualification>,
}

/// An amount in the words of a person, such as `1.5 EFX` or `1.5 EFX@effecttokens`. How many decimals the token has is
/// the network's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reward {
    whole: String,
    decimals: String,
    code: SymbolCode,
    contract: Option<Name>,
}

impl Terms {
    /// Takes the terms out of the fields of a file.
    pub(super) fn take(fields: &mut Fields<'_>) -> Self {
        Self {
            reward: fields.read("reward", "an amount such as 1.5 EFX", |value| {
                Reward::parse(value.as_str()?)
            }),
            task_seconds: fields.read(
                "task_time",
                "a number of seconds, or one with a unit such as 30m, 2h or 1d",
                seconds,
            ),
            repetitions: fields.read("repetitions", "a number from 1", |value| {
                u32::try_from(value.as_u64()?).ok().filter(|number| *number > 0)
            }),
            qualifications: fields
                .read(
                    "qualifications",
                    "a list of entries such as `collection: name`, `template: 7` or `asset: 7`, each with \
                     `exclude: true` if workers must not hold it",
                    |value| value.as_array()?.iter().map(qualification).collect(),
                )
                .unwrap_or_default(),
        }
    }
}

impl Reward {
    /// Reads an amount; `None` if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (amount, token) = text.trim().split_once(char::is_whitespace)?;
        let (code, contract) = match token.trim().split_once('@') {
            Some((code, contract)) => (code, Some(contract.parse().ok()?)),
            None => (token.trim(), None),
        };
        let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(decimals) {
            return None;
        }
        let code = code.parse().ok()?;
        Some(Self { whole: whole.to_owned(), decimals: decimals.to_owned(), code, contract })
    }

    /// The amount in that one of `tokens` which it names; `None` when it names none or several, has more decimals than
    /// the token, or is no valid amount.
    pub fn amount(&self, tokens: &[ExtendedSymbol]) -> Option<ExtendedAsset> {
        let mut named = tokens.iter().filter(|token| {
            token.sym.code() == self.code && self.contract.is_none_or(|name| name == token.contract)
        });
        let (Some(token), None) = (named.next(), named.next()) else { return None };
        let decimals = self.decimals.trim_end_matches('0');
        let precision = usize::from(token.sym.precision());
        if decimals.len() > precision {
            return None;
        }
        let amount = format!("{}{decimals:0<precision$}", self.whole).parse().ok()?;
        let quantity = Asset::new(amount, token.sym);
        quantity.is_valid().then_some(ExtendedAsset { quantity, contract: token.contract })
    }
}

/// A time in seconds, alone or with a unit.
fn seconds(value: &Value) -> Option<u32> {
    if let Some(seconds) = value.as_u64() {
        return u32::try_from(seconds).ok();
    }
    let text = value.as_str()?.trim();
    let unit = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let factor = match unit.trim() {
        "" | "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(factor)
}

fn qualification(value: &Value) -> Option<Qualification> {
    let entry = value.as_object()?;
    let mut address = None;
    let mut excludes = false;
    for (key, value) in entry {
        let found = match key.as_str() {
            "collection" => AssetAddress::Collection(value.as_str()?.parse().ok()?),
            "template" => AssetAddress::Template(u32::try_from(value.as_u64()?).ok()?),
            "asset" => AssetAddress::Asset(value.as_u64()?),
            "exclude" => {
                excludes = value.as_bool()?;
                continue;
            }
            _ => return None,
        };
        if address.replace(found).is_some() {
            return None;
        }
    }
    let address = address?;
    let entry = if excludes {
        Qualification::exclusive(address)
    } else {
        Qualification::inclusive(address)
    };
    entry.validate().is_ok().then_some(entry)
}

impl fmt::Display for Reward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)?;
        if !self.decimals.is_empty() {
            write!(f, ".{}", self.decimals)?;
        }
        write!(f, " {}", self.code)?;
        self.contract.map_or(Ok(()), |contract| write!(f, "@{contract}"))
    }
}

#[cfg(test)]
mod tests {
    use antelope::{Symbol, name};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn tokens() -> [ExtendedSymbol; 3] {
        let token = |precision, code, contract| ExtendedSymbol {
            sym: Symbol::constant(precision, code),
            contract,
        };
        [
            token(4, "EFX", name!("effecttokens")),
            token(0, "COUPON", name!("shop")),
            token(8, "EFX", name!("fake")),
        ]
    }

    #[test]
    fn amounts_are_of_the_token_that_they_name() {
        for (text, expected) in [
            ("1.5 EFX@effecttokens", Some(15_000)),
            ("  1   EFX@effecttokens ", Some(10_000)),
            ("0.0001 EFX@effecttokens", Some(1)),
            ("0.00010 EFX@effecttokens", Some(1)),
            ("0.00001 EFX@effecttokens", None),
            ("0 EFX@effecttokens", Some(0)),
            ("1.5 EFX@fake", Some(150_000_000)),
            ("1.5 EFX", None),
            ("3 COUPON", Some(3)),
            ("3. COUPON", Some(3)),
            ("3.1 COUPON", None),
            ("1 OTHER", None),
            ("461168601842738.7903 EFX@effecttokens", Some(Asset::MAX_AMOUNT)),
            ("461168601842738.7904 EFX@effecttokens", None),
            ("99999999999999999999 COUPON", None),
            ("-1 COUPON", None),
            ("1e3 COUPON", None),
            (".5 COUPON", None),
            ("COUPON", None),
            ("1 coupon", None),
        ] {
            let amount = Reward::parse(text).and_then(|reward| reward.amount(&tokens()));
            assert_eq!(amount.map(|amount| amount.quantity.amount), expected, "{text}");
        }
    }

    #[test]
    fn times_have_units() {
        for (value, expected) in [
            (json!(90), Some(90)),
            (json!("90"), Some(90)),
            (json!("90s"), Some(90)),
            (json!("30m"), Some(1800)),
            (json!("2 h"), Some(7200)),
            (json!("1d"), Some(86_400)),
            (json!("1w"), None),
            (json!("h"), None),
            (json!("-1s"), None),
            (json!(-1), None),
            (json!(1.5), None),
            (json!("99999999d"), None),
        ] {
            assert_eq!(seconds(&value), expected, "{value}");
        }
    }

    #[test]
    fn qualifications_name_one_asset_collection_or_template() {
        use AssetAddress::{Asset, Collection, Template};
        let inclusive = |address| Some(Qualification::inclusive(address));
        for (value, expected) in [
            (json!({"collection": "forcequalis"}), inclusive(Collection(name!("forcequalis")))),
            (json!({"template": 7, "exclude": false}), inclusive(Template(7))),
            (json!({"asset": 1_099_511_627_776u64}), inclusive(Asset(1_099_511_627_776))),
            (json!({"template": 7, "exclude": true}), Some(Qualification::exclusive(Template(7)))),
            (json!({"template": 0}), None),
            (json!({"template": 7, "asset": 8}), None),
            (json!({"collection": "NO NAME"}), None),
            (json!({"badge": 7}), None),
            (json!({}), None),
            (json!(7), None),
        ] {
            assert_eq!(qualification(&value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn text_from_outside_never_panics(text in ".*", near in "[0-9]{0,30}\\.?[0-9]{0,30} EFX@?[a-z]{0,4}") {
            for text in [text, near] {
                if let Some(reward) = Reward::parse(&text) {
                    let _ = reward.amount(&tokens());
                    prop_assert_eq!(Reward::parse(&reward.to_string()), Some(reward));
                }
                let _ = seconds(&Value::String(text));
            }
        }
    }
}
