//! Tables: aligned columns without lines, under a title.

use comfy_table::{CellAlignment, ContentArrangement, presets};
use console::style;

/// Where the text of a column is in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table under construction.
#[derive(Debug)]
pub struct Table {
    title: String,
    columns: Vec<Align>,
    has_head: bool,
    table: comfy_table::Table,
}

impl Table {
    /// A table with these columns. It has a head if any of them has a name.
    pub fn new(title: impl Into<String>, columns: &[(&str, Align)]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let has_head = columns.iter().any(|(name, _)| !name.is_empty());
        if has_head {
            table.set_header(columns.iter().map(|(name, _)| *name));
        }
        let columns = columns.iter().map(|(_, align)| *align).collect();
        Self { title: title.into(), columns, has_head, table }
    }

    /// Adds a row, which has as many cells as there are columns.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.table.add_row(cells);
    }

    /// The table as text: title, head, rows; the title in bold on a terminal.
    pub fn render(mut self) -> String {
        for (column, align) in self.table.column_iter_mut().zip(&self.columns) {
            column.set_cell_alignment(match align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
        }
        let mut text = format!("{}\n", style(&self.title).bold());
        for (number, line) in self.table.lines().enumerate() {
            let line = format!(" {}", line.trim_end());
            let is_head = self.has_head && number == 0;
            let line = if is_head { style(line).dim() } else { style(line) };
            text.push_str(&format!("{line}\n"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        console::set_colors_enabled(false);
        let mut table = Table::new("Fruit", &[("name", Align::Left), ("count", Align::Right)]);
        table.row(["apple".into(), "7".into()]);
        table.row(["fig".into(), "1,200".into()]);
        let expected = "\
Fruit
  name   count
  apple      7
  fig    1,200
";
        assert_eq!(table.render(), expected);
    }

    #[test]
    fn columns_without_names_have_no_head() {
        console::set_colors_enabled(false);
        let mut table = Table::new("Fruit", &[("", Align::Left), ("", Align::Right)]);
        table.row(["fig".into(), "1".into()]);
        assert_eq!(table.render(), "Fruit\n  fig  1\n");
    }
}
