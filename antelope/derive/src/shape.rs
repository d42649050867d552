//! What a type looks like to the derives: its ABI names and its fields or arms.

use syn::{Data, DeriveInput, Fields, Ident, LitStr, Type};

/// The parts of a type that the expansions need.
pub(crate) struct Shape {
    pub(crate) name: Option<LitStr>,
    pub(crate) alias: Option<LitStr>,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// A struct with named fields: identifier, name in the ABI, type.
    Struct(Vec<(Ident, String, Type)>),
    /// A struct with one unnamed field.
    Transparent(Type),
    /// An enum: arms and the type each holds.
    Variant(Vec<(Ident, Type)>),
}

impl Shape {
    pub(crate) fn of(input: &DeriveInput) -> syn::Result<Self> {
        let (mut name, mut alias) = (None, None);
        for attribute in input.attrs.iter().filter(|a| a.path().is_ident("abi")) {
            attribute.parse_nested_meta(|meta| {
                let target = match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("name") => &mut name,
                    Some("alias") => &mut alias,
                    _ => return Err(meta.error("expected `name` or `alias`")),
                };
                *target = Some(meta.value()?.parse()?);
                Ok(())
            })?;
        }
        Ok(Self { name, alias, kind: Kind::of(input)? })
    }
}

impl Kind {
    fn of(input: &DeriveInput) -> syn::Result<Self> {
        let unsupported =
            |what: &str| syn::Error::new_spanned(&input.ident, format!("{what} cannot be packed"));
        match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    let mut named = Vec::new();
                    for field in &fields.named {
                        let ident = field.ident.clone().ok_or_else(|| unsupported("this field"))?;
                        named.push((ident, field_name(field)?, field.ty.clone()));
                    }
                    Ok(Self::Struct(named))
                }
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    Ok(Self::Transparent(fields.unnamed[0].ty.clone()))
                }
                Fields::Unit => Ok(Self::Struct(Vec::new())),
                Fields::Unnamed(_) => Err(unsupported("a struct with several unnamed fields")),
            },
            Data::Enum(data) => data
                .variants
                .iter()
                .map(|arm| match &arm.fields {
                    Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                        Ok((arm.ident.clone(), fields.unnamed[0].ty.clone()))
                    }
                    _ => Err(syn::Error::new_spanned(arm, "an arm must hold exactly one value")),
                })
                .collect::<syn::Result<_>>()
                .map(Self::Variant),
            Data::Union(_) => Err(unsupported("a union")),
        }
    }
}

/// The name of a field in the ABI.
fn field_name(field: &syn::Field) -> syn::Result<String> {
    let mut renamed: Option<LitStr> = None;
    for attribute in field.attrs.iter().filter(|a| a.path().is_ident("abi")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("rename") {
                return Err(meta.error("expected `rename`"));
            }
            renamed = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    Ok(match (renamed, &field.ident) {
        (Some(name), _) => name.value(),
        (None, Some(ident)) => ident.to_string().trim_start_matches("r#").to_owned(),
        (None, None) => String::new(),
    })
}
