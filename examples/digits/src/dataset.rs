//! The committed data: the campaign, its tasks, their labels, and what workers learn from.
//!
//! `make.py` writes the files; how they come about is told there and in the README.

use crate::{Digit, Image, Task};

/// A picture whose digit is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The picture.
    pub image: Image,
    /// The digit its writer meant.
    pub label: Digit,
}

/// The campaign document, JSON, with the template in it.
pub fn campaign() -> &'static str {
    include_str!("../campaign.json")
}

/// The hundred tasks, in the order of their ids.
pub fn tasks() -> Vec<Task> {
    fields(include_str!("../tasks.csv"))
        .map(|[id, image]| Task { id: id.into(), image: image.trim_matches('"').into() })
        .collect()
}

/// The true digit of each of the [`tasks`], in their order. Workers never see them.
pub fn labels() -> Vec<Digit> {
    fields(include_str!("../labels.csv"))
        .map(|[_id, label, _source, _pixels]| digit(label))
        .collect()
}

/// Three hundred other pictures, for workers to learn from.
pub fn training() -> Vec<Example> {
    fields(include_str!("../training.csv"))
        .map(|[label, _source, pixels]| Example { image: image(pixels), label: digit(label) })
        .collect()
}

/// The lines of a table, without its head. The last field takes what is left of its line.
fn fields<const COUNT: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; COUNT]> {
    table.lines().skip(1).map(|line| {
        let fields: Vec<_> = line.splitn(COUNT, ',').collect();
        fields.try_into().expect("a test reads all lines of the committed tables")
    })
}

fn digit(text: &str) -> Digit {
    Digit::from_text(text).expect("a test reads all labels of the committed tables")
}

fn image(text: &str) -> Image {
    Image::from_text(text).expect("a test reads all pixels of the committed tables")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn labelled() -> impl Iterator<Item = [&'static str; 4]> {
        fields(include_str!("../labels.csv"))
    }

    #[test]
    fn there_are_a_hundred_tasks_numbered_in_order() {
        let ids: Vec<_> = tasks().into_iter().map(|task| task.id).collect();
        let numbers: Vec<_> = (0..100).map(|number| format!("{number:03}")).collect();
        assert_eq!(ids, numbers);
        assert_eq!(labelled().map(|[id, ..]| id).collect::<Vec<_>>(), numbers);
        assert_eq!(labels().len(), 100);
    }

    #[test]
    fn each_picture_shows_the_pixels_of_its_source() {
        for (task, [_, _, _, pixels]) in tasks().iter().zip(labelled()) {
            assert_eq!(Image::from_data_url(&task.image).unwrap(), image(pixels), "{}", task.id);
        }
    }

    #[test]
    fn no_task_is_among_the_training_pictures() {
        let learned: BTreeSet<_> =
            training().iter().map(|example| example.image.pixels().to_vec()).collect();
        let asked: BTreeSet<_> = tasks()
            .iter()
            .map(|task| Image::from_data_url(&task.image).unwrap().pixels().to_vec())
            .collect();
        assert_eq!((learned.len(), asked.len()), (300, 100), "each picture is there once");
        assert!(learned.is_disjoint(&asked));

        let rows: BTreeSet<_> = fields(include_str!("../training.csv"))
            .map(|[_label, source, _pixels]| source)
            .chain(labelled().map(|[_id, _label, source, _pixels]| source))
            .collect();
        assert_eq!(rows.len(), 400, "each is another row of the source");
    }

    #[test]
    fn each_digit_is_asked_and_taught() {
        for digit in Digit::all() {
            assert!(labels().contains(&digit), "{digit} is never asked");
            let taught = training().iter().filter(|example| example.label == digit).count();
            assert!(taught >= 20, "{digit} is taught {taught} times");
        }
    }

    #[test]
    fn the_campaign_shows_what_its_tasks_hold() {
        let campaign: serde_json::Value = serde_json::from_str(campaign()).unwrap();
        assert_eq!(campaign["template"], include_str!("../template.html"));
        assert_eq!(campaign["version"], 1.1);

        let example = Task::from_json(&campaign["example_task"].to_string()).unwrap();
        let shown = Image::from_data_url(&example.image).unwrap();
        assert_eq!(shown, training()[0].image, "the example is none of the tasks");

        let task = serde_json::to_value(&tasks()[0]).unwrap();
        for name in campaign["input_schema"]["required"].as_array().unwrap() {
            assert!(task[name.as_str().unwrap()].is_string(), "tasks have no {name}");
        }
    }

    #[test]
    fn the_template_names_only_members_of_a_task() {
        let template = include_str!("../template.html");
        let names: Vec<_> =
            template.split("${").skip(1).filter_map(|rest| rest.split('}').next()).collect();
        assert_eq!(names, ["image"]);
    }
}
