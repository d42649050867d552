//! What is there already on the new chain.

use std::collections::{BTreeMap, BTreeSet};

use antelope::Name;
use protocol::{
    atomicassets::{
        Asset, AttributeValue, Collection, FormatLine, Schema, Template, atomicdata::find,
    },
    force::qualification::HELD_FOR,
    vaddress::VAddress,
};

use super::{
    Error, Input, Migration,
    plan::{QUALIFICATION, SCHEMA, format, holders},
};

/// What is there of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether the collection is there.
    pub has_collection: bool,
    /// Whether its schema is there.
    pub has_schema: bool,
    /// The templates of qualifications, by the qualifications' ids in V1.
    pub templates: BTreeMap<u32, i32>,
    /// Users' virtual accounts.
    pub accounts: BTreeMap<VAddress, u32>,
    /// Users whose account is not on this chain.
    pub missing: BTreeSet<Name>,
    /// Who has an asset of which template.
    pub held: BTreeSet<(VAddress, i32)>,
}

impl State {
    /// Reads what there is for the holders of qualifications.
    ///
    /// # Errors
    /// When the chain cannot be read, or the schema is another one.
    pub(super) async fn read(migration: &Migration<'_>, input: &Input) -> Result<Self, Error> {
        let Migration { client, network, collection, .. } = *migration;
        let token = *network.tokens.first().ok_or(Error::NoToken)?;
        let assets = network.atomicassets(client);
        let contract = assets.contract();
        let account = assets.account();

        let has_collection = contract.row::<Collection>(account, collection.0).await?.is_some();
        let schema: Option<Schema> = contract.row(collection, SCHEMA.0).await?;
        let has_schema = schema.is_some();
        let lines = schema.map_or_else(format, |schema| schema.format);
        if !lines.starts_with(&format()) {
            return Err(Error::OtherSchema(collection));
        }
        let rows: Vec<Template> = contract.rows(collection).await?;
        let templates = rows.iter().filter(|row| row.schema_name == SCHEMA).filter_map(|row| {
            Some((number(QUALIFICATION, &row.immutable_serialized_data, &lines)?, row.template_id))
        });
        let mut state =
            Self { has_collection, has_schema, templates: templates.collect(), ..Self::default() };

        let users: BTreeSet<VAddress> =
            holders(input).0.into_keys().map(|(user, _)| user).collect();
        for user in users {
            if let Some(row) = network.vaccount(client).account_of(user, token).await? {
                state.accounts.insert(user, row.id);
            }
            let Some(name) = user.account() else { continue };
            match client.get_account(name).await {
                Ok(_) => {}
                Err(error) if error.is_unknown_account() => {
                    state.missing.insert(name);
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
            let own: Vec<Asset> = assets.assets(name).await?;
            let own = own.iter().filter(|asset| asset.collection_name == collection);
            state.held.extend(own.map(|asset| (user, asset.template_id)));
        }
        let users: BTreeMap<u32, VAddress> =
            state.accounts.iter().map(|(user, id)| (*id, *user)).collect();
        let custody: Vec<Asset> = assets.assets(network.force).await?;
        for asset in custody.iter().filter(|asset| asset.collection_name == collection) {
            let account_id = number(HELD_FOR, &asset.mutable_serialized_data, &lines);
            let user = account_id.and_then(|account_id| users.get(&account_id));
            state.held.extend(user.map(|user| (*user, asset.template_id)));
        }
        Ok(state)
    }
}

/// The value of an attribute that is a number.
fn number(name: &str, data: &[u8], format: &[FormatLine]) -> Option<u32> {
    match find(name, data, format) {
        Ok(Some(AttributeValue::Uint32(number))) => Some(number),
        _ => None,
    }
}
