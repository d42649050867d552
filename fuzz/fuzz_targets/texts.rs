//! Any text as a name, an asset, a symbol, a time, a key or a signature: what is read is written so that it reads back.
#![no_main]

use std::{fmt::Display, str::FromStr};

use antelope::{
    Asset, Checksum256, ExtendedAsset, Name, PermissionLevel, PublicKey, Signature, Symbol,
    SymbolCode, TimePoint, TimePointSec,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    read_back::<Name>(text);
    read_back::<Symbol>(text);
    read_back::<SymbolCode>(text);
    read_back::<Asset>(text);
    read_back::<ExtendedAsset>(text);
    read_back::<PermissionLevel>(text);
    read_back::<Checksum256>(text);
    read_back::<TimePoint>(text);
    read_back::<TimePointSec>(text);
    read_back::<PublicKey>(text);
    read_back::<Signature>(text);
});

fn read_back<T: FromStr + Display + PartialEq>(text: &str) {
    let Ok(value) = text.parse::<T>() else { return };
    let written = value.to_string();
    assert!(written.parse::<T>().is_ok_and(|again| again == value), "{text:?} gives {written:?}");
}
