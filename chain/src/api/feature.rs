//! `get_activated_protocol_features`: which features are active, and since when.
//!
//! What they change is told by [`Feature`].

use antelope::Checksum256;
use serde_json::{Value, json};

use super::{Reply, parameters::Parameters};
use crate::{feature::Feature, node::Node};

pub(super) fn get_activated_protocol_features(node: &mut Node, body: &[u8]) -> Reply {
    let query = Parameters::optional(body)?;
    let low = query.number("lower_bound")?.unwrap_or(u32::MIN);
    let high = query.number("upper_bound")?.unwrap_or(u32::MAX);
    let _limit = query.number("limit")?;
    let by_block = query.flag("search_by_block_num")?.unwrap_or(false);
    let reverse = query.flag("reverse")?.unwrap_or(false);
    let _time_limit = query.number("time_limit_ms")?;
    let mut features: Vec<_> = (0..)
        .zip(activated(node))
        .filter(|(ordinal, (_, block))| {
            let place = if by_block { *block } else { *ordinal };
            (low..=high).contains(&place)
        })
        .map(|(ordinal, (feature, block))| to_json(feature, ordinal, block))
        .collect();
    if reverse {
        features.reverse();
    }
    Ok(json!({ "activated_protocol_features": features }))
}

/// The active features in the order in which they became so, with the number of the block in which that was.
fn activated(node: &Node) -> Vec<(Feature, u32)> {
    let blocks = node.earliest_block().number..=node.head().number;
    let later: Vec<_> = blocks
        .filter_map(|number| node.block(number))
        .flat_map(|record| {
            record.block.activated.iter().map(|feature| (feature, record.block.number))
        })
        .collect();
    // Those of no block that is remembered are taken for as old as the chain.
    let all = node.chain().state().settings.features.iter();
    let first = all.filter(|feature| later.iter().all(|(known, _)| known != feature));
    first.map(|feature| (feature, 1)).chain(later.iter().copied()).collect()
}

fn to_json(feature: Feature, ordinal: u32, block: u32) -> Value {
    let (description, dependency) = described(feature);
    let dependencies: Vec<Checksum256> = dependency.iter().map(|other| other.digest()).collect();
    json!({
        "feature_digest": feature.digest(),
        "activation_ordinal": ordinal,
        "activation_block_num": block,
        "description_digest": description,
        "dependencies": dependencies,
        "protocol_feature_type": "builtin",
        "specification": [{ "name": "builtin_feature_codename", "value": feature.name() }],
    })
}

/// The digest of a feature's description in leap, and the feature that must be active before.
const fn described(feature: Feature) -> (&'static str, Option<Feature>) {
    let digest = match feature {
        Feature::PreactivateFeature => {
            "64fe7df32e9b86be2b296b3f81dfd527f84e82b98e363bc97e40bc7a83733310"
        }
        Feature::OnlyLinkToExistingPermission => {
            "f3c3d91c4603cde2397268bfed4e662465293aab10cd9416db0d442b8cec2949"
        }
        Feature::ForwardSetcode => {
            "898082c59f921d0042e581f00a59d5ceb8be6f1d9c7a45b6f07c0e26eaee0222"
        }
        Feature::WtmsigBlockSignatures => {
            "ab76031cad7a457f4fd5f5fca97a3f03b8a635278e0416f77dcc91eb99a48e10"
        }
        Feature::GetBlockNum => "e5d7992006e628a38c5e6c28dd55ff5e57ea682079bf41fef9b3cced0f46b491",
        Feature::ReplaceDeferred => {
            "9908b3f8413c8474ab2a6be149d3f4f6d0421d37886033f27d4759c47a26d944"
        }
        Feature::RamRestrictions => {
            "1812fdb5096fd854a4958eb9d53b43219d114de0e858ce00255bd46569ad2c68"
        }
        Feature::WebauthnKey => "927fdf78c51e77a899f2db938249fb1f8bb38f4e43d9c1f75b190492080cbc34",
        Feature::BlockchainParameters => {
            "70787548dcea1a2c52c913a37f74ce99e6caae79110d7ca7b859936a0075b314"
        }
        Feature::DisallowEmptyProducerSchedule => {
            "2853617cec3eabd41881eb48882e6fc5e81a0db917d375057864b3befbe29acd"
        }
        Feature::CryptoPrimitives => {
            "68d6405cb8df3de95bd834ebb408196578500a9f818ff62ccc68f60b932f7d82"
        }
        Feature::OnlyBillFirstAuthorizer => {
            "2f1f13e291c79da5a2bbad259ed7c1f2d34f697ea460b14b565ac33b063b73e2"
        }
        Feature::RestrictActionToSelf => {
            "e71b6712188391994c78d8c722c1d42c477cf091e5601b5cf1befd05721a57f3"
        }
        Feature::GetCodeHash => "d2596697fed14a0840013647b99045022ae6a885089f35a7e78da7a43ad76ed4",
        Feature::ActionReturnValue => {
            "69b064c5178e2738e144ed6caa9349a3995370d78db29e494b3126ebd9111966"
        }
        Feature::ConfigurableWasmLimits2 => {
            "8139e99247b87f18ef7eae99f07f00ea3adf39ed53f4d2da3f44e6aa0bfd7c62"
        }
        Feature::FixLinkauthRestriction => {
            "a98241c83511dc86c857221b9372b4aa7cea3aaebc567a48604e1d3db3557050"
        }
        Feature::GetSender => "1eab748b95a2e6f4d7cb42065bdee5566af8efddf01a55a0a8d831b823f8828a",
        Feature::NoDuplicateDeferredId => {
            "45967387ee92da70171efd9fefd1ca8061b5efe6f124d269cd2468b47f1575a0"
        }
        Feature::BlsPrimitives => {
            "c0cce5bcd8ea19a28d9e12eafda65ebe6d0e0177e280d4f20c7ad66dcd9e011b"
        }
        Feature::DisableDeferredStage1 => {
            "440c3efaaab212c387ce967c574dc813851cf8332d041beb418dfaf55facd5a9"
        }
        Feature::DisableDeferredStage2 => {
            "a857eeb932774c511a40efb30346ec01bfb7796916b54c3c69fe7e5fb70d5cba"
        }
    };
    let dependency = match feature {
        Feature::NoDuplicateDeferredId => Some(Feature::ReplaceDeferred),
        Feature::DisableDeferredStage2 => Some(Feature::DisableDeferredStage1),
        _ => None,
    };
    (digest, dependency)
}
