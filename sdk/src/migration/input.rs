//! What V1 knew: its rows, from a node or from an export.

use antelope::{Name, Unpack, abi::Serializer, table::Row};
use protocol::{
    v1::{self, Qualification, UserQualification},
    vaccount::Account,
};
use serde_json::Value;

use super::Error;
use crate::{
    client::Client,
    contracts::{Contract, VaccountContract},
};

/// The rows of V1 that are carried over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The qualifications.
    pub qualifications: Vec<Qualification>,
    /// Who has them.
    pub holders: Vec<UserQualification>,
    /// The virtual accounts.
    pub accounts: Vec<Account>,
}

impl Input {
    /// The rows from the contracts `force` and `vaccount` of a chain.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn from_chain(client: &Client, force: Name, vaccount: Name) -> crate::Result<Self> {
        let tasks = Contract::new(client.clone(), force);
        let accounts = VaccountContract::new(client.clone(), vaccount);
        Ok(Self {
            qualifications: tasks.rows(force).await?,
            holders: tasks.rows(force).await?,
            accounts: accounts.contract().rows(vaccount).await?,
        })
    }

    /// The rows from a JSON object: under the name of each table, `quali`, `userquali` and `account`, an array of rows as
    /// a node prints them.
    ///
    /// # Errors
    /// [`Error::Export`] when the text is not of this form; a table that is missing, too.
    pub fn from_export(text: &str) -> Result<Self, Error> {
        let export: Value = serde_json::from_str(text).map_err(|error| failed("JSON", error))?;
        let serializer =
            Serializer::new(&v1::abi()).expect("a node takes the ABI that these types give");
        Ok(Self {
            qualifications: rows(&export, &serializer)?,
            holders: rows(&export, &serializer)?,
            accounts: rows(&export, &serializer)?,
        })
    }
}

fn rows<R: Row + Unpack>(export: &Value, serializer: &Serializer) -> Result<Vec<R>, Error> {
    let Some(table) = export.get(R::TABLE.to_string()) else {
        return Err(failed(format!("table {}", R::TABLE), "is missing"));
    };
    let Some(table) = table.as_array() else {
        return Err(failed(format!("table {}", R::TABLE), "is no array of rows"));
    };
    let mut rows = Vec::with_capacity(table.len());
    for (number, row) in table.iter().enumerate() {
        let place = || format!("table {}, row {number}", R::TABLE);
        let bytes = serializer.encode_row(R::TABLE, row).map_err(|error| failed(place(), error))?;
        rows.push(antelope::unpack(&bytes).map_err(|error| failed(place(), error))?);
    }
    Ok(rows)
}

fn failed(place: impl Into<String>, cause: impl std::fmt::Display) -> Error {
    Error::Export { place: place.into(), cause: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use antelope::{Extension, name};
    use protocol::force::campaign::Content;

    use super::*;

    #[test]
    fn an_export_is_what_a_node_prints() {
        let text = r#"{
            "quali": [{"id": 5, "content": {"field_0": 0, "field_1": "QmX"}, "account_id": 1}],
            "userquali": [{"account_id": 1, "quali_id": 5, "value": "90"}, {"account_id": 2, "quali_id": 5}],
            "account": [
                {"id": 1, "nonce": 0, "address": ["name", "alice"],
                 "balance": {"quantity": "1.0000 EFX", "contract": "effecttokens"}},
                {"id": 2, "nonce": 3, "address": ["address", "0707070707070707070707070707070707070707"],
                 "balance": {"quantity": "0.0000 EFX", "contract": "effecttokens"}}
            ]
        }"#;
        let input = Input::from_export(text).unwrap();
        let content = Content::ipfs("QmX".into());
        assert_eq!(input.qualifications, [Qualification { id: 5, content, account_id: 1 }]);
        let values: Vec<_> = input.holders.iter().map(|row| row.value.clone()).collect();
        assert_eq!(values, [Extension(Some("90".to_owned())), Extension(None)]);
        assert_eq!(input.accounts[0].address.account(), Some(name!("alice")));
        assert_eq!(input.accounts[1].address.account(), None);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let row =
            r#"{"quali": [], "userquali": [{"account_id": [], "quali_id": 5}], "account": []}"#;
        for (text, message) in [
            ("", "export, JSON"),
            ("[]", "export, table quali: is missing"),
            (r#"{"quali": {}}"#, "export, table quali: is no array of rows"),
            (r#"{"quali": [], "account": []}"#, "export, table userquali: is missing"),
            (row, "export, table userquali, row 0: "),
        ] {
            let error = Input::from_export(text).unwrap_err().to_string();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }
}
