//! The heap: a pointer that moves up.
//!
//! Memory is fresh for each action, so nothing is worth collecting. Only the last block is given back or resized in
//! place, which is what a growing vector and a temporary need. The heap starts in the first page of memory, behind
//! stack and data; asking the chain for another page costs more time than an ordinary action takes.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
};

use crate::check::fail_with;

const PAGE: usize = 65_536;

unsafe extern "C" {
    // Addresses that the linker sets: the end of the data, and of the initial memory.
    static __heap_base: u8;
    static __heap_end: u8;
}

struct Bump {
    /// The end of the last block.
    next: Cell<*const u8>,
    /// The end of the memory.
    end: Cell<*const u8>,
}

// SAFETY: a contract has one thread.
unsafe impl Sync for Bump {}

#[global_allocator]
static HEAP: Bump = Bump {
    next: Cell::new(&raw const __heap_base),
    end: Cell::new(&raw const __heap_end),
};

impl Bump {
    /// Moves the end of the last block to `start + size`, and the end of the memory where it must.
    #[inline(never)]
    fn extend(&self, start: usize, size: usize) {
        let Some(next) = start.checked_add(size) else {
            out_of_memory()
        };
        let end = self.end.get() as usize;
        if next > end {
            let pages = (next - end).div_ceil(PAGE);
            if core::arch::wasm32::memory_grow::<0>(pages) == usize::MAX {
                out_of_memory();
            }
            self.end.set((end + pages * PAGE) as *const u8);
        }
        self.next.set(next as *const u8);
    }
}

// SAFETY: blocks lie between the linker's `__heap_base` and the end of the memory, and never overlap, since each new
// one starts at or after the end of the last. `dealloc` and `realloc` move that end only when they are given the very
// last block.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mask = layout.align() - 1;
        // Memory ends far below 2^32 - align: this cannot wrap.
        let start = (self.next.get() as usize + mask) & !mask;
        self.extend(start, layout.size());
        start as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if block as usize + layout.size() == self.next.get() as usize {
            self.next.set(block);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if block as usize + layout.size() == self.next.get() as usize {
            self.extend(block as usize, new_size);
            return block;
        }
        if new_size <= layout.size() {
            return block;
        }
        // SAFETY: the layout's alignment is valid, and a size beyond `isize::MAX` exceeds any memory.
        let new =
            unsafe { self.alloc(Layout::from_size_align_unchecked(new_size, layout.align())) };
        // SAFETY: the old block has `layout.size()` bytes, the new one more, and it starts behind the old one.
        unsafe { core::ptr::copy_nonoverlapping(block, new, layout.size()) };
        new
    }
}

#[cold]
fn out_of_memory() -> ! {
    fail_with("out of memory")
}
