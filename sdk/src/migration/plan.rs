//! The plan: what V1 knew and what is there, in; what is missing, out. Nothing is read or sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use antelope::{Name, PackedAction, name};
use protocol::{
    atomicassets::{
        AttributeMap, AttributeValue, FormatLine,
        actions::{CreateCollection, CreateSchema, CreateTemplate, MintAsset},
    },
    float::Float64Bits,
    force::qualification::HELD_FOR,
    vaccount::actions::Open,
    vaddress::VAddress,
};

use super::{Input, Migration, State};

/// The schema of qualifications.
pub const SCHEMA: Name = name!("quali");

/// The attribute of a template that is the qualification's id in V1.
pub(super) const QUALIFICATION: &str = "quali";

/// The attributes of the schema. Those that say what a qualification is are its template's; those that can change, the
/// asset's: for whom the tasks contract holds it, what was noted of its holder, and whether it still counts.
pub(super) fn format() -> Vec<FormatLine> {
    let lines = [
        ("name", "string"),
        (QUALIFICATION, "uint32"),
        ("content", "string"),
        (HELD_FOR, "uint32"),
        ("value", "string"),
        ("revoked", "bool"),
    ];
    lines.map(|(name, kind)| FormatLine::new(name, kind)).into()
}

/// What is missing, in an order in which it can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// What cannot be carried over.
    pub problems: Vec<Problem>,
}

/// Something to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The collection.
    Collection,
    /// Its schema.
    Schema,
    /// The template of a qualification: its assets stay with their holders, and are not burned.
    Template {
        /// The qualification's id in V1.
        quali_id: u32,
        /// The address of its document.
        content: String,
    },
    /// A virtual account.
    Account(VAddress),
    /// An asset that says that a user has a qualification.
    Asset {
        /// The qualification's id in V1.
        quali_id: u32,
        /// The user. What is a key holder's is held by the tasks contract.
        user: VAddress,
        /// What was noted.
        value: String,
    },
}

/// Something that cannot be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Problem {
    /// A virtual account of V1 has a qualification and is not among its accounts.
    NoRow(u32),
    /// Somebody has a qualification that is not there.
    NoQualification(u32),
    /// A user's account is not on the new chain.
    NoAccount(Name),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Collection => f.write_str("collection"),
            Self::Schema => write!(f, "schema {SCHEMA}"),
            Self::Template { quali_id, .. } => write!(f, "template of qualification {quali_id}"),
            Self::Account(user) => write!(f, "virtual account of {}", shown(user)),
            Self::Asset { quali_id, user, .. } => {
                write!(f, "qualification {quali_id} of {}", shown(user))
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRow(id) => write!(f, "virtual account {id} is not among the accounts"),
            Self::NoQualification(id) => write!(f, "qualification {id} is not there"),
            Self::NoAccount(name) => write!(f, "account {name} does not exist on this chain"),
        }
    }
}

fn shown(user: &VAddress) -> String {
    match user {
        VAddress::Name(name) => name.to_string(),
        VAddress::Address(address) => address.0.to_string(),
    }
}

/// Who has which qualification and with what note, each once, though a user had accounts for several tokens; and what is
/// wrong with the rest.
pub(super) fn holders(input: &Input) -> (BTreeMap<(VAddress, u32), String>, BTreeSet<Problem>) {
    let users: BTreeMap<u32, VAddress> =
        input.accounts.iter().map(|row| (row.id, row.address)).collect();
    let known: BTreeSet<u32> = input.qualifications.iter().map(|row| row.id).collect();
    let mut holders = BTreeMap::new();
    let mut problems = BTreeSet::new();
    for row in &input.holders {
        let Some(user) = users.get(&row.account_id) else {
            problems.insert(Problem::NoRow(row.account_id));
            continue;
        };
        if !known.contains(&row.quali_id) {
            problems.insert(Problem::NoQualification(row.quali_id));
            continue;
        }
        let value = row.value.0.clone().unwrap_or_default();
        holders.entry((*user, row.quali_id)).or_insert(value);
    }
    (holders, problems)
}

/// What is missing.
pub fn plan(input: &Input, state: &State) -> Plan {
    let (holders, mut problems) = holders(input);
    let mut steps = Vec::new();
    if !state.has_collection {
        steps.push(Step::Collection);
    }
    if !state.has_schema {
        steps.push(Step::Schema);
    }
    for row in &input.qualifications {
        if !state.templates.contains_key(&row.id) {
            steps.push(Step::Template { quali_id: row.id, content: row.content.address.clone() });
        }
    }
    let mut accounts = BTreeSet::new();
    let mut assets = Vec::new();
    for ((user, quali_id), value) in holders {
        if let Some(name) = user.account().filter(|name| state.missing.contains(name)) {
            problems.insert(Problem::NoAccount(name));
            continue;
        }
        if !state.accounts.contains_key(&user) {
            accounts.insert(user);
        }
        let template = state.templates.get(&quali_id);
        if template.is_none_or(|template| !state.held.contains(&(user, *template))) {
            assets.push(Step::Asset { quali_id, user, value });
        }
    }
    steps.extend(accounts.into_iter().map(Step::Account));
    steps.extend(assets);
    Plan { steps, problems: problems.into_iter().collect() }
}

impl Step {
    /// The action that does it; none while another step has to be done before.
    pub(super) fn action(&self, migration: &Migration<'_>, state: &State) -> Option<PackedAction> {
        let Migration { client, network, collection, author } = *migration;
        let assets = network.atomicassets(client);
        Some(match self {
            Self::Collection => {
                let action = CreateCollection {
                    author,
                    collection_name: collection,
                    allow_notify: true,
                    authorized_accounts: vec![author],
                    notify_accounts: Vec::new(),
                    market_fee: Float64Bits(0),
                    data: AttributeMap::default(),
                };
                assets.action(author, &action)
            }
            Self::Schema => {
                let action = CreateSchema {
                    authorized_creator: author,
                    collection_name: collection,
                    schema_name: SCHEMA,
                    schema_format: format(),
                };
                state.has_collection.then(|| assets.action(author, &action))?
            }
            Self::Template { quali_id, content } => {
                let immutable_data = AttributeMap::from([
                    ("name", AttributeValue::String(format!("Qualification {quali_id}"))),
                    (QUALIFICATION, AttributeValue::Uint32(*quali_id)),
                    ("content", AttributeValue::String(content.clone())),
                ]);
                let action = CreateTemplate {
                    authorized_creator: author,
                    collection_name: collection,
                    schema_name: SCHEMA,
                    transferable: false,
                    burnable: false,
                    max_supply: 0,
                    immutable_data,
                };
                state.has_schema.then(|| assets.action(author, &action))?
            }
            Self::Account(acc) => {
                let symbol = *network.tokens.first()?;
                let action = Open { acc: *acc, symbol, payer: author };
                network.vaccount(client).action(author, &action)
            }
            Self::Asset { quali_id, user, value } => {
                let account_id = *state.accounts.get(user)?;
                let mutable_data = AttributeMap::from([
                    (HELD_FOR, AttributeValue::Uint32(account_id)),
                    ("value", AttributeValue::String(value.clone())),
                    ("revoked", AttributeValue::Uint8(0)),
                ]);
                let action = MintAsset {
                    authorized_minter: author,
                    collection_name: collection,
                    schema_name: SCHEMA,
                    template_id: *state.templates.get(quali_id)?,
                    new_asset_owner: user.account().unwrap_or(network.force),
                    immutable_data: AttributeMap::default(),
                    mutable_data,
                    tokens_to_back: Vec::new(),
                };
                assets.action(author, &action)
            }
        })
    }
}

#[cfg(test)]
mod tests;
