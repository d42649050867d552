//! A whole module: its sections, its imports, its entry point.
//!
//! The bodies of functions are checked in [`function`](super::function).

use antelope::host::{HostFunction, ValueType};
use wasmparser::{
    CompositeInnerType, ConstExpr, DataKind, ElementKind, Encoding, ExternalKind, FuncType,
    FuncValidatorAllocations, Operator, Parser, Payload, SectionLimited, TypeRef, ValType,
    ValidPayload, Validator, WasmFeatures,
};

use super::{Limits, Refusal, Summary, function};

/// Checks a contract's code as a node does at `setcode`, with the limits of a new chain.
///
/// # Errors
/// The first reason to refuse the code, in the node's words where it has words for it.
pub fn validate(code: &[u8]) -> Result<Summary, Refusal> {
    validate_within(code, &Limits::default())
}

/// Checks a contract's code with these limits.
///
/// # Errors
/// As [`validate`].
pub fn validate_within(code: &[u8], limits: &Limits) -> Result<Summary, Refusal> {
    if code.len() as u64 > u64::from(limits.max_module_bytes) {
        return Err(Refusal::new("Code too large"));
    }
    let mut module = Module {
        limits,
        types: Vec::new(),
        functions: Vec::new(),
        apply: None,
        summary: Summary::default(),
    };
    module.summary.size = code.len();
    module.read(code)?;
    module.check_apply()?;
    Ok(module.summary)
}

/// A module while it is read.
struct Module<'a> {
    limits: &'a Limits,
    types: Vec<FuncType>,
    /// The type of each function, imported ones first.
    functions: Vec<u32>,
    /// The function that is exported as `apply`.
    apply: Option<u32>,
    summary: Summary,
}

impl Module<'_> {
    fn read(&mut self, code: &[u8]) -> Result<(), Refusal> {
        let cut_off = || Refusal::new("guarded ptr out of bounds");
        let (magic, rest) = code.split_first_chunk().ok_or_else(cut_off)?;
        if magic != b"\0asm" {
            return Err(Refusal::new("magic number did not match"));
        }
        if rest.first_chunk().ok_or_else(cut_off)? != &[1, 0, 0, 0] {
            return Err(Refusal::new("version number did not match"));
        }
        let mut parser = Parser::new(0);
        parser.set_features(WasmFeatures::WASM1);
        let mut validator = Validator::new_with_features(WasmFeatures::WASM1);
        let mut allocations = FuncValidatorAllocations::default();
        let mut next_function = 0;
        for payload in parser.parse_all(code) {
            let payload = payload?;
            self.section(&payload)?;
            if let ValidPayload::Func(function, body) = validator.payload(&payload)? {
                if next_function == 0 {
                    next_function = self.summary.imports.len();
                }
                let result = self.type_of(next_function).and_then(|kind| kind.results().first());
                let result = result.copied();
                let mut function = function.into_validator(allocations);
                let bytes = function::check(&body, &mut function, result, self.limits)?;
                allocations = function.into_allocations();
                self.summary.max_func_local_bytes = self.summary.max_func_local_bytes.max(bytes);
                next_function += 1;
            }
        }
        Ok(())
    }

    fn section(&mut self, payload: &Payload<'_>) -> Result<(), Refusal> {
        match payload {
            Payload::Version { encoding: Encoding::Module, .. } | Payload::End(_) => Ok(()),
            Payload::TypeSection(section) => self.types(section),
            Payload::ImportSection(section) => self.imports(section),
            Payload::FunctionSection(section) => self.functions(section),
            Payload::TableSection(section) => self.tables(section),
            Payload::MemorySection(section) => self.memories(section),
            Payload::GlobalSection(section) => self.globals(section),
            Payload::ExportSection(section) => self.exports(section),
            Payload::StartSection { func, .. } => self.start(*func),
            Payload::ElementSection(section) => self.elements(section),
            Payload::CodeSectionStart { count, .. } => self.count(*count),
            Payload::CodeSectionEntry(_) => Ok(()),
            Payload::DataSection(section) => self.data(section),
            Payload::CustomSection(section) => {
                self.summary.custom_bytes += section.data().len();
                Ok(())
            }
            _ => Err(Refusal::too_new("error invalid section id")),
        }
    }

    fn types(&mut self, section: &SectionLimited<'_, wasmparser::RecGroup>) -> Result<(), Refusal> {
        self.count(section.count())?;
        for group in section.clone() {
            for kind in group?.into_types() {
                let CompositeInnerType::Func(kind) = kind.composite_type.inner else {
                    return Err(Refusal::too_new("invalid function type"));
                };
                if !kind.params().iter().all(is_number) {
                    return Err(Refusal::too_new("invalid function param type"));
                }
                if kind.results().len() > 1 {
                    return Err(Refusal::too_new("invalid function return count"));
                }
                if !kind.results().iter().all(is_number) {
                    return Err(Refusal::too_new("invalid function return type"));
                }
                self.types.push(kind);
            }
        }
        Ok(())
    }

    fn imports(&mut self, section: &wasmparser::ImportSectionReader<'_>) -> Result<(), Refusal> {
        self.count(section.count())?;
        let mut found = Vec::new();
        for import in section.clone().into_imports() {
            let import = import?;
            self.name(import.module)?;
            self.name(import.name)?;
            let TypeRef::Func(kind) = import.ty else {
                return Err(Refusal::new("only function imports are supported"));
            };
            if kind as usize >= self.types.len() {
                return Err(Refusal::new("Invalid function type"));
            }
            self.functions.push(kind);
            found.push((import.module, import.name, kind));
        }
        for (module, name, kind) in found {
            let Some(function) = HostFunction::find(name).filter(|_| module == "env") else {
                return Err(Refusal::new(format!("no mapping for imported function {name}"))
                    .with_hint(
                        "a contract imports the chain's functions only, from module `env`",
                    ));
            };
            let kind = &self.types[kind as usize];
            let params = function.params.iter().map(|param| number(*param));
            let results = function.result.iter().map(|result| number(*result));
            if !params.eq(kind.params().iter().copied())
                || !results.eq(kind.results().iter().copied())
            {
                return Err(Refusal::new(format!("wrong type for imported function {name}")));
            }
            self.summary.imports.push(name.to_owned());
        }
        Ok(())
    }

    fn functions(&mut self, section: &SectionLimited<'_, u32>) -> Result<(), Refusal> {
        self.count(section.count())?;
        for kind in section.clone() {
            self.functions.push(kind?);
        }
        self.summary.functions = section.count() as usize;
        Ok(())
    }

    fn tables(
        &mut self,
        section: &SectionLimited<'_, wasmparser::Table<'_>>,
    ) -> Result<(), Refusal> {
        self.count_to(section.count(), 1)?;
        for table in section.clone() {
            let table = table?.ty;
            if !table.element_type.is_func_ref() {
                return Err(Refusal::too_new("table must have type anyfunc"));
            }
            if table.maximum.is_some_and(|maximum| maximum < table.initial) {
                return Err(Refusal::new("table max size less than min size"));
            }
            if table.initial > u64::from(self.limits.max_table_elements) {
                return Err(Refusal::new("table size exceeds limit"));
            }
            self.summary.table_elements = table.initial;
        }
        Ok(())
    }

    fn memories(
        &mut self,
        section: &SectionLimited<'_, wasmparser::MemoryType>,
    ) -> Result<(), Refusal> {
        self.count_to(section.count(), 1)?;
        for memory in section.clone() {
            let memory = memory?;
            if memory.initial > u64::from(self.limits.max_pages) {
                return Err(Refusal::new("initial memory out of range"));
            }
            if memory.maximum.is_some_and(|maximum| maximum < memory.initial) {
                return Err(Refusal::new("maximum must be at least minimum"));
            }
            if memory.maximum.is_some_and(|maximum| maximum > 65_536) {
                return Err(Refusal::new("maximum memory out of range"));
            }
            self.summary.memory_pages = memory.initial;
        }
        Ok(())
    }

    fn globals(
        &mut self,
        section: &SectionLimited<'_, wasmparser::Global<'_>>,
    ) -> Result<(), Refusal> {
        self.count(section.count())?;
        for global in section.clone() {
            let global = global?;
            if !is_number(&global.ty.content_type) {
                return Err(Refusal::too_new("invalid global content type"));
            }
            if global.ty.mutable {
                let bytes = &mut self.summary.mutable_global_bytes;
                // At most 8192 globals of 8 bytes: no overflow.
                *bytes += function::size_of(Some(global.ty.content_type));
                if *bytes > self.limits.max_mutable_global_bytes {
                    return Err(Refusal::new("mutable globals exceeded limit"));
                }
            }
            constant(&global.init_expr)?;
        }
        Ok(())
    }

    fn exports(
        &mut self,
        section: &SectionLimited<'_, wasmparser::Export<'_>>,
    ) -> Result<(), Refusal> {
        self.count(section.count())?;
        for export in section.clone() {
            let export = export?;
            self.name(export.name)?;
            if export.name == "apply" && export.kind == ExternalKind::Func {
                self.apply = Some(export.index);
            }
        }
        Ok(())
    }

    fn start(&self, function: u32) -> Result<(), Refusal> {
        match self.type_of(function as usize) {
            Some(kind) if kind.params().is_empty() && kind.results().is_empty() => Ok(()),
            _ => Err(Refusal::new("wrong type for start")),
        }
    }

    fn elements(
        &self,
        section: &SectionLimited<'_, wasmparser::Element<'_>>,
    ) -> Result<(), Refusal> {
        self.count(section.count())?;
        for element in section.clone() {
            match element?.kind {
                ElementKind::Active { table_index: None | Some(0), offset_expr } => {
                    constant(&offset_expr)?;
                }
                ElementKind::Active { .. } | ElementKind::Passive | ElementKind::Declared => {
                    return Err(Refusal::too_new("only table index of 0 is supported"));
                }
            }
        }
        Ok(())
    }

    fn data(&mut self, section: &SectionLimited<'_, wasmparser::Data<'_>>) -> Result<(), Refusal> {
        self.count(section.count())?;
        for segment in section.clone() {
            let segment = segment?;
            let DataKind::Active { offset_expr, .. } = segment.kind else {
                return Err(Refusal::too_new("data segment without a place"));
            };
            let end = u64::from(constant(&offset_expr)?) + segment.data.len() as u64;
            if end > u64::from(self.limits.max_linear_memory_init) {
                return Err(Refusal::new("out-of-bounds data section").with_hint(
                    "data must end below 64 KiB: link with `-zstack-size=16384`, since the stack comes before it",
                ));
            }
            self.summary.data_bytes += segment.data.len();
            self.summary.data_end = self.summary.data_end.max(end);
        }
        Ok(())
    }

    fn check_apply(&self) -> Result<(), Refusal> {
        let Some(apply) = self.apply else {
            return Err(Refusal::new("apply not exported"));
        };
        match self.type_of(apply as usize) {
            Some(kind) if kind.params() == [ValType::I64; 3] && kind.results().is_empty() => Ok(()),
            _ => Err(Refusal::new("apply has wrong type")),
        }
    }

    fn type_of(&self, function: usize) -> Option<&FuncType> {
        self.types.get(*self.functions.get(function)? as usize)
    }

    fn count(&self, count: u32) -> Result<(), Refusal> {
        self.count_to(count, self.limits.max_section_elements)
    }

    fn count_to(&self, count: u32, limit: u32) -> Result<(), Refusal> {
        if count > limit {
            return Err(Refusal::new("number of section elements exceeded limit"));
        }
        Ok(())
    }

    fn name(&self, name: &str) -> Result<(), Refusal> {
        if name.len() as u64 > u64::from(self.limits.max_symbol_bytes) {
            return Err(Refusal::new("name too long"));
        }
        Ok(())
    }
}

/// Checks that an expression is a constant; gives its low 32 bits where it is an `i32`, as offsets are.
fn constant(expression: &ConstExpr<'_>) -> Result<u32, Refusal> {
    let mut operators = expression.get_operators_reader();
    let value = match operators.read()? {
        Operator::I32Const { value } => value.cast_unsigned(),
        Operator::I64Const { .. } | Operator::F32Const { .. } | Operator::F64Const { .. } => 0,
        _ => {
            return Err(Refusal::new(
                "initializer expression can only acception i32.const, i64.const, f32.const and f64.const",
            ));
        }
    };
    match operators.read()? {
        Operator::End => Ok(value),
        _ => Err(Refusal::new("no end op found")),
    }
}

const fn is_number(kind: &ValType) -> bool {
    matches!(kind, ValType::I32 | ValType::I64 | ValType::F32 | ValType::F64)
}

const fn number(kind: ValueType) -> ValType {
    match kind {
        ValueType::I32 => ValType::I32,
        ValueType::I64 => ValType::I64,
        ValueType::F32 => ValType::F32,
        ValueType::F64 => ValType::F64,
    }
}
