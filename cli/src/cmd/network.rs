//! `force network`: the networks that are known, and where to say more about them.

use std::{collections::BTreeMap, process::ExitCode};

use anyhow::Result;
use clap::Args;

use crate::{
    output::{Align, Output, Table},
    profile::{self, Profile},
};

/// The arguments of `force network`.
#[derive(Clone, Debug, Args)]
pub struct NetworkArgs {
    /// The one to show; all of them without a name.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Print where your own file of networks is, or would be.
    #[arg(long, conflicts_with = "name")]
    pub path: bool,
}

/// Shows networks.
///
/// # Errors
/// When there is no such network, or the file of networks is not understood.
pub fn run(args: &NetworkArgs, output: &Output) -> Result<ExitCode> {
    if args.path {
        let path = profile::config_path().display().to_string();
        output.show(&path, String::clone)?;
    } else if let Some(name) = &args.name {
        let profile = profile::named(name)?;
        let text = toml::to_string(&BTreeMap::from([(name, &profile)]))?;
        output.show(&profile, |_| text)?;
    } else {
        output.show(&profile::all()?, list)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn list(all: &BTreeMap<String, Profile>) -> String {
    let columns =
        [("name", Align::Left), ("deployed at", Align::Left), ("what it is", Align::Left)];
    let mut table = Table::new("Networks", &columns);
    for (name, profile) in all {
        let deployed = profile.force.map(|account| account.to_string()).unwrap_or_default();
        table.row([name.clone(), deployed, profile.title.clone().unwrap_or_default()]);
    }
    table.render()
}
