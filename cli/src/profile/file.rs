//! Where the user's own file of networks is, and where this program keeps what it needs.

use std::{
    env,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The variable that names the file of networks.
const CONFIG_VARIABLE: &str = "FORCE_CONFIG";

/// The variable that names the folder for data.
const DATA_VARIABLE: &str = "FORCE_DATA";

/// The user's file of networks: what `FORCE_CONFIG` names, or `force/networks.toml` where programs are configured.
pub fn config_path() -> PathBuf {
    named(CONFIG_VARIABLE)
        .unwrap_or_else(|| base("XDG_CONFIG_HOME", ".config").join("networks.toml"))
}

/// The folder of this program's data: what `FORCE_DATA` names, or `force` where programs keep theirs.
pub fn data_path() -> PathBuf {
    named(DATA_VARIABLE).unwrap_or_else(|| base("XDG_DATA_HOME", ".local/share"))
}

/// Where code of a network is kept that was replaced.
pub fn backup_path(network: &str) -> PathBuf {
    data_path().join("backup").join(network)
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// A folder as the XDG base directory specification has it; on other systems it is there as well.
fn base(variable: &str, default: &str) -> PathBuf {
    let absolute = |path: &OsString| Path::new(path).is_absolute();
    match env::var_os(variable).filter(absolute) {
        Some(folder) => PathBuf::from(folder).join("force"),
        None => env::home_dir().unwrap_or_default().join(default).join("force"),
    }
}

/// What is in the file; nothing when there is none.
pub(super) fn read(path: &Path) -> Result<toml::Table> {
    match fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).with_context(|| path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(toml::Table::new()),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}
