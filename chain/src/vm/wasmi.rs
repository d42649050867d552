//! The engine wasmi: an interpreter, which starts at once.
//!
//! Only the first version of wasm is on, and fuel counts what is executed, so runs are the same everywhere.

use wasmi::{
    CompilationMode, Config, CustomFuelCosts, Linker, Memory, Module, OperatorCost, Store, TrapCode,
};

use super::{
    Bounds, Engine, Stop,
    export::{self, MEMORY},
    float, link,
};
use crate::{Error, host::fuel, transaction::Context};

/// The engine and the functions that modules are linked to.
pub(super) struct Wasmi {
    engine: wasmi::Engine,
    linker: Linker<Guest>,
    max_pages: u32,
}

/// What a running module belongs to.
pub(super) struct Guest {
    pub(super) context: Context,
    /// The module's memory, once it was asked for.
    pub(super) memory: Option<Memory>,
}

/// The most that the machine's own stack takes, whatever the settings: 64 MiB.
const MAX_STACK: usize = 64 * 1024 * 1024;
/// Parameters of a function and what else a call keeps, in bytes.
const FRAME: usize = 16 * 1024;

impl Engine for Wasmi {
    type Module = Module;

    fn new(bounds: Bounds) -> Self {
        let Bounds { max_pages, max_call_depth, max_func_local_bytes } = bounds;
        let (depth, locals) = (max_call_depth as usize, max_func_local_bytes as usize);
        // Each value takes eight bytes here, and four where the limit is counted.
        let stack = depth.saturating_mul(locals.saturating_mul(2).saturating_add(FRAME));
        let mut config = Config::default();
        config
            .consume_fuel(true)
            // Compiling while running would take fuel from whoever comes first.
            .compilation_mode(CompilationMode::Eager)
            .ignore_custom_sections(true)
            .set_max_recursion_depth(depth)
            .set_max_stack_height(stack.min(MAX_STACK))
            .operator_cost(OperatorCost {
                // What they take beside a simple instruction.
                call: 8,
                call_indirect: 16,
                ..OperatorCost::default()
            })
            .fuel_cost(CustomFuelCosts {
                // Only growing memory costs so: nothing else moves bytes in the first version of wasm.
                bytes_copied_per_fuel: 65_536 / fuel::PAGE as u32,
                // Nothing is translated or validated while code runs.
                fuel_per_bytes_translated: 0,
                fuel_per_bytes_validated: 0,
            })
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
        Self { engine, linker, max_pages }
    }

    fn compile(&self, code: &[u8]) -> Result<Module, String> {
        let code = export::export_memory(code, self.max_pages)
            .ok_or("the module's sections are malformed")?;
        let code = float::make_exact(code).map_err(|error| error.to_string())?;
        Module::new(&self.engine, code).map_err(|error| error.to_string())
    }

    fn run(&self, module: &Module, mut context: Context) -> (Context, Result<(), Stop>) {
        let memory = module.get_export(MEMORY).and_then(|export| export.memory().copied());
        let pages = memory.map_or(0, |memory| memory.minimum());
        if pages > self.max_pages.into() {
            return (context, Err(Stop::Trap));
        }
        if let Err(error) = context.charge(pages.saturating_mul(fuel::PAGE)) {
            return (context, Err(Stop::Refused(error)));
        }
        let fuel = context.meter.left();
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
        context.meter.set_left(left);
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
