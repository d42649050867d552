//! What can be asked of an AtomicAssets contract, and what it logs.

use alloc::{string::String, vec::Vec};

use antelope::{Action, Asset, Describe, Name, Pack, Unpack};

use super::{AttributeMap, FormatLine};
use crate::float::Float64Bits;

/// Makes the rows of settings. Once made they are left alone.
///
/// # Authorization
/// The contract.
///
/// # RAM
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "init")]
pub struct Init;

/// Adds lines to the format of collections.
///
/// # Authorization
/// The contract.
///
/// # RAM
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "admincoledit")]
pub struct AdminEditCollections {
    /// The lines.
    pub collection_format_extension: Vec<FormatLine>,
}

/// Makes a collection.
///
/// # Authorization
/// The author; and whose the name is, when it has less or more than twelve characters, a suffix, or is an account's.
///
/// # RAM
/// The author.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "createcol")]
pub struct CreateCollection {
    /// Whose it is.
    pub author: Name,
    /// Its name.
    pub collection_name: Name,
    /// Whether accounts may be notified.
    pub allow_notify: bool,
    /// Who may make and change what is in it.
    pub authorized_accounts: Vec<Name>,
    /// Who is notified of what happens in it.
    pub notify_accounts: Vec<Name>,
    /// What markets take for the author, as a part of the price; at most 0.15.
    pub market_fee: Float64Bits,
    /// Its attributes.
    pub data: AttributeMap,
}

/// Makes a schema.
///
/// # Authorization
/// The creator, whom the collection authorizes.
///
/// # RAM
/// The creator.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "createschema")]
pub struct CreateSchema {
    /// Who makes it.
    pub authorized_creator: Name,
    /// The collection.
    pub collection_name: Name,
    /// Its name, unique in the collection.
    pub schema_name: Name,
    /// The attributes that templates and assets may have.
    pub schema_format: Vec<FormatLine>,
}

/// Adds lines to the format of a schema.
///
/// # Authorization
/// The editor, whom the collection authorizes.
///
/// # RAM
/// The editor, from now on for all of the schema.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "extendschema")]
pub struct ExtendSchema {
    /// Who does it.
    pub authorized_editor: Name,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// The lines.
    pub schema_format_extension: Vec<FormatLine>,
}

/// Makes a template.
///
/// # Authorization
/// The creator, whom the collection authorizes.
///
/// # RAM
/// The creator.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "createtempl")]
pub struct CreateTemplate {
    /// Who makes it.
    pub authorized_creator: Name,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// Whether its assets may be transferred.
    pub transferable: bool,
    /// Whether its assets may be burned.
    pub burnable: bool,
    /// How many assets there may be; 0 for any number.
    pub max_supply: u32,
    /// Attributes of all its assets.
    pub immutable_data: AttributeMap,
}

/// Lets no more assets of a template be minted.
///
/// # Authorization
/// The editor, whom the collection authorizes.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "locktemplate")]
pub struct LockTemplate {
    /// Who does it.
    pub authorized_editor: Name,
    /// The collection.
    pub collection_name: Name,
    /// The template.
    pub template_id: i32,
}

/// Makes an asset.
///
/// # Authorization
/// The minter, whom the collection authorizes.
///
/// # RAM
/// The minter.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "mintasset")]
pub struct MintAsset {
    /// Who makes it.
    pub authorized_minter: Name,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// The template, or -1.
    pub template_id: i32,
    /// Who gets it.
    pub new_asset_owner: Name,
    /// Attributes that never change.
    pub immutable_data: AttributeMap,
    /// Attributes that may change.
    pub mutable_data: AttributeMap,
    /// Tokens that burning gives free: none, since none can be deposited.
    pub tokens_to_back: Vec<Asset>,
}

/// Replaces the mutable attributes of an asset.
///
/// # Authorization
/// The editor, whom the collection authorizes.
///
/// # RAM
/// The editor, from now on for all of the asset.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "setassetdata")]
pub struct SetAssetData {
    /// Who does it.
    pub authorized_editor: Name,
    /// Who has the asset.
    pub asset_owner: Name,
    /// The asset.
    pub asset_id: u64,
    /// All its mutable attributes from now on.
    pub new_mutable_data: AttributeMap,
}

/// Moves assets to another owner. Both are notified.
///
/// # Authorization
/// The sender.
///
/// # RAM
/// Stays with who pays for each asset; the sender pays for the receiver's scope when it is empty.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "transfer")]
pub struct Transfer {
    /// Who has them.
    pub from: Name,
    /// Who gets them.
    pub to: Name,
    /// The assets.
    pub asset_ids: Vec<u64>,
    /// A note of at most 256 bytes.
    pub memo: String,
}

/// Destroys an asset.
///
/// # Authorization
/// The owner.
///
/// # RAM
/// Goes back to who paid for the asset.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "burnasset")]
pub struct BurnAsset {
    /// Who has it.
    pub asset_owner: Name,
    /// The asset.
    pub asset_id: u64,
}

/// A template was made. Sent by the contract to itself, for readers of its history.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "lognewtempl")]
pub struct LogNewTemplate {
    /// Its id.
    pub template_id: i32,
    /// Who made it.
    pub authorized_creator: Name,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// Whether its assets may be transferred.
    pub transferable: bool,
    /// Whether its assets may be burned.
    pub burnable: bool,
    /// How many assets there may be; 0 for any number.
    pub max_supply: u32,
    /// Attributes of all its assets.
    pub immutable_data: AttributeMap,
}

/// An asset was made. Its owner is notified. Sent by the contract to itself, for readers of its history.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "logmint")]
pub struct LogMint {
    /// Its id.
    pub asset_id: u64,
    /// Who made it.
    pub authorized_minter: Name,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// The template, or -1.
    pub template_id: i32,
    /// Who got it.
    pub new_asset_owner: Name,
    /// Attributes that never change.
    pub immutable_data: AttributeMap,
    /// Attributes that may change.
    pub mutable_data: AttributeMap,
    /// Tokens that burning gives free.
    pub backed_tokens: Vec<Asset>,
    /// The template's attributes.
    pub immutable_template_data: AttributeMap,
}

/// The mutable attributes of an asset were replaced. Sent by the contract to itself, for readers of its history.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "logsetdata")]
pub struct LogSetData {
    /// Who has it.
    pub asset_owner: Name,
    /// The asset.
    pub asset_id: u64,
    /// Before.
    pub old_data: AttributeMap,
    /// From now on.
    pub new_data: AttributeMap,
}

/// Assets of one collection changed hands. Sent by the contract to itself, for readers of its history.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "logtransfer")]
pub struct LogTransfer {
    /// The collection.
    pub collection_name: Name,
    /// Who had them.
    pub from: Name,
    /// Who got them.
    pub to: Name,
    /// The assets.
    pub asset_ids: Vec<u64>,
    /// The note.
    pub memo: String,
}

/// An asset was destroyed. Sent by the contract to itself, for readers of its history.
///
/// # Authorization
/// The contract.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack, Describe, Action)]
#[abi(name = "logburnasset")]
pub struct LogBurnAsset {
    /// Who had it.
    pub asset_owner: Name,
    /// The asset.
    pub asset_id: u64,
    /// The collection.
    pub collection_name: Name,
    /// The schema.
    pub schema_name: Name,
    /// The template, or -1.
    pub template_id: i32,
    /// Tokens that it gave free.
    pub backed_tokens: Vec<Asset>,
    /// Its immutable attributes.
    pub old_immutable_data: AttributeMap,
    /// Its mutable attributes.
    pub old_mutable_data: AttributeMap,
    /// Who paid its RAM.
    pub asset_ram_payer: Name,
}
