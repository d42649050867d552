//! Derives for the `antelope` crate: `Pack`, `Unpack`, `Describe` and `Action`.
//!
//! Each implements one trait for the type that is seen and creates no other type.
//!
//! # Attributes
//! * `#[abi(name = "…")]` on a type: its name in the ABI, and the action's name for `Action`.
//!   Without it a struct has its Rust name, a variant the name that CDT gives it (`variant_name_uint32`).
//! * `#[abi(alias = "…")]` on a type: a type alias in the ABI, by which other types refer to it.
//! * `#[abi(rename = "…")]` on a field: its name in the ABI.
//!
//! A generic type says itself what its parameters must implement.
//!
//! A struct with one unnamed field packs and appears as that field. An enum is a variant: each of its
//! arms holds exactly one value.

mod describe;
mod pack;
mod shape;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::shape::Shape;

/// Implements `antelope::Pack`: fields in order, enums as their index and value.
#[proc_macro_derive(Pack, attributes(abi))]
pub fn derive_pack(input: TokenStream) -> TokenStream {
    expand(parse_macro_input!(input), pack::pack)
}

/// Implements `antelope::Unpack`, the reverse of `Pack`.
#[proc_macro_derive(Unpack, attributes(abi))]
pub fn derive_unpack(input: TokenStream) -> TokenStream {
    expand(parse_macro_input!(input), pack::unpack)
}

/// Implements `antelope::abi::Describe`, where the feature `abi` of `antelope` is on.
#[proc_macro_derive(Describe, attributes(abi))]
pub fn derive_describe(input: TokenStream) -> TokenStream {
    if cfg!(feature = "abi") {
        expand(parse_macro_input!(input), describe::describe)
    } else {
        TokenStream::new()
    }
}

/// Implements `antelope::Action` with the name given by `#[abi(name = "…")]`.
#[proc_macro_derive(Action, attributes(abi))]
pub fn derive_action(input: TokenStream) -> TokenStream {
    expand(parse_macro_input!(input), describe::action)
}

type Expansion = fn(&DeriveInput, &Shape) -> syn::Result<proc_macro2::TokenStream>;

fn expand(input: DeriveInput, expansion: Expansion) -> TokenStream {
    Shape::of(&input)
        .and_then(|shape| expansion(&input, &shape))
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
