//! NFTs of the workers, for campaigns that ask for them.

use antelope::{Name, name};
use protocol::{
    atomicassets::{
        AttributeMap, FormatLine,
        actions::{CreateCollection, CreateSchema, MintAsset},
        asset::Asset,
    },
    float::Float64Bits,
};

use crate::{Result, world::World};

impl World<'_> {
    /// Makes a collection, and gives each worker an asset of it. Gives their ids.
    pub(crate) async fn mint(&mut self, collection_name: Name) -> Result<Vec<u64>> {
        let author = self.requester;
        let schema_name = name!("default");
        let assets = self.atomicassets();
        let collection = CreateCollection {
            author,
            collection_name,
            allow_notify: false,
            authorized_accounts: vec![author],
            notify_accounts: Vec::new(),
            market_fee: Float64Bits(0),
            data: AttributeMap::default(),
        };
        let schema = CreateSchema {
            authorized_creator: author,
            collection_name,
            schema_name,
            schema_format: vec![FormatLine::new("name", "string")],
        };
        let mut actions = vec![assets.action(author, &collection), assets.action(author, &schema)];
        for worker in &self.workers {
            let mint = MintAsset {
                authorized_minter: author,
                collection_name,
                schema_name,
                template_id: Asset::NO_TEMPLATE,
                new_asset_owner: worker.name,
                immutable_data: AttributeMap::default(),
                mutable_data: AttributeMap::default(),
                tokens_to_back: Vec::new(),
            };
            actions.push(assets.action(author, &mint));
        }
        self.run(&actions).await?;

        let mut ids = Vec::with_capacity(self.workers.len());
        for worker in &self.workers {
            let minted = assets.assets(worker.name).await?;
            ids.push(minted.first().ok_or("a minted asset is there")?.asset_id);
        }
        Ok(ids)
    }
}
