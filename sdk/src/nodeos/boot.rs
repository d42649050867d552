//! From a fresh chain to one that contracts can live on: protocol features and the bios contract.
//!
//! The bios is the package's own. It has no resource market: every account may use what it needs.

use std::collections::BTreeSet;

use antelope::{Action, Checksum256, Pack};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{BLOCK_TIMEOUT, Nodeos};
use crate::{
    error::{Error, Result},
    system::{SYSTEM, system_action},
};

/// The feature without which no contract can activate others.
const PREACTIVATE_FEATURE: &str =
    "0ec7e080177b2c02b278d5088611686b49d739925a92d9bfcacd7fc6b74053bd";

/// The limits of a chain, as `setparams` takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pack, Deserialize)]
pub struct ChainConfig {
    /// NET of a block, in bytes.
    #[serde(with = "antelope::json::integer")]
    pub max_block_net_usage: u64,
    /// The share of it above which limits tighten, in hundredths of a percent.
    pub target_block_net_usage_pct: u32,
    /// NET of a transaction, in bytes.
    pub max_transaction_net_usage: u32,
    /// NET of any transaction at least, in bytes.
    pub base_per_transaction_net_usage: u32,
    /// NET that a transaction may use beyond its limit until it is noticed, in bytes.
    pub net_usage_leeway: u32,
    /// The numerator of the discount for context-free data.
    pub context_free_discount_net_usage_num: u32,
    /// The denominator of the discount for context-free data.
    pub context_free_discount_net_usage_den: u32,
    /// CPU of a block, in microseconds.
    pub max_block_cpu_usage: u32,
    /// The share of it above which limits tighten, in hundredths of a percent.
    pub target_block_cpu_usage_pct: u32,
    /// CPU of a transaction, in microseconds.
    pub max_transaction_cpu_usage: u32,
    /// CPU that is billed at least, in microseconds.
    pub min_transaction_cpu_usage: u32,
    /// The furthest expiration of a transaction, in seconds.
    pub max_transaction_lifetime: u32,
    /// How long a deferred transaction may be late, in seconds.
    pub deferred_trx_expiration_window: u32,
    /// The longest delay of a transaction, in seconds.
    pub max_transaction_delay: u32,
    /// The data of an inline action, in bytes.
    pub max_inline_action_size: u32,
    /// How deep inline actions may send inline actions.
    pub max_inline_action_depth: u16,
    /// How deep permissions may refer to permissions.
    pub max_authority_depth: u16,
}

#[derive(Pack, Action)]
#[abi(name = "activate")]
struct Activate {
    feature_digest: Checksum256,
}

#[derive(Pack, Action)]
#[abi(name = "setparams")]
struct SetParams {
    params: ChainConfig,
}

impl Nodeos {
    /// Sets the bios contract and activates every protocol feature that this build has.
    ///
    /// # Errors
    /// When the chain refuses, or a feature does not become active.
    pub async fn boot(&self) -> Result<()> {
        let schedule = json!({ "protocol_features_to_activate": [PREACTIVATE_FEATURE] });
        let path = "/v1/producer/schedule_protocol_feature_activations";
        self.client.call::<Value>(path, &schedule).await?;
        self.wait_for_features(&[PREACTIVATE_FEATURE.to_owned()]).await?;

        let bios = self.installation.contract("eosio.bios")?;
        self.client.deploy(&self.signer, SYSTEM, &bios.code, &bios.abi).await?;

        let mut features = self.supported_features().await?;
        features.retain(|digest| digest != PREACTIVATE_FEATURE);
        let mut actions = Vec::with_capacity(features.len());
        for digest in &features {
            let feature_digest =
                digest.parse().map_err(|cause| Error::decode("protocol feature", cause))?;
            actions.push(system_action(SYSTEM, &Activate { feature_digest }));
        }
        self.client.push(&self.signer, &actions).await?;
        self.wait_for_features(&features).await
    }

    /// The limits of the chain.
    ///
    /// # Errors
    /// When the node does not answer.
    pub async fn chain_config(&self) -> Result<ChainConfig> {
        #[derive(Deserialize)]
        struct Parameters {
            chain_config: ChainConfig,
        }
        let path = "/v1/chain/get_consensus_parameters";
        Ok(self.client.call::<Parameters>(path, &json!({})).await?.chain_config)
    }

    /// Sets the limits of the chain, through the bios contract. A measurement, for instance, wants
    /// `min_transaction_cpu_usage: 1`.
    ///
    /// # Errors
    /// When the chain refuses.
    pub async fn set_chain_config(&self, config: ChainConfig) -> Result<()> {
        let action = system_action(SYSTEM, &SetParams { params: config });
        self.client.push(&self.signer, &[action]).await.map(drop)
    }

    /// The digests of the features of this build, each after those that it depends on.
    async fn supported_features(&self) -> Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Feature {
            feature_digest: String,
            #[serde(default)]
            dependencies: Vec<String>,
        }
        let path = "/v1/producer/get_supported_protocol_features";
        let query = json!({ "exclude_disabled": true, "exclude_unactivatable": true });
        let mut waiting: Vec<Feature> = self.client.call(path, &query).await?;
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let before = ordered.len();
            waiting.retain(|feature| {
                let ready = feature.dependencies.iter().all(|digest| ordered.contains(digest));
                if ready {
                    ordered.push(feature.feature_digest.clone());
                }
                !ready
            });
            if ordered.len() == before {
                return Err(Error::nodeos("protocol features depend on each other in a circle"));
            }
        }
        Ok(ordered)
    }

    async fn wait_for_features(&self, expected: &[String]) -> Result<()> {
        #[derive(Deserialize)]
        struct Activated {
            activated_protocol_features: Vec<Feature>,
        }
        #[derive(Deserialize)]
        struct Feature {
            feature_digest: String,
        }
        let path = "/v1/chain/get_activated_protocol_features";
        self.wait_for("protocol features", BLOCK_TIMEOUT, async || {
            let activated: Activated = self.client.call(path, &json!({ "limit": 100 })).await?;
            let activated: BTreeSet<_> = activated
                .activated_protocol_features
                .into_iter()
                .map(|feature| feature.feature_digest)
                .collect();
            Ok(expected.iter().all(|digest| activated.contains(digest)))
        })
        .await
    }
}
