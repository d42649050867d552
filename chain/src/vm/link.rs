//! The link table: every function of the list, bound to the host's method of the same name.
//!
//! The list is expanded here once more, so that guest and host cannot drift apart.

use wasmi::{Caller, Engine, Linker};

use super::{
    export::MEMORY,
    wasmi::{Guest, Refused},
};
use crate::{
    Error,
    host::{Access, Call},
};

/// Fuel for calling the chain at all.
const FUEL_OF_CALL: u64 = 100;

/// How a type of the list travels.
trait Wire {
    type Wasm;
}

macro_rules! wire {
    ($($kind:ty),*) => { $(impl Wire for $kind { type Wasm = Self; })* };
}

wire!(i32, u32, i64, u64, f32, f64);

impl<T> Wire for *const T {
    type Wasm = u32;
}

impl<T> Wire for *mut T {
    type Wasm = u32;
}

/// Calls a function of the chain for a module.
fn call<R>(
    mut caller: Caller<'_, Guest>,
    access: Access,
    function: impl FnOnce(&mut Call<'_>) -> Result<R, Error>,
) -> Result<R, wasmi::Error> {
    let left = caller.get_fuel()?;
    if caller.data().memory.is_none() {
        let memory = caller.get_export(MEMORY).and_then(wasmi::Extern::into_memory);
        caller.data_mut().memory = memory;
    }
    let (memory, guest) = match caller.data().memory {
        Some(memory) => memory.data_and_store_mut(&mut caller),
        None => (&mut [][..], caller.data_mut()),
    };
    guest.context.fuel = left;
    guest.context.action.host_calls += 1;
    let mut call = Call { memory, context: &mut guest.context, fuel: FUEL_OF_CALL };
    let result = access.check(call.context).and_then(|()| function(&mut call));
    let fuel = call.fuel;
    match left.checked_sub(fuel) {
        Some(left) => caller.set_fuel(left)?,
        None => {
            caller.set_fuel(0)?;
            return Err(wasmi::TrapCode::OutOfFuel.into());
        }
    }
    result.map_err(|error| wasmi::Error::host(Refused(error)))
}

macro_rules! link {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        /// A linker with every function of the list.
        pub(super) fn linker(engine: &Engine) -> Linker<Guest> {
            let mut linker = Linker::new(engine);
            $({
                let access = Access::of(stringify!($name));
                linker
                    .func_wrap(
                        "env",
                        stringify!($name),
                        move |caller: Caller<'_, Guest>, $($arg: <$type as Wire>::Wasm),*|
                            -> Result<link!(@result $($result)?), wasmi::Error> {
                            call(caller, access, |call| call.$name($($arg),*))
                        },
                    )
                    .expect("each function is listed once");
            })*
            linker
        }
    };
    (@result) => { () };
    (@result $result:ty) => { <$result as Wire>::Wasm };
}

antelope::for_each_host_function! { link }
