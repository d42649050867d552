//! JSON as nodeos reads it (`fc::json`), which is not quite the standard.
//!
//! It takes much that is no JSON: missing and double commas, words without quotes, anything after the first value. It
//! does not know `\u` and reads numbers with an exponent as text. What the values mean is left to
//! [`parameters`](super::parameters).

use serde_json::{Map, Number, Value};

/// How deep values may be nested; an array or object counts twice.
const MAX_DEPTH: u32 = 200;

/// The first value in a text, or nothing when the node finds none.
pub(super) fn read(text: &[u8]) -> Option<Value> {
    Reader { rest: text }.value(MAX_DEPTH)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Whether the next byte was `byte`, which is then behind.
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// Whether there was white space.
    fn skip_white_space(&mut self) -> bool {
        let count = self.rest.iter().take_while(|byte| b" \t\n\r".contains(byte)).count();
        self.rest = &self.rest[count..];
        count > 0
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let inner = depth.checked_sub(1)?;
        self.skip_white_space();
        match self.peek()? {
            b'"' => self.string().map(Value::String),
            b'{' => self.object(inner).map(Value::Object),
            b'[' => self.array(inner).map(Value::Array),
            b'-' | b'.' | b'0'..=b'9' => self.number(),
            b'n' | b't' | b'f' => Some(self.word()),
            _ => None,
        }
    }

    fn object(&mut self, depth: u32) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        self.next();
        loop {
            if self.skip(b'}') {
                return Some(object);
            }
            if self.skip(b',') || self.skip_white_space() {
                continue;
            }
            let key = self.string()?;
            self.skip_white_space();
            if !self.skip(b':') {
                return None;
            }
            let value = self.value(depth.checked_sub(1)?)?;
            object.insert(key, value);
        }
    }

    fn array(&mut self, depth: u32) -> Option<Vec<Value>> {
        let mut array = Vec::new();
        self.next();
        loop {
            if self.skip(b']') {
                return Some(array);
            }
            if self.skip(b',') || self.skip_white_space() {
                continue;
            }
            array.push(self.value(depth.checked_sub(1)?)?);
        }
    }

    fn string(&mut self) -> Option<String> {
        if !self.skip(b'"') {
            return None;
        }
        let mut bytes = Vec::new();
        loop {
            let plain = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 4))?;
            let (before, rest) = self.rest.split_at(plain);
            bytes.extend_from_slice(before);
            self.rest = rest;
            match self.next()? {
                b'"' => break,
                b'\\' => bytes.push(self.escaped()?),
                _ => return None,
            }
        }
        Some(text(bytes))
    }

    /// The byte that follows a backslash, or what it stands for.
    fn escaped(&mut self) -> Option<u8> {
        Some(match self.next()? {
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            byte => byte,
        })
    }

    fn number(&mut self) -> Option<Value> {
        let mut digits = String::new();
        if self.skip(b'-') {
            digits.push('-');
        }
        let negative = !digits.is_empty();
        let mut point = false;
        loop {
            match self.peek() {
                Some(b'.') if point => return None,
                Some(byte @ (b'.' | b'0'..=b'9')) => {
                    point |= byte == b'.';
                    digits.push(char::from(byte));
                    self.next();
                }
                Some(byte) if byte.is_ascii_alphabetic() => {
                    let mut bytes = digits.into_bytes();
                    self.unquoted(&mut bytes);
                    return Some(Value::String(text(bytes)));
                }
                _ => break,
            }
        }
        let number = if point {
            Number::from_f64(digits.parse().ok()?)?
        } else if negative {
            digits.parse::<i64>().ok()?.into()
        } else {
            digits.parse::<u64>().ok()?.into()
        };
        Some(Value::Number(number))
    }

    /// `null`, `true`, `false`, or another word, which is a text.
    fn word(&mut self) -> Value {
        let letters = self.rest.iter().take_while(|byte| b"nultrefas".contains(byte)).count();
        let (word, rest) = self.rest.split_at(letters);
        self.rest = rest;
        match word {
            b"null" => Value::Null,
            b"true" => Value::Bool(true),
            b"false" => Value::Bool(false),
            word => {
                let mut bytes = word.to_vec();
                self.unquoted(&mut bytes);
                Value::String(text(bytes))
            }
        }
    }

    /// Appends the rest of a word without quotes.
    fn unquoted(&mut self, bytes: &mut Vec<u8>) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\\' => {
                    self.next();
                    bytes.extend(self.escaped());
                    continue;
                }
                b'\t' | b' ' | b'\n' => {
                    self.next();
                    return;
                }
                b'_' | b'-' | b'.' | b':' | b'/' => bytes.push(byte),
                byte if byte.is_ascii_alphanumeric() => bytes.push(byte),
                _ => return,
            }
            self.next();
        }
    }
}

/// The node takes any bytes for text.
fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| valid_text(error.as_bytes()))
}

/// The text in these bytes without what is none, as the node writes it.
pub(super) fn valid_text(bytes: &[u8]) -> String {
    bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_hardly_json_is_read() {
        for (text, expected) in [
            (r#"{"a" : 1 "b":2,,"a":3} rest"#, Some(json!({ "a": 3, "b": 2 }))),
            ("[1 2,,3", None),
            ("[1 2,,3]", Some(json!([1, 2, 3]))),
            (r#""\u0041\n\q""#, Some(json!("u0041\nq"))),
            ("nothing", Some(json!("nothing"))),
            ("5e3", Some(json!("5e3"))),
            ("007", Some(json!(7))),
            ("-8", Some(json!(-8))),
            ("1.50", Some(json!(1.5))),
            ("-", None),
            ("1.2.3", None),
            ("18446744073709551616", None),
            ("{'a':1}", None),
            ("", None),
        ] {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        assert_eq!(read(b"\"a\xffb\xc3\""), Some(json!("ab")));
    }
}
