//! The state of a chain as lines of text, which are easy to compare and to keep.
//!
//! Where the state comes from is each driver's business; the form of a line is here alone.

use antelope::{Name, Pack, TimePoint, pack};
use chain::{
    Chain,
    state::{Index, Parameters, SecondaryKey, TableId, TableKey},
    wasm::Limits,
};
use sha2::{Digest, Sha256};

/// Lines in the making.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<String>);

/// What an account is.
pub(crate) struct AccountLine {
    pub(crate) name: Name,
    pub(crate) created: TimePoint,
    pub(crate) privileged: bool,
    pub(crate) code_hash: antelope::Checksum256,
    pub(crate) last_code_update: TimePoint,
    pub(crate) abi: Vec<u8>,
    /// Of its code, its ABI, actions received, actions authorized.
    pub(crate) sequences: [u64; 4],
    /// RAM used and its quota, NET and CPU weight.
    pub(crate) resources: (u64, [i64; 3]),
    /// NET and CPU used: in which slot the last time, and the average.
    pub(crate) usage: [(u32, u64); 2],
}

/// What the chain has of NET or CPU.
pub(crate) struct ResourceLine {
    /// What blocks used: which the last time, and the average.
    pub(crate) usage: (u32, u64),
    pub(crate) pending: u64,
    pub(crate) virtual_limit: u64,
    pub(crate) total_weight: u64,
}

/// What a permission is.
pub(crate) struct PermissionLine {
    pub(crate) account: Name,
    pub(crate) name: Name,
    pub(crate) parent: Name,
    pub(crate) last_updated: TimePoint,
    pub(crate) last_used: TimePoint,
    /// Packed.
    pub(crate) authority: Vec<u8>,
}

impl Lines {
    /// In order.
    pub(crate) fn into_lines(mut self) -> Vec<String> {
        self.0.sort_unstable();
        self.0
    }

    pub(crate) fn account(&mut self, line: AccountLine) {
        let AccountLine { name, created, privileged, code_hash, last_code_update, .. } = line;
        let AccountLine { abi, sequences, resources, usage, .. } = line;
        let [code, abis, recv, auth] = sequences;
        let (ram, [quota, net, cpu]) = resources;
        self.0.push(format!(
            "account {name}: created {created}, privileged {privileged}, code {code} {code_hash} of {last_code_update}, abi {abis} {:x}, received {recv}, authorized {auth}, ram {ram} of {quota}, net {net} {:?}, cpu {cpu} {:?}",
            Sha256::digest(abi),
            usage[0],
            usage[1],
        ));
    }

    pub(crate) fn permission(&mut self, line: &PermissionLine) {
        let PermissionLine { account, name, parent, last_updated, last_used, authority } = line;
        self.0.push(format!(
            "permission {account}@{name}: below {parent}, updated {last_updated}, used {last_used}, {}",
            hex::encode(authority)
        ));
    }

    /// The settings that contracts can change.
    pub(crate) fn settings(&mut self, parameters: &Parameters, limits: Limits) {
        self.0.push(format!("parameters: {parameters:?}"));
        self.0.push(format!("limits of code: {limits:?}"));
    }

    pub(crate) fn resource(&mut self, name: &str, line: &ResourceLine) {
        let ResourceLine { usage, pending, virtual_limit, total_weight } = line;
        self.0.push(format!(
            "resource {name}: used {usage:?}, pending {pending}, virtual limit {virtual_limit}, weights {total_weight}"
        ));
    }

    pub(crate) fn link(&mut self, [account, code, action, permission]: [Name; 4]) {
        self.0.push(format!("link {account}: {code}::{action} {permission}"));
    }

    pub(crate) fn table(&mut self, table: &TableKey, payer: Name, count: u32) {
        self.0.push(format!("table {}: payer {payer}, count {count}", key(table)));
    }

    /// A row or a secondary key, by the kind of table.
    pub(crate) fn row(
        &mut self,
        kind: &str,
        table: &TableKey,
        primary: u64,
        payer: Name,
        bytes: &[u8],
    ) {
        let bytes = hex::encode(bytes);
        self.0.push(format!("{kind} {} {primary}: payer {payer}, {bytes}", key(table)));
    }

    /// The state of the embedded chain.
    pub(crate) fn of(chain: &Chain) -> Self {
        let mut lines = Self::default();
        let state = chain.state();
        for (name, account) in state.accounts.iter() {
            lines.account(AccountLine {
                name: *name,
                created: account.created,
                privileged: account.privileged,
                code_hash: account.code_hash,
                last_code_update: account.last_code_update,
                abi: account.abi.to_vec(),
                sequences: [
                    account.code_sequence,
                    account.abi_sequence,
                    account.recv_sequence,
                    account.auth_sequence,
                ],
                resources: (
                    account.ram_usage,
                    [account.ram_quota, account.net_weight, account.cpu_weight],
                ),
                usage: [account.net_usage, account.cpu_usage].map(|one| (one.last, one.average)),
            });
        }
        lines.settings(&state.settings.parameters, state.settings.limits);
        for (name, resource) in [("NET", state.resources.net), ("CPU", state.resources.cpu)] {
            lines.resource(
                name,
                &ResourceLine {
                    usage: (resource.usage.last, resource.usage.average),
                    pending: resource.pending,
                    virtual_limit: resource.virtual_limit,
                    total_weight: resource.total_weight,
                },
            );
        }
        for ((account, name), permission) in state.permissions.iter() {
            lines.permission(&PermissionLine {
                account: *account,
                name: *name,
                parent: permission.parent,
                last_updated: permission.last_updated,
                last_used: permission.last_used,
                authority: pack(permission.authority.as_ref()),
            });
        }
        for ((account, code, action), link) in state.links.iter() {
            lines.link([*account, *code, *action, link.permission]);
        }
        for (key, table) in state.tables.iter() {
            lines.table(key, table.payer, table.count);
            for ((_, primary), row) in state.rows.range((table.id, 0)..=(table.id, u64::MAX)) {
                lines.row("row", key, *primary, row.payer, &row.value);
            }
            lines.index("idx64", key, table.id, &state.idx64);
            lines.index("idx128", key, table.id, &state.idx128);
            lines.index("idx256", key, table.id, &state.idx256);
            lines.index("idx_double", key, table.id, &state.idx_double);
            lines.index("idx_long_double", key, table.id, &state.idx_long_double);
        }
        lines
    }

    fn index<K: SecondaryKey + Pack>(
        &mut self,
        kind: &str,
        key: &TableKey,
        table: TableId,
        index: &Index<K>,
    ) {
        for (primary, entry) in index.entries(table) {
            self.row(kind, key, primary, entry.payer, &pack(&entry.key));
        }
    }
}

fn key(TableKey { code, scope, table }: &TableKey) -> String {
    // Scopes and tables of generated scripts are numbers as often as names.
    format!("{code}/{}/{}", scope.0, table.0)
}
