//! Templates of a collection.

use framework::{Payer, require_auth};
use protocol::atomicassets::{
    Error, Template,
    actions::{CreateTemplate, LockTemplate, LogNewTemplate},
    atomicdata,
};

use crate::{log, state};

pub(crate) fn create(action: CreateTemplate) -> Result<(), Error> {
    let creator = action.authorized_creator;
    require_auth(creator);
    state::collection(action.collection_name)?
        .check_authorized(creator, Error::CreatorNotAuthorized)?;

    let schema = state::schema(action.collection_name, action.schema_name)?;
    let mut config = state::config()?;

    let template = Template {
        template_id: config.take_template_id()?,
        schema_name: action.schema_name,
        transferable: action.transferable,
        burnable: action.burnable,
        max_supply: action.max_supply,
        issued_supply: 0,
        immutable_serialized_data: atomicdata::serialize(&action.immutable_data, &schema.format)?,
    };

    config.save(Payer::Same);
    state::templates(action.collection_name).insert(&template, Payer::Account(creator));
    log::send(&LogNewTemplate {
        template_id: template.template_id,
        authorized_creator: creator,
        collection_name: action.collection_name,
        schema_name: action.schema_name,
        transferable: action.transferable,
        burnable: action.burnable,
        max_supply: action.max_supply,
        immutable_data: action.immutable_data,
    });
    Ok(())
}

pub(crate) fn lock(action: LockTemplate) -> Result<(), Error> {
    require_auth(action.authorized_editor);
    let id = u64::try_from(action.template_id).map_err(|_| Error::BadTemplateId)?;
    state::collection(action.collection_name)?
        .check_authorized(action.authorized_editor, Error::EditorNotAuthorized)?;

    let template = state::templates(action.collection_name).entry(id);
    let mut template = template.ok_or(Error::TemplateToLockNotFound)?;

    template.lock()?;

    template.save(Payer::Same);
    Ok(())
}
