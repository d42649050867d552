//! How deep, how far and where a conversion is: its limits, and the place that an error names.
//!
//! What is converted at each place is left to [`decode`](super::decode) and [`encode`](super::encode).

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write;

use super::error::{AbiError, AbiException};

/// A node's bound on types within types. Entering a type or a struct's part of one counts as one level each.
pub(super) const MAX_DEPTH: usize = 32;

/// The most work that one conversion may take: values visited, and every 64 bytes of text or field names written. A node
/// bounds the time instead, by 15 ms to begin with, in which it does not get as far.
const MAX_WORK: usize = 1 << 20;

/// The most characters of a name that an error shows.
const MAX_NAME: usize = 64;

/// What stands at the root of the value, or in an array.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    Other,
    Array,
    Named(&'a str),
}

/// One step into a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    /// Into an array, at an index, to something of a kind.
    Index(usize, Kind<'a>),
    /// Into a struct, to a field of a type.
    Field(&'a str, &'a str),
    /// Into a variant, to the value of the type at an index.
    Variant(usize, &'a str),
}

/// The place of a conversion, and how much of its limits it has used.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    depth: usize,
    work: usize,
    root: Kind<'a>,
    steps: Vec<Step<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) const fn new(root: Kind<'a>) -> Self {
        Self { depth: 1, work: 0, root, steps: Vec::new() }
    }

    /// Begins one more level.
    pub(super) fn enter(&mut self) -> Result<(), AbiError> {
        self.depth += 1;
        if self.depth >= MAX_DEPTH {
            return Err(too_deep().at(self.path()));
        }
        self.work(1)
    }

    /// Ends a level. An error ends the whole conversion, so that nothing needs to be undone then.
    pub(super) const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The levels in use.
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// Counts work.
    pub(super) fn work(&mut self, units: usize) -> Result<(), AbiError> {
        self.work = self.work.saturating_add(units);
        if self.work <= MAX_WORK {
            return Ok(());
        }
        let message = format!("serialization limit of {MAX_WORK} values exceeded");
        Err(AbiError::new(AbiException::Deadline, message).at(self.path()))
    }

    /// Counts the reading, writing or comparing of text: names may be long, too.
    pub(super) fn text(&mut self, len: usize) -> Result<(), AbiError> {
        self.work(len / 64)
    }

    pub(super) fn push(&mut self, step: Step<'a>) {
        self.steps.push(step);
    }

    pub(super) fn pop(&mut self) {
        self.steps.pop();
    }

    /// Goes to the item of an array, whose step is the last one.
    pub(super) fn go_to(&mut self, item: usize) {
        if let Some(Step::Index(index, _)) = self.steps.last_mut() {
            *index = item;
        }
    }

    /// Says what the item of an array is, if the last step is into one.
    pub(super) fn hint(&mut self, kind: Kind<'a>) {
        if let Some(Step::Index(_, hint)) = self.steps.last_mut() {
            *hint = kind;
        }
    }

    /// The place in the node's short form: the field, the array's index or the root, with the name of its type.
    fn short_path(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = match self.steps.last() {
            None => match self.root {
                Kind::Other => Ok(()),
                Kind::Array => text.write_str("ARRAY"),
                Kind::Named(name) => text.write_str(&shortened(name)),
            },
            Some(Step::Index(_, Kind::Other)) => text.write_str("UNKNOWN"),
            Some(Step::Index(_, Kind::Array)) => text.write_str("ARRAY"),
            Some(
                Step::Index(_, Kind::Named(name)) | Step::Field(_, name) | Step::Variant(_, name),
            ) => text.write_str(&shortened(name)),
        };
        text
    }

    /// The whole way from the root.
    pub(super) fn path(&self) -> String {
        let mut text = match self.root {
            Kind::Other => String::new(),
            Kind::Array => "ARRAY".into(),
            Kind::Named(name) => shortened(name),
        };
        for step in &self.steps {
            // Writing to a string cannot fail.
            let _ = match step {
                Step::Index(index, _) => write!(text, "[{index}]"),
                Step::Field(name, _) => write!(text, ".{}", shortened(name)),
                Step::Variant(index, name) => {
                    write!(text, ".<variant({index})={}>", shortened(name))
                }
            };
        }
        text
    }

    /// A failure at this place, which the message names.
    pub(super) fn error(
        &self,
        exception: AbiException,
        message: impl Fn(&str) -> String,
    ) -> AbiError {
        AbiError::naming(exception, message, &self.short_path(), self.path())
    }
}

/// Types within types beyond the bound.
pub(super) fn too_deep() -> AbiError {
    let message = format!("recursive definition, max_recursion_depth {MAX_DEPTH} ");
    AbiError::new(AbiException::RecursionDepth, message)
}

/// A name with the middle left out if it is long, as the node prints it.
pub(super) fn shortened(name: &str) -> String {
    const TAIL: usize = 6;
    if name.len() <= MAX_NAME {
        return name.into();
    }
    let head = name.floor_char_boundary(MAX_NAME - "...".len() - TAIL);
    let tail = name.ceil_char_boundary(name.len() - TAIL);
    format!("{}...{}", &name[..head], &name[tail..])
}
