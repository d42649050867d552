//! What only privileged accounts may do: limits, settings, producers, features.
//!
//! That they are privileged is checked before these are called.

use std::collections::BTreeSet;

use antelope::{Checksum256, Name, Pack, PublicKey, Reader, VarUint32};

use super::{
    Call, fuel,
    span::{fill, read, size, span, span_mut, write},
};
use crate::{
    Error,
    error::{ensure, exception},
    feature::Feature,
    state::{Authority, KeyWeight, PackedLimits, Producer, check_limits, pack_limits},
    unpack::{unpack, unpack_from},
};

/// The most producers of a schedule.
const MAX_PRODUCERS: usize = 125;

impl Call<'_> {
    pub(crate) fn is_privileged(&mut self, account: u64) -> Result<i32, Error> {
        Ok(i32::from(self.context.account(Name(account))?.privileged))
    }

    pub(crate) fn set_privileged(&mut self, account: u64, privileged: u32) -> Result<(), Error> {
        self.context.account_mut(Name(account))?.privileged = privileged != 0;
        Ok(())
    }

    pub(crate) fn get_resource_limits(
        &mut self,
        account: u64,
        ram_bytes: u32,
        net_weight: u32,
        cpu_weight: u32,
    ) -> Result<(), Error> {
        let name = Name(account);
        let account = self.context.state.accounts.get(&name);
        let account = account.ok_or_else(|| Error::unknown_limits(name))?;
        let (ram, net, cpu) = (account.ram_quota, account.net_weight, account.cpu_weight);
        write(self.memory, ram_bytes, ram.to_le_bytes())?;
        write(self.memory, net_weight, net.to_le_bytes())?;
        write(self.memory, cpu_weight, cpu.to_le_bytes())
    }

    pub(crate) fn set_resource_limits(
        &mut self,
        account: u64,
        ram_bytes: i64,
        net_weight: i64,
        cpu_weight: i64,
    ) -> Result<(), Error> {
        ensure!(
            ram_bytes >= -1,
            WASM_EXECUTION_ERROR,
            "invalid value for ram resource limit expected [-1,INT64_MAX]"
        );
        ensure!(
            net_weight >= -1,
            WASM_EXECUTION_ERROR,
            "invalid value for net resource weight expected [-1,INT64_MAX]"
        );
        ensure!(
            cpu_weight >= -1,
            WASM_EXECUTION_ERROR,
            "invalid value for cpu resource weight expected [-1,INT64_MAX]"
        );
        let name = Name(account);
        let limits = (ram_bytes, net_weight, cpu_weight);
        let decreased = self.context.state.set_resource_limits(name, limits);
        let decreased = decreased.ok_or_else(|| Error::unknown_limits(name))?;
        if decreased {
            self.context.grown.insert(name);
        }
        Ok(())
    }

    pub(crate) fn get_active_producers(&mut self, producers: u32, len: u32) -> Result<i32, Error> {
        let names = self.context.state.settings.producers.iter();
        let bytes: Vec<u8> = names.flat_map(|producer| producer.name.0.to_le_bytes()).collect();
        // The node takes the length for a number of names where it checks the memory.
        let in_memory = len.checked_mul(8).ok_or_else(super::span::access_violation)?;
        span(self.memory, producers, in_memory)?;
        fill(self.memory, producers, len, &bytes)
    }

    pub(crate) fn set_proposed_producers(&mut self, data: u32, len: u32) -> Result<i64, Error> {
        self.context.charge(fuel::list(len as usize))?;
        let bytes = span(self.memory, data, len)?;
        let producers = unpack::<Vec<(Name, PublicKey)>>(bytes)?.into_iter();
        self.propose(
            producers
                .map(|(name, key)| Producer { name, authority: Authority::of_key(key) })
                .collect(),
        )
    }

    pub(crate) fn set_proposed_producers_ex(
        &mut self,
        format: u64,
        data: u32,
        len: u32,
    ) -> Result<i64, Error> {
        match format {
            0 => self.set_proposed_producers(data, len),
            1 => {
                self.context.charge(fuel::list(len as usize))?;
                let bytes = span(self.memory, data, len)?;
                // The authority of a block is a variant of one kind: threshold and keys.
                type Packed = Vec<(Name, VarUint32, u32, Vec<KeyWeight>)>;
                let producers = unpack::<Packed>(bytes)?;
                let producers = producers.into_iter().map(|(name, _, threshold, keys)| {
                    let authority = Authority { threshold, keys, ..Authority::default() };
                    Producer { name, authority }
                });
                self.propose(producers.collect())
            }
            _ => {
                ensure!(false, WASM_EXECUTION_ERROR, "Producer schedule is in an unknown format!");
                Ok(-1)
            }
        }
    }

    /// Takes a schedule of producers; it holds at once, since there is but one who makes blocks.
    fn propose(&mut self, producers: Vec<Producer>) -> Result<i64, Error> {
        ensure!(
            producers.len() <= MAX_PRODUCERS,
            WASM_EXECUTION_ERROR,
            "Producer schedule exceeds the maximum producer count for this chain"
        );
        ensure!(
            !producers.is_empty() || !self.context.has(Feature::DisallowEmptyProducerSchedule),
            WASM_EXECUTION_ERROR,
            "Producer schedule cannot be empty"
        );
        for (i, Producer { name, authority }) in producers.iter().enumerate() {
            ensure!(
                self.context.state.accounts.contains(name),
                WASM_EXECUTION_ERROR,
                "producer schedule includes a nonexisting account"
            );
            let total: u64 = authority.keys.iter().map(|key| u64::from(key.weight)).sum();
            let unique: BTreeSet<_> = authority.keys.iter().map(|item| &item.key).collect();
            ensure!(
                unique.len() == authority.keys.len(),
                WASM_EXECUTION_ERROR,
                "producer schedule includes a duplicated key for {name}"
            );
            ensure!(
                authority.threshold > 0,
                WASM_EXECUTION_ERROR,
                "producer schedule includes an authority with a threshold of 0 for {name}"
            );
            ensure!(
                total >= u64::from(authority.threshold),
                WASM_EXECUTION_ERROR,
                "producer schedule includes an unsatisfiable authority for {name}"
            );
            ensure!(
                producers[..i].iter().all(|other| other.name != *name),
                WASM_EXECUTION_ERROR,
                "duplicate producer name in producer schedule"
            );
        }
        if producers == self.context.state.settings.producers {
            return Ok(-1);
        }
        let settings = self.context.state.settings.change();
        settings.producers = producers;
        settings.schedule_version = settings.schedule_version.saturating_add(1);
        Ok(i64::from(settings.schedule_version))
    }

    pub(crate) fn get_blockchain_parameters_packed(
        &mut self,
        data: u32,
        len: u32,
    ) -> Result<u32, Error> {
        let bytes = self.context.state.settings.parameters.pack_first_version();
        let place = span_mut(self.memory, data, len)?;
        let size = size(bytes.len()).unsigned_abs();
        if place.is_empty() {
            return Ok(size);
        }
        let Some(place) = place.get_mut(..bytes.len()) else { return Ok(0) };
        place.copy_from_slice(&bytes);
        Ok(size)
    }

    pub(crate) fn set_blockchain_parameters_packed(
        &mut self,
        data: u32,
        len: u32,
    ) -> Result<(), Error> {
        let bytes = span(self.memory, data, len)?;
        let parameters = self.context.state.settings.parameters.unpack_first_version(bytes);
        let parameters = parameters?;
        parameters.check()?;
        self.context.state.settings.change().parameters = parameters;
        Ok(())
    }

    pub(crate) fn get_parameters_packed(
        &mut self,
        ids: u32,
        ids_len: u32,
        data: u32,
        len: u32,
    ) -> Result<u32, Error> {
        super::span::check_apart(&[(ids, ids_len), (data, len)])?;
        self.context.charge(fuel::list(ids_len as usize))?;
        let ids = span(self.memory, ids, ids_len)?;
        let ids = unpack::<Vec<VarUint32>>(ids)?;
        let mut bytes = Vec::new();
        VarUint32(u32::try_from(ids.len()).unwrap_or(u32::MAX)).pack(&mut bytes);
        let mut seen = BTreeSet::new();
        for id in ids {
            check_first(&mut seen, id.0)?;
            id.pack(&mut bytes);
            self.context.state.settings.parameters.pack_one(id.0, &mut bytes)?;
        }
        let size = size(bytes.len()).unsigned_abs();
        if len == 0 {
            return Ok(size);
        }
        ensure!(
            size <= len,
            CONFIG_PARSE_ERROR,
            "get_parameters_packed: buffer size is smaller than {size}"
        );
        fill(self.memory, data, len, &bytes)?;
        Ok(size)
    }

    pub(crate) fn set_parameters_packed(&mut self, data: u32, len: u32) -> Result<(), Error> {
        self.context.charge(fuel::list(len as usize))?;
        let bytes = span(self.memory, data, len)?;
        let mut input = Reader::new(bytes);
        let mut parameters = self.context.state.settings.parameters.clone();
        let VarUint32(count) = unpack_from(&mut input, bytes.len())?;
        let mut seen = BTreeSet::new();
        for _ in 0..count {
            let VarUint32(id) = unpack_from(&mut input, bytes.len())?;
            check_first(&mut seen, id)?;
            parameters.unpack_one(id, &mut input, bytes.len())?;
        }
        parameters.check()?;
        self.context.state.settings.change().parameters = parameters;
        Ok(())
    }

    pub(crate) fn get_wasm_parameters_packed(
        &mut self,
        data: u32,
        len: u32,
        _version: u32,
    ) -> Result<u32, Error> {
        let mut bytes = 0u32.to_le_bytes().to_vec();
        pack_limits(&self.context.state.settings.limits, &mut bytes);
        let place = span_mut(self.memory, data, len)?;
        if let Some(place) = place.get_mut(..bytes.len()) {
            place.copy_from_slice(&bytes);
        }
        Ok(size(bytes.len()).unsigned_abs())
    }

    pub(crate) fn set_wasm_parameters_packed(&mut self, data: u32, len: u32) -> Result<(), Error> {
        let bytes = span(self.memory, data, len)?;
        let mut input = Reader::new(bytes);
        let version: u32 = unpack_from(&mut input, bytes.len())?;
        ensure!(
            version == 0,
            WASM_CONFIG_UNKNOWN_VERSION,
            "set_wasm_parameters_packed: Unknown version: {version}"
        );
        let limits = unpack_from::<PackedLimits>(&mut input, bytes.len())?.0;
        check_limits(&limits)?;
        self.context.state.settings.change().limits = limits;
        Ok(())
    }

    pub(crate) fn preactivate_feature(&mut self, digest: u32) -> Result<(), Error> {
        let digest = Checksum256(read(self.memory, digest)?);
        let Some(feature) = Feature::of_digest(&digest) else {
            ensure!(
                false,
                SUBJECTIVE_BLOCK_PRODUCTION,
                "protocol feature with digest '{digest}' is unrecognized"
            );
            return Ok(());
        };
        ensure!(
            !self.context.has(feature),
            PROTOCOL_FEATURE,
            "protocol feature with digest '{digest}' is already activated"
        );
        let settings = self.context.state.settings.change();
        ensure!(
            !settings.preactivated.contains(feature),
            PROTOCOL_FEATURE,
            "protocol feature with digest '{digest}' is already pre-activated"
        );
        settings.preactivated.insert(feature);
        Ok(())
    }

    pub(crate) fn activate_feature(&mut self, _feature: i64) -> Result<(), Error> {
        Err(Error::new(exception::UNSUPPORTED_FEATURE, "Unsupported Hardfork Detected"))
    }
}

/// A parameter may be named once.
fn check_first(seen: &mut BTreeSet<u32>, id: u32) -> Result<(), Error> {
    ensure!(seen.insert(id), CONFIG_PARSE_ERROR, "duplicate id provided: {id}");
    Ok(())
}
