//! Floats as fields of published rows and actions: carried by their bits, never computed with on chain.

use antelope::{Pack, Unpack};

macro_rules! float_bits {
    ($($(#[$doc:meta])* $name:ident($bits:ty) = $float:ty, $abi:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pack, Unpack)]
        pub struct $name(pub $bits);

        #[cfg(feature = "abi")]
        impl antelope::abi::Describe for $name {
            fn describe(_: &mut antelope::abi::AbiBuilder) -> alloc::string::String {
                $abi.into()
            }
        }

        impl From<$float> for $name {
            fn from(float: $float) -> Self {
                Self(float.to_bits())
            }
        }

        impl From<$name> for $float {
            fn from(bits: $name) -> Self {
                Self::from_bits(bits.0)
            }
        }
    )*};
}

float_bits! {
    /// A 32-bit float by its bits (`float32`).
    Float32Bits(u32) = f32, "float32";
    /// A 64-bit float by its bits (`float64`).
    Float64Bits(u64) = f64, "float64";
}
