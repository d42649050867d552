//! The contract's tables: where each is, and whom RAM is charged to.
//!
//! | table | scope | paid by |
//! |---|---|---|
//! | `config`, `tokenconfigs` | contract | contract |
//! | `collections` | contract | author |
//! | `schemas` | collection | creator, then the last editor |
//! | `templates` | collection | creator |
//! | `assets` | owner | minter, then the last editor; the scope, whoever put the first asset there |

use antelope::Name;
use framework::{Entry, Singleton, Table, current_receiver};
use protocol::atomicassets::{Asset, Collection, Config, Error, Schema, Template, TokenConfigs};

pub(crate) fn config_row() -> Singleton<Config> {
    Singleton::of_self(current_receiver())
}

pub(crate) fn config() -> Result<Entry<Config>, Error> {
    config_row().entry().ok_or(Error::NotInitialised)
}

pub(crate) fn token_configs_row() -> Singleton<TokenConfigs> {
    Singleton::of_self(current_receiver())
}

pub(crate) fn collections() -> Table<Collection> {
    Table::of_self(current_receiver())
}

pub(crate) fn collection(name: Name) -> Result<Collection, Error> {
    collections().get(name.0).ok_or(Error::CollectionNotFound)
}

pub(crate) fn schemas(collection: Name) -> Table<Schema> {
    Table::of_self(collection)
}

pub(crate) fn schema(collection: Name, name: Name) -> Result<Schema, Error> {
    schemas(collection).get(name.0).ok_or(Error::SchemaNotFound)
}

pub(crate) fn templates(collection: Name) -> Table<Template> {
    Table::of_self(collection)
}

/// The template of an asset, if the asset has one.
pub(crate) fn template_of(asset: &Asset) -> Option<Template> {
    templates(asset.collection_name).get(asset.template_key()?)
}

pub(crate) fn assets(owner: Name) -> Table<Asset> {
    Table::of_self(owner)
}
