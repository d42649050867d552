//! The names of types in an ABI and their suffixes, read by the rules of nodeos.
//!
//! A node takes one suffix off a name. What is left must be a type by itself, which is why `uint64?[]` is none.

/// Whether values of the type are lists of any length: `name[]`.
pub(super) fn is_array(name: &str) -> bool {
    name.ends_with("[]")
}

/// Whether values of the type may be absent: `name?`.
pub(super) fn is_optional(name: &str) -> bool {
    name.ends_with('?')
}

/// The name without its suffix `[]`, `[N]` or `?`.
///
/// The node knows `[N]` of no type but takes it off all the same, so that `uint8[4]` is one byte.
pub(super) fn fundamental(name: &str) -> &str {
    if let Some(item) = name.strip_suffix("[]") {
        return item;
    }
    if let Some(item) = sized_array_item(name) {
        return item;
    }
    name.strip_suffix('?').unwrap_or(name)
}

/// The name without its binary extension mark `$`.
pub(super) fn without_extension(name: &str) -> &str {
    name.strip_suffix('$').unwrap_or(name)
}

fn sized_array_item(name: &str) -> Option<&str> {
    let (open, close) = (name.rfind('[')?, name.rfind(']')?);
    // Brackets in the wrong order enclose nothing, which is not refused either.
    let between = name.get(open + 1..close).unwrap_or("0");
    let digits = !between.is_empty() && between.bytes().all(|c| c.is_ascii_digit());
    digits.then_some(&name[..open])
}

#[cfg(test)]
mod tests {
    use super::fundamental;

    #[test]
    fn one_suffix_is_taken_off() {
        for (name, expected) in [
            ("uint64", "uint64"),
            ("uint64[]", "uint64"),
            ("uint64?", "uint64"),
            ("uint64?[]", "uint64?"),
            ("uint64[]?", "uint64[]"),
            ("uint8[4]", "uint8"),
            ("uint8[4]?", "uint8"),
            ("uint8[4][]", "uint8[4]"),
            ("uint8[x]", "uint8[x]"),
            ("a]3[", "a]3"),
            ("[]", ""),
            ("", ""),
        ] {
            assert_eq!(fundamental(name), expected, "{name}");
        }
    }
}
