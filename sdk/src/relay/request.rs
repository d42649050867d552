//! The body of a request: actions, as JSON, become bytes.
//!
//! What they say is read in [`claim`](super::claim).

use antelope::{Name, abi::Serializer};
use serde::Deserialize;
use serde_json::Value;

use super::{claim::Contract, refusal::Refusal};
use crate::network::Network;

/// An action as somebody wants it.
#[derive(Clone, Debug)]
pub(super) struct Requested {
    pub(super) contract: Contract,
    pub(super) account: Name,
    pub(super) name: Name,
    pub(super) data: Vec<u8>,
}

/// Where the contracts are, and what their actions' arguments look like.
#[derive(Debug)]
pub(super) struct Contracts {
    force: (Name, Serializer),
    vaccount: (Name, Serializer),
}

/// An action in JSON. What else is in it is passed over, `authorization` above all: that is the relayer's.
#[derive(Deserialize)]
struct Given {
    account: Name,
    name: Name,
    data: Value,
}

impl Contracts {
    pub(super) fn new(network: &Network) -> Self {
        let serializer =
            |abi| Serializer::new(&abi).expect("our own ABIs are compared with their contracts");
        Self {
            force: (network.force, serializer(protocol::force::abi())),
            vaccount: (network.vaccount, serializer(protocol::vaccount::abi())),
        }
    }

    /// The actions in a body, of which `is_allowed` says whether they may be there at all.
    ///
    /// # Errors
    /// When it is not JSON of that form; when there are none, or more than `most`; when one is not allowed.
    pub(super) fn read(
        &self,
        body: &[u8],
        most: usize,
        is_allowed: impl Fn(Name) -> bool,
    ) -> Result<Vec<Requested>, Refusal> {
        let malformed = |reason: serde_json::Error| {
            Refusal::Malformed(format!("not a JSON array of actions: {reason}"))
        };
        let given: Vec<Given> = serde_json::from_slice(body).map_err(malformed)?;
        if given.is_empty() || given.len() > most {
            let count = given.len();
            return Err(Refusal::Malformed(format!("{count} actions, and not 1 to {most}")));
        }
        let read = |Given { account, name, data }: Given| {
            let contract = self.at(account).filter(|_| is_allowed(name));
            let (contract, abi) = contract.ok_or(Refusal::Forbidden { account, name })?;
            let data = match &data {
                Value::String(text) => hex::decode(text).map_err(|reason| reason.to_string()),
                data => abi.encode_action(name, data).map_err(|reason| reason.to_string()),
            };
            let data = data.map_err(|reason| {
                let text = format!("the data of {name} are not its arguments: {reason}");
                Refusal::Malformed(text)
            })?;
            Ok(Requested { contract, account, name, data })
        };
        given.into_iter().map(read).collect()
    }

    fn at(&self, account: Name) -> Option<(Contract, &Serializer)> {
        if account == self.force.0 {
            Some((Contract::Force, &self.force.1))
        } else if account == self.vaccount.0 {
            Some((Contract::Vaccount, &self.vaccount.1))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,20}".prop_map(Value::from),
            "[0-9a-f]{0,60}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let key = prop_oneof![Just("account"), Just("sig"), Just("terms"), Just("campaign_id")];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(key.prop_map(str::to_owned), inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn read(body: &[u8]) -> Result<Vec<Requested>, Refusal> {
        Contracts::new(&Network::default()).read(body, 8, |_| true)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_body_makes_it_panic(body: Vec<u8>, text in ".{0,200}") {
            prop_assert!(read(&body).is_err());
            prop_assert!(read(text.as_bytes()).is_err());
        }

        #[test]
        fn no_json_makes_it_panic(
            value in json(),
            name in prop_oneof![Just("reservetask"), Just("withdraw"), Just("setreview"), Just("nope")],
            account in prop_oneof![Just("force"), Just("vaccount"), Just("token")],
        ) {
            let _ = read(value.to_string().as_bytes());
            let action = serde_json::json!([{ "account": account, "name": name, "data": value }]);
            if let Ok(read) = read(action.to_string().as_bytes()) {
                prop_assert_eq!(read.len(), 1);
                prop_assert_ne!(account, "token");
            }
        }
    }
}
