//! Setting an account's code and its ABI.
//!
//! Whether code is acceptable is told by [`wasm`](crate::wasm).

use antelope::Checksum256;
use sha2::{Digest, Sha256};

use super::{SetAbi, SetCode};
use crate::{
    Error,
    error::{ensure, exception},
    ram,
    state::Code,
    transaction::Context,
    wasm,
};

pub(super) fn set_code(context: &mut Context, set: SetCode) -> Result<(), Error> {
    context.require_authorization(set.account)?;
    ensure!(set.vm_type == 0, INVALID_CONTRACT_VM_TYPE, "code should be 0");
    ensure!(set.vm_version == 0, INVALID_CONTRACT_VM_VERSION, "version should be 0");
    let hash = if set.code.is_empty() {
        Checksum256::default()
    } else {
        wasm::validate_within(&set.code, &context.state.settings.limits).map_err(|refusal| {
            Error::new(exception::WASM_SERIALIZATION_ERROR, refusal.to_string())
        })?;
        Checksum256(Sha256::digest(&set.code).into())
    };

    let account = context.account(set.account)?;
    let old = account.has_code().then_some(account.code_hash);
    ensure!(!set.code.is_empty() || old.is_some(), SET_EXACT_CODE, "contract is already cleared");
    ensure!(old != Some(hash), SET_EXACT_CODE, "contract is already running this version of code");

    let new_size = ram::code(set.code.len());
    let mut old_size = 0;
    let codes = &mut context.state.codes;
    if let Some(old) = old
        && let Some(code) = codes.get_mut(&old)
    {
        old_size = ram::code(code.wasm.len());
        code.accounts -= 1;
        if code.accounts == 0 {
            codes.remove(&old);
        }
    }
    if !set.code.is_empty() {
        match codes.get_mut(&hash) {
            Some(code) => code.accounts += 1,
            None => codes.insert(hash, Code { wasm: set.code.into(), accounts: 1 }),
        }
    }
    let now = context.now;
    let account = context.account_mut(set.account)?;
    account.code_sequence += 1;
    account.code_hash = hash;
    account.last_code_update = now;
    if new_size != old_size {
        context.add_ram(set.account, new_size - old_size)?;
    }
    Ok(())
}

pub(super) fn set_abi(context: &mut Context, set: SetAbi) -> Result<(), Error> {
    context.require_authorization(set.account)?;
    let account = context.account_mut(set.account)?;
    let (old_size, new_size) = (ram::bytes(account.abi.len()), ram::bytes(set.abi.len()));
    account.abi = set.abi.into();
    account.abi_sequence += 1;
    if new_size != old_size {
        context.add_ram(set.account, new_size - old_size)?;
    }
    Ok(())
}
