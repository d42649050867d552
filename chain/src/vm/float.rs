//! Floats as a node has them, bit for bit, on every machine.
//!
//! A node replaces floating-point instructions by software that gives IEEE results with rules of its own for what is
//! no number (NaN): which operand's bits survive, and which sign a new one has. Processors differ in just that, so the
//! module that is run looks at each result and, when it is no number, puts it right. A conversion to an integer that
//! does not fit is made a failure of its own, to be told apart from a division. The code on chain stays as it is.

use wasmparser::{BinaryReader, BinaryReaderError, FunctionBody, Parser, Payload};

const SECTION_TYPE: u8 = 1;
const SECTION_FUNCTION: u8 = 3;
const SECTION_CODE: u8 = 10;

const UNREACHABLE: u8 = 0x00;
const IF: [u8; 2] = [0x04, 0x40];
const END: u8 = 0x0b;
const CALL: u8 = 0x10;
const SELECT: u8 = 0x1b;
const LOCAL_GET: u8 = 0x20;
const LOCAL_SET: u8 = 0x21;
const LOCAL_TEE: u8 = 0x22;
const I32_EQZ: u8 = 0x45;
const I32_AND: u8 = 0x71;

/// One of the two types of floats.
struct Float {
    kind: u8,
    constant: u8,
    not_equal: u8,
    less: u8,
    greater: u8,
    greater_or_equal: u8,
}

const F32: Float = Float {
    kind: 0x7d,
    constant: 0x43,
    not_equal: 0x5c,
    less: 0x5d,
    greater: 0x5e,
    greater_or_equal: 0x60,
};
const F64: Float = Float {
    kind: 0x7c,
    constant: 0x44,
    not_equal: 0x62,
    less: 0x63,
    greater: 0x64,
    greater_or_equal: 0x66,
};

/// What is done about an instruction.
#[derive(Clone, Copy)]
enum Change {
    /// Rounding: what is no number stays as it is.
    Round,
    /// The square root of one operand.
    Root,
    /// The lesser or greater: the first operand that is no number stays as it is.
    Choice,
    /// Arithmetic with two operands.
    Arithmetic,
    /// A conversion of what is more (or at least) the first and less than the second.
    Convert { least: f64, inclusive: bool, end: f64 },
}

/// What is done about the instruction with this code, of which type of floats.
fn change(opcode: u8) -> Option<(&'static Float, Change)> {
    let (two_31, two_32) = (2_147_483_648.0, 4_294_967_296.0);
    let (two_63, two_64) = (9_223_372_036_854_775_808.0, 18_446_744_073_709_551_616.0);
    let at_least = |least: f64, end| Change::Convert { least, inclusive: true, end };
    let above = |least: f64, end| Change::Convert { least, inclusive: false, end };
    let change = match opcode {
        0x8d..=0x90 | 0x9b..=0x9e => Change::Round,
        0x91 | 0x9f => Change::Root,
        0x92..=0x95 | 0xa0..=0xa3 => Change::Arithmetic,
        0x96..=0x97 | 0xa4..=0xa5 => Change::Choice,
        // -2147483648.5 would fit, but not on a node.
        0xa8 | 0xaa => at_least(-two_31, two_31),
        0xa9 | 0xab => above(-1.0, two_32),
        0xae | 0xb0 => at_least(-two_63, two_63),
        0xaf | 0xb1 => above(-1.0, two_64),
        _ => return None,
    };
    let single = matches!(opcode, 0x8d..=0x97 | 0xa8 | 0xa9 | 0xae | 0xaf);
    Some((if single { &F32 } else { &F64 }, change))
}

/// The module with exact floats. One without floats stays as it is.
pub(super) fn make_exact(code: Vec<u8>) -> Result<Vec<u8>, BinaryReaderError> {
    let module = Module::read(&code)?;
    if module.bodies.iter().all(|body| body.places.is_empty()) {
        return Ok(code);
    }
    let mut out = code[..8].to_vec();
    let mut rest = &code[8..];
    while let Some((&id, after)) = rest.split_first() {
        let mut reader = BinaryReader::new(after, 0);
        let len = reader.read_var_u32()? as usize;
        let (content, next) = reader.read_bytes(reader.bytes_remaining())?.split_at(len);
        rest = next;
        let content = match id {
            SECTION_TYPE => longer(content, 2, &[fixer_type(&F32), fixer_type(&F64)].concat())?,
            SECTION_FUNCTION => {
                let mut types = Vec::new();
                number(module.types, &mut types);
                number(module.types + 1, &mut types);
                longer(content, 2, &types)?
            }
            SECTION_CODE => module.code(&code),
            _ => content.to_vec(),
        };
        out.push(id);
        number(content.len(), &mut out);
        out.extend(content);
    }
    Ok(out)
}

/// A section with so many more elements.
fn longer(content: &[u8], more: usize, elements: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut reader = BinaryReader::new(content, 0);
    let count = reader.read_var_u32()? as usize;
    let mut out = Vec::with_capacity(content.len() + elements.len() + 1);
    number(count + more, &mut out);
    out.extend(reader.read_bytes(reader.bytes_remaining())?);
    out.extend(elements);
    Ok(out)
}

/// What is asked of a module.
#[derive(Default)]
struct Module {
    types: usize,
    /// The functions, imported ones among them.
    functions: usize,
    bodies: Vec<Body>,
}

/// A function's body.
struct Body {
    range: std::ops::Range<usize>,
    /// Where its instructions begin.
    instructions: usize,
    /// The number of its groups of locals, and where they are.
    groups: (usize, std::ops::Range<usize>),
    /// The index of the first local after its own.
    locals: usize,
    /// Where the instructions are that change.
    places: Vec<usize>,
}

impl Module {
    fn read(code: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut module = Self::default();
        let (mut parameters, mut own) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(code) {
            match payload? {
                Payload::TypeSection(section) => {
                    for kind in section.into_iter_err_on_gc_types() {
                        parameters.push(kind?.params().len());
                    }
                    module.types = parameters.len();
                }
                Payload::ImportSection(section) => {
                    module.functions += section.into_imports().count();
                }
                Payload::FunctionSection(section) => {
                    for kind in section {
                        own.push(parameters.get(kind? as usize).copied().unwrap_or_default());
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let parameters = own.get(module.bodies.len()).copied().unwrap_or_default();
                    module.bodies.push(Body::read(&body, parameters, code)?);
                }
                _ => {}
            }
        }
        module.functions += own.len();
        Ok(module)
    }

    /// The functions' bodies, and those of the fixers.
    fn code(&self, code: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        number(self.bodies.len() + 2, &mut out);
        let bodies = self.bodies.iter().map(|body| {
            if body.places.is_empty() {
                code[body.range.clone()].to_vec()
            } else {
                body.exact(code, self.functions)
            }
        });
        for body in bodies.chain([fixer(&F32), fixer(&F64)]) {
            number(body.len(), &mut out);
            out.extend(body);
        }
        out
    }
}

impl Body {
    fn read(
        body: &FunctionBody<'_>,
        parameters: usize,
        code: &[u8],
    ) -> Result<Self, BinaryReaderError> {
        let offset = |position| usize::try_from(position).unwrap_or(usize::MAX);
        let (start, end) = (offset(body.range().start), offset(body.range().end));
        let mut reader = body.get_binary_reader();
        let groups = reader.read_var_u32()? as usize;
        let first = offset(reader.original_position());
        let mut locals = parameters;
        for local in body.get_locals_reader()? {
            locals += local?.0 as usize;
        }
        let mut reader = body.get_operators_reader()?;
        let instructions = offset(reader.original_position());
        let mut places = Vec::new();
        while !reader.eof() {
            let place = offset(reader.original_position());
            if code.get(place).copied().and_then(change).is_some() {
                places.push(place);
            }
            reader.read()?;
        }
        let groups = (groups, first..instructions);
        Ok(Self { range: start..end, instructions, groups, locals, places })
    }

    /// The body with its instructions changed, in a module of so many functions.
    fn exact(&self, code: &[u8], functions: usize) -> Vec<u8> {
        let (groups, range) = &self.groups;
        let mut out = Vec::new();
        number(groups + 2, &mut out);
        out.extend(&code[range.clone()]);
        // Two operands and a result of each type.
        out.extend([3, F32.kind, 3, F64.kind]);
        let mut from = self.instructions;
        for &place in &self.places {
            out.extend(&code[from..place]);
            from = place + 1;
            if let Some((float, change)) = change(code[place]) {
                let (locals, fixer) = match float.kind {
                    0x7d => (self.locals, functions),
                    _ => (self.locals + 3, functions + 1),
                };
                Writer { out: &mut out, float, locals, fixer }.instruction(code[place], change);
            }
        }
        out.extend(&code[from..self.range.end]);
        out
    }
}

/// Writes an instruction with what is done about it.
struct Writer<'a> {
    out: &'a mut Vec<u8>,
    float: &'static Float,
    /// The index of the first of three locals.
    locals: usize,
    /// The index of the function that puts a result right.
    fixer: usize,
}

const FIRST: usize = 0;
const SECOND: usize = 1;
const RESULT: usize = 2;

impl Writer<'_> {
    fn local(&mut self, instruction: u8, which: usize) -> &mut Self {
        self.out.push(instruction);
        number(self.locals + which, self.out);
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend(bytes);
        self
    }

    fn instruction(&mut self, opcode: u8, change: Change) {
        match change {
            Change::Round | Change::Root => {
                self.local(LOCAL_TEE, FIRST);
            }
            Change::Choice | Change::Arithmetic => {
                self.local(LOCAL_SET, SECOND).local(LOCAL_TEE, FIRST).local(LOCAL_GET, SECOND);
            }
            Change::Convert { least, inclusive, end } => {
                return self.conversion(opcode, least, inclusive, end);
            }
        }
        let not_equal = self.float.not_equal;
        self.bytes(&[opcode]).local(LOCAL_TEE, RESULT).local(LOCAL_GET, RESULT);
        // Only what is no number is unequal to itself.
        self.bytes(&[not_equal]).bytes(&IF).local(LOCAL_GET, FIRST);
        match change {
            Change::Choice => {
                self.local(LOCAL_GET, SECOND).local(LOCAL_GET, FIRST).local(LOCAL_GET, FIRST);
                self.bytes(&[not_equal, SELECT]);
            }
            Change::Root => self.local(LOCAL_GET, FIRST).fix(),
            Change::Arithmetic => self.local(LOCAL_GET, SECOND).fix(),
            Change::Round | Change::Convert { .. } => {}
        }
        self.local(LOCAL_SET, RESULT).bytes(&[END]).local(LOCAL_GET, RESULT);
    }

    fn fix(&mut self) {
        self.out.push(CALL);
        number(self.fixer, self.out);
    }

    fn conversion(&mut self, opcode: u8, least: f64, inclusive: bool, end: f64) {
        let above = if inclusive { self.float.greater_or_equal } else { self.float.greater };
        let less = self.float.less;
        self.local(LOCAL_TEE, FIRST).value(least).bytes(&[above]);
        self.local(LOCAL_GET, FIRST).value(end).bytes(&[less, I32_AND, I32_EQZ]);
        self.bytes(&IF).bytes(&[UNREACHABLE, END]).local(LOCAL_GET, FIRST).bytes(&[opcode]);
    }

    fn value(&mut self, value: f64) -> &mut Self {
        self.out.push(self.float.constant);
        match self.float.kind {
            // Powers of two, and one: exact in both types.
            0x7d => self.out.extend((value as f32).to_le_bytes()),
            _ => self.out.extend(value.to_le_bytes()),
        }
        self
    }
}

fn fixer_type(float: &Float) -> Vec<u8> {
    vec![0x60, 2, float.kind, float.kind, 1, float.kind]
}

/// The function that gives the right result where it is no number: the first operand that is none, else a new one with
/// the sign set; always a quiet one.
fn fixer(float: &Float) -> Vec<u8> {
    let not_equal = float.not_equal;
    let get = |local| [LOCAL_GET, local];
    let (integer, constant, or): (u8, u8, u8);
    let (to_integer, to_float, new, quiet): (u8, u8, &[u8], &[u8]);
    match float.kind {
        // i32: 0xffc00000 and 0x00400000, as signed numbers in their variable length.
        0x7d => {
            (integer, constant, or, to_integer, to_float) = (0x7f, 0x41, 0x72, 0xbc, 0xbe);
            (new, quiet) = (&[0x80, 0x80, 0x80, 0x7e], &[0x80, 0x80, 0x80, 0x02]);
        }
        // i64: 0xfff8000000000000 and 0x0008000000000000.
        _ => {
            (integer, constant, or, to_integer, to_float) = (0x7e, 0x42, 0x84, 0xbd, 0xbf);
            new = &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7c];
            quiet = &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x04];
        }
    }
    const ELSE: u8 = 0x05;
    [
        &[0][..],
        &get(0),
        &get(0),
        &[not_equal, 0x04, integer],
        &get(0),
        &[to_integer, ELSE],
        &get(1),
        &get(1),
        &[not_equal, 0x04, integer],
        &get(1),
        &[to_integer, ELSE, constant],
        new,
        &[END, END, constant],
        quiet,
        &[or, to_float, END],
    ]
    .concat()
}

/// A number as wasm packs it, which is how the chain packs it.
fn number(value: usize, out: &mut Vec<u8>) {
    antelope::varint::pack_len(value, out);
}
