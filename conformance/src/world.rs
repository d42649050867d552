//! The world in which every script begins: a fresh chain, and what is done to it first.
//!
//! The protocol features of the node are on, but for BLS12-381 and the end of deferring, which leap 4.1 does not know. `eosio`
//! runs a contract that gives quotas and privileges. `probe1`, `probe2` and `probe3` run the [probe](crate::probe);
//! `user` runs nothing. The permission `active` of each is satisfied by the first key, and by `eosio.code` of the
//! account itself or, for `user`, of `probe1`; `probe3` has no such permission.

use std::sync::LazyLock;

use antelope::{Checksum256, Name, PermissionLevel, PublicKey, Signature, name};
use chain::feature::Feature;
use sdk::{
    signer::{LocalSigner, Signer},
    system::{Authority, SYSTEM},
};

use crate::{
    probe::Level,
    script::{Code, Data, ScriptAction, Step, Transaction},
};

/// The private keys of scripts, in the order of their public keys. The first is that of the system and of every account that is made; all are
/// known to everybody.
pub const KEYS: [&str; 3] = [
    "5KQwrPbwdL6PhXujxW37FSSQZ1JiwsST4cqQzDeyXtP79zkvFD3",
    "5JEcwbckBCdmji5j8ZoMHLEUS8TqQiqBG1DRx1X9DN124GUok9s",
    "5JbDP55GXN7MLcNYKCnJtfKi9aD2HvHAdY7g8m67zFTAFkY1uBB",
];

/// The accounts that run the probe.
pub const PROBES: [Name; 3] = [name!("probe1"), name!("probe2"), name!("probe3")];
/// An account without code.
pub const USER: Name = name!("user");

/// The signature of a key of the list.
pub(crate) fn sign(place: usize, digest: &Checksum256) -> Signature {
    signers()[place].sign_digest(digest).expect("practically every digest can be signed")
}

/// Signers with the keys.
pub(crate) fn signers() -> &'static [LocalSigner] {
    static SIGNERS: LazyLock<Vec<LocalSigner>> = LazyLock::new(|| {
        KEYS.iter().map(|key| key.parse().expect("each key of the list is one")).collect()
    });
    &SIGNERS
}

/// A public key of the list.
pub fn key(place: usize) -> PublicKey {
    signers()[place].public_key()
}

/// The features that are on, the first of them from the first block.
pub fn features() -> impl Iterator<Item = Feature> {
    let unknown =
        [Feature::BlsPrimitives, Feature::DisableDeferredStage1, Feature::DisableDeferredStage2];
    Feature::ALL.iter().copied().filter(move |feature| !unknown.contains(feature))
}

/// What makes the world of a fresh chain, on which only the first feature is on.
pub fn steps() -> Vec<Step> {
    let mut steps = vec![
        Step::Deploy { account: SYSTEM, code: Code::Text(boot_text()) },
        Step::Transaction(Transaction {
            actions: features().skip(1).map(activate).collect(),
            ..Transaction::default()
        }),
        Step::Blocks(1),
    ];
    for account in PROBES.into_iter().chain([USER]) {
        steps.push(Step::Account(account));
    }
    for account in PROBES {
        steps.push(Step::Deploy { account, code: Code::Probe });
    }
    for (account, sender) in [(PROBES[0], PROBES[0]), (PROBES[1], PROBES[1]), (USER, PROBES[0])] {
        let code = PermissionLevel { actor: sender, permission: name!("eosio.code") };
        steps.push(Step::Permission {
            account,
            name: name!("active"),
            parent: name!("owner"),
            authority: Authority::key(key(0)).or_permission(code),
        });
    }
    steps.push(Step::Blocks(1));
    steps
}

fn boot_text() -> String {
    let constant = |name: Name| name.0.to_string();
    include_str!("boot.wat")
        .replace("ACTIVATE", &constant(name!("activate")))
        .replace("SETPRIV", &constant(name!("setpriv")))
        .replace("SETQUOTA", &constant(name!("setquota")))
}

fn activate(feature: Feature) -> ScriptAction {
    ScriptAction {
        account: SYSTEM,
        name: name!("activate"),
        authorization: vec![Level(PermissionLevel::active(SYSTEM))],
        data: Data::Bytes(feature.digest().0.to_vec()),
    }
}
