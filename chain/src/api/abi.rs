//! The ABIs of accounts: read, and used for what a request or an answer says in JSON.
//!
//! How bytes and JSON become each other is in [`antelope::abi::Serializer`].

use std::collections::BTreeMap;

use antelope::{
    Name, Reader, Unpack, UnpackError,
    abi::{Abi, AbiError, Serializer},
};
use serde_json::Value;

use crate::{Chain, Error, Exception, error::exception};

/// The ABI in these bytes; nothing when there are too few for one. What follows it does not matter.
pub(super) fn unpack(bytes: &[u8]) -> Result<Option<Abi>, UnpackError> {
    match bytes.len() {
        0..=4 => Ok(None),
        _ => Abi::unpack(&mut Reader::new(bytes)).map(Some),
    }
}

/// The bytes of an account's ABI are none. The node has no number of its own for that.
pub(super) fn malformed(error: UnpackError) -> Error {
    Error::new(exception::OUT_OF_RANGE, error.to_string())
}

/// The ABI of a contract whose tables are asked for.
pub(super) fn of_contract(chain: &Chain, name: Name) -> Result<Abi, Error> {
    let Some(account) = chain.account(name) else {
        let message = format!("Fail to retrieve account for {name}");
        return Err(Error::new(exception::ACCOUNT_QUERY, message));
    };
    Ok(unpack(&account.abi).map_err(malformed)?.unwrap_or_default())
}

/// The type of a table's keys, as its ABI says.
pub(super) fn index_type(abi: &Abi, table: Name) -> Result<&str, Error> {
    match abi.tables.iter().find(|known| known.name == table) {
        Some(known) => Ok(&known.index_type),
        None => Err(Error::new(
            exception::CONTRACT_TABLE_QUERY,
            format!("Table {table} is not specified in the ABI"),
        )),
    }
}

/// A contract's ABI, ready to convert by; nothing when it has none.
///
/// # Errors
/// When the ABI is none that the node can use.
pub(super) fn serializer(chain: &Chain, contract: Name) -> Result<Option<Serializer>, Error> {
    let Some(account) = chain.account(contract) else { return Ok(None) };
    match unpack(&account.abi).map_err(malformed)? {
        Some(abi) => Serializer::new(&abi).map(Some).map_err(refusal),
        None => Ok(None),
    }
}

/// A failure of an ABI as a failure of the chain.
pub(super) fn refusal(error: AbiError) -> Error {
    Error::new(exception_of(&error), error.message().to_owned())
}

fn exception_of(error: &AbiError) -> &'static Exception {
    let (code, name) = (error.exception().code(), error.exception().name());
    let same = |known: &&&'static Exception| known.code == code && known.name == name;
    exception::ALL.iter().find(same).copied().unwrap_or(exception::EXCEPTION)
}

/// The ABIs of the contracts that a request or an answer names, each read once.
#[derive(Debug)]
pub(super) struct Abis<'a> {
    chain: &'a Chain,
    known: BTreeMap<Name, Result<Option<Serializer>, Error>>,
}

impl<'a> Abis<'a> {
    /// Those of this chain's contracts.
    pub(super) const fn new(chain: &'a Chain) -> Self {
        Self { chain, known: BTreeMap::new() }
    }

    /// The ABI of a contract; nothing when it has none.
    ///
    /// # Errors
    /// As [`serializer`].
    pub(super) fn get(&mut self, contract: Name) -> Result<Option<&Serializer>, Error> {
        let chain = self.chain;
        let known = self.known.entry(contract).or_insert_with(|| serializer(chain, contract));
        known.as_ref().map(Option::as_ref).map_err(Error::clone)
    }

    /// The data of an action, if its ABI can tell.
    pub(super) fn action_data(
        &mut self,
        contract: Name,
        action: Name,
        data: &[u8],
    ) -> Option<Value> {
        let abi = self.get(contract).ok()??;
        abi.decode(abi.action_type(action)?, data).ok()
    }

    /// What an action returned, if its ABI says that it returns something.
    pub(super) fn return_value(
        &mut self,
        contract: Name,
        action: Name,
        value: &[u8],
    ) -> Option<Value> {
        let abi = self.get(contract).ok()??;
        abi.decode(abi.result_type(action)?, value).ok()
    }
}
