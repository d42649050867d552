//! The majority of several answers to one task.
//!
//! How many answers a task gets is the campaign's choice, not made here.

use crate::Digit;

/// The digit that more than half of the answers give, if there is one.
pub fn majority(answers: &[Digit]) -> Option<Digit> {
    Digit::all().find(|digit| {
        let votes = answers.iter().filter(|answer| *answer == digit).count();
        votes > answers.len() / 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_half_decides() {
        let cases: [(&[u8], Option<u8>); 8] = [
            (&[], None),
            (&[7], Some(7)),
            (&[7, 1], None),
            (&[7, 1, 7], Some(7)),
            (&[1, 7, 7], Some(7)),
            (&[1, 2, 3], None),
            (&[4, 4, 5, 5], None),
            (&[9, 9, 1, 2], None),
        ];
        for (answers, expected) in cases {
            let digits: Vec<_> = answers.iter().filter_map(|&number| Digit::new(number)).collect();
            assert_eq!(majority(&digits).map(Digit::number), expected, "{answers:?}");
        }
    }
}
