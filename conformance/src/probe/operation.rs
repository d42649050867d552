//! Operations: what the probe is asked to do, in a form to read and in the form that the probe reads.
//!
//! Scripts of others may use them with any contract that reads this form.

use antelope::{Name, Pack, PackedAction, PermissionLevel, pack};
use serde::{Deserialize, Serialize};

use super::Function;

/// One thing for the probe to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Only where this account is the receiver; everywhere when there is none.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Name>,
    /// What to do.
    #[serde(flatten)]
    pub kind: OperationKind,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// Calls a function and prints what it gives.
    Call(String, Vec<Argument>),
    /// Writes bytes to memory, below 65,534.
    Write(u32, #[serde(with = "antelope::json::hex")] Vec<u8>),
    /// Prints what `apply` was called with.
    Context,
    /// Sends an inline action whose data are operations.
    Inline(Inline),
}

/// An action that the probe sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// The contract.
    pub account: Name,
    /// The action.
    pub name: Name,
    /// Who authorizes it.
    pub authorization: Vec<Level>,
    /// Whether it runs without access to state.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub context_free: bool,
    /// What it does.
    pub operations: Vec<Operation>,
}

/// An argument, by its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A number. Floats are given by their bits.
    Number(u64),
    /// A number below zero.
    Negative(i64),
    /// An account or a table.
    Name(Name),
}

/// A permission level in text, `alice@active`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Level(pub PermissionLevel);

impl From<Level> for String {
    fn from(level: Level) -> Self {
        level.0.to_string()
    }
}

impl TryFrom<String> for Level {
    type Error = antelope::action::ParsePermissionLevelError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl Argument {
    /// The eight bytes that the probe reads.
    const fn bits(self) -> u64 {
        match self {
            Self::Number(number) => number,
            Self::Negative(number) => number.cast_unsigned(),
            Self::Name(name) => name.0,
        }
    }
}

impl Operation {
    /// What everybody does who receives it.
    pub const fn new(kind: OperationKind) -> Self {
        Self { receiver: None, kind }
    }

    /// A call by every receiver.
    pub fn call(function: &str, arguments: impl IntoIterator<Item = Argument>) -> Self {
        Self::new(OperationKind::Call(function.to_owned(), arguments.into_iter().collect()))
    }

    /// Bytes to write.
    pub fn write(address: u32, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(OperationKind::Write(address, bytes.into()))
    }

    /// Prints memory.
    pub fn show(address: u32, length: u32) -> Self {
        Self::call("printhex", [address, length].map(|number| Argument::Number(number.into())))
    }
}

/// Where an inline action is put before it is sent.
const INLINE_ADDRESS: u32 = 0x8000;

/// Operations as the probe reads them.
///
/// # Errors
/// When an operation names a function that the probe does not have, calls it with another number of arguments, or is
/// too large.
pub fn pack_operations(operations: &[Operation]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for Operation { receiver, kind } in operations {
        let receiver = receiver.unwrap_or_default();
        match kind {
            OperationKind::Call(name, arguments) => {
                add_call(&mut out, receiver, name, arguments)?;
            }
            OperationKind::Write(address, bytes) => {
                add_write(&mut out, receiver, *address, bytes)?;
            }
            OperationKind::Context => add(&mut out, receiver, &[2])?,
            OperationKind::Inline(inline) => {
                let action = pack(&PackedAction {
                    account: inline.account,
                    name: inline.name,
                    authorization: inline.authorization.iter().map(|level| level.0).collect(),
                    data: pack_operations(&inline.operations)?,
                });
                let length = u64::try_from(action.len()).map_err(|_| "too long an action")?;
                let function =
                    if inline.context_free { "send_context_free_inline" } else { "send_inline" };
                let arguments = [INLINE_ADDRESS.into(), length].map(Argument::Number);
                add_write(&mut out, receiver, INLINE_ADDRESS, &action)?;
                add_call(&mut out, receiver, function, &arguments)?;
            }
        }
    }
    Ok(out)
}

fn add_call(
    out: &mut Vec<u8>,
    receiver: Name,
    name: &str,
    arguments: &[Argument],
) -> Result<(), String> {
    let number = Function::number(name).ok_or_else(|| format!("no function is called {name}"))?;
    let takes = Function::find(name).map_or(0, |function| function.params.len());
    if arguments.len() != takes {
        return Err(format!("{name} takes {takes} arguments and not {}", arguments.len()));
    }
    let mut body = vec![0];
    number.pack(&mut body);
    arguments.iter().for_each(|argument| argument.bits().pack(&mut body));
    add(out, receiver, &body)
}

fn add_write(out: &mut Vec<u8>, receiver: Name, address: u32, bytes: &[u8]) -> Result<(), String> {
    let mut body = vec![1];
    address.pack(&mut body);
    body.extend_from_slice(bytes);
    add(out, receiver, &body)
}

fn add(out: &mut Vec<u8>, receiver: Name, body: &[u8]) -> Result<(), String> {
    let length = u16::try_from(body.len()).map_err(|_| "an operation has at most 65535 bytes")?;
    receiver.pack(out);
    length.pack(out);
    out.extend_from_slice(body);
    Ok(())
}
