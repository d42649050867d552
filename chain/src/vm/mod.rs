//! The machine that runs contracts' code, and what it has compiled.
//!
//! Which wasm engine does the work is hidden behind [`Engine`]; what contracts may call is in [`host`](crate::host).

mod export;
mod link;
mod wasmi;

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use antelope::Checksum256;

use crate::{Error, error::exception, transaction::Context};

/// What is asked of a wasm engine.
pub(crate) trait Engine: Default {
    /// A compiled module.
    type Module: Clone;

    /// Compiles accepted code.
    fn compile(&self, code: &[u8]) -> Result<Self::Module, String>;

    /// Runs a module for the action of a context, in a memory of its own, and takes its fuel from the context.
    fn run(&self, module: &Self::Module, context: Context) -> (Context, Result<(), Stop>);
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
    engine: E,
    modules: Mutex<HashMap<Checksum256, E::Module>>,
}

impl<E: Engine> Default for Inner<E> {
    fn default() -> Self {
        Self { engine: E::default(), modules: Mutex::default() }
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
        let module = self
            .module(hash, code)
            .map_err(|message| Error::new(exception::WASM_SERIALIZATION_ERROR, message))?;
        let (returned, result) = self.0.engine.run(&module, mem::take(context));
        *context = returned;
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Refused(error)) if error.exception() == exception::EXIT => Ok(()),
            Err(Stop::Refused(error)) if error.exception() == exception::OUT_OF_FUEL => {
                context.fuel = 0;
                Err(out_of_fuel(context))
            }
            Err(Stop::Refused(error)) => Err(error),
            Err(Stop::Access) => Err(crate::host::access_violation()),
            Err(Stop::Trap) => {
                Err(Error::new(exception::WASM_EXECUTION_ERROR, "eos-vm system failure"))
            }
            Err(Stop::OutOfFuel) => {
                context.fuel = 0;
                Err(out_of_fuel(context))
            }
        }
    }

    fn module(
        &self,
        hash: &Checksum256,
        code: &[u8],
    ) -> Result<<wasmi::Wasmi as Engine>::Module, String> {
        // A thread that panicked while it held the lock leaves whole modules behind, or none.
        let mut modules = self.0.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = modules.get(hash) {
            return Ok(module.clone());
        }
        let module = self.0.engine.compile(code)?;
        modules.insert(*hash, module.clone());
        Ok(module)
    }
}

/// The failure of a transaction that takes too long: as long as it may, in fuel.
fn out_of_fuel(context: &Context) -> Error {
    let limit = context.cpu_limit;
    let id = context.subject.id;
    Error::new(
        exception::TX_CPU_USAGE_EXCEEDED,
        format!(
            "transaction {id} was executing for too long {limit}us reached on chain max_transaction_cpu_usage {limit}us"
        ),
    )
}
