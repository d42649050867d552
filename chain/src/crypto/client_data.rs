//! The client data of a WebAuthn assertion: three texts out of a JSON object.
//!
//! A parser of its own, because what counts as JSON here is consensus: nodeos reads up to the first zero byte, takes
//! any bytes inside a text and half a surrogate pair, nests without limit, and refuses numbers that a double cannot
//! hold.

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

impl<'a> Json<'a> {
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
                let letter = match self.hex()? {
                    high @ 0xd800..0xdc00 => {
                        self.literal(b"\\u")?;
                        let low = self.hex().filter(|low| (0xdc00..0xe000).contains(low))?;
                        0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
                    }
                    unit => unit,
                };
                encode(letter, text);
                return Some(());
            }
            _ => return None,
        });
        Some(())
    }

    fn hex(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |unit, _| Some(unit << 4 | char::from(self.take()?).to_digit(16)?))
    }

    fn next_is(&mut self, bytes: &[u8]) -> bool {
        let found = self.rest.first().is_some_and(|byte| bytes.contains(byte));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// One digit or more, as numbers.
    fn digits(&mut self) -> Option<impl Iterator<Item = u8> + use<'a>> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        (count > 0).then(|| digits.iter().map(|digit| digit - b'0'))
    }

    /// Skips a number that a double can hold, by the measure of nodeos' parser.
    fn number(&mut self) -> Option<()> {
        let start = self.rest;
        self.next_is(b"-");
        let integer = if self.next_is(b"0") { vec![0] } else { self.digits()?.collect() };
        let fraction = if self.next_is(b".") { self.digits()?.collect() } else { vec![] };
        if self.next_is(b"eE") {
            let negative = self.next_is(b"+-") && start[start.len() - self.rest.len() - 1] == b'-';
            let exponent = self
                .digits()?
                .fold(0u32, |value, digit| value.saturating_mul(10).saturating_add(digit.into()));
            // Even a zero may not have a high exponent.
            if !negative && exponent > 308 + digits_kept(&integer, &fraction) {
                return None;
            }
        }
        let number = std::str::from_utf8(&start[..start.len() - self.rest.len()]).ok()?;
        number.parse::<f64>().ok()?.is_finite().then_some(())
    }
}

/// How many digits of the fraction the parser keeps: those that fit into 53 bits, and up to 17 in all.
fn digits_kept(integer: &[u8], fraction: &[u8]) -> u32 {
    let append = |value: u64, digit: u8| value.saturating_mul(10).saturating_add(digit.into());
    let mut value = integer.iter().fold(0, |value, digit| append(value, *digit));
    let mut significant = integer.len() - 1; // there is a digit
    let mut kept = 0;
    for digit in fraction {
        if value < 1 << 53 {
            value = append(value, *digit);
            significant += usize::from(value != 0);
        } else if significant < 17 {
            significant += 1;
        } else {
            break;
        }
        kept += 1;
    }
    kept
}

/// UTF-8, of half a surrogate pair too.
fn encode(letter: u32, text: &mut Vec<u8>) {
    let part = |shift: u32| 0x80 | (letter >> shift & 0x3f) as u8;
    match letter {
        0..0x80 => text.push(letter as u8),
        0x80..0x800 => text.extend([0xc0 | (letter >> 6) as u8, part(0)]),
        0x800..0x10000 => text.extend([0xe0 | (letter >> 12) as u8, part(6), part(0)]),
        _ => text.extend([0xf0 | (letter >> 18) as u8, part(12), part(6), part(0)]),
    }
}
