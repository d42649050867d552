//! Schemas of a collection.

use framework::{Payer, require_auth};
use protocol::atomicassets::{
    Error, Schema,
    actions::{CreateSchema, ExtendSchema},
    schema,
};

use crate::state;

pub(crate) fn create(action: CreateSchema) -> Result<(), Error> {
    let creator = action.authorized_creator;
    require_auth(creator);
    schema::check_name(action.schema_name)?;
    state::collection(action.collection_name)?
        .check_authorized(creator, Error::CreatorNotAuthorized)?;

    let schemas = state::schemas(action.collection_name);

    if schemas.contains(action.schema_name.0) {
        return Err(Error::SchemaExists);
    }
    schema::check_format(&action.schema_format)?;

    let row = Schema { schema_name: action.schema_name, format: action.schema_format };
    schemas.insert(&row, Payer::Account(creator));
    Ok(())
}

pub(crate) fn extend(action: ExtendSchema) -> Result<(), Error> {
    let editor = action.authorized_editor;
    require_auth(editor);
    state::collection(action.collection_name)?
        .check_authorized(editor, Error::EditorNotAuthorized)?;

    let row = state::schemas(action.collection_name).entry(action.schema_name.0);
    let mut row = row.ok_or(Error::SchemaToExtendNotFound)?;

    schema::extend_format(&mut row.format, action.schema_format_extension)?;

    row.save(Payer::Account(editor));
    Ok(())
}
