//! A chain that begins with what accounts of another one hold.

use antelope::Name;
use anyhow::{Context, Result, anyhow};
use chain::node::Node;
use sdk::{Client, fork::Contents};

use super::{account::Account, beginning};

/// A new chain with these accounts of the chain at `url`, and the accounts to play with; and what could not be had.
///
/// # Errors
/// When the node there does not answer, an account is not there, or its code is refused here.
pub(crate) async fn read(
    url: &str,
    names: &[Name],
    accounts: &[Account],
) -> Result<(Node, Vec<String>)> {
    let client = Client::http(url)?;
    let mut node = beginning::without_contracts(accounts).await?;
    let mut gaps = Vec::new();
    for name in names {
        let contents = Contents::read(&client, *name, &|_| ())
            .await
            .with_context(|| format!("account {name} of {url}"))?;
        contents
            .write(node.chain_mut())
            .map_err(|failure| anyhow!("account {name}: {}", failure.error))?;
        let rows: usize = contents.tables.iter().map(|table| table.rows.len()).sum();
        // Beside the result, since it may take a while.
        eprintln!(
            "{name}: {} bytes of code, {rows} rows in {} tables, at block {}",
            contents.code.len(),
            contents.tables.len(),
            contents.block
        );
        gaps.extend(contents.gaps.iter().map(|gap| format!("{name}, {gap}")));
    }
    node.mine();
    Ok((node, gaps))
}
