//! Contracts that mean harm, a few dozen bytes of WebAssembly each.

use std::fmt::Write;

use antelope::{Name, PackedAction};

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

/// A contract that sends, as its own inline action, the packed action that any of its own actions is given.
///
/// # Panics
/// Never: the text is fixed.
pub fn forwarding() -> Vec<u8> {
    let text = r#"(module
        (import "env" "action_data_size" (func $size (result i32)))
        (import "env" "read_action_data" (func $read (param i32 i32) (result i32)))
        (import "env" "send_inline" (func $send (param i32 i32)))
        (memory (export "memory") 1)
        (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
            (if (i64.eq (local.get $receiver) (local.get $code))
                (then (call $send (i32.const 0) (call $read (i32.const 0) (call $size)))))))"#;
    wat::parse_str(text).unwrap()
}

/// A contract that answers whatever it is told with an action of its own.
///
/// # Panics
/// Never: the text is fixed, but for the action's bytes.
pub fn answering(action: &PackedAction) -> Vec<u8> {
    let packed = antelope::pack(action);
    let mut bytes = String::new();
    for byte in &packed {
        write!(bytes, "\\{byte:02x}").unwrap();
    }
    let text = format!(
        r#"(module
        (import "env" "send_inline" (func $send (param i32 i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "{bytes}")
        (func (export "apply") (param $receiver i64) (param $code i64) (param $action i64)
            (if (i64.ne (local.get $receiver) (local.get $code))
                (then (call $send (i32.const 0) (i32.const {}))))))"#,
        packed.len()
    );
    wat::parse_str(text).unwrap()
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

    /// Puts code on an account that exists, and lets it act in the account's name.
    pub async fn set_acting_code(&self, account: Name, code: &[u8]) {
        self.set_code(account, code).await;
        self.client.allow_inline_actions(&self.signer, account).await.unwrap();
    }
}
