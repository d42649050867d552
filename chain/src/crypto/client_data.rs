//! The client data of a WebAuthn assertion: three texts out of a JSON object.
//!
//! A parser of its own, because what counts as JSON here is consensus: nodeos reads up to the first zero byte, takes
//! any bytes inside a text, nests without limit and refuses numbers that a double cannot hold.

/// What nodeos looks for in the client data; empty where it is absent. Of a name given twice, the last counts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ClientData {
    /// The value of `challenge`.
    pub(super) challenge: Vec<u8>,
    /// The value of `origin`.
    pub(super) origin: Vec<u8>,
    /// The value of `type`.
    pub(super) kind: Vec<u8>,
}

impl ClientData {
    /// None unless the text is one JSON object in which these names have texts.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let end = json.iter().position(|byte| *byte == 0).unwrap_or(json.len());
        let mut input = Json { rest: &json[..end] };
        let mut data = Self::default();
        input.expect(b'{')?;
        if !input.consume(b'}') {
            loop {
                match data.member(&input.key()?) {
                    Some(value) => *value = input.text()?,
                    None => input.value()?,
                }
                if input.consume(b'}') {
                    break;
                }
                input.expect(b',')?;
            }
        }
        input.space();
        input.rest.is_empty().then_some(data)
    }

    fn member(&mut self, name: &[u8]) -> Option<&mut Vec<u8>> {
        // Names are compared as C does, up to an escaped zero.
        match name.split(|byte| *byte == 0).next()? {
            b"challenge" => Some(&mut self.challenge),
            b"origin" => Some(&mut self.origin),
            b"type" => Some(&mut self.kind),
            _ => None,
        }
    }
}

struct Json<'a> {
    rest: &'a [u8],
}

impl Json<'_> {
    fn space(&mut self) {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// After space, whether this byte comes next; if so, it is taken.
    fn consume(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.consume(byte).then_some(())
    }

    fn key(&mut self) -> Option<Vec<u8>> {
        let key = self.text()?;
        self.expect(b':')?;
        Some(key)
    }

    /// Skips any value, without recursion.
    fn value(&mut self) -> Option<()> {
        let mut open = Vec::new(); // the brackets that must still be closed
        loop {
            self.space();
            match self.rest.first()? {
                b'{' => {
                    self.take();
                    if !self.consume(b'}') {
                        self.key()?;
                        open.push(b'}');
                        continue;
                    }
                }
                b'[' => {
                    self.take();
                    if !self.consume(b']') {
                        open.push(b']');
                        continue;
                    }
                }
                b'"' => drop(self.text()?),
                b't' => self.literal(b"true")?,
                b'f' => self.literal(b"false")?,
                b'n' => self.literal(b"null")?,
                _ => self.number()?,
            }
            while let Some(bracket) = open.pop_if(|bracket| self.consume(*bracket)) {
                debug_assert!(matches!(bracket, b'}' | b']'));
            }
            match open.last() {
                None => return Some(()),
                Some(bracket) => {
                    self.expect(b',')?;
                    if *bracket == b'}' {
                        self.key()?;
                    }
                }
            }
        }
    }

    fn literal(&mut self, word: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    fn text(&mut self) -> Option<Vec<u8>> {
        self.expect(b'"')?;
        let mut text = Vec::new();
        loop {
            match self.take()? {
                b'"' => return Some(text),
                b'\\' => self.escape(&mut text)?,
                ..0x20 => return None,
                byte => text.push(byte),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Option<()> {
        text.push(match self.take()? {
            quoted @ (b'"' | b'\\' | b'/') => quoted,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let first = self.hex()?;
                let second = match first {
                    0xd800..0xdc00 => {
                        self.literal(b"\\u")?;
                        Some(self.hex()?)
                    }
                    _ => None,
                };
                let units = [Some(first), second].into_iter().flatten();
                let letter = char::decode_utf16(units).next()?.ok()?;
                text.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
                return Some(());
            }
            _ => return None,
        });
        Some(())
    }

    fn hex(&mut self) -> Option<u16> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.take()?).to_digit(16)? as u16;
        }
        Some(unit)
    }

    fn digits(&mut self) -> usize {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.rest = &self.rest[count..];
        count
    }

    fn next_is(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest.first().is_some_and(|byte| bytes.contains(byte));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn number(&mut self) -> Option<()> {
        let start = self.rest;
        self.next_is(b"-");
        if !self.next_is(b"0") && self.digits() == 0 {
            return None;
        }
        if self.next_is(b".") && self.digits() == 0 {
            return None;
        }
        if self.next_is(b"eE") {
            self.next_is(b"+-");
            if self.digits() == 0 {
                return None;
            }
        }
        let number = std::str::from_utf8(&start[..start.len() - self.rest.len()]).ok()?;
        number.parse::<f64>().ok()?.is_finite().then_some(())
    }
}
