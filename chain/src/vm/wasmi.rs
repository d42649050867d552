//! The engine wasmi: an interpreter, which starts at once.
//!
//! Only the first version of wasm is on, and fuel counts what is executed, so runs are the same everywhere.

use wasmi::{CompilationMode, Config, Linker, Memory, Module, Store, TrapCode};

use super::{Engine, Stop, export, link};
use crate::{Error, state::CALL_DEPTH, transaction::Context, wasm::Limits};

/// The engine and the functions that modules are linked to.
pub(super) struct Wasmi {
    engine: wasmi::Engine,
    linker: Linker<Guest>,
}

/// What a running module belongs to.
pub(super) struct Guest {
    pub(super) context: Context,
    /// The module's memory, once it was asked for.
    pub(super) memory: Option<Memory>,
}

impl Default for Wasmi {
    fn default() -> Self {
        let mut config = Config::default();
        config
            .consume_fuel(true)
            // Compiling while running would take fuel from whoever comes first.
            .compilation_mode(CompilationMode::Eager)
            .ignore_custom_sections(true)
            .set_max_recursion_depth(CALL_DEPTH as usize)
            .wasm_sign_extension(false)
            .wasm_saturating_float_to_int(false)
            .wasm_multi_value(false)
            .wasm_multi_memory(false)
            .wasm_bulk_memory(false)
            .wasm_reference_types(false)
            .wasm_tail_call(false)
            .wasm_extended_const(false);
        let engine = wasmi::Engine::new(&config);
        let linker = link::linker(&engine);
        Self { engine, linker }
    }
}

impl Engine for Wasmi {
    type Module = Module;

    fn compile(&self, code: &[u8]) -> Result<Module, String> {
        let code = export::export_memory(code, Limits::default().max_pages)
            .ok_or("the module's sections are malformed")?;
        Module::new(&self.engine, code).map_err(|error| error.to_string())
    }

    fn run(&self, module: &Module, context: Context) -> (Context, Result<(), Stop>) {
        let fuel = context.fuel;
        let action = &context.action;
        let arguments = (action.receiver.0, action.action.account.0, action.action.name.0);
        let mut store = Store::new(&self.engine, Guest { context, memory: None });
        let result = store
            .set_fuel(fuel)
            .and_then(|()| self.linker.instantiate_and_start(&mut store, module))
            .and_then(|instance| instance.get_typed_func::<(u64, u64, u64), ()>(&store, "apply"))
            .and_then(|apply| apply.call(&mut store, arguments));
        let left = store.get_fuel().unwrap_or_default();
        let mut context = store.into_data().context;
        context.fuel = left;
        (context, result.map_err(stop))
    }
}

/// An error of the chain on its way through the engine.
#[derive(Debug)]
pub(super) struct Refused(pub(super) Error);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl wasmi::errors::HostError for Refused {}

fn stop(error: wasmi::Error) -> Stop {
    if let Some(Refused(error)) = error.downcast_ref() {
        return Stop::Refused(error.clone());
    }
    match error.as_trap_code() {
        Some(TrapCode::OutOfFuel) => Stop::OutOfFuel,
        Some(
            TrapCode::MemoryOutOfBounds
            | TrapCode::IntegerDivisionByZero
            | TrapCode::IntegerOverflow,
        ) => Stop::Access,
        _ => Stop::Trap,
    }
}
