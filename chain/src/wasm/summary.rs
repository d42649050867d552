//! What accepted code asks for.

/// What a contract's code consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The module, in bytes; deploying it costs ten times as much RAM.
    pub size: usize,
    /// The host functions that it imports, in the module's order.
    pub imports: Vec<String>,
    /// Functions of its own.
    pub functions: usize,
    /// Data segments, in bytes.
    pub data_bytes: usize,
    /// The end of the last data segment, in bytes from the start of the memory.
    pub data_end: u64,
    /// The memory that it starts with, in pages of 65,536 bytes; 0 without a memory.
    pub memory_pages: u64,
    /// The elements of its table.
    pub table_elements: u64,
    /// Its mutable globals, in bytes.
    pub mutable_global_bytes: u32,
    /// Custom sections, such as names of functions, in bytes: paid for and never used.
    pub custom_bytes: usize,
    /// The most that locals and operand stack of one function take, in bytes.
    pub max_func_local_bytes: u32,
}
