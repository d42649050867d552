//! The heap: a pointer that moves up.
//!
//! Memory is fresh for each action, so nothing is given back: the code that drops what has been read would be an
//! eighth of a contract. The last block is resized in place, which is what a growing vector needs. The heap starts in
//! the first page of memory, behind stack and data; asking the chain for another page costs more time than an ordinary
//! action takes.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
};

use crate::check::fail_with;

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker ends the data: the first byte of the heap.
    static mut __heap_base: u8;
    /// Where the linker ends the initial memory.
    static __heap_end: u8;
}

struct Bump {
    /// The end of the last block, in bytes from the start of the heap.
    next: Cell<usize>,
    /// The end of the memory.
    end: Cell<*const u8>,
}

// SAFETY: a contract has one thread.
unsafe impl Sync for Bump {}

#[global_allocator]
static HEAP: Bump = Bump { next: Cell::new(0), end: Cell::new(&raw const __heap_end) };

impl Bump {
    /// The block of `size` bytes that starts `start` bytes into the heap, and is the last one from now on.
    ///
    /// It is made from the start of the heap, not from a number, for the compiler to see that it is not null: then it
    /// leaves out what it keeps for allocations that fail, text formatting and all.
    #[inline(never)]
    fn last_block(&self, start: usize, size: usize) -> *mut u8 {
        let base = &raw mut __heap_base;
        let Some(next) = start.checked_add(size) else { out_of_memory() };
        let Some(top) = (base as usize).checked_add(next) else { out_of_memory() };
        let end = self.end.get() as usize;
        if top > end {
            // Both are addresses: the sums of pages stay below 2^32.
            let pages = top.wrapping_sub(end).div_ceil(PAGE);
            if core::arch::wasm32::memory_grow::<0>(pages) == usize::MAX {
                out_of_memory();
            }
            self.end.set(core::ptr::without_provenance(end.wrapping_add(pages.wrapping_mul(PAGE))));
        }
        self.next.set(next);
        // SAFETY: the heap reaches from its base to the end of the memory, and the block lies within.
        unsafe { base.add(start) }
    }

    /// Whether a block is the last one.
    fn is_last(&self, block: *mut u8, layout: Layout) -> bool {
        offset(block).wrapping_add(layout.size()) == self.next.get()
    }
}

// SAFETY: blocks lie between the start of the heap and the end of the memory, and never overlap, since each new one
// starts at or after the end of the last. `realloc` moves that end only when it is given the very last block.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mask = layout.align().wrapping_sub(1);
        let base = (&raw const __heap_base) as usize;
        // Memory ends far below 2^32 - align: this cannot wrap.
        let next = base.wrapping_add(self.next.get());
        let start = (next.wrapping_add(mask) & !mask).wrapping_sub(base);
        self.last_block(start, layout.size())
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if self.is_last(block, layout) {
            return self.last_block(offset(block), new_size);
        }
        // SAFETY: the layout's alignment is valid, and a size beyond `isize::MAX` exceeds any memory.
        let new =
            unsafe { self.alloc(Layout::from_size_align_unchecked(new_size, layout.align())) };
        // SAFETY: both blocks have so many bytes, and the new one starts behind the old one.
        unsafe { core::ptr::copy_nonoverlapping(block, new, layout.size().min(new_size)) };
        new
    }
}

/// The place of a block, in bytes from the start of the heap.
fn offset(block: *mut u8) -> usize {
    (block as usize).wrapping_sub((&raw const __heap_base) as usize)
}

#[cold]
fn out_of_memory() -> ! {
    fail_with("out of memory")
}
