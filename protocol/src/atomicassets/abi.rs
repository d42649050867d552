//! The AtomicAssets contract's ABI.

use antelope::abi::{Abi, AbiBuilder};

use super::{
    Asset, Collection, Config, Schema, Template, TokenConfigs,
    actions::{
        AdminEditCollections, BurnAsset, CreateCollection, CreateSchema, CreateTemplate,
        ExtendSchema, Init, LockTemplate, LogBurnAsset, LogMint, LogNewTemplate, LogSetData,
        LogTransfer, MintAsset, SetAssetData, Transfer,
    },
};

/// The ABI, as `abi/atomicassets.abi` holds it.
pub fn abi() -> Abi {
    AbiBuilder::new()
        .action::<Init>()
        .action::<AdminEditCollections>()
        .action::<CreateCollection>()
        .action::<CreateSchema>()
        .action::<ExtendSchema>()
        .action::<CreateTemplate>()
        .action::<LockTemplate>()
        .action::<MintAsset>()
        .action::<SetAssetData>()
        .action::<Transfer>()
        .action::<BurnAsset>()
        .action::<LogNewTemplate>()
        .action::<LogMint>()
        .action::<LogSetData>()
        .action::<LogTransfer>()
        .action::<LogBurnAsset>()
        .table::<Config>()
        .table::<TokenConfigs>()
        .table::<Collection>()
        .table::<Schema>()
        .table::<Template>()
        .table::<Asset>()
        .build()
}
