//! A file as a form sends it, which is how Kubo takes bytes.

use sha2::{Digest, Sha256};

/// A form with one file.
pub(super) struct Multipart {
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Multipart {
    /// The form with this file.
    pub(super) fn of(file: &[u8]) -> Self {
        // Made of the file's hash: nobody can write a file that contains it.
        let boundary = hex::encode(Sha256::digest(file));
        // Some implementations refuse a part without a type.
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n");
        let body = [head.as_bytes(), file, tail.as_bytes()].concat();
        Self { content_type: format!("multipart/form-data; boundary={boundary}"), body }
    }
}
