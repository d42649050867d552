//! `Pack` and `Unpack`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::shape::{Kind, Shape};

pub(crate) fn pack(input: &DeriveInput, shape: &Shape) -> syn::Result<TokenStream> {
    let body = match &shape.kind {
        Kind::Struct(fields) => {
            let fields = fields.iter().map(|(ident, ..)| ident);
            quote! { #(::antelope::Pack::pack(&self.#fields, out);)* }
        }
        Kind::Transparent(_) => quote! { ::antelope::Pack::pack(&self.0, out); },
        Kind::Variant(arms) => {
            let idents = arms.iter().map(|(ident, _)| ident);
            let indices = 0..index_count(input, arms.len())?;
            quote! {
                match self {
                    #(Self::#idents(value) => {
                        ::antelope::varint::pack_u32(#indices, out);
                        ::antelope::Pack::pack(value, out);
                    })*
                }
            }
        }
    };
    let (ident, (generics, arguments, bounds)) = (&input.ident, input.generics.split_for_impl());
    Ok(quote! {
        impl #generics ::antelope::Pack for #ident #arguments #bounds {
            fn pack(&self, out: &mut ::antelope::__alloc::vec::Vec<u8>) {
                let _ = &out;
                #body
            }
        }
    })
}

pub(crate) fn unpack(input: &DeriveInput, shape: &Shape) -> syn::Result<TokenStream> {
    let body = match &shape.kind {
        Kind::Struct(fields) => {
            let fields = fields.iter().map(|(ident, ..)| ident);
            quote! { Self { #(#fields: ::antelope::Unpack::unpack(input)?,)* } }
        }
        Kind::Transparent(_) => quote! { Self(::antelope::Unpack::unpack(input)?) },
        Kind::Variant(arms) => {
            let idents = arms.iter().map(|(ident, _)| ident);
            let indices = 0..index_count(input, arms.len())?;
            quote! {
                match ::antelope::varint::unpack_u32(input)? {
                    #(#indices => Self::#idents(::antelope::Unpack::unpack(input)?),)*
                    _ => return ::core::result::Result::Err(::antelope::UnpackError::unknown_variant()),
                }
            }
        }
    };
    let (ident, (generics, arguments, bounds)) = (&input.ident, input.generics.split_for_impl());
    Ok(quote! {
        impl #generics ::antelope::Unpack for #ident #arguments #bounds {
            fn unpack(
                input: &mut ::antelope::Reader<'_>,
            ) -> ::core::result::Result<Self, ::antelope::UnpackError> {
                let _ = &input;
                ::core::result::Result::Ok(#body)
            }
        }
    })
}

fn index_count(input: &DeriveInput, arms: usize) -> syn::Result<u32> {
    u32::try_from(arms).map_err(|_| syn::Error::new_spanned(&input.ident, "too many arms"))
}
