//! The chain's settings, which privileged contracts change.
//!
//! What they mean is in the code that follows them.

use std::sync::Arc;

use antelope::{Name, Pack, Reader, Unpack, UnpackError};

use super::Authority;
use crate::{
    Error,
    error::{ensure, exception},
    feature::Features,
    unpack::{FirstParameters, check, unpack, unpack_from},
    wasm::Limits,
};

/// The chain's settings. Shared until one changes.
#[derive(Clone, Debug, Default)]
pub struct Settings(Arc<Values>);

/// The chain's settings.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// The parameters of transactions and blocks.
    pub parameters: Parameters,
    /// How large contract code may be.
    pub limits: Limits,
    /// The protocol features that are active.
    pub features: Features,
    /// Features that become active with the next block.
    pub preactivated: Features,
    /// Who makes blocks.
    pub producers: Vec<Producer>,
    /// The number of the schedule of producers.
    pub schedule_version: u32,
}

/// Somebody who makes blocks.
#[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
pub struct Producer {
    /// The account.
    pub name: Name,
    /// The keys that sign its blocks.
    pub authority: Authority,
}

impl std::ops::Deref for Settings {
    type Target = Values;

    fn deref(&self) -> &Values {
        &self.0
    }
}

impl Settings {
    /// The values, to change them.
    pub(crate) fn change(&mut self) -> &mut Values {
        Arc::make_mut(&mut self.0)
    }
}

impl From<Values> for Settings {
    fn from(values: Values) -> Self {
        Self(Arc::new(values))
    }
}

macro_rules! parameters {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $default:expr;)*) => {
        /// The parameters of transactions and blocks (`chain_config`), in the node's order.
        #[derive(Clone, Debug, PartialEq, Eq, Pack, Unpack)]
        pub struct Parameters {
            $($(#[$doc])* pub $name: $kind,)*
        }

        impl Parameters {
            /// Appends the parameter with this number.
            pub(crate) fn pack_one(&self, id: u32, out: &mut Vec<u8>) -> Result<(), Error> {
                let mut number = 0;
                $(
                    if id == number {
                        self.$name.pack(out);
                        return Ok(());
                    }
                    number += 1;
                )*
                Err(unknown_parameter(id, number))
            }

            /// Reads the parameter with this number.
            pub(crate) fn unpack_one(
                &mut self,
                id: u32,
                input: &mut Reader<'_>,
                len: usize,
            ) -> Result<(), Error> {
                let mut number = 0;
                $(
                    if id == number {
                        self.$name = unpack_from(input, len)?;
                        return Ok(());
                    }
                    number += 1;
                )*
                Err(unknown_parameter(id, number))
            }
        }

        impl Default for Parameters {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }
    };
}

parameters! {
    /// The most NET of a block, in bytes.
    max_block_net_usage: u64 = 1_048_576;
    /// The share of it that is aimed at, in hundredths of a percent.
    target_block_net_usage_pct: u32 = 1000;
    /// The most NET of a transaction, in bytes.
    max_transaction_net_usage: u32 = 524_288;
    /// The NET of a transaction beside its own bytes, in bytes.
    base_per_transaction_net_usage: u32 = 12;
    /// How much NET beyond its account's a transaction may try to use, in bytes.
    net_usage_leeway: u32 = 500;
    /// The share of context-free data that is billed: upper part.
    context_free_discount_net_usage_num: u32 = 20;
    /// The share of context-free data that is billed: lower part.
    context_free_discount_net_usage_den: u32 = 100;
    /// The most CPU of a block, in microseconds.
    max_block_cpu_usage: u32 = 200_000;
    /// The share of it that is aimed at, in hundredths of a percent.
    target_block_cpu_usage_pct: u32 = 1000;
    /// The most CPU of a transaction, in microseconds.
    max_transaction_cpu_usage: u32 = 150_000;
    /// The least CPU of a transaction, in microseconds.
    min_transaction_cpu_usage: u32 = 100;
    /// How far ahead a transaction may expire, in seconds.
    max_transaction_lifetime: u32 = 3600;
    /// How long a deferred transaction is kept, in seconds.
    deferred_trx_expiration_window: u32 = 600;
    /// The longest delay, in seconds.
    max_transaction_delay: u32 = 3_888_000;
    /// The largest inline action, in bytes.
    max_inline_action_size: u32 = 524_288;
    /// The depth of inline actions.
    max_inline_action_depth: u16 = 4;
    /// The depth of permissions that ask for permissions.
    max_authority_depth: u16 = 6;
    /// The largest return value of an action, in bytes.
    max_action_return_value_size: u32 = 256;
}

/// The NET that a transaction must be allowed beside its base, in bytes, so that parameters can be set right again.
const MIN_NET_ROOM: u32 = 10 * 1024;
/// The most bytes of anything that is packed with its length.
const MAX_BYTES: u32 = 20 * 1024 * 1024;

fn unknown_parameter(id: u32, count: u32) -> Error {
    let message = format!("provided id {id} should be less than {count}");
    Error::new(exception::CONFIG_PARSE_ERROR, message)
}

impl Parameters {
    /// Fails unless the parameters can work together.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let shares =
            [("net", self.target_block_net_usage_pct), ("cpu", self.target_block_cpu_usage_pct)];
        for (what, share) in shares {
            ensure!(
                share <= 10_000,
                ACTION_VALIDATE,
                "target block {what} usage percentage cannot exceed 100%"
            );
            ensure!(
                share >= 10,
                ACTION_VALIDATE,
                "target block {what} usage percentage must be at least 0.1%"
            );
        }
        ensure!(
            u64::from(self.max_transaction_net_usage) < self.max_block_net_usage,
            ACTION_VALIDATE,
            "max transaction net usage must be less than max block net usage"
        );
        ensure!(
            self.max_transaction_cpu_usage < self.max_block_cpu_usage,
            ACTION_VALIDATE,
            "max transaction cpu usage must be less than max block cpu usage"
        );
        ensure!(
            self.base_per_transaction_net_usage < self.max_transaction_net_usage,
            ACTION_VALIDATE,
            "base net usage per transaction must be less than the max transaction net usage"
        );
        ensure!(
            self.max_transaction_net_usage - self.base_per_transaction_net_usage >= MIN_NET_ROOM,
            ACTION_VALIDATE,
            "max transaction net usage must be at least {MIN_NET_ROOM} bytes larger than base net usage per transaction"
        );
        ensure!(
            self.context_free_discount_net_usage_den > 0,
            ACTION_VALIDATE,
            "net usage discount ratio for context free data cannot have a 0 denominator"
        );
        ensure!(
            self.context_free_discount_net_usage_num <= self.context_free_discount_net_usage_den,
            ACTION_VALIDATE,
            "net usage discount ratio for context free data cannot exceed 1"
        );
        ensure!(
            self.min_transaction_cpu_usage <= self.max_transaction_cpu_usage,
            ACTION_VALIDATE,
            "min transaction cpu usage cannot exceed max transaction cpu usage"
        );
        // Cannot underflow: the least is at most the transaction's most, which is below the block's.
        ensure!(
            self.max_transaction_cpu_usage
                < self.max_block_cpu_usage - self.min_transaction_cpu_usage,
            ACTION_VALIDATE,
            "max transaction cpu usage must be at less than the difference between the max block cpu usage and the min transaction cpu usage"
        );
        ensure!(
            self.max_authority_depth >= 1,
            ACTION_VALIDATE,
            "max authority depth should be at least 1"
        );
        ensure!(
            self.max_action_return_value_size <= MAX_BYTES,
            ACTION_VALIDATE,
            "max action return value size should be less than MAX_SIZE_OF_BYTE_ARRAYS"
        );
        Ok(())
    }

    /// The packed parameters without the return value's size, which came later.
    pub(crate) fn pack_first_version(&self) -> Vec<u8> {
        let mut bytes = antelope::pack(self);
        bytes.truncate(bytes.len() - size_of::<u32>());
        bytes
    }

    /// Takes the parameters of the first version from `input`; the others stay.
    pub(crate) fn unpack_first_version(&self, input: &[u8]) -> Result<Self, Error> {
        check::<FirstParameters>(input)?;
        let length = self.pack_first_version().len().min(input.len());
        let mut bytes = input[..length].to_vec();
        self.max_action_return_value_size.pack(&mut bytes);
        unpack(&bytes)
    }
}

macro_rules! pack_limits {
    ($($name:ident),*) => {
        /// The packed limits of code, as the node's `wasm_config`.
        pub(crate) fn pack_limits(limits: &Limits, out: &mut Vec<u8>) {
            $(limits.$name.pack(out);)*
        }

        impl Unpack for PackedLimits {
            fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
                let limits = Limits { $($name: Unpack::unpack(input)?,)* };
                Ok(Self(limits))
            }
        }
    };
}

/// Fails when no code at all could keep the limits.
pub(crate) fn check_limits(limits: &Limits) -> Result<(), Error> {
    let least = [
        ("max_section_elements", limits.max_section_elements, 4),
        ("max_func_local_bytes", limits.max_func_local_bytes, 8),
        ("max_nested_structures", limits.max_nested_structures, 1),
        ("max_symbol_bytes", limits.max_symbol_bytes, 32),
        ("max_module_bytes", limits.max_module_bytes, 256),
        ("max_code_bytes", limits.max_code_bytes, 32),
        ("max_pages", limits.max_pages, 1),
        ("max_call_depth", limits.max_call_depth, 2),
    ];
    for (name, value, least) in least {
        ensure!(value >= least, ACTION_VALIDATE, "{name} cannot be less than {least}");
    }
    Ok(())
}

/// The limits of code, in their packed form.
#[derive(Debug)]
pub(crate) struct PackedLimits(pub(crate) Limits);

pack_limits!(
    max_mutable_global_bytes,
    max_table_elements,
    max_section_elements,
    max_linear_memory_init,
    max_func_local_bytes,
    max_nested_structures,
    max_symbol_bytes,
    max_module_bytes,
    max_code_bytes,
    max_pages,
    max_call_depth
);

impl Pack for Settings {
    fn pack(&self, out: &mut Vec<u8>) {
        self.parameters.pack(out);
        pack_limits(&self.limits, out);
        (self.features, self.preactivated).pack(out);
        self.producers.pack(out);
        self.schedule_version.pack(out);
    }
}

impl Unpack for Settings {
    fn unpack(input: &mut Reader<'_>) -> Result<Self, UnpackError> {
        Ok(Self::from(Values {
            parameters: Unpack::unpack(input)?,
            limits: PackedLimits::unpack(input)?.0,
            features: Unpack::unpack(input)?,
            preactivated: Unpack::unpack(input)?,
            producers: Unpack::unpack(input)?,
            schedule_version: Unpack::unpack(input)?,
        }))
    }
}
