//! Transactions as clients send them: packed, perhaps compressed, or written out in JSON.
//!
//! What is done with one is in [`send`](super::send).

use std::{borrow::Cow, cell::RefCell};

use antelope::{
    Name, PackedAction, PackedTransaction, PermissionLevel, Reader, SignedTransaction,
    TimePointSec, Transaction, Unpack, VarUint32,
    transaction::{Compression, TransactionExtension},
};
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use serde_json::{Map, Value};

use super::{
    abi::{self, Abis},
    hex, parameters,
};
use crate::{Chain, Error, Exception, error::exception};

/// The most bytes that a compressed transaction may unfold to.
const MAX_INFLATED: usize = 1 << 20;

type Fields = Map<String, Value>;

/// A signed transaction.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) signed: SignedTransaction,
    /// As it came, where that is not as it is packed here.
    pub(super) carried: Option<PackedTransaction>,
}

/// The signed transaction in a value.
pub(super) fn read(chain: &Chain, value: &Value) -> Result<Received, Error> {
    TransactionReader::new(Some(chain), exception::PACKED_TRANSACTION_TYPE).signed(value)
}

/// The transaction in a value, without signatures.
pub(super) fn read_unsigned(chain: &Chain, value: &Value) -> Result<Transaction, Error> {
    TransactionReader::new(Some(chain), exception::TRANSACTION_TYPE).transaction(value)
}

/// The transaction in a value whose actions have packed data.
pub(super) fn read_plain(value: &Value) -> Result<Transaction, Error> {
    TransactionReader::new(None, exception::INVALID_HTTP_REQUEST).transaction(value)
}

/// A transaction that was accepted, as it came.
pub(super) fn unpacked(packed: &PackedTransaction) -> Option<SignedTransaction> {
    let inflated = |bytes: &[u8]| match packed.compression {
        Compression::None => Some(bytes.to_vec()),
        Compression::Zlib => decompress_to_vec_zlib_with_limit(bytes, MAX_INFLATED).ok(),
    };
    let context_free_data = match packed.packed_context_free_data.as_slice() {
        [] => Vec::new(),
        data => Unpack::unpack(&mut Reader::new(&inflated(data)?)).ok()?,
    };
    Some(SignedTransaction {
        transaction: Unpack::unpack(&mut Reader::new(&inflated(&packed.packed_trx)?)).ok()?,
        signatures: packed.signatures.clone(),
        context_free_data,
    })
}

struct TransactionReader<'a> {
    /// Say how an action's data is packed. Without them data is packed or missing, and so may be all else.
    abis: Option<RefCell<Abis<'a>>>,
    /// What is raised for all that the node does not say more of.
    exception: &'static Exception,
}

impl<'a> TransactionReader<'a> {
    fn new(chain: Option<&'a Chain>, exception: &'static Exception) -> Self {
        Self { abis: chain.map(|chain| RefCell::new(Abis::new(chain))), exception }
    }

    fn unreadable(&self) -> Error {
        let what = match self.exception {
            exception if exception == exception::PACKED_TRANSACTION_TYPE => {
                "Invalid packed transaction"
            }
            _ => "Invalid transaction",
        };
        Error::new(self.exception, what)
    }

    fn some<T>(&self, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| self.unreadable())
    }

    fn fields<'v>(&self, value: &'v Value) -> Result<&'v Fields, Error> {
        self.some(value.as_object())
    }

    fn signed(&self, value: &Value) -> Result<Received, Error> {
        let fields = self.fields(value)?;
        let field = |name: &str| {
            let missing = || Error::new(self.exception, format!("Missing {name}"));
            fields.get(name).ok_or_else(missing)
        };
        let signatures = field("signatures")?;
        let compression = self.compression(field("compression")?)?;
        let signatures = self.list(signatures, |item| self.some(parameters::parse(item)))?;
        let (mut packed_context_free_data, mut context_free_data) = (Vec::new(), Vec::new());
        match fields.get("packed_context_free_data") {
            Some(Value::String(data)) if !data.is_empty() => {
                packed_context_free_data = self.some(hex::decode(data))?;
                let data = self.inflated(&packed_context_free_data, compression)?;
                context_free_data = self.unpack(&data)?;
            }
            _ => {
                if let Some(data) = fields.get("context_free_data") {
                    context_free_data = self.list(data, |item| self.bytes(item))?;
                }
            }
        }
        let Some(Value::String(packed)) =
            fields.get("packed_trx").filter(|packed| packed.as_str() != Some(""))
        else {
            let transaction = self.transaction(field("transaction")?)?;
            let signed = SignedTransaction { transaction, signatures, context_free_data };
            return Ok(Received { signed, carried: None });
        };
        let packed_trx = self.some(hex::decode(packed))?;
        let transaction = self.unpack(&self.inflated(&packed_trx, compression)?)?;
        let packed = PackedTransaction {
            signatures: signatures.clone(),
            compression,
            packed_context_free_data,
            packed_trx,
        };
        let signed = SignedTransaction { transaction, signatures, context_free_data };
        // Data that came in a list are packed here.
        let as_it_came =
            !packed.packed_context_free_data.is_empty() || signed.context_free_data.is_empty();
        let other = as_it_came && packed != PackedTransaction::from(&signed);
        let carried = other.then_some(packed);
        Ok(Received { signed, carried })
    }

    /// How fields are compressed: an enumeration, by name or by number.
    fn compression(&self, value: &Value) -> Result<Compression, Error> {
        match value.as_str() {
            Some("none") => return Ok(Compression::None),
            Some("zlib") => return Ok(Compression::Zlib),
            _ => {}
        }
        match self.some(parameters::number(value))? {
            0 => Ok(Compression::None),
            1 => Ok(Compression::Zlib),
            _ => Err(self.unreadable()),
        }
    }

    fn inflated<'b>(
        &self,
        bytes: &'b [u8],
        compression: Compression,
    ) -> Result<Cow<'b, [u8]>, Error> {
        if compression == Compression::None {
            return Ok(bytes.into());
        }
        let inflated = decompress_to_vec_zlib_with_limit(bytes, MAX_INFLATED);
        inflated.map(Cow::from).map_err(|error| match error.status {
            TINFLStatus::HasMoreOutput => Error::new(
                exception::TX_DECOMPRESSION_ERROR,
                "Exceeded maximum decompressed transaction size",
            ),
            _ => self.unreadable(),
        })
    }

    /// What follows the value does not matter to the node.
    fn unpack<T: Unpack>(&self, bytes: &[u8]) -> Result<T, Error> {
        self.some(T::unpack(&mut Reader::new(bytes)).ok())
    }

    fn list<T>(
        &self,
        value: &Value,
        read: impl Fn(&Value) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.some(value.as_array())?.iter().map(read).collect()
    }

    fn bytes(&self, value: &Value) -> Result<Vec<u8>, Error> {
        self.some(value.as_str().and_then(hex::decode))
    }

    fn transaction(&self, value: &Value) -> Result<Transaction, Error> {
        let fields = self.fields(value)?;
        // Numbers are cut to their size, as the node cuts them.
        let number = |name: &str| match fields.get(name) {
            Some(value) => self.some(parameters::number(value)),
            None => Ok(0),
        };
        let actions = |name: &str| match fields.get(name) {
            Some(list) => self.list(list, |action| self.action(action)),
            None => Ok(Vec::new()),
        };
        let expiration = match fields.get("expiration") {
            Some(time) => self.some(time.as_str().and_then(expiration))?,
            None => TimePointSec::default(),
        };
        let transaction_extensions = match fields.get("transaction_extensions") {
            Some(list) => self.list(list, |item| self.extension(item))?,
            None => Vec::new(),
        };
        Ok(Transaction {
            expiration,
            ref_block_num: number("ref_block_num")? as u16,
            ref_block_prefix: number("ref_block_prefix")? as u32,
            max_net_usage_words: VarUint32(number("max_net_usage_words")? as u32),
            max_cpu_usage_ms: number("max_cpu_usage_ms")? as u8,
            delay_sec: VarUint32(number("delay_sec")? as u32),
            context_free_actions: actions("context_free_actions")?,
            actions: actions("actions")?,
            transaction_extensions,
        })
    }

    fn extension(&self, value: &Value) -> Result<TransactionExtension, Error> {
        let pair = value.as_array().and_then(|pair| Some((pair.first()?, pair.get(1)?)));
        let (kind, data) = self.some(pair)?;
        let kind = self.some(parameters::number(kind))? as u16;
        Ok(TransactionExtension { kind, data: self.bytes(data)? })
    }

    fn action(&self, value: &Value) -> Result<PackedAction, Error> {
        let fields = self.fields(value)?;
        let name = |field: &str| match fields.get(field) {
            Some(name) => self.name(name),
            None if self.abis.is_none() => Ok(Name::default()),
            None => Err(Error::new(exception::PACKED_TRANSACTION_TYPE, format!("Missing {field}"))),
        };
        let (account, action) = (name("account")?, name("name")?);
        let authorization = match fields.get("authorization") {
            Some(list) => self.list(list, |level| self.level(level))?,
            None => Vec::new(),
        };
        let packed = match (fields.get("data"), &self.abis) {
            (None, None) => Some(Vec::new()),
            (Some(data), None) => Some(self.bytes(data)?),
            (Some(data @ Value::String(_)), _) => Some(self.bytes(data)?),
            (Some(data @ Value::Object(_)), Some(abis)) => {
                self.packed(&mut abis.borrow_mut(), account, action, data)?
            }
            _ => None,
        };
        // Data that is there may be empty; hexadecimal data that stands in for it may not.
        let data = match (packed, fields.get("hex_data")) {
            (Some(data), _) => Some(data),
            (None, Some(data @ Value::String(_))) => {
                Some(self.bytes(data)?).filter(|data| !data.is_empty())
            }
            (None, _) => None,
        };
        let data = data.ok_or_else(|| {
            let message = format!("Failed to deserialize data for {account}:{action}");
            Error::new(exception::PACKED_TRANSACTION_TYPE, message)
        })?;
        Ok(PackedAction { account, name: action, authorization, data })
    }

    /// An action's data by its contract's ABI; nothing when there is no such ABI or action.
    fn packed(
        &self,
        abis: &mut Abis<'_>,
        contract: Name,
        action: Name,
        data: &Value,
    ) -> Result<Option<Vec<u8>>, Error> {
        let abi = abis.get(contract).map_err(|error| {
            if error.exception() == exception::OUT_OF_RANGE { self.unreadable() } else { error }
        });
        let Some(abi) = abi? else { return Ok(None) };
        let Some(type_name) = abi.action_type(action) else { return Ok(None) };
        abi.encode(type_name, data).map(Some).map_err(|error| {
            if error.exception().is_of_chain() { abi::refusal(error) } else { self.unreadable() }
        })
    }

    fn name(&self, value: &Value) -> Result<Name, Error> {
        super::bound::name(self.some(value.as_str())?)
    }

    fn level(&self, value: &Value) -> Result<PermissionLevel, Error> {
        let fields = self.fields(value)?;
        let name = |field: &str| fields.get(field).map_or(Ok(Name::default()), |v| self.name(v));
        Ok(PermissionLevel { actor: name("actor")?, permission: name("permission")? })
    }
}

/// Seconds, whatever fraction of one follows.
fn expiration(text: &str) -> Option<TimePointSec> {
    let seconds = text.split_once('.').map_or(text, |(seconds, _)| seconds);
    seconds.strip_suffix('Z').unwrap_or(seconds).parse().ok()
}
