//! One function: its instructions, its nesting, and the bytes of its locals and operand stack.
//!
//! That the code is well typed is left to `wasmparser`. What is counted here is what the node counts, with its
//! peculiarity that operands which are left behind at a jump stay counted.

use wasmparser::{BlockType, FuncValidator, FunctionBody, Operator, ValType, ValidatorResources};

use super::{Limits, Refusal};

/// A place on the operand stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// A value, of so many bytes.
    Value(u32),
    /// Where a block begins.
    Scope,
    /// Code after a jump, where operands of any type may be taken.
    Unreachable,
}

/// The operand stack of a function, as far as its bytes are concerned.
#[derive(Debug)]
struct Operands {
    limit: u32,
    slots: Vec<Slot>,
    /// The bytes of the results of the blocks that are open, the function's own first.
    results: Vec<u32>,
    /// How many unreachable stretches are open. Inside of one nothing is counted.
    unreachable: u32,
    bytes: u32,
    most: u32,
}

impl Operands {
    fn new(limit: u32, result: u32) -> Self {
        let (slots, results) = (vec![Slot::Scope], vec![result]);
        Self { limit, slots, results, unreachable: 0, bytes: 0, most: 0 }
    }

    fn count(&mut self, bytes: u64) -> Result<(), Refusal> {
        let sum = u64::from(self.bytes) + bytes;
        match u32::try_from(sum) {
            Ok(sum) if sum <= self.limit => {
                self.bytes = sum;
                self.most = self.most.max(sum);
                Ok(())
            }
            _ => Err(Refusal::new("local variable limit exceeded")),
        }
    }

    fn push(&mut self, size: u32) -> Result<(), Refusal> {
        self.slots.push(Slot::Value(size));
        if self.unreachable == 0 { self.count(u64::from(size)) } else { Ok(()) }
    }

    fn pop(&mut self) {
        if let Some(Slot::Value(size)) = self.slots.last().copied() {
            self.slots.pop();
            if self.unreachable == 0 {
                self.bytes = self.bytes.saturating_sub(size);
            }
        }
    }

    fn open(&mut self, result: u32) {
        self.slots.push(Slot::Scope);
        self.results.push(result);
    }

    /// Closes the innermost block; gives its result's size.
    fn close(&mut self) -> u32 {
        let result = self.results.pop().unwrap_or_default();
        if result != 0 {
            self.pop();
        }
        if self.slots.last() == Some(&Slot::Unreachable) {
            self.unreachable = self.unreachable.saturating_sub(1);
            self.slots.pop();
        }
        self.slots.pop();
        result
    }

    /// After a jump. What is left on the stack is forgotten, but not uncounted.
    fn jump(&mut self) {
        while self.slots.last().is_some_and(|slot| *slot != Slot::Scope) {
            self.slots.pop();
        }
        self.unreachable = self.unreachable.saturating_add(1);
        self.slots.push(Slot::Unreachable);
    }
}

/// Checks a function; gives the most bytes that its locals and operand stack take.
pub(crate) fn check(
    body: &FunctionBody<'_>,
    validator: &mut FuncValidator<ValidatorResources>,
    result: Option<ValType>,
    limits: &Limits,
) -> Result<u32, Refusal> {
    let size = body.range().end - body.range().start;
    if size > u64::from(limits.max_code_bytes) {
        return Err(Refusal::new("Function body too large"));
    }
    let mut operands = Operands::new(limits.max_func_local_bytes, size_of(result));
    for local in body.get_locals_reader()? {
        let (count, kind) = local?;
        operands.count(u64::from(size_of(Some(kind))) * u64::from(count))?;
    }

    validator.read_locals(&mut body.get_binary_reader())?;
    let bytes = body.as_bytes();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        if operands.results.len() as u64 > u64::from(limits.max_nested_structures) {
            return Err(Refusal::new("nested structures validation failure"));
        }
        let offset = reader.original_position();
        // The opcode is a byte of the body that the reader is about to read.
        let opcode = usize::try_from(offset - body.range().start).ok();
        let opcode = opcode.and_then(|at| bytes.get(at)).copied().unwrap_or_default();
        if !is_first_version(opcode) {
            return Err(Refusal::too_new("Illegal instruction"));
        }
        let operator = reader.read().map_err(|error| match opcode {
            CALL_INDIRECT => Refusal::too_new("call_indirect must end with 0x00."),
            MEMORY_SIZE => Refusal::too_new("memory.size must end with 0x00"),
            MEMORY_GROW => Refusal::too_new("memory.grow must end with 0x00"),
            _ => error.into(),
        })?;
        if let Operator::Block { blockty } | Operator::Loop { blockty } | Operator::If { blockty } =
            &operator
            && matches!(blockty, BlockType::FuncType(_))
        {
            return Err(Refusal::too_new("Invalid type code in block"));
        }
        let arity = operator.operator_arity(validator);
        validator.op(offset, &operator)?;
        follow(&operator, arity, validator, &mut operands)?;
    }
    reader.finish()?;
    Ok(operands.most)
}

/// Does to the operand stack what the instruction does.
fn follow(
    operator: &Operator<'_>,
    arity: Option<(u32, u32)>,
    validator: &FuncValidator<ValidatorResources>,
    operands: &mut Operands,
) -> Result<(), Refusal> {
    match operator {
        Operator::Block { blockty } | Operator::Loop { blockty } => {
            operands.open(block_result(*blockty));
        }
        Operator::If { blockty } => {
            operands.pop();
            operands.open(block_result(*blockty));
        }
        Operator::Else => {
            let result = operands.close();
            operands.open(result);
        }
        Operator::End => {
            let result = operands.close();
            if result != 0 {
                operands.push(result)?;
            }
        }
        Operator::BrTable { .. } => {
            operands.pop();
            operands.jump();
        }
        Operator::Unreachable | Operator::Br { .. } | Operator::Return => operands.jump(),
        // The operands that a taken branch would carry stay where they are.
        Operator::BrIf { .. } => operands.pop(),
        _ => {
            let (taken, given) = arity.unwrap_or_default();
            for _ in 0..taken {
                operands.pop();
            }
            for depth in (0..given as usize).rev() {
                operands.push(size_of(validator.get_operand_type(depth).flatten()))?;
            }
        }
    }
    Ok(())
}

const CALL_INDIRECT: u8 = 0x11;
const MEMORY_SIZE: u8 = 0x3f;
const MEMORY_GROW: u8 = 0x40;

/// Whether an instruction with this first byte is of the first version of wasm.
const fn is_first_version(opcode: u8) -> bool {
    matches!(opcode, 0x00..=0x05 | 0x0b..=0x11 | 0x1a | 0x1b | 0x20..=0x24 | 0x28..=0xbf)
}

/// The bytes of a block's result.
const fn block_result(block: BlockType) -> u32 {
    match block {
        BlockType::Type(kind) => size_of(Some(kind)),
        BlockType::Empty | BlockType::FuncType(_) => 0,
    }
}

/// The bytes of a value; 0 for none, and for one of a type that is not known.
pub(crate) const fn size_of(kind: Option<ValType>) -> u32 {
    match kind {
        Some(ValType::I32 | ValType::F32) => 4,
        Some(ValType::I64 | ValType::F64) => 8,
        Some(ValType::V128 | ValType::Ref(_)) | None => 0,
    }
}
