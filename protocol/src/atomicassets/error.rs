//! How the AtomicAssets contract refuses, in the words of the published one.
//!
//! The published contract names the offender after some of these texts (`… (ID: 7)`, `… - alice`); ours does not.

crate::error::contract_errors! {
    /// Why the AtomicAssets contract refused an action.
    pub enum Error {
        /// `init` was never called.
        NotInitialised = 1 => "singleton does not exist",
        /// No asset or template can be made any more.
        IdsUsedUp = 2 => "no id is left",

        /// An extension without a line.
        NoNewLine = 10 => "Need to add at least one new line",
        /// An attribute without a name.
        EmptyAttributeName = 11 => "An attribute's name can't be empty",
        /// More than 64 bytes.
        AttributeNameTooLong = 12 => "An attribute's name can only be 64 characters max",
        /// No type of this name can be stored.
        BadType = 13 => "'type' attribute has an invalid format",
        /// Two lines of one name.
        AttributeTwice = 14 => "there already is an attribute with the same name",
        /// Explorers show things by their name.
        NoNameLine = 15 => "A format line with {\"name\": \"name\" and \"type\": \"string\"} needs to be defined for every schema",

        /// An account's name is the account's.
        AccountNotAuthorized = 20 => "When the collection has the name of an existing account, its authorization is required",
        /// A suffix is its account's.
        SuffixNotAuthorized = 21 => "When the collection name has a suffix, the suffix authorization is required",
        /// Other lengths belong to nobody.
        BadCollectionName = 22 => "Without special authorization, collection names must be 12 characters long",
        /// A name is taken once.
        CollectionExists = 23 => "A collection with this name already exists",
        /// The collection says that nobody is notified.
        NotifyNotAllowed = 24 => "Can't add notify_accounts if allow_notify is false",
        /// Of those to authorize or to notify.
        NoSuchAccount = 25 => "At least one account does not exist",
        /// An account is authorized once.
        AuthorizedTwice = 26 => "You can't have duplicates in the authorized_accounts",
        /// An account is notified once.
        NotifiedTwice = 27 => "You can't have duplicates in the notify_accounts",
        /// As [`MAX_MARKET_FEE`](super::collection::MAX_MARKET_FEE) has it.
        BadMarketFee = 28 => "The market_fee must be between 0 and 0.150000",
        /// No such collection.
        CollectionNotFound = 29 => "No collection with this name exists",
        /// The attribute `name` has more than 64 bytes.
        NameTooLong = 30 => "Names (attribute with name: \"name\") can only be 64 characters max",

        /// Of a schema or template.
        CreatorNotAuthorized = 40 => "The creator is not authorized within the collection",
        /// Of a schema, template or asset.
        EditorNotAuthorized = 41 => "The editor is not authorized within the collection",
        /// Of an asset.
        MinterNotAuthorized = 42 => "The minter is not authorized within the collection",
        /// A name without characters, or with thirteen.
        BadSchemaName = 43 => "Schema names must be between 1 and 12 characters long",
        /// A name is taken once in a collection.
        SchemaExists = 44 => "A schema with this name already exists for this collection",
        /// To extend.
        SchemaToExtendNotFound = 45 => "No schema with this name exists for this collection",
        /// To make a template or an asset by.
        SchemaNotFound = 46 => "No schema with this name exists",
        /// Template ids are above zero.
        BadTemplateId = 47 => "The template id must be positive",
        /// To lock.
        TemplateToLockNotFound = 48 => "No template with the specified id exists for the specified collection",
        /// It would be open for ever.
        NothingIssued = 49 => "Can't lock a template that does not have at least one issued asset",

        /// To mint by.
        TemplateNotFound = 60 => "No template with this id exists",
        /// Asset and template have one schema.
        OtherSchema = 61 => "The template belongs to another schema",
        /// The last one is minted.
        MaxSupplyReached = 62 => "The template's maxsupply has already been reached",
        /// A negative id that does not mean "none".
        NoTemplateId = 63 => "The template id must either be an existing template or -1",
        /// The owner is no account.
        NoSuchOwner = 64 => "The new_asset_owner account does not exist",
        /// Tokens cannot be deposited here, so nobody has any to back with.
        NoBalance = 65 => "The specified account does not have a balance table row",
        /// To edit.
        AssetNotFound = 66 => "No asset with this id exists",
        /// To burn.
        AssetToBurnNotFound = 67 => "No asset with this id exists for this owner",
        /// The template says so.
        NotBurnable = 68 => "The asset is not burnable",
        /// Its tokens would be lost.
        Backed = 69 => "an asset that is backed with tokens cannot be burned here",

        /// The receiver is no account.
        NoSuchReceiver = 80 => "to account does not exist",
        /// Sender and receiver are two.
        ToSelf = 81 => "Can't transfer assets to yourself",
        /// A transfer of nothing.
        NothingToTransfer = 82 => "asset_ids needs to contain at least one id",
        /// More than 256 bytes.
        MemoTooLong = 83 => "A transfer memo can only be 256 characters max",
        /// An asset is named once.
        TransferredTwice = 84 => "Can't transfer the same asset multiple times",
        /// The sender does not have it.
        NotOwned = 85 => "Sender doesn't own at least one of the provided assets",
        /// The template says so.
        NotTransferable = 86 => "At least one asset isn't transferable",

        /// The schema has no such attribute.
        NotInFormat = 100 => "The following attribute could not be serialized, because it is not specified in the provided format",
        /// The format has a type that cannot be stored.
        UnknownType = 101 => "No type could be matched",
        /// Not base58, or over-long.
        BadIpfs = 102 => "Error when decoding IPFS string",
        /// Neither 0 nor 1.
        BadBool = 103 => "Bools need to be provided as an uin8_t that is either 0 or 1",
        /// Stored attributes that are not what the schema says.
        MalformedData = 104 => "serialized data is malformed",
        /// The value has another type than the schema's.
        ExpectedInt8 = 110 => "Expected a int8, but got something else",
        /// The value has another type than the schema's.
        ExpectedInt16 = 111 => "Expected a int16, but got something else",
        /// The value has another type than the schema's.
        ExpectedInt32 = 112 => "Expected a int32, but got something else",
        /// The value has another type than the schema's.
        ExpectedInt64 = 113 => "Expected a int64, but got something else",
        /// The value has another type than the schema's.
        ExpectedUint8 = 114 => "Expected a uint8, but got something else",
        /// The value has another type than the schema's.
        ExpectedUint16 = 115 => "Expected a uint16, but got something else",
        /// The value has another type than the schema's.
        ExpectedUint32 = 116 => "Expected a uint32, but got something else",
        /// The value has another type than the schema's.
        ExpectedUint64 = 117 => "Expected a uint64, but got something else",
        /// The value has another type than the schema's.
        ExpectedFixed8 = 118 => "Expected a uint8 (fixed8 / byte), but got something else",
        /// The value has another type than the schema's.
        ExpectedFixed16 = 119 => "Expected a uint16 (fixed16), but got something else",
        /// The value has another type than the schema's.
        ExpectedFixed32 = 120 => "Expected a uint32 (fixed32), but got something else",
        /// The value has another type than the schema's.
        ExpectedFixed64 = 121 => "Expected a uint64 (fixed64), but got something else",
        /// The value has another type than the schema's.
        ExpectedFloat = 122 => "Expected a float, but got something else",
        /// The value has another type than the schema's.
        ExpectedDouble = 123 => "Expected a double, but got something else",
        /// The value has another type than the schema's.
        ExpectedString = 124 => "Expected a string, but got something else",
        /// The value has another type than the schema's.
        ExpectedIpfs = 125 => "Expected a string (ipfs), but got something else",
        /// The value has another type than the schema's.
        ExpectedBool = 126 => "Expected a bool (needs to be provided as uint8_t because of C++ restrictions), but got something else",
    }
}
