//! NFTs: two collections that everybody shares, and what is minted in them.

use antelope::{Action, Name, name};
use protocol::atomicassets::{
    AttributeMap, FormatLine,
    actions::{CreateCollection, CreateSchema, CreateTemplate, MintAsset, SetAssetData, Transfer},
};
use protocol::float::Float64Bits;
use sdk::{Client, LocalSigner, Receipt, Result, network::Network};

use crate::{Actor, World, node::ISSUER};

/// The collection that campaigns ask for.
pub const COLLECTION: Name = name!("forcecollect");
/// Another one.
pub const OTHER_COLLECTION: Name = name!("othercollect");
/// The schema of both.
pub const SCHEMA: Name = name!("default");
/// An asset of no template.
pub const NO_TEMPLATE: i32 = -1;

/// The attributes of the schema, in the order of their lines.
pub const ATTRIBUTES: [(&str, &str); 5] = [
    ("name", "string"),
    ("level", "uint8"),
    ("titles", "string[]"),
    ("score", "double"),
    ("vaccount", "uint32"),
];

/// The line of an attribute.
///
/// # Panics
/// When the schema does not have it.
pub fn line(name: &str) -> u8 {
    let line = ATTRIBUTES.iter().position(|attribute| attribute.0 == name);
    u8::try_from(line.unwrap()).unwrap()
}

fn lines() -> Vec<FormatLine> {
    ATTRIBUTES.iter().map(|(name, kind)| FormatLine::new(*name, *kind)).collect()
}

/// Makes the collections, once for all scenarios.
pub(crate) async fn make_collections(client: &Client, signer: &LocalSigner) {
    let contract = Network::default().atomicassets(client);
    let mut actions = Vec::new();
    for collection_name in [COLLECTION, OTHER_COLLECTION] {
        let collection = CreateCollection {
            author: ISSUER,
            collection_name,
            allow_notify: false,
            authorized_accounts: vec![ISSUER],
            notify_accounts: Vec::new(),
            market_fee: Float64Bits(0),
            data: AttributeMap::default(),
        };
        let schema = CreateSchema {
            authorized_creator: ISSUER,
            collection_name,
            schema_name: SCHEMA,
            schema_format: lines(),
        };
        actions.push(contract.action(ISSUER, &collection));
        actions.push(contract.action(ISSUER, &schema));
    }
    client.push(signer, &actions).await.unwrap();
}

impl World {
    /// Makes a template in the collection. Gives its id.
    pub async fn template(&self) -> i32 {
        self.template_with(AttributeMap::default()).await
    }

    /// Makes a template with attributes in the collection. Gives its id.
    pub async fn template_with(&self, immutable_data: AttributeMap) -> i32 {
        self.make_template(immutable_data, false).await
    }

    /// Makes a template in the collection whose assets stay with their owners. Gives its id.
    pub async fn bound_template(&self) -> i32 {
        self.make_template(AttributeMap::default(), true).await
    }

    async fn make_template(&self, immutable_data: AttributeMap, bound: bool) -> i32 {
        let template = CreateTemplate {
            authorized_creator: ISSUER,
            collection_name: COLLECTION,
            schema_name: SCHEMA,
            transferable: !bound,
            burnable: !bound,
            max_supply: 0,
            immutable_data,
        };
        let receipt = self.push_assets(ISSUER, &template).await.unwrap();
        // The contract tells its log, whose first argument is the id.
        let log = receipt.actions.iter().find(|trace| trace.action.name == name!("lognewtempl"));
        let data = &log.expect("a new template is logged").action.data;
        i32::from_le_bytes(*data.first_chunk().expect("the log begins with the id"))
    }

    /// Gives a worker a new asset. Gives its id.
    pub async fn mint(&self, owner: Actor, collection_name: Name, template_id: i32) -> u64 {
        let none = AttributeMap::default();
        self.mint_with(owner.name, collection_name, template_id, none.clone(), none).await
    }

    /// Makes a new asset with attributes. Gives its id.
    pub async fn mint_with(
        &self,
        owner: Name,
        collection_name: Name,
        template_id: i32,
        immutable_data: AttributeMap,
        mutable_data: AttributeMap,
    ) -> u64 {
        let mint = MintAsset {
            authorized_minter: ISSUER,
            collection_name,
            schema_name: SCHEMA,
            template_id,
            new_asset_owner: owner,
            immutable_data,
            mutable_data,
            tokens_to_back: Vec::new(),
        };
        let receipt = self.push_assets(ISSUER, &mint).await.unwrap();
        let log = receipt.actions.iter().find(|trace| trace.action.name == name!("logmint"));
        let data = &log.expect("a new asset is logged").action.data;
        u64::from_le_bytes(*data.first_chunk().expect("the log begins with the id"))
    }

    /// Makes a number of new assets without attributes of their own, but for these that may change.
    pub async fn mint_many(
        &self,
        owner: Name,
        collection_name: Name,
        mutable_data: AttributeMap,
        number: usize,
    ) {
        const IN_ONE_TRANSACTION: usize = 128;
        let mint = MintAsset {
            authorized_minter: ISSUER,
            collection_name,
            schema_name: SCHEMA,
            template_id: NO_TEMPLATE,
            new_asset_owner: owner,
            immutable_data: AttributeMap::default(),
            mutable_data,
            tokens_to_back: Vec::new(),
        };
        let action = self.network.atomicassets(&self.client).action(ISSUER, &mint);
        for chunk in vec![action; number].chunks(IN_ONE_TRANSACTION) {
            self.push_all(chunk).await.unwrap();
        }
    }

    /// Changes an asset's mutable attributes, as its collection may.
    pub async fn set_attributes(&self, owner: Name, asset_id: u64, mutable_data: AttributeMap) {
        let change = SetAssetData {
            authorized_editor: ISSUER,
            asset_owner: owner,
            asset_id,
            new_mutable_data: mutable_data,
        };
        self.push_assets(ISSUER, &change).await.unwrap();
    }

    /// Hands an asset on.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn hand_on(&self, from: Actor, to: Actor, asset: u64) -> Result<Receipt> {
        self.send_assets(from.name, to.name, &[asset]).await
    }

    /// Transfers assets.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn send_assets(&self, from: Name, to: Name, assets: &[u64]) -> Result<Receipt> {
        let transfer = Transfer { from, to, asset_ids: assets.to_vec(), memo: String::new() };
        self.push_assets(from, &transfer).await
    }

    async fn push_assets<A: Action>(&self, actor: Name, action: &A) -> Result<Receipt> {
        let contract = self.network.atomicassets(&self.client);
        self.push_all(&[contract.action(actor, action)]).await
    }
}
