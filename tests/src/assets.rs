//! NFTs: two collections that everybody shares, and what is minted in them.

use antelope::{Action, Name, name};
use protocol::atomicassets::{
    AttributeMap, FormatLine,
    actions::{CreateCollection, CreateSchema, CreateTemplate, MintAsset, Transfer},
};
use protocol::float::Float64Bits;
use sdk::{Nodeos, Receipt, Result, network::Network};

use crate::{Actor, World, node::ISSUER};

/// The collection that campaigns ask for.
pub const COLLECTION: Name = name!("forcecollect");
/// Another one.
pub const OTHER_COLLECTION: Name = name!("othercollect");
/// The schema of both.
pub const SCHEMA: Name = name!("default");
/// An asset of no template.
pub const NO_TEMPLATE: i32 = -1;

/// Makes the collections, once for all scenarios.
pub(crate) async fn make_collections(node: &Nodeos) {
    let contract = Network::default().atomicassets(node.client());
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
            schema_format: vec![FormatLine::new("name", "string")],
        };
        actions.push(contract.action(ISSUER, &collection));
        actions.push(contract.action(ISSUER, &schema));
    }
    node.client().push(node.signer(), &actions).await.unwrap();
}

impl World {
    /// Makes a template in the collection. Gives its id.
    pub async fn template(&self) -> i32 {
        let template = CreateTemplate {
            authorized_creator: ISSUER,
            collection_name: COLLECTION,
            schema_name: SCHEMA,
            transferable: true,
            burnable: true,
            max_supply: 0,
            immutable_data: AttributeMap::default(),
        };
        let receipt = self.push_assets(ISSUER, &template).await.unwrap();
        // The contract tells its log, whose first argument is the id.
        let log = receipt.actions.iter().find(|trace| trace.action.name == name!("lognewtempl"));
        let data = &log.expect("a new template is logged").action.data;
        i32::from_le_bytes(*data.first_chunk().expect("the log begins with the id"))
    }

    /// Gives a worker a new asset. Gives its id.
    pub async fn mint(&self, owner: Actor, collection_name: Name, template_id: i32) -> u64 {
        let mint = MintAsset {
            authorized_minter: ISSUER,
            collection_name,
            schema_name: SCHEMA,
            template_id,
            new_asset_owner: owner.name,
            immutable_data: AttributeMap::default(),
            mutable_data: AttributeMap::default(),
            tokens_to_back: Vec::new(),
        };
        let receipt = self.push_assets(ISSUER, &mint).await.unwrap();
        let log = receipt.actions.iter().find(|trace| trace.action.name == name!("logmint"));
        let data = &log.expect("a new asset is logged").action.data;
        u64::from_le_bytes(*data.first_chunk().expect("the log begins with the id"))
    }

    /// Hands an asset on.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn hand_on(&self, from: Actor, to: Actor, asset: u64) -> Result<Receipt> {
        let (from, to) = (from.name, to.name);
        let transfer = Transfer { from, to, asset_ids: vec![asset], memo: String::new() };
        self.push_assets(from, &transfer).await
    }

    async fn push_assets<A: Action>(&self, actor: Name, action: &A) -> Result<Receipt> {
        let contract = self.network.atomicassets(&self.client);
        self.push_all(&[contract.action(actor, action)]).await
    }
}
