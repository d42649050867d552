//! Assets: minting, editing, burning.
//!
//! Changing hands is left to [`transfer`](crate::transfer).

use alloc::vec::Vec;

use framework::{Payer, is_account, require_auth};
use protocol::atomicassets::{
    Asset, AttributeMap, Error, Schema,
    actions::{BurnAsset, LogBurnAsset, LogMint, LogSetData, MintAsset, SetAssetData},
    atomicdata,
};

use crate::{log, state};

pub(crate) fn mint(action: MintAsset) -> Result<(), Error> {
    let minter = action.authorized_minter;
    require_auth(minter);
    state::collection(action.collection_name)?
        .check_authorized(minter, Error::MinterNotAuthorized)?;

    let schema = state::schema(action.collection_name, action.schema_name)?;
    let template_data = count_in_template(&action, &schema)?;
    let mut config = state::config()?;

    if !is_account(action.new_asset_owner) {
        return Err(Error::NoSuchOwner);
    }
    action.immutable_data.check_name()?;
    action.mutable_data.check_name()?;
    if !action.tokens_to_back.is_empty() {
        return Err(Error::NoBalance);
    }
    let asset = Asset {
        asset_id: config.take_asset_id()?,
        collection_name: action.collection_name,
        schema_name: action.schema_name,
        template_id: action.template_id,
        ram_payer: minter,
        backed_tokens: Vec::new(),
        immutable_serialized_data: atomicdata::serialize(&action.immutable_data, &schema.format)?,
        mutable_serialized_data: atomicdata::serialize(&action.mutable_data, &schema.format)?,
    };

    config.save(Payer::Same);
    state::assets(action.new_asset_owner).insert(&asset, Payer::Account(minter));
    log::send(&LogMint {
        asset_id: asset.asset_id,
        authorized_minter: minter,
        collection_name: action.collection_name,
        schema_name: action.schema_name,
        template_id: action.template_id,
        new_asset_owner: action.new_asset_owner,
        immutable_data: action.immutable_data,
        mutable_data: action.mutable_data,
        backed_tokens: action.tokens_to_back,
        immutable_template_data: template_data,
    });
    Ok(())
}

/// Counts the asset in its template. Gives the template's attributes, or none without a template.
fn count_in_template(action: &MintAsset, schema: &Schema) -> Result<AttributeMap, Error> {
    if action.template_id == Asset::NO_TEMPLATE {
        return Ok(AttributeMap::default());
    }
    let id = u64::try_from(action.template_id).map_err(|_| Error::NoTemplateId)?;
    let template = state::templates(action.collection_name).entry(id);
    let mut template = template.ok_or(Error::TemplateNotFound)?;

    template.mint(action.schema_name)?;

    template.save(Payer::Same);
    atomicdata::deserialize(&template.immutable_serialized_data, &schema.format)
}

pub(crate) fn set_data(action: SetAssetData) -> Result<(), Error> {
    let editor = action.authorized_editor;
    require_auth(editor);
    let asset = state::assets(action.asset_owner).entry(action.asset_id);
    let mut asset = asset.ok_or(Error::AssetNotFound)?;
    state::collection(asset.collection_name)?
        .check_authorized(editor, Error::EditorNotAuthorized)?;

    let schema = state::schema(asset.collection_name, asset.schema_name)?;

    action.new_mutable_data.check_name()?;
    let old_data = atomicdata::deserialize(&asset.mutable_serialized_data, &schema.format)?;
    asset.mutable_serialized_data =
        atomicdata::serialize(&action.new_mutable_data, &schema.format)?;

    asset.ram_payer = editor;
    asset.save(Payer::Account(editor));
    log::send(&LogSetData {
        asset_owner: action.asset_owner,
        asset_id: action.asset_id,
        old_data,
        new_data: action.new_mutable_data,
    });
    Ok(())
}

pub(crate) fn burn(action: BurnAsset) -> Result<(), Error> {
    require_auth(action.asset_owner);

    let asset = state::assets(action.asset_owner).entry(action.asset_id);
    let asset = asset.ok_or(Error::AssetToBurnNotFound)?;
    let schema = state::schema(asset.collection_name, asset.schema_name)?;

    if state::template_of(&asset).is_some_and(|template| !template.burnable) {
        return Err(Error::NotBurnable);
    }
    if !asset.backed_tokens.is_empty() {
        return Err(Error::Backed);
    }
    let immutable = atomicdata::deserialize(&asset.immutable_serialized_data, &schema.format)?;
    let mutable = atomicdata::deserialize(&asset.mutable_serialized_data, &schema.format)?;

    let asset = asset.erase();
    log::send(&LogBurnAsset {
        asset_owner: action.asset_owner,
        asset_id: action.asset_id,
        collection_name: asset.collection_name,
        schema_name: asset.schema_name,
        template_id: asset.template_id,
        backed_tokens: asset.backed_tokens,
        old_immutable_data: immutable,
        old_mutable_data: mutable,
        asset_ram_payer: asset.ram_payer,
    });
    Ok(())
}
