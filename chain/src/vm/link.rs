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
    host::{Access, Call, fuel},
};

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

/// Calls the function of the chain that stands at `place` of the list, for a module.
fn call<R>(
    mut caller: Caller<'_, Guest>,
    place: u8,
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
    let context = &mut guest.context;
    context.meter.set_left(left);
    context.action.host_calls.count(place);
    let result = context
        .charge(fuel::CALL)
        .and_then(|()| access.check(context))
        .and_then(|()| function(&mut Call { memory, context }));
    let left = context.meter.left();
    caller.set_fuel(left)?;
    result.map_err(|error| wasmi::Error::host(Refused(error)))
}

macro_rules! link {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        /// A linker with every function of the list.
        pub(super) fn linker(engine: &Engine) -> Linker<Guest> {
            let mut linker = Linker::new(engine);
            let mut places = 0u8..;
            $({
                let place = places.next().expect("the list is short");
                let access = Access::of(stringify!($name));
                linker
                    .func_wrap(
                        "env",
                        stringify!($name),
                        move |caller: Caller<'_, Guest>, $($arg: <$type as Wire>::Wasm),*|
                            -> Result<link!(@result $($result)?), wasmi::Error> {
                            call(caller, place, access, |call| call.$name($($arg),*))
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
