//! The objects of nodeos's database, as its library packs them, and what they say.
//!
//! Read in full rather than through the HTTP interface, so that keys and payers of every index are compared, too.

use std::collections::BTreeMap;

use antelope::{BlockTimestamp, Checksum256, Name, Pack, TimePoint, Unpack, VarUint32, pack};
use chain::{
    state::{Authority, Key256, KeyWeight, Parameters, TableKey},
    wasm::Limits,
};
use serde::Deserialize;

use crate::state::{AccountLine, Lines, PermissionLine, ResourceLine};

/// Packed objects by their kinds' numbers.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Objects(BTreeMap<u16, Vec<String>>);

const ACCOUNT: u16 = 1;
const METADATA: u16 = 2;
const PERMISSION: u16 = 3;
const PERMISSION_USAGE: u16 = 4;
const LINK: u16 = 5;
const ROW: u16 = 7;
const IDX64: u16 = 8;
const IDX128: u16 = 9;
const IDX256: u16 = 10;
const IDX_DOUBLE: u16 = 11;
const IDX_LONG_DOUBLE: u16 = 12;
const SETTINGS: u16 = 13;
const TABLE: u16 = 30;
const SHARE: u16 = 31;
const USAGE: u16 = 32;
const RESOURCES: u16 = 33;

#[derive(Unpack)]
struct Account {
    _id: i64,
    name: Name,
    created: BlockTimestamp,
    abi: Vec<u8>,
}

#[derive(Unpack)]
struct Metadata {
    _id: i64,
    name: Name,
    recv_sequence: u64,
    auth_sequence: u64,
    code_sequence: u64,
    abi_sequence: u64,
    code_hash: Checksum256,
    last_code_update: TimePoint,
    flags: u32,
    _vm: (u8, u8),
}

#[derive(Unpack)]
struct Permission {
    id: i64,
    usage: i64,
    parent: i64,
    owner: Name,
    name: Name,
    last_updated: TimePoint,
    authority: Authority,
}

#[derive(Unpack)]
struct Link {
    _id: i64,
    account: Name,
    code: Name,
    action: Name,
    permission: Name,
}

#[derive(Unpack)]
struct Table {
    id: i64,
    code: Name,
    scope: Name,
    table: Name,
    payer: Name,
    count: u32,
}

/// A row or a secondary key.
#[derive(Unpack)]
struct Entry<T: Unpack> {
    _id: i64,
    table: i64,
    primary: u64,
    payer: Name,
    value: T,
}

#[derive(Unpack)]
struct Share {
    _id: i64,
    owner: Name,
    pending: bool,
    net_weight: i64,
    cpu_weight: i64,
    ram_bytes: i64,
}

/// What a resource is used, as an average that fades.
#[derive(Unpack)]
struct Accumulator {
    last: u32,
    average: u64,
    _consumed: u64,
}

#[derive(Unpack)]
struct Usage {
    _id: i64,
    owner: Name,
    net: Accumulator,
    cpu: Accumulator,
    ram: u64,
}

#[derive(Unpack)]
struct Resources {
    _id: i64,
    net_usage: Accumulator,
    cpu_usage: Accumulator,
    pending_net: u64,
    pending_cpu: u64,
    total_net_weight: u64,
    total_cpu_weight: u64,
    _total_ram: u64,
    virtual_net_limit: u64,
    virtual_cpu_limit: u64,
}

#[derive(Unpack)]
struct Settings {
    _id: i64,
    _proposed_in: Option<u32>,
    _proposed: (u32, Vec<ProposedProducer>),
    parameters: Parameters,
    _chain_id: Checksum256,
    /// Of a kind of table that is no more.
    _key_value: (u32, u32, u32),
    limits: PackedLimits,
}

/// Its name, the kind of its authority, the threshold and the keys.
type ProposedProducer = (Name, VarUint32, u32, Vec<KeyWeight>);

/// In the order of [`Limits`].
#[derive(Unpack)]
struct PackedLimits {
    max_mutable_global_bytes: u32,
    max_table_elements: u32,
    max_section_elements: u32,
    max_linear_memory_init: u32,
    max_func_local_bytes: u32,
    max_nested_structures: u32,
    max_symbol_bytes: u32,
    max_module_bytes: u32,
    max_code_bytes: u32,
    max_pages: u32,
    max_call_depth: u32,
}

impl Objects {
    /// What they say.
    pub(super) fn lines(&self) -> Result<Lines, String> {
        let mut lines = Lines::default();
        self.accounts(&mut lines)?;
        self.permissions(&mut lines)?;
        self.chain(&mut lines)?;
        for Link { account, code, action, permission, .. } in self.all::<Link>(LINK)? {
            lines.link([account, code, action, permission]);
        }
        let mut tables = BTreeMap::new();
        for Table { id, code, scope, table, payer, count } in self.all(TABLE)? {
            let key = TableKey { code, scope, table };
            lines.table(&key, payer, count);
            tables.insert(id, key);
        }
        self.rows::<Vec<u8>>(&mut lines, &tables, "row", ROW, Clone::clone)?;
        self.rows::<u64>(&mut lines, &tables, "idx64", IDX64, pack)?;
        self.rows::<u128>(&mut lines, &tables, "idx128", IDX128, pack)?;
        self.rows::<Key256>(&mut lines, &tables, "idx256", IDX256, pack)?;
        self.rows::<u64>(&mut lines, &tables, "idx_double", IDX_DOUBLE, pack)?;
        self.rows::<u128>(&mut lines, &tables, "idx_long_double", IDX_LONG_DOUBLE, pack)?;
        Ok(lines)
    }

    fn accounts(&self, lines: &mut Lines) -> Result<(), String> {
        let metadata: BTreeMap<_, _> =
            self.all::<Metadata>(METADATA)?.into_iter().map(|one| (one.name, one)).collect();
        let usage: BTreeMap<_, _> =
            self.all::<Usage>(USAGE)?.into_iter().map(|one| (one.owner, one)).collect();
        // Limits that are about to change count already, as they do where RAM is concerned.
        let mut limits = BTreeMap::new();
        for one in self.all::<Share>(SHARE)? {
            if one.pending || !limits.contains_key(&one.owner) {
                limits.insert(one.owner, one);
            }
        }
        for Account { name, created, abi, .. } in self.all(ACCOUNT)? {
            let missing = || format!("{name} is not a whole account");
            let metadata = metadata.get(&name).ok_or_else(missing)?;
            let limits = limits.get(&name).ok_or_else(missing)?;
            let usage = usage.get(&name).ok_or_else(missing)?;
            lines.account(AccountLine {
                name,
                created: created.into(),
                privileged: metadata.flags & 1 != 0,
                code_hash: metadata.code_hash,
                last_code_update: metadata.last_code_update,
                abi,
                sequences: [
                    metadata.code_sequence,
                    metadata.abi_sequence,
                    metadata.recv_sequence,
                    metadata.auth_sequence,
                ],
                resources: (usage.ram, [limits.ram_bytes, limits.net_weight, limits.cpu_weight]),
                usage: [&usage.net, &usage.cpu].map(|one| (one.last, one.average)),
            });
        }
        Ok(())
    }

    /// What is there once.
    fn chain(&self, lines: &mut Lines) -> Result<(), String> {
        for Settings { parameters, limits, .. } in self.all(SETTINGS)? {
            lines.settings(&parameters, limits.into());
        }
        for all in self.all::<Resources>(RESOURCES)? {
            let usage = |of: &Accumulator| (of.last, of.average);
            let net = ResourceLine {
                usage: usage(&all.net_usage),
                pending: all.pending_net,
                virtual_limit: all.virtual_net_limit,
                total_weight: all.total_net_weight,
            };
            let cpu = ResourceLine {
                usage: usage(&all.cpu_usage),
                pending: all.pending_cpu,
                virtual_limit: all.virtual_cpu_limit,
                total_weight: all.total_cpu_weight,
            };
            lines.resource("NET", &net);
            lines.resource("CPU", &cpu);
        }
        Ok(())
    }

    fn permissions(&self, lines: &mut Lines) -> Result<(), String> {
        let all = self.all::<Permission>(PERMISSION)?;
        let names: BTreeMap<_, _> = all.iter().map(|one| (one.id, one.name)).collect();
        let used: BTreeMap<i64, TimePoint> = self.all(PERMISSION_USAGE)?.into_iter().collect();
        for one in all.iter().filter(|one| one.owner.0 != 0) {
            lines.permission(&PermissionLine {
                account: one.owner,
                name: one.name,
                parent: names.get(&one.parent).copied().unwrap_or_default(),
                last_updated: one.last_updated,
                last_used: used.get(&one.usage).copied().unwrap_or_default(),
                authority: pack(&one.authority),
            });
        }
        Ok(())
    }

    fn rows<T: Pack + Unpack>(
        &self,
        lines: &mut Lines,
        tables: &BTreeMap<i64, TableKey>,
        kind: &str,
        number: u16,
        bytes: impl Fn(&T) -> Vec<u8>,
    ) -> Result<(), String> {
        for Entry { table, primary, payer, value, .. } in self.all::<Entry<T>>(number)? {
            let table = tables.get(&table).ok_or("a row of no table")?;
            lines.row(kind, table, primary, payer, &bytes(&value));
        }
        Ok(())
    }

    fn all<T: Unpack>(&self, kind: u16) -> Result<Vec<T>, String> {
        let texts = self.0.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let objects = texts.iter().map(|text| {
            let bytes = hex::decode(text).map_err(|error| error.to_string())?;
            antelope::unpack(&bytes).map_err(|error| format!("object of kind {kind}: {error}"))
        });
        objects.collect()
    }
}

impl From<PackedLimits> for Limits {
    fn from(packed: PackedLimits) -> Self {
        Self {
            max_mutable_global_bytes: packed.max_mutable_global_bytes,
            max_table_elements: packed.max_table_elements,
            max_section_elements: packed.max_section_elements,
            max_linear_memory_init: packed.max_linear_memory_init,
            max_func_local_bytes: packed.max_func_local_bytes,
            max_nested_structures: packed.max_nested_structures,
            max_symbol_bytes: packed.max_symbol_bytes,
            max_module_bytes: packed.max_module_bytes,
            max_code_bytes: packed.max_code_bytes,
            max_pages: packed.max_pages,
            max_call_depth: packed.max_call_depth,
        }
    }
}
