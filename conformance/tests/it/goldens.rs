//! What nodeos answered once, for machines that do not have it.

use std::collections::BTreeMap;

use conformance::{
    Embedded,
    difference::differences,
    golden::{self, Golden},
};

#[test]
fn recorded_answers_are_the_embedded_chains() {
    let embedded = Embedded::new().unwrap();
    let written: BTreeMap<_, _> = golden::scripts().unwrap().into_iter().collect();
    let files = golden::files(&golden::folder().join("goldens")).unwrap();
    assert!(files.len() > written.len(), "run scripts/conformance --record");
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy();
        let Golden { script, recording, .. } = Golden::read(&file).unwrap();
        let script = script.as_ref().or_else(|| written.get(&*name)).unwrap();
        let differences = differences(&recording, &embedded.run(script).unwrap());
        assert!(differences.is_empty(), "{name}: {}", differences[0]);
    }
}
