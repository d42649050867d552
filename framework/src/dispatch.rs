//! From the chain's call to a contract's handlers.
//!
//! [`dispatch!`](crate::dispatch!) writes the contract's entry point; what its handlers do is the contract's.

use antelope::{Action, ContractError, Name, Pack, Unpack, UnpackError};

use rust_alloc::vec::Vec;

use crate::{buffer::Buffer, fail, fault::Reading, host, send::set_return_value};

/// For whom the code runs, and who was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Env {
    /// The account whose code runs: this contract.
    pub receiver: Name,
    /// The contract whose action it is: this one, or in a notification the one that was called.
    pub code: Name,
    /// The action's name.
    pub action: Name,
}

/// A function that handles an action: `fn(Arguments)` or `fn(&Env, Arguments)`.
///
/// It may give nothing, a [`Return`], or a `Result` of these whose error is a [`ContractError`].
pub trait Handler<A, Form> {
    /// Runs it.
    fn handle(self, env: &Env, arguments: A);
}

impl<A, O: Outcome, F: FnOnce(A) -> O> Handler<A, fn(A) -> O> for F {
    #[inline]
    fn handle(self, _: &Env, arguments: A) {
        self(arguments).settle();
    }
}

impl<A, O: Outcome, F: FnOnce(&Env, A) -> O> Handler<A, fn(&Env, A) -> O> for F {
    #[inline]
    fn handle(self, env: &Env, arguments: A) {
        self(env, arguments).settle();
    }
}

/// What a handler gives back.
pub trait Outcome {
    /// Ends the action with it.
    fn settle(self);
}

impl Outcome for () {
    fn settle(self) {}
}

impl<O: Outcome, E: ContractError> Outcome for Result<O, E> {
    #[inline]
    fn settle(self) {
        match self {
            Ok(outcome) => outcome.settle(),
            Err(error) => fail(error),
        }
    }
}

/// The return value of an action, shown in its trace; at most 256 packed bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Return<T>(pub T);

impl<T: Pack> Outcome for Return<T> {
    fn settle(self) {
        set_return_value(&self.0);
    }
}

/// Which notifications a handler is for: `contract::action`, or `*::action` for any contract's.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The contract; empty for any.
    code: Name,
    action: Name,
}

impl Pattern {
    /// # Panics
    /// When the text is no such pattern. In a constant, that is a compile error.
    #[doc(hidden)]
    pub const fn parse(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut i = 0;
        while i + 1 < bytes.len() {
            if bytes[i] == b':' && bytes[i + 1] == b':' {
                let (code, rest) = text.split_at(i);
                let (_, action) = rest.split_at(2);
                let any = matches!(code.as_bytes(), [b'*']);
                let code = if any { Name(0) } else { Name::constant(code) };
                return Self { code, action: Name::constant(action) };
            }
            i += 1;
        }
        panic!("a notification is written `contract::action` or `*::action`")
    }

    #[doc(hidden)]
    #[inline]
    pub fn matches(self, env: &Env) -> bool {
        self.action == env.action && (self.code.is_empty() || self.code == env.code)
    }
}

/// Runs the handler of one of the contract's own actions. Its arguments are exactly the action's data.
///
/// Not inlined, so that each action has a stack frame of its own: those of all actions would be one large frame.
#[doc(hidden)]
#[inline(never)]
pub fn run_action<A: Action + Unpack, Form>(env: &Env, handler: impl Handler<A, Form>) {
    handler.handle(env, read_arguments::<A>(antelope::unpack));
}

/// Runs the handler of a notification. Its arguments may be followed by others, which that contract knows about.
#[doc(hidden)]
#[inline(never)]
pub fn run_notification<A: Unpack, Form>(env: &Env, handler: impl Handler<A, Form>) {
    handler.handle(env, read_arguments::<A>(|bytes| A::unpack(&mut antelope::Reader::new(bytes))));
}

/// Refuses an action that the contract does not have, as contracts made with CDT do.
#[doc(hidden)]
#[cold]
pub fn unknown_action() {
    // SAFETY: no pointers.
    unsafe { host::eosio_assert_code(0, 1) }
}

/// The data of the action: its arguments, packed.
pub fn action_data() -> Vec<u8> {
    // SAFETY: no bytes are written for a length of 0.
    let size = unsafe { host::read_action_data(core::ptr::null_mut(), 0) } as usize;
    let mut data = Vec::with_capacity(size);
    // SAFETY: there is room for `size` bytes, and the chain writes as many as it tells.
    unsafe {
        let written = host::read_action_data(data.as_mut_ptr(), size as u32);
        data.set_len(written as usize);
    }
    data
}

fn read_arguments<A>(unpack: impl FnOnce(&[u8]) -> Result<A, UnpackError>) -> A {
    let mut buffer = Buffer::new();
    Reading::ACTION.begin();
    Reading::ACTION.end(unpack(fetch(&mut buffer)))
}

fn fetch(buffer: &mut Buffer) -> &[u8] {
    // SAFETY: the chain writes to `data..data + len` only, and gives the number of bytes that it has written, or the
    // size of the data for a length of 0.
    unsafe { buffer.fill(|data, len| host::read_action_data(data, len)) }
}

/// Writes the contract's entry point from the list of its handlers.
///
/// ```
/// # use antelope::{Action, Name, Pack, Unpack, name};
/// # #[derive(Pack, Unpack)] struct Open { account: Name }
/// # impl Action for Open { const NAME: Name = name!("open"); }
/// # #[derive(Pack, Unpack)] struct Transfer { from: Name }
/// # fn open(_: Open) {}
/// # fn on_transfer(_: &framework::Env, _: Transfer) {}
/// framework::dispatch! {
///     actions {
///         Open => open,
///     }
///     notifications {
///         "*::transfer" => on_transfer,
///     }
/// }
/// ```
///
/// Actions run when the contract itself is called; one that is not listed fails. Notifications run when another
/// contract's action names this one, by the first pattern that fits; the rest are ignored. A handler is a
/// [`Handler`](crate::dispatch::Handler). `ACTIONS` holds the names of the actions.
#[macro_export]
macro_rules! dispatch {
    (
        actions { $($action:ty => $handler:expr),* $(,)? }
        $(notifications { $($pattern:literal => $listener:expr),* $(,)? })?
    ) => {
        /// The actions that the contract has, in the order of its list.
        pub const ACTIONS: &[::antelope::Name] =
            &[$(<$action as ::antelope::Action>::NAME),*];

        /// The entry point: the chain calls it for each action and notification.
        #[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
        pub extern "C" fn apply(receiver: u64, code: u64, action: u64) {
            let env = $crate::Env {
                receiver: ::antelope::Name(receiver),
                code: ::antelope::Name(code),
                action: ::antelope::Name(action),
            };
            if receiver == code {
                $(if env.action == <$action as ::antelope::Action>::NAME {
                    return $crate::dispatch::run_action::<$action, _>(&env, $handler);
                })*
                return $crate::dispatch::unknown_action();
            }
            $($(if const { $crate::dispatch::Pattern::parse($pattern) }.matches(&env) {
                return $crate::dispatch::run_notification(&env, $listener);
            })*)?
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use antelope::name;

    #[test]
    fn a_pattern_fits_its_action_of_its_contract_or_of_any() {
        let env = |code, action| Env { receiver: name!("force"), code, action };
        let any = Pattern::parse("*::transfer");
        assert!(any.matches(&env(name!("token"), name!("transfer"))));
        assert!(!any.matches(&env(name!("token"), name!("issue"))));
        let one = Pattern::parse("eosio.token::transfer");
        assert!(one.matches(&env(name!("eosio.token"), name!("transfer"))));
        assert!(!one.matches(&env(name!("token"), name!("transfer"))));
    }
}
