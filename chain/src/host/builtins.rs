//! What compilers call for 128-bit integers and 128-bit floats.
//!
//! The arithmetic is [`numeric`](crate::numeric)'s; here the halves are put together and results written.

use super::{Call, span::write};
use crate::{
    Error,
    error::exception,
    numeric::{self, DivideByZero},
};

const fn join(low: u64, high: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

const fn join_signed(low: u64, high: u64) -> i128 {
    join(low, high).cast_signed()
}

impl From<DivideByZero> for Error {
    fn from(_: DivideByZero) -> Self {
        Self::new(exception::ARITHMETIC, "divide by zero")
    }
}

/// Functions that write a result of 128 bits.
macro_rules! writing {
    ($($name:ident($($arg:ident: $type:ty),*) = $value:expr;)*) => {
        impl Call<'_> {
            $(pub(crate) fn $name(&mut self, result: u32, $($arg: $type),*) -> Result<(), Error> {
                write(self.memory, result, ($value).to_le_bytes())
            })*
        }
    };
}

/// Functions that return a result.
macro_rules! returning {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty = $value:expr;)*) => {
        impl Call<'_> {
            $(pub(crate) fn $name(&mut self, $($arg: $type),*) -> Result<$result, Error> {
                Ok($value)
            })*
        }
    };
}

writing! {
    __ashlti3(low: u64, high: u64, shift: u32) = numeric::ashlti3(join_signed(low, high), shift);
    __ashrti3(low: u64, high: u64, shift: u32) = numeric::ashrti3(join_signed(low, high), shift);
    __lshlti3(low: u64, high: u64, shift: u32) = numeric::lshlti3(join_signed(low, high), shift);
    __lshrti3(low: u64, high: u64, shift: u32) = numeric::lshrti3(join_signed(low, high), shift);
    __multi3(a: u64, b: u64, c: u64, d: u64) = numeric::multi3(join_signed(a, b), join_signed(c, d));
    __divti3(a: u64, b: u64, c: u64, d: u64) = numeric::divti3(join_signed(a, b), join_signed(c, d))?;
    __modti3(a: u64, b: u64, c: u64, d: u64) = numeric::modti3(join_signed(a, b), join_signed(c, d))?;
    __udivti3(a: u64, b: u64, c: u64, d: u64) = numeric::udivti3(join(a, b), join(c, d))?;
    __umodti3(a: u64, b: u64, c: u64, d: u64) = numeric::umodti3(join(a, b), join(c, d))?;
    __addtf3(a: u64, b: u64, c: u64, d: u64) = numeric::addtf3(join(a, b), join(c, d));
    __subtf3(a: u64, b: u64, c: u64, d: u64) = numeric::subtf3(join(a, b), join(c, d));
    __multf3(a: u64, b: u64, c: u64, d: u64) = numeric::multf3(join(a, b), join(c, d));
    __divtf3(a: u64, b: u64, c: u64, d: u64) = numeric::divtf3(join(a, b), join(c, d));
    __negtf2(low: u64, high: u64) = numeric::negtf2(join(low, high));
    __extendsftf2(value: f32) = numeric::extendsftf2(value.to_bits());
    __extenddftf2(value: f64) = numeric::extenddftf2(value.to_bits());
    __fixtfti(low: u64, high: u64) = numeric::fixtfti(join(low, high));
    __fixunstfti(low: u64, high: u64) = numeric::fixunstfti(join(low, high));
    __fixsfti(value: f32) = numeric::fixsfti(value.to_bits());
    __fixunssfti(value: f32) = numeric::fixunssfti(value.to_bits());
    __fixdfti(value: f64) = numeric::fixdfti(value.to_bits());
    __fixunsdfti(value: f64) = numeric::fixunsdfti(value.to_bits());
    __floatsitf(value: i32) = numeric::floatsitf(value);
    __floatunsitf(value: u32) = numeric::floatunsitf(value);
    __floatunditf(value: u64) = numeric::floatunditf(value);
    __floatditf(value: u64) = numeric::floatditf(value.cast_signed());
}

returning! {
    __trunctfdf2(low: u64, high: u64) -> f64 = f64::from_bits(numeric::trunctfdf2(join(low, high)));
    __trunctfsf2(low: u64, high: u64) -> f32 = f32::from_bits(numeric::trunctfsf2(join(low, high)));
    __fixtfsi(low: u64, high: u64) -> i32 = numeric::fixtfsi(join(low, high));
    __fixtfdi(low: u64, high: u64) -> i64 = numeric::fixtfdi(join(low, high));
    __fixunstfsi(low: u64, high: u64) -> u32 = numeric::fixunstfsi(join(low, high));
    __fixunstfdi(low: u64, high: u64) -> u64 = numeric::fixunstfdi(join(low, high));
    __floatsidf(value: i32) -> f64 = f64::from_bits(numeric::floatsidf(value));
    __floattidf(low: u64, high: u64) -> f64 = f64::from_bits(numeric::floattidf(join_signed(low, high)));
    __floatuntidf(low: u64, high: u64) -> f64 = f64::from_bits(numeric::floatuntidf(join(low, high)));
    __cmptf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::cmptf2(join(a, b), join(c, d));
    __eqtf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::eqtf2(join(a, b), join(c, d));
    __netf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::netf2(join(a, b), join(c, d));
    __getf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::getf2(join(a, b), join(c, d));
    __gttf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::gttf2(join(a, b), join(c, d));
    __letf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::letf2(join(a, b), join(c, d));
    __lttf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::lttf2(join(a, b), join(c, d));
    __unordtf2(a: u64, b: u64, c: u64, d: u64) -> i32 = numeric::unordtf2(join(a, b), join(c, d));
}
