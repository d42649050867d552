//! Private keys: from a file or the environment, never from the command line.

use std::{env, fs, path::Path};

use anyhow::{Context, anyhow};
use sdk::LocalSigner;
use zeroize::Zeroizing;

/// The key in `file`, or without one in the environment variable `variable`.
///
/// # Errors
/// When neither is there, or what is there is not one key.
pub(crate) fn load(file: Option<&Path>, variable: &str) -> anyhow::Result<LocalSigner> {
    let (place, text) = match file {
        Some(path) => {
            let place = format!("key file {}", path.display());
            let text = fs::read_to_string(path).with_context(|| place.clone())?;
            (place, text)
        }
        None => {
            let text = env::var(variable)
                .map_err(|_| anyhow!("no key: name a key file, or set {variable}"))?;
            (format!("variable {variable}"), text)
        }
    };
    let text = Zeroizing::new(text);
    text.trim().parse().with_context(|| place)
}

#[cfg(test)]
mod tests {
    use sdk::{Signer, signer::DEVELOPMENT_KEY};

    use super::*;

    const UNSET: &str = "FORCE_KEY_THAT_NO_TEST_SETS";

    fn load_text(text: &str) -> anyhow::Result<LocalSigner> {
        let file = tempfile::NamedTempFile::new()?;
        fs::write(file.path(), text)?;
        load(Some(file.path()), UNSET)
    }

    #[test]
    fn a_file_holds_one_key() {
        let expected: LocalSigner = DEVELOPMENT_KEY.parse().unwrap();
        for text in [DEVELOPMENT_KEY.to_owned(), format!("\n {DEVELOPMENT_KEY}\r\n")] {
            assert_eq!(load_text(&text).unwrap().public_key(), expected.public_key());
        }
        for text in [String::new(), "key".into(), format!("{DEVELOPMENT_KEY}\n{DEVELOPMENT_KEY}")] {
            let message = format!("{:#}", load_text(&text).unwrap_err());
            assert!(message.starts_with("key file "), "{message}");
            assert!(!message.contains(DEVELOPMENT_KEY), "an error does not show the key");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = load(None, UNSET).unwrap_err().to_string();
        assert!(message.contains(UNSET), "{message}");
        let absent = Path::new("no/such/file");
        assert!(format!("{:#}", load(Some(absent), UNSET).unwrap_err()).contains("no/such/file"));
    }
}
