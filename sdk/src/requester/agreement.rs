//! How far workers agree: the answer of most of them, and Fleiss' kappa.
//!
//! Pure functions over answers that were read before. Which field of an answer is compared is left to
//! [`Results`](super::Results).
//!
//! Kappa says how much more raters agree than they would by chance: 1 when they always agree, 0 when as often as chance
//! would have it, below when less often. J. L. Fleiss, "Measuring nominal scale agreement among many raters",
//! Psychological Bulletin 76 (1971), 378–382, defines it for the same number of raters for every subject. Where that
//! number varies, the generalization in K. L. Gwet, "Handbook of Inter-Rater Reliability" (2014), chapter 2, is taken,
//! which is the same where it does not.

use std::collections::BTreeMap;

/// The answer of most workers to a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Majority<T> {
    /// The answer that more workers gave than any other; `None` when there is no such one.
    pub answer: Option<T>,
    /// How many workers gave the most frequent answer.
    pub votes: usize,
    /// How many workers answered.
    pub voters: usize,
}

/// The answer that most gave. Nobody's answer, and a tie, give none.
pub fn majority<T: Ord>(answers: impl IntoIterator<Item = T>) -> Majority<T> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer).or_insert(0) += 1;
    }
    let voters = counts.values().sum();
    let votes = counts.values().copied().max().unwrap_or(0);
    let mut first = counts.into_iter().filter(|(_, count)| *count == votes);
    let answer = match (first.next(), first.next()) {
        (Some((answer, _)), None) => Some(answer),
        _ => None,
    };
    Majority { answer, votes, voters }
}

/// How far raters agree about a number of subjects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// How many subjects count: those that were rated at least twice.
    pub subjects: usize,
    /// How often two raters of a subject agree, from 0 to 1.
    pub observed: f64,
    /// How often they would by chance, from 0 to 1.
    pub expected: f64,
    /// Fleiss' kappa, at most 1; `None` when all ratings are the same, of which chance may be the reason or not.
    pub kappa: Option<f64>,
}

/// Fleiss' kappa of the ratings of each subject; `None` when no subject was rated twice.
pub fn fleiss_kappa<T: Ord>(
    subjects: impl IntoIterator<Item = impl IntoIterator<Item = T>>,
) -> Option<Kappa> {
    let mut rated = 0usize;
    let mut paired = 0usize;
    let mut observed = 0.0;
    // Of each category, the sum over subjects of the part of their ratings that it has.
    let mut parts: BTreeMap<T, f64> = BTreeMap::new();
    for ratings in subjects {
        let mut counts: BTreeMap<T, usize> = BTreeMap::new();
        for rating in ratings {
            *counts.entry(rating).or_default() += 1;
        }
        let raters: usize = counts.values().sum();
        if raters == 0 {
            continue;
        }
        rated += 1;
        if raters > 1 {
            paired += 1;
            let agreeing: f64 = counts.values().map(|count| pairs(*count)).sum();
            observed += agreeing / pairs(raters);
        }
        for (category, count) in counts {
            *parts.entry(category).or_default() += count as f64 / raters as f64;
        }
    }
    if paired == 0 {
        return None;
    }
    let observed = observed / paired as f64;
    let expected = parts.values().map(|part| (part / rated as f64).powi(2)).sum();
    // With one category chance agrees always, and there is nothing to be above it.
    let kappa = (parts.len() > 1).then(|| (observed - expected) / (1.0 - expected));
    Some(Kappa { subjects: paired, observed, expected, kappa })
}

/// How many ordered pairs there are of so many.
fn pairs(count: usize) -> f64 {
    count as f64 * (count as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The diagnoses of thirty patients by six psychiatrists each, Fleiss (1971), table 1: depression, personality
    /// disorder, schizophrenia, neurosis, other.
    const FLEISS_1971: [[usize; 5]; 30] = [
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1],
        [3, 0, 0, 1, 2],
        [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0],
        [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6],
        [0, 1, 0, 5, 0],
        [0, 2, 0, 1, 3],
        [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0],
        [4, 0, 0, 0, 2],
        [0, 2, 0, 4, 0],
        [1, 0, 5, 0, 0],
        [0, 0, 0, 0, 6],
    ];

    /// The categories that so many raters chose.
    fn ratings(counts: &[usize]) -> Vec<usize> {
        counts.iter().enumerate().flat_map(|(category, n)| vec![category; *n]).collect()
    }

    fn is_close(value: f64, expected: f64) -> bool {
        (value - expected).abs() < 0.0005
    }

    #[test]
    fn kappa_is_that_of_the_published_example() {
        let kappa = fleiss_kappa(FLEISS_1971.iter().map(|counts| ratings(counts))).unwrap();
        assert_eq!(kappa.subjects, 30);
        // The paper's figures: 0.556, 0.220 and 0.430.
        assert!(is_close(kappa.observed, 0.556), "{kappa:?}");
        assert!(is_close(kappa.expected, 0.220), "{kappa:?}");
        assert!(is_close(kappa.kappa.unwrap(), 0.430), "{kappa:?}");
    }

    #[test]
    fn agreement_is_between_chance_and_certainty() {
        let kappa = |subjects: &[&[usize]]| {
            let subjects = subjects.iter().map(|counts| ratings(counts));
            fleiss_kappa(subjects).map(|kappa| (kappa.subjects, kappa.kappa))
        };
        for (subjects, expected) in [
            // Nothing, nobody, one rater: no two who could agree.
            (&[][..], None),
            (&[&[][..], &[0, 0]], None),
            (&[&[1], &[0, 1]], None),
            // Always the same answer: perhaps right, perhaps bored.
            (&[&[3], &[3]], Some((2, None))),
            (&[&[3]], Some((1, None))),
            // Always agreed, about different things.
            (&[&[3, 0], &[0, 3]], Some((2, Some(1.0)))),
            // Never agreed.
            (&[&[1, 1], &[1, 1]], Some((2, Some(-1.0)))),
            // Half of the pairs agree, which is what chance would do.
            (&[&[2, 0], &[0, 2], &[1, 1], &[1, 1]], Some((4, Some(0.0)))),
            // Who was alone with a subject still counts for how frequent a category is.
            (&[&[2, 0], &[0, 1]], Some((1, Some(1.0)))),
        ] {
            assert_eq!(kappa(subjects), expected, "{subjects:?}");
        }
    }

    #[test]
    fn a_majority_is_more_than_any_other() {
        for (answers, answer, votes) in [
            (&[][..], None, 0),
            (&["a"], Some("a"), 1),
            (&["a", "b"], None, 1),
            (&["a", "b", "a"], Some("a"), 2),
            (&["a", "b", "a", "b", "c"], None, 2),
            (&["c", "b", "a", "c"], Some("c"), 2),
        ] {
            let expected = Majority { answer, votes, voters: answers.len() };
            assert_eq!(majority(answers.iter().copied()), expected, "{answers:?}");
        }
    }

    proptest! {
        #[test]
        fn figures_are_numbers_in_range(
            subjects in prop::collection::vec(prop::collection::vec(0u8..4, 0..8), 0..20),
        ) {
            let expected = subjects.iter().filter(|ratings| ratings.len() > 1).count();
            match fleiss_kappa(subjects.clone()) {
                None => prop_assert_eq!(expected, 0),
                Some(figures) => {
                    prop_assert_eq!(figures.subjects, expected);
                    prop_assert!((0.0..=1.0).contains(&figures.observed));
                    prop_assert!((0.0..=1.000_001).contains(&figures.expected));
                    prop_assert!(figures.kappa.is_none_or(|kappa| kappa <= 1.000_001));
                    prop_assert!(figures.kappa.is_none_or(f64::is_finite));
                }
            }
            // The order of raters and of subjects says nothing.
            let mut reversed = subjects.clone();
            reversed.reverse();
            reversed.iter_mut().for_each(|ratings| ratings.reverse());
            let (one, other) = (fleiss_kappa(subjects), fleiss_kappa(reversed));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((one.observed - other.observed).abs() < 1e-9);
                prop_assert!((one.expected - other.expected).abs() < 1e-9);
            }
        }
    }
}
