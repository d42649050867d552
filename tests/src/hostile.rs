//! Contracts that mean harm, a few dozen bytes of WebAssembly each.

use antelope::Name;

use crate::World;

/// A contract that fails whatever it is called or told.
pub fn refusing() -> Vec<u8> {
    // unreachable
    module(&[], &[0x00])
}

/// A contract that tells `victim` of every action that it runs or is told of: of its own `transfer`, which may say
/// whatever the sender likes, and of the transfers of others.
pub fn telling(victim: Name) -> Vec<u8> {
    // i64.const victim, call 0
    let mut body = vec![0x42];
    let mut rest = victim.0 as i64;
    // Signed LEB128.
    loop {
        let low = (rest & 0x7f) as u8;
        rest >>= 7;
        let ends = (rest == 0 && low & 0x40 == 0) || (rest == -1 && low & 0x40 != 0);
        body.push(if ends { low } else { low | 0x80 });
        if ends {
            break;
        }
    }
    body.extend([0x10, 0x00]);
    module(b"require_recipient", &body)
}

/// A module whose `apply(i64, i64, i64)` is `body`. `import` is a host function of one `i64`, function 0; or nothing.
fn module(import: &[u8], body: &[u8]) -> Vec<u8> {
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    let mut section = |id: u8, content: &[u8]| {
        module.extend([id, content.len() as u8]);
        module.extend(content);
    };
    // Types: 0 takes one i64, 1 takes three.
    section(1, &[2, 0x60, 1, 0x7e, 0, 0x60, 3, 0x7e, 0x7e, 0x7e, 0]);
    if !import.is_empty() {
        let length = [1, 3, b'e', b'n', b'v', import.len() as u8];
        section(2, &[&length, import, &[0, 0]].concat());
    }
    section(3, &[1, 1]);
    section(7, &[&[1, 5][..], b"apply", &[0, u8::from(!import.is_empty())]].concat());
    let code = [&[1, body.len() as u8 + 2, 0][..], body, &[0x0b]].concat();
    section(10, &code);
    module
}

impl World {
    /// Puts code on an account that exists.
    pub async fn set_code(&self, account: Name, code: &[u8]) {
        let abi = self.client.get_abi(account).await.unwrap();
        self.client.deploy(&self.signer, account, code, &abi).await.unwrap();
    }
}
