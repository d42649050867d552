//! The machine that runs contracts' code, and what it has compiled.
//!
//! Which wasm engine does the work is hidden behind [`Engine`]; what contracts may call is in [`host`](crate::host).

mod export;
mod float;
mod link;
mod wasmi;

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use antelope::Checksum256;

use crate::{Error, error::exception, feature::Feature, transaction::Context, wasm::Limits};

/// What is asked of a wasm engine.
pub(crate) trait Engine {
    /// A compiled module.
    type Module: Clone;

    /// An engine that keeps these bounds.
    fn new(bounds: Bounds) -> Self;

    /// Compiles accepted code.
    fn compile(&self, code: &[u8]) -> Result<Self::Module, String>;

    /// Runs a module for the action of a context, in a memory of its own, and takes its fuel from the context.
    fn run(&self, module: &Self::Module, context: Context) -> (Context, Result<(), Stop>);
}

/// What running code is held to, beside its fuel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bounds {
    /// How far the memory may grow, in pages of 65,536 bytes.
    max_pages: u32,
    /// How deep functions may call each other.
    max_call_depth: u32,
    /// The locals and operands of one function, in bytes.
    max_func_local_bytes: u32,
}

impl Bounds {
    /// Those that the chain's settings ask for.
    fn of(context: &Context) -> Self {
        let Limits { max_pages, max_call_depth, max_func_local_bytes, .. } =
            if context.has(Feature::ConfigurableWasmLimits2) {
                context.state.settings.limits
            } else {
                Limits::default()
            };
        Self { max_pages, max_call_depth, max_func_local_bytes }
    }
}

/// Why code stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The chain refused something.
    Refused(Error),
    /// The code reached outside its memory, or divided by zero.
    Access,
    /// The code did anything else that wasm does not allow.
    Trap,
    /// The fuel is used up.
    OutOfFuel,
}

/// The machine that runs contracts' code. Copies share what is compiled.
#[derive(Clone, Default)]
pub(crate) struct Machine(Arc<Inner<wasmi::Wasmi>>);

struct Inner<E: Engine> {
    compiled: Mutex<Compiled<E>>,
}

/// What was compiled, for each of the bounds that were in force.
struct Compiled<E: Engine> {
    engines: HashMap<Bounds, Arc<E>>,
    modules: HashMap<(Bounds, Checksum256), E::Module>,
    /// The size of the modules' code.
    bytes: usize,
}

/// How much code stays compiled, in bytes of wasm. Beyond it all is forgotten.
const MAX_COMPILED: usize = 64 * 1024 * 1024;
/// How much code is compiled for one transaction, in bytes of wasm: about a fifth of a second's work, which fuel does not
/// count, since it depends on what ran before.
const MAX_COMPILED_AT_ONCE: usize = 8 * 1024 * 1024;
/// How many engines stay, each for other bounds.
const MAX_ENGINES: usize = 8;

impl<E: Engine> Default for Inner<E> {
    fn default() -> Self {
        Self { compiled: Mutex::default() }
    }
}

impl<E: Engine> Default for Compiled<E> {
    fn default() -> Self {
        Self { engines: HashMap::new(), modules: HashMap::new(), bytes: 0 }
    }
}

impl<E: Engine> Compiled<E> {
    /// The engine that keeps these bounds.
    fn engine(&mut self, bounds: Bounds) -> Arc<E> {
        if self.engines.len() >= MAX_ENGINES && !self.engines.contains_key(&bounds) {
            *self = Self::default();
        }
        Arc::clone(self.engines.entry(bounds).or_insert_with(|| Arc::new(E::new(bounds))))
    }

    fn module(
        &mut self,
        bounds: Bounds,
        hash: &Checksum256,
        code: &[u8],
    ) -> Result<(Arc<E>, E::Module), String> {
        let engine = self.engine(bounds);
        if let Some(module) = self.modules.get(&(bounds, *hash)) {
            return Ok((engine, module.clone()));
        }
        let module = engine.compile(code)?;
        if self.bytes + code.len() > MAX_COMPILED {
            self.modules.clear();
            self.bytes = 0;
        }
        self.bytes += code.len();
        self.modules.insert((bounds, *hash), module.clone());
        Ok((engine, module))
    }
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Machine")
    }
}

impl Machine {
    /// Runs the code with this hash for the action of a context.
    pub(crate) fn run(
        &self,
        hash: &Checksum256,
        code: &[u8],
        context: &mut Context,
    ) -> Result<(), Error> {
        let bounds = Bounds::of(context);
        // A thread that panicked while it held the lock leaves whole modules behind, or none.
        let mut compiled = self.0.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if !compiled.modules.contains_key(&(bounds, *hash)) {
            context.compiled = context.compiled.saturating_add(code.len());
            if context.compiled > MAX_COMPILED_AT_ONCE {
                return Err(context.meter.exhausted());
            }
        }
        let (engine, module) = compiled
            .module(bounds, hash, code)
            .map_err(|message| Error::new(exception::WASM_SERIALIZATION_ERROR, message))?;
        drop(compiled);
        let (returned, result) = engine.run(&module, mem::take(context));
        *context = returned;
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Refused(error)) if error.exception() == exception::EXIT => Ok(()),
            Err(Stop::Refused(error)) => Err(error),
            Err(Stop::Access) => Err(crate::host::access_violation()),
            Err(Stop::Trap) => {
                Err(Error::new(exception::WASM_EXECUTION_ERROR, "eos-vm system failure"))
            }
            Err(Stop::OutOfFuel) => Err(context.meter.exhausted()),
        }
    }
}
