//! The chain's functions as imports; on other targets, functions of the same types that panic.
//!
//! The list is [`antelope::host`]'s. No other module of the crate declares a foreign function, and contracts see none.
#![allow(dead_code, reason = "the list is complete; what a contract does not call is not linked")]

#[cfg(target_arch = "wasm32")]
macro_rules! imports {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        #[link(wasm_import_module = "env")]
        unsafe extern "C" {
            $($(#[$doc])* pub(crate) fn $name($($arg: $type),*) $(-> $result)?;)*
        }
    };
}

#[cfg(not(target_arch = "wasm32"))]
macro_rules! imports {
    ($($(#[$doc:meta])* fn $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {
        $(
            $(#[$doc])*
            #[allow(clippy::too_many_arguments, reason = "as many as the chain's function has")]
            pub(crate) unsafe fn $name($($arg: $type),*) $(-> $result)? {
                $(let _ = $arg;)*
                panic!(concat!("`", stringify!($name), "` is a function of the chain"))
            }
        )*
    };
}

antelope::host::for_each_host_function! { imports }
