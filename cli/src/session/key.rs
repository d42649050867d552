//! Who signs: a wallet, a key file, the environment, or on chains for development a key that everybody knows.

use anyhow::{Context, Result};
use sdk::{
    Client, Signer,
    signer::{Keosd, KeosdSigner},
};

use super::{Actor, SessionArgs};
use crate::{args::KEY_VARIABLE, key, profile::Profile, up::account};

/// The signer for the actor.
pub(super) fn signer(args: &SessionArgs, profile: &Profile) -> Result<Box<dyn Signer>> {
    let is_given = args.key_file.is_some() || std::env::var_os(KEY_VARIABLE).is_some();
    let public = (args.actor.map(|actor| actor.account))
        .filter(|account| profile.development && !is_given && account::NAMES.contains(account));
    match public {
        Some(account) => Ok(Box::new(account::Account::new(account)?.signer)),
        None => {
            let signer = key::load(args.key_file.as_deref(), KEY_VARIABLE);
            Ok(Box::new(signer.context("the key of the account that acts")?))
        }
    }
}

/// The key of a wallet that may act for `actor`.
pub(super) async fn in_wallet(url: &str, actor: Actor, client: &Client) -> Result<KeosdSigner> {
    let wallet = Keosd::http(url)?;
    let keys = wallet.public_keys().await.with_context(|| format!("the wallet at {url}"))?;
    let account = client.get_account(actor.account).await?;
    let permission = account.permission(actor.permission);
    let permission = permission.with_context(|| format!("there is no permission {actor}"))?;
    let of_actor = permission.authority.keys.iter().map(|one| &one.key);
    let key = of_actor.into_iter().find(|key| keys.contains(key));
    let key = key.with_context(|| format!("the wallet at {url} has no open key of {actor}"))?;
    Ok(wallet.signer(key.clone()))
}
