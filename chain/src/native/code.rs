//! Setting an account's code and its ABI.
//!
//! Whether code is acceptable is told by [`wasm`](crate::wasm).

use antelope::{Checksum256, Name, TimePoint};
use sha2::{Digest, Sha256};

use super::{SetAbi, SetCode};
use crate::{
    Error,
    error::{ensure, exception},
    ram,
    state::{Code, State},
    transaction::Context,
    wasm,
};

pub(super) fn set_code(context: &mut Context, set: SetCode) -> Result<(), Error> {
    context.require_authorization(set.account)?;
    ensure!(set.vm_type == 0, INVALID_CONTRACT_VM_TYPE, "code should be 0");
    ensure!(set.vm_version == 0, INVALID_CONTRACT_VM_VERSION, "version should be 0");
    let now = context.now;
    let delta = replace_code(&mut context.state, set.account, &set.code, now)?;
    if delta != 0 {
        context.add_ram(set.account, delta)?;
    }
    Ok(())
}

/// Sets an account's code, or clears it; gives how much more RAM it takes, in bytes.
///
/// # Errors
/// When the code is not acceptable, the account has it already, or there is no such account.
pub(crate) fn replace_code(
    state: &mut State,
    account: Name,
    wasm: &[u8],
    now: TimePoint,
) -> Result<i64, Error> {
    let hash = if wasm.is_empty() {
        Checksum256::default()
    } else {
        wasm::validate_within(wasm, &state.settings.limits).map_err(|refusal| {
            Error::new(exception::WASM_SERIALIZATION_ERROR, refusal.to_string())
        })?;
        Checksum256(Sha256::digest(wasm).into())
    };

    let found = state.accounts.get(&account).ok_or_else(|| Error::unknown_key(account))?;
    let old = found.has_code().then_some(found.code_hash);
    ensure!(!wasm.is_empty() || old.is_some(), SET_EXACT_CODE, "contract is already cleared");
    ensure!(old != Some(hash), SET_EXACT_CODE, "contract is already running this version of code");

    let new_size = ram::code(wasm.len());
    let mut old_size = 0;
    let codes = &mut state.codes;
    if let Some(old) = old
        && let Some(code) = codes.get_mut(&old)
    {
        old_size = ram::code(code.wasm.len());
        code.accounts = code.accounts.saturating_sub(1);
        if code.accounts == 0 {
            codes.remove(&old);
        }
    }
    if !wasm.is_empty() {
        match codes.get_mut(&hash) {
            Some(code) => code.accounts = code.accounts.saturating_add(1),
            None => codes.insert(hash, Code { wasm: wasm.into(), accounts: 1 }),
        }
    }
    if let Some(found) = state.accounts.get_mut(&account) {
        found.code_sequence = found.code_sequence.saturating_add(1);
        found.code_hash = hash;
        found.last_code_update = now;
    }
    Ok(new_size - old_size)
}

pub(super) fn set_abi(context: &mut Context, set: SetAbi) -> Result<(), Error> {
    context.require_authorization(set.account)?;
    let account = context.account_mut(set.account)?;
    let (old_size, new_size) = (ram::bytes(account.abi.len()), ram::bytes(set.abi.len()));
    account.abi = set.abi.into();
    account.abi_sequence = account.abi_sequence.saturating_add(1);
    if new_size != old_size {
        context.add_ram(set.account, new_size - old_size)?;
    }
    Ok(())
}
