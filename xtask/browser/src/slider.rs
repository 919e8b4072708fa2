//! A page's sliders, taken through all their positions by keyboard.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::keyboard::{Keyboard, key};
use crate::report::Fault;

const SLIDERS: &str = include_str!("../scripts/sliders.js");
const WATCH: &str = include_str!("../scripts/watch_slider.js");
const SHOWN: &str = "return window.workbookShown ?? [];";

/// As `scripts/sliders.js` returns it.
#[derive(Deserialize)]
struct Slider {
    id: String,
    /// The index of the last position; the first is 0.
    last: usize,
    /// Where it stands when the page is opened.
    start: usize,
}

/// What a figure shows at a position: an entry of `scripts/watch_slider.js`.
#[derive(Debug, Deserialize)]
struct Shown {
    at: usize,
    /// The drawings that are to be seen, by index.
    frames: Vec<usize>,
    explained: String,
    /// What the drawing of this position has for `explained`.
    to_explain: Option<String>,
    /// As a screen reader says it.
    value: Option<String>,
    to_value: Option<String>,
}

pub async fn check(keyboard: &Keyboard<'_>) -> Result<()> {
    let sliders = keyboard.window.ask(SLIDERS).await?;
    let sliders: Vec<Slider> = serde_json::from_value(sliders).context("reading sliders")?;
    for slider in &sliders {
        slider.move_all_the_way(keyboard).await?;
    }
    Ok(())
}

impl Slider {
    async fn move_all_the_way(&self, keyboard: &Keyboard<'_>) -> Result<()> {
        let id = &self.id;
        let selector = format!("#{id}");
        keyboard.reach(&selector).await?;
        keyboard.window.ask_with(WATCH, vec![json!(id)]).await?;
        keyboard.press(&self.keys()).await?;
        keyboard.must_be_at(&selector, "moving it").await?;
        let shown = keyboard.window.ask(SHOWN).await?;
        let shown: Vec<Shown> = serde_json::from_value(shown).context("reading positions")?;
        match self.fault(&shown) {
            Some(fault) => bail!(Fault(format!("{id}: {fault}"))),
            None => Ok(()),
        }
    }

    fn keys(&self) -> Vec<char> {
        let mut keys = vec![key::END, key::HOME];
        keys.extend(vec![key::RIGHT; self.last]);
        keys.extend(vec![key::LEFT; self.last]);
        keys
    }

    /// The positions that the keys lead through. A key that leads nowhere else makes none.
    fn path(&self) -> Vec<usize> {
        let mut path = vec![self.start, self.last];
        path.extend(0..=self.last);
        path.extend((0..self.last).rev());
        path.dedup();
        path
    }

    fn fault(&self, shown: &[Shown]) -> Option<String> {
        let path: Vec<usize> = shown.iter().map(|shown| shown.at).collect();
        if path != self.path() {
            return Some(format!(
                "the keys lead to {path:?}, and not to {:?}",
                self.path()
            ));
        }
        if let Some(wrong) = shown.iter().find(|shown| !shown.is_consistent()) {
            return Some(format!("it does not show its position: {wrong:?}"));
        }
        let mut steps = shown.windows(2);
        let same = steps.find(|pair| pair[0].explained == pair[1].explained)?;
        Some(format!(
            "nothing new is said from {} to {}",
            same[0].at, same[1].at
        ))
    }
}

impl Shown {
    fn is_consistent(&self) -> bool {
        self.frames == [self.at]
            && !self.explained.is_empty()
            && self.to_explain.as_ref() == Some(&self.explained)
            && self.value.is_some()
            && self.value == self.to_value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLIDER: Slider = Slider {
        id: String::new(),
        last: 2,
        start: 2,
    };

    fn shown(at: usize) -> Shown {
        Shown {
            at,
            frames: vec![at],
            explained: format!("It is {at}."),
            to_explain: Some(format!("It is {at}.")),
            value: Some(at.to_string()),
            to_value: Some(at.to_string()),
        }
    }

    fn walked() -> Vec<Shown> {
        [2, 0, 1, 2, 1, 0].map(shown).into()
    }

    #[test]
    fn every_position_is_reached_from_both_sides() {
        assert_eq!(SLIDER.fault(&walked()), None);
        assert!(SLIDER.fault(&walked()[..5]).is_some(), "one is missing");
    }

    #[test]
    fn two_drawings_at_once_are_one_too_many() {
        let mut walked = walked();
        walked[3].frames.push(0);
        assert!(SLIDER.fault(&walked).is_some());
    }

    #[test]
    fn a_position_that_says_nothing_new_is_found() {
        let mut walked = walked();
        for shown in &mut walked {
            shown.explained = "The same.".into();
            shown.to_explain = Some("The same.".into());
        }
        assert!(SLIDER.fault(&walked).unwrap().contains("nothing new"));
    }
}
