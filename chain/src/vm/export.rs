//! Giving a module's memory an export.
//!
//! Contracts seldom export their memory and an engine lends only what is exported, so the module that is run has one
//! export more than the code on chain. The code itself, its hash and its size stay as they are. The memory's greatest
//! size is set on the way, since the chain's limit holds for growth as well.

use wasmparser::{BinaryReader, ExportSectionReader, ExternalKind, MemorySectionReader};

/// The name under which the memory is exported. No contract's own export is looked up by it.
pub(super) const MEMORY: &str = "\u{1}chain memory";

const SECTION_MEMORY: u8 = 5;
const SECTION_EXPORT: u8 = 7;
const SECTION_CUSTOM: u8 = 0;

/// The module with its memory, if it has one, exported as [`MEMORY`] and limited to `max_pages`.
pub(super) fn export_memory(code: &[u8], max_pages: u32) -> Option<Vec<u8>> {
    let (header, mut rest) = code.split_at_checked(8)?;
    let mut out = header.to_vec();
    let (mut has_memory, mut exported) = (false, false);
    while let Some((&id, after)) = rest.split_first() {
        let mut reader = BinaryReader::new(after, 0);
        let len = reader.read_var_u32().ok()? as usize;
        let start = usize::try_from(reader.original_position()).ok()?;
        let body = after.get(start..start.checked_add(len)?)?;
        rest = after.get(start + len..)?;
        if id == SECTION_CUSTOM {
            continue;
        }
        if has_memory && !exported && id > SECTION_EXPORT {
            section(SECTION_EXPORT, &exports(None)?, &mut out);
            exported = true;
        }
        match id {
            SECTION_MEMORY => {
                let memories = MemorySectionReader::new(BinaryReader::new(body, 0)).ok()?;
                has_memory = memories.count() > 0;
                section(id, &limited(memories, max_pages)?, &mut out);
            }
            SECTION_EXPORT if has_memory => {
                section(id, &exports(Some(body))?, &mut out);
                exported = true;
            }
            _ => section(id, body, &mut out),
        }
    }
    Some(out)
}

fn section(id: u8, body: &[u8], out: &mut Vec<u8>) {
    out.push(id);
    number(body.len(), out);
    out.extend_from_slice(body);
}

/// A memory section whose memories grow to `max_pages` at most.
fn limited(memories: MemorySectionReader<'_>, max_pages: u32) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    number(memories.count() as usize, &mut out);
    for memory in memories {
        let memory = memory.ok()?;
        // A module that begins with more is not run; it is still one.
        let most = u64::from(max_pages).max(memory.initial);
        let max = memory.maximum.map_or(most, |max| max.min(most));
        out.push(1);
        number(usize::try_from(memory.initial).ok()?, &mut out);
        number(usize::try_from(max).ok()?, &mut out);
    }
    Some(out)
}

/// An export section with the memory added to what `body` has. Other exports are dropped but for functions.
fn exports(body: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut entries = Vec::new();
    let mut count = 1;
    if let Some(body) = body {
        for export in ExportSectionReader::new(BinaryReader::new(body, 0)).ok()? {
            let export = export.ok()?;
            if export.kind == ExternalKind::Func && export.name == "apply" {
                count += 1;
                entry(export.name, 0, export.index, &mut entries);
            }
        }
    }
    entry(MEMORY, 2, 0, &mut entries);
    let mut out = Vec::new();
    number(count, &mut out);
    out.extend(entries);
    Some(out)
}

fn entry(name: &str, kind: u8, index: u32, out: &mut Vec<u8>) {
    number(name.len(), out);
    out.extend_from_slice(name.as_bytes());
    out.push(kind);
    number(index as usize, out);
}

/// A number as wasm packs it, which is how the chain packs it.
fn number(value: usize, out: &mut Vec<u8>) {
    antelope::varint::pack_len(value, out);
}
