//! Both chains under the same scripts, and the search for a script under which they differ.
//!
//! What scripts are tried is told by [`generate`](crate::generate).

use std::cell::{Cell, RefCell};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner},
};

use crate::{
    Embedded, Oracle,
    difference::{Difference, differences},
    generate::Subject,
    recording::Recording,
    script::Script,
};

/// The embedded chain beside nodeos.
#[derive(Debug)]
pub struct Comparison {
    oracle: Oracle,
    embedded: Embedded,
}

/// A script under which the chains differ.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The smallest such script that was found.
    pub script: Script,
    /// How they differ.
    pub differences: Vec<Difference>,
}

/// How far a search came.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// How many scripts were compared.
    pub scripts: usize,
    /// How many steps they had.
    pub steps: usize,
    /// How many of their transactions succeeded.
    pub succeeded: usize,
    /// What was found, if anything.
    pub finding: Option<Finding>,
}

impl Comparison {
    /// Of a node's chains with the embedded one.
    ///
    /// # Errors
    /// When the embedded chain refuses the world.
    pub fn with(oracle: Oracle) -> Result<Self, String> {
        Ok(Self { oracle, embedded: Embedded::new()? })
    }

    /// How the chains differ under a script.
    ///
    /// # Errors
    /// When a driver fails.
    pub fn differences(&mut self, script: &Script) -> Result<Vec<Difference>, String> {
        let (expected, actual) = self.recordings(script)?;
        Ok(differences(&expected, &actual))
    }

    /// What nodeos says, and what the embedded chain says.
    fn recordings(&mut self, script: &Script) -> Result<(Recording, Recording), String> {
        Ok((self.oracle.run(script)?, self.embedded.run(script)?))
    }

    /// Compares generated scripts of a subject until they have so many steps, or one shows a difference; that one is
    /// made as small as it gets. The same seed gives the same scripts.
    ///
    /// # Errors
    /// When a driver fails.
    pub fn search(
        &mut self,
        subject: Subject,
        steps: usize,
        length: usize,
        seed: u64,
    ) -> Result<Search, String> {
        let config =
            Config { failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(seed.to_le_bytes()) {
            *to = from;
        }
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut runner = TestRunner::new_with_rng(config, rng);
        let scripts = subject.scripts(length);
        let mut search = Search::default();
        while search.steps < steps {
            let tree = scripts.new_tree(&mut runner).map_err(|reason| reason.to_string())?;
            let (comparison, succeeded) = (RefCell::new(&mut *self), Cell::new(0));
            search.scripts += 1;
            search.steps += tree.current().steps.len();
            let result = runner.run_one(tree, |script| {
                let (expected, actual) =
                    comparison.borrow_mut().recordings(&script).map_err(TestCaseError::fail)?;
                if !differences(&expected, &actual).is_empty() {
                    return Err(TestCaseError::fail("the chains differ"));
                }
                let outcomes = expected.steps.iter().flatten();
                succeeded.set(outcomes.filter(|outcome| outcome.error.is_none()).count());
                Ok(())
            });
            match result {
                Ok(_) => search.succeeded += succeeded.get(),
                Err(TestError::Abort(reason)) => return Err(reason.to_string()),
                Err(TestError::Fail(_, script)) => {
                    let differences = self.differences(&script)?;
                    search.finding = Some(Finding { script, differences });
                    break;
                }
            }
        }
        Ok(search)
    }
}
