//! The chain as a whole: where it is, its parameters and its features.
//!
//! Single blocks are in [`block`](super::block).

use serde_json::json;

use super::{Reply, parameters, trace::integer};
use crate::{node::Node, state::Resources};

/// The leap release whose interface this is.
const VERSION: &str = "v4.1.0";
/// The start of that release's commit, by which nodes name themselves.
const VERSION_NUMBER: &str = "3916ba05";

pub(super) fn get_info(node: &mut Node, body: &[u8]) -> Reply {
    parameters::none(body)?;
    let (chain, head, irreversible) = (node.chain(), node.head(), node.last_irreversible());
    let Resources { net, cpu } = &chain.state().resources;
    Ok(json!({
        "server_version": VERSION_NUMBER,
        "chain_id": chain.id(),
        "head_block_num": head.number,
        "last_irreversible_block_num": irreversible.number,
        "last_irreversible_block_id": irreversible.id,
        "head_block_id": head.id,
        "head_block_time": head.time,
        "head_block_producer": head.producer,
        "virtual_block_cpu_limit": integer(cpu.virtual_limit),
        "virtual_block_net_limit": integer(net.virtual_limit),
        "block_cpu_limit": integer(cpu.left_in_block()),
        "block_net_limit": integer(net.left_in_block()),
        "server_version_string": VERSION,
        "fork_db_head_block_num": head.number,
        "fork_db_head_block_id": head.id,
        "server_full_version_string": VERSION,
        "total_cpu_weight": integer(cpu.total_weight),
        "total_net_weight": integer(net.total_weight),
        "earliest_available_block_num": node.earliest_block().number,
        "last_irreversible_block_time": irreversible.time,
    }))
}

pub(super) fn get_consensus_parameters(node: &mut Node, body: &[u8]) -> Reply {
    parameters::none(body)?;
    let settings = &node.chain().state().settings;
    let (chain, code) = (&settings.parameters, &settings.limits);
    Ok(json!({
        "chain_config": {
            "max_block_net_usage": integer(chain.max_block_net_usage),
            "target_block_net_usage_pct": chain.target_block_net_usage_pct,
            "max_transaction_net_usage": chain.max_transaction_net_usage,
            "base_per_transaction_net_usage": chain.base_per_transaction_net_usage,
            "net_usage_leeway": chain.net_usage_leeway,
            "context_free_discount_net_usage_num": chain.context_free_discount_net_usage_num,
            "context_free_discount_net_usage_den": chain.context_free_discount_net_usage_den,
            "max_block_cpu_usage": chain.max_block_cpu_usage,
            "target_block_cpu_usage_pct": chain.target_block_cpu_usage_pct,
            "max_transaction_cpu_usage": chain.max_transaction_cpu_usage,
            "min_transaction_cpu_usage": chain.min_transaction_cpu_usage,
            "max_transaction_lifetime": chain.max_transaction_lifetime,
            "deferred_trx_expiration_window": chain.deferred_trx_expiration_window,
            "max_transaction_delay": chain.max_transaction_delay,
            "max_inline_action_size": chain.max_inline_action_size,
            "max_inline_action_depth": chain.max_inline_action_depth,
            "max_authority_depth": chain.max_authority_depth,
            "max_action_return_value_size": chain.max_action_return_value_size,
        },
        "wasm_config": {
            "max_mutable_global_bytes": code.max_mutable_global_bytes,
            "max_table_elements": code.max_table_elements,
            "max_section_elements": code.max_section_elements,
            "max_linear_memory_init": code.max_linear_memory_init,
            "max_func_local_bytes": code.max_func_local_bytes,
            "max_nested_structures": code.max_nested_structures,
            "max_symbol_bytes": code.max_symbol_bytes,
            "max_module_bytes": code.max_module_bytes,
            "max_code_bytes": code.max_code_bytes,
            "max_pages": code.max_pages,
            "max_call_depth": code.max_call_depth,
        },
    }))
}

/// What can be asked, in the order of the names.
pub(super) fn get_supported_apis(_: &mut Node, body: &[u8]) -> Reply {
    parameters::none(body)?;
    let mut paths: Vec<_> = super::ENDPOINTS.iter().map(|endpoint| endpoint.path).collect();
    paths.retain(|path| path.starts_with("/v1/chain/"));
    paths.sort_unstable();
    Ok(json!({ "apis": paths }))
}
