//! `Describe` and `Action`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::shape::{Kind, Shape};

pub(crate) fn describe(input: &DeriveInput, shape: &Shape) -> syn::Result<TokenStream> {
    let ident = &input.ident;
    let own_name = match &shape.name {
        Some(name) => quote! { #name },
        None => {
            let name = ident.to_string();
            quote! { #name }
        }
    };
    let register = match &shape.kind {
        Kind::Struct(fields) => {
            let names = fields.iter().map(|(_, name, _)| name);
            let types = fields.iter().map(|(.., ty)| ty);
            quote! {
                abi.add_struct(#own_name, |abi| ::antelope::__alloc::vec![
                    #((#names, <#types as ::antelope::abi::Describe>::describe(abi)),)*
                ])
            }
        }
        Kind::Transparent(ty) => {
            if let Some(name) = &shape.name {
                return Err(syn::Error::new_spanned(
                    name,
                    "a struct with one unnamed field appears as that field: use `alias` to name it",
                ));
            }
            quote! { <#ty as ::antelope::abi::Describe>::describe(abi) }
        }
        Kind::Variant(arms) => {
            let types = arms.iter().map(|(_, ty)| ty);
            let name = match &shape.name {
                Some(name) => quote! { ::core::option::Option::Some(#name) },
                None => quote! { ::core::option::Option::None },
            };
            quote! {{
                let types = ::antelope::__alloc::vec![
                    #(<#types as ::antelope::abi::Describe>::describe(abi),)*
                ];
                abi.add_variant(#name, types)
            }}
        }
    };
    let result = match &shape.alias {
        Some(alias) => quote! {{ let target = #register; abi.add_alias(#alias, target) }},
        None => register,
    };
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::antelope::abi::Describe for #ident #arguments #bounds {
            fn describe(
                abi: &mut ::antelope::abi::AbiBuilder,
            ) -> ::antelope::__alloc::string::String {
                #result
            }
        }
    })
}

pub(crate) fn action(input: &DeriveInput, shape: &Shape) -> syn::Result<TokenStream> {
    let ident = &input.ident;
    let name = shape.name.as_ref().ok_or_else(|| {
        syn::Error::new_spanned(ident, "an action needs its name: #[abi(name = \"…\")]")
    })?;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::antelope::Action for #ident #arguments #bounds {
            const NAME: ::antelope::Name = ::antelope::Name::constant(#name);
        }
    })
}
