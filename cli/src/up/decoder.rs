//! The data of actions, told by their contracts' ABIs as these are now.

use std::collections::HashMap;

use antelope::{Name, PackedAction, abi::Serializer};
use chain::{Chain, state::Bytes};
use serde_json::Value;

/// Decodes the data of actions. Each ABI is read once, and again when it has changed.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    abis: HashMap<Name, (Bytes, Option<Serializer>)>,
}

impl Decoder {
    /// The data of an action, or nothing where its contract's ABI does not tell.
    pub(crate) fn data(&mut self, chain: &Chain, action: &PackedAction) -> Option<Value> {
        let abi = &chain.account(action.account)?.abi;
        let known = self.abis.get(&action.account).is_some_and(|(known, _)| known == abi);
        if !known {
            self.abis.insert(action.account, (abi.clone(), serializer(abi)));
        }
        let (_, serializer) = self.abis.get(&action.account)?;
        serializer.as_ref()?.decode_action(action.name, &action.data).ok()
    }
}

fn serializer(abi: &[u8]) -> Option<Serializer> {
    Serializer::new(&antelope::unpack(abi).ok()?).ok()
}
