//! `force abi`: any contract by its ABI — what it offers, its tables, its actions.

use std::process::ExitCode;

use antelope::{Name, PermissionLevel, abi::Abi};
use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use crate::{
    output::{Align, Table},
    session::{Session, SessionArgs},
};

/// The arguments of `force abi`.
#[derive(Clone, Debug, Args)]
pub struct AbiArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: AbiCommand,
    #[command(flatten)]
    #[allow(missing_docs, reason = "documented where it is defined")]
    pub session: SessionArgs,
}

/// What there is to do with an ABI.
#[derive(Clone, Debug, Subcommand)]
pub enum AbiCommand {
    /// What a contract offers: actions and tables.
    Show {
        /// The contract's account.
        contract: Name,
    },
    /// The rows of a table.
    Rows {
        /// The contract's account.
        contract: Name,
        /// The table.
        table: Name,
        /// The scope: a name or a number; the contract's account without it.
        scope: Option<String>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
    },
    /// Send an action.
    Push {
        /// The contract's account.
        contract: Name,
        /// The action.
        action: Name,
        /// Its arguments, as a JSON object or array.
        #[arg(default_value = "{}")]
        arguments: String,
    },
    /// Pack an action's arguments: JSON in, hexadecimal out.
    Encode {
        /// The contract's account.
        contract: Name,
        /// The action.
        action: Name,
        /// Its arguments, as a JSON object or array.
        arguments: String,
    },
    /// Unpack an action's arguments: hexadecimal in, JSON out.
    Decode {
        /// The contract's account.
        contract: Name,
        /// The action.
        action: Name,
        /// The packed arguments.
        data: String,
    },
}

/// Does what is asked with a contract's ABI.
///
/// # Errors
/// When the contract or what it is asked for is not there, what was typed is not of its type, or the chain refuses.
pub async fn run(command: &AbiCommand, session: &Session) -> Result<ExitCode> {
    let (client, output) = (session.client(), session.output());
    match command {
        AbiCommand::Show { contract } => {
            let bytes = client.get_abi(*contract).await?;
            ensure!(!bytes.is_empty(), "{contract} has no ABI");
            let abi: Abi =
                antelope::unpack(&bytes).with_context(|| format!("the ABI of {contract}"))?;
            output.show(&Offer::of(&abi), Offer::render)?;
        }
        AbiCommand::Rows { contract, table, scope, limit } => {
            let scope = scope.as_deref().map_or(Ok(contract.0), parse_scope)?;
            let rows = client.rows_json(*contract, scope, *table, *limit).await?;
            output.show(&rows, |rows| lines(rows))?;
        }
        AbiCommand::Push { contract, action, arguments } => {
            let actor = session.actor()?;
            let level = PermissionLevel { actor: actor.account, permission: actor.permission };
            let arguments = read_json(arguments)?;
            let action = client.action_by_name(*contract, *action, vec![level], &arguments).await?;
            let receipt = session.act(vec![action]).await?;
            let printed: String = receipt.actions.iter().map(|one| one.console.as_str()).collect();
            let done = Done { transaction: receipt.id.to_string(), printed };
            output.show(&done, |done| format!("{}\n{}", done.transaction, done.printed))?;
        }
        AbiCommand::Encode { contract, action, arguments } => {
            let data =
                client.abi(*contract).await?.encode_action(*action, &read_json(arguments)?)?;
            output.show(&hex::encode(data), String::clone)?;
        }
        AbiCommand::Decode { contract, action, data } => {
            let data = hex::decode(data).context("the data is not hexadecimal")?;
            let arguments = client.abi(*contract).await?.decode_action(*action, &data)?;
            output.show(&arguments, Value::to_string)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a contract offers.
#[derive(Debug, Serialize)]
struct Offer {
    actions: Vec<String>,
    tables: Vec<String>,
}

/// What an action did.
#[derive(Debug, Serialize)]
struct Done {
    transaction: String,
    printed: String,
}

impl Offer {
    fn of(abi: &Abi) -> Self {
        let fields = |name: &str| {
            let fields = abi.structs.iter().find(|one| one.name == name).map(|one| &one.fields);
            let fields = fields.into_iter().flatten();
            fields.map(|field| format!("{}: {}", field.name, field.type_name)).collect::<Vec<_>>()
        };
        let actions = abi.actions.iter();
        let tables = abi.tables.iter();
        Self {
            actions: actions
                .map(|one| format!("{}({})", one.name, fields(&one.type_name).join(", ")))
                .collect(),
            tables: tables
                .map(|one| format!("{}({})", one.name, fields(&one.type_name).join(", ")))
                .collect(),
        }
    }

    fn render(&self) -> String {
        let list = |title: &str, entries: &[String]| {
            let mut table = Table::new(title, &[("", Align::Left)]);
            entries.iter().for_each(|entry| table.row([entry.clone()]));
            table.render()
        };
        format!("{}\n{}", list("Actions", &self.actions), list("Tables", &self.tables))
    }
}

fn read_json(text: &str) -> Result<Value> {
    serde_json::from_str(text).context("the arguments are not JSON")
}

/// A scope as nodes take it: a number, or a name.
fn parse_scope(text: &str) -> Result<u64> {
    match text.parse() {
        Ok(number) => Ok(number),
        Err(_) => {
            let name: Name = text.parse().with_context(|| format!("scope {text}"))?;
            Ok(name.0)
        }
    }
}

/// A line for each row.
fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}
