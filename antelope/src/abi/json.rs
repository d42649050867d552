//! The JSON form of an ABI, the content of `.abi` files.

use alloc::string::String;

use super::Abi;

impl Abi {
    /// The ABI as an `.abi` file: indented, in the model's order, with a line break at the end.
    ///
    /// Equal ABIs give equal text, so the file can be committed and compared.
    pub fn to_json_pretty(&self) -> String {
        let mut text = serde_json::to_string_pretty(self)
            .expect("an ABI consists of strings, numbers and lists, which JSON can hold");
        text.push('\n');
        text
    }

    /// Reads an `.abi` file. Sections that are absent are empty; what is not of the model is passed over.
    ///
    /// # Errors
    /// When the text is not JSON or not shaped as an ABI.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}
