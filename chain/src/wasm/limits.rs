//! The limits of contract code.

/// How large contract code may be, each way: the `wasm_config` of a chain's consensus parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// All mutable globals together, in bytes.
    pub max_mutable_global_bytes: u32,
    /// Elements of the table.
    pub max_table_elements: u32,
    /// Elements of any section: types, imports, functions, globals, exports, segments.
    pub max_section_elements: u32,
    /// The end of the last data segment, in bytes from the start of the memory.
    pub max_linear_memory_init: u32,
    /// Locals and operand stack of one function, in bytes; parameters do not count.
    pub max_func_local_bytes: u32,
    /// Blocks in each other, the function among them.
    pub max_nested_structures: u32,
    /// The name of an import or export, in bytes.
    pub max_symbol_bytes: u32,
    /// The module, in bytes.
    pub max_module_bytes: u32,
    /// The body of one function, in bytes.
    pub max_code_bytes: u32,
    /// The memory of a module, in pages of 65,536 bytes.
    pub max_pages: u32,
    /// How deep functions of a contract may call each other.
    pub max_call_depth: u32,
}

impl Default for Limits {
    /// Those of a new chain, which no public chain has changed to be stricter.
    fn default() -> Self {
        Self {
            max_mutable_global_bytes: 1024,
            max_table_elements: 1024,
            max_section_elements: 8192,
            max_linear_memory_init: 65_536,
            max_func_local_bytes: 8192,
            max_nested_structures: 1024,
            max_symbol_bytes: 8192,
            max_module_bytes: 20 * 1024 * 1024,
            max_code_bytes: 20 * 1024 * 1024,
            max_pages: 528,
            max_call_depth: 251,
        }
    }
}
