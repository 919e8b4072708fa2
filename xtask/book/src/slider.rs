//! A slider that chooses among drawings which the build has made.
//!
//! The script `theme/timeline.js` shows one drawing and hides the others, and computes nothing. Without it the slider
//! is away; the drawing of the starting position stands there, and the table has the figures of all positions. Over
//! measured points, the figures of the points may take the table's place.

use crate::html::escape;

pub struct Slider {
    /// Unique on its page; the ids of the parts begin with it.
    pub id: String,
    pub label: String,
    /// The names of [`Position::figures`]; without any, [`Slider::table`] has nothing to say.
    pub columns: Vec<String>,
    pub positions: Vec<Position>,
    /// The index of the position that stands there first.
    pub start: usize,
}

pub struct Position {
    /// With its unit, such as `5 ms`.
    pub value: String,
    /// What there is to see: a sentence or two, as plain text.
    pub said: String,
    /// A row of the table, as plain text.
    pub figures: Vec<String>,
    /// SVG for the inside of the picture.
    pub drawing: String,
}

impl Slider {
    pub fn control(&self) -> String {
        let Slider { id, label, .. } = self;
        let value = escape(&self.positions[self.start].value);
        format!(
            "<div class=\"wb-slider\"><label for=\"{id}-at\">{}</label>\
             <span class=\"wb-value\" aria-hidden=\"true\">{value}</span>\
             <input type=\"range\" id=\"{id}-at\" min=\"0\" max=\"{}\" value=\"{}\" aria-valuetext=\"{value}\" autocomplete=\"off\"></div>\n",
            escape(label),
            self.positions.len() - 1,
            self.start,
        )
    }

    /// A group for each position. An attribute hides it, and not the style sheet: other readers know no style sheet.
    pub fn frames(&self) -> String {
        let frame = |(at, position): (usize, &Position)| {
            let hidden = if at == self.start {
                ""
            } else {
                " display=\"none\""
            };
            format!(
                "<g class=\"wb-frame\"{hidden} data-value=\"{}\" data-said=\"{}\">{}</g>\n",
                escape(&position.value),
                escape(&position.said),
                position.drawing
            )
        };
        self.positions.iter().enumerate().map(frame).collect()
    }

    /// The only part that a screen reader hears of by itself.
    pub fn said(&self) -> String {
        format!(
            "<output class=\"wb-explained\" for=\"{}-at\">{}</output>\n",
            self.id,
            escape(&self.positions[self.start].said)
        )
    }

    /// The figures of all positions, a row each.
    pub fn table(&self) -> String {
        let headings: String = self
            .columns
            .iter()
            .map(|column| format!("<th scope=\"col\">{}</th>", escape(column)))
            .collect();
        let rows: String = self.positions.iter().map(row).collect();
        format!(
            "<div class=\"wb-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}, all positions\"><table class=\"wb-positions\">\n\
             <thead><tr><th scope=\"col\">{label}</th>{headings}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n",
            label = escape(&self.label),
        )
    }
}

fn row(position: &Position) -> String {
    let cells: String = position
        .figures
        .iter()
        .map(|figure| format!("<td>{}</td>", escape(figure)))
        .collect();
    format!(
        "<tr><th scope=\"row\">{}</th>{cells}</tr>\n",
        escape(&position.value)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slider() -> Slider {
        let position = |value: &str| Position {
            value: value.into(),
            said: format!("It takes {value} & more."),
            figures: vec![format!("figure of {value}")],
            drawing: format!("<path id=\"{value}\"/>"),
        };
        Slider {
            id: "timeline-a".into(),
            label: "Workers".into(),
            columns: vec!["took".into()],
            positions: ["1", "2", "3"].map(position).into(),
            start: 1,
        }
    }

    #[test]
    fn only_the_starting_position_is_drawn_at_first() {
        let frames = slider().frames();
        assert_eq!(frames.matches("display=\"none\"").count(), 2);
        assert!(frames.contains("<g class=\"wb-frame\" data-value=\"2\""));
    }

    #[test]
    fn without_a_script_every_position_has_its_figures() {
        let table = slider().table();
        for value in ["1", "2", "3"] {
            assert!(
                table.contains(&format!("<td>figure of {value}</td>")),
                "{table}"
            );
        }
    }

    #[test]
    fn the_control_names_itself_and_its_value() {
        let control = slider().control();
        for part in [
            "<label for=\"timeline-a-at\">Workers</label>",
            "max=\"2\" value=\"1\" aria-valuetext=\"2\"",
        ] {
            assert!(control.contains(part), "{control}");
        }
        assert!(slider().said().contains("It takes 2 &amp; more."));
    }
}
