//! Tasks on one thread, in the manner of tokio's `current_thread` runtime.
//!
//! Each task has a rhythm: it becomes due at `first`, and again every so many milliseconds, be it by a timer or by
//! something that arrives. A task that is due gets into line; the thread takes the first of the line and polls it,
//! and nobody interrupts it. A task that is through and already due again goes straight on, since an `await` whose
//! future is ready doesn't give the thread away. Polling costs nothing.
//!
//! One task has no `takes`: the slider's value, in milliseconds, is how long it computes without awaiting anything.
//! The last column tells what would happen if it awaited a `yield_now` after every `slice`.

use serde::Deserialize;

use crate::timeline::chart::{Band, Lane, Mark, Run};
use crate::timeline::clock::{Micros, Millis, millis};
use crate::timeline::definition::Model;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventLoop {
    /// What the figure shows; what happens later is left out.
    window: Millis,
    slice: Millis,
    /// In the order of their lanes.
    tasks: Vec<Task>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    name: String,
    first: Millis,
    every: Millis,
    /// For how long it has the thread each time; the slider says it for the task that has none.
    takes: Option<Millis>,
}

/// A task under way.
struct Lined<'a> {
    task: &'a Task,
    takes: Micros,
    due: Micros,
    /// Since when it is in line; its due time, or when it gave way.
    since: Micros,
    /// What is left of this time's computing.
    left: Micros,
    lane: Lane,
}

/// Everybody and the clock.
struct Loop<'a> {
    now: Micros,
    slice: Option<Micros>,
    tasks: Vec<Lined<'a>>,
    /// How late each of the others began, in the order in which they began.
    late: Vec<Micros>,
}

impl EventLoop {
    fn runs_with(&self, computes: Micros, slice: Option<Micros>) -> Loop<'_> {
        let lined = |task| Lined::new(task, computes);
        let mut all = Loop {
            now: 0,
            slice,
            tasks: self.tasks.iter().map(lined).collect(),
            late: Vec::new(),
        };
        while all.now < self.window.micros() {
            all.next();
        }
        all
    }

    fn faults(&self, computes: Micros) -> Option<&'static str> {
        let of_slider = self.tasks.iter().filter(|task| task.takes.is_none());
        let takes = |task: &Task| task.takes.map_or(computes, Millis::micros);
        let over = |task: &Task| takes(task) >= task.every.micros();
        match () {
            _ if of_slider.count() != 1 => Some("tasks: one of them is to have no `takes`"),
            _ if self.tasks.iter().any(over) => {
                Some("tasks: one is never through before it is due again")
            }
            _ if self.slice.micros() == 0 => Some("slice: it takes some time"),
            _ => None,
        }
    }
}

impl<'a> Lined<'a> {
    fn new(task: &'a Task, computes: Micros) -> Self {
        let takes = task.takes.map_or(computes, Millis::micros);
        Lined {
            task,
            takes,
            due: task.first.micros(),
            since: task.first.micros(),
            left: takes,
            lane: Lane::named(&task.name),
        }
    }

    fn is_slow(&self) -> bool {
        self.task.takes.is_none()
    }

    /// Has the thread until then.
    fn runs(&mut self, from: Micros, to: Micros) {
        let waited = self.lane.spans.last().map_or(0, |span| span.to);
        self.lane.add(waited, self.since.max(waited), Mark::Line);
        self.lane.add(self.since, from, Mark::Dashed);
        let mark = if self.is_slow() {
            Mark::Hollow
        } else {
            Mark::Full
        };
        self.lane.add(from, to, mark);
    }

    fn is_due_again(&mut self, now: Micros) {
        self.due += self.task.every.micros();
        self.since = self.due.max(now);
        self.left = self.takes;
    }
}

impl Loop<'_> {
    /// The thread takes whoever has waited longest, or sleeps until somebody is due.
    fn next(&mut self) {
        let first = self.tasks.iter_mut().min_by_key(|task| task.since);
        let Some(task) = first else { return };
        self.now = self.now.max(task.since);
        loop {
            let from = self.now;
            if task.left == task.takes && !task.is_slow() {
                self.late.push(from - task.due);
            }
            let runs = task.left.min(self.slice.unwrap_or(task.left));
            self.now += runs;
            task.runs(from, self.now);
            task.left -= runs;
            if task.left > 0 {
                task.since = self.now;
                return;
            }
            task.is_due_again(self.now);
            if task.due > self.now {
                return;
            }
        }
    }

    fn latest(&self) -> Micros {
        self.late.iter().max().copied().unwrap_or(0)
    }
}

/// Later than this is called late: less goes down in the noise of a real machine.
const PUNCTUAL: Micros = 2_000;

impl Model for EventLoop {
    fn legend(&self) -> &'static [(Mark, &'static str)] {
        &[
            (Mark::Full, "has the thread"),
            (Mark::Hollow, "has it, and awaits nothing"),
            (Mark::Dashed, "is due, and waits for the thread"),
            (Mark::Line, "awaits a timer or data"),
        ]
    }

    fn columns(&self) -> Vec<&'static str> {
        vec![
            "others that begin late",
            "the latest by",
            "with yields, the latest by",
        ]
    }

    fn run(&self, value: f64) -> Result<Run, String> {
        let computes = Millis::try_from(value)?.micros();
        if let Some(fault) = self.faults(computes) {
            return Err(fault.into());
        }
        let window = self.window.micros();
        let run = self.runs_with(computes, None);
        let yielding = self.runs_with(computes, Some(self.slice.micros()));
        let late = run.late.iter().filter(|late| **late > PUNCTUAL).count();
        let late = format!("{late} of {}", run.late.len());
        let (latest, with_yields) = (millis(run.latest()), millis(yielding.latest()));
        Ok(Run {
            end: window,
            bound: None,
            said: format!(
                "{} without an .await: {late} turns of the other tasks begin more than {} late, the latest by {latest}. \
                 With a yield every {}, the latest is {with_yields} late.",
                millis(computes),
                millis(PUNCTUAL),
                millis(self.slice.micros()),
            ),
            figures: vec![late, latest, with_yields],
            bands: run
                .tasks
                .into_iter()
                .map(|task| Band::Lane(within(task, window)))
                .collect(),
        })
    }
}

/// The lane up to the window's end: what is unfinished there is cut.
fn within(mut task: Lined, window: Micros) -> Lane {
    let seen = task.lane.spans.last().map_or(0, |span| span.to);
    task.lane
        .add(seen, task.since.min(window).max(seen), Mark::Line);
    task.lane.add(task.since, window, Mark::Dashed);
    task.lane.spans.retain(|span| span.from < window);
    for span in &mut task.lane.spans {
        span.to = span.to.min(window);
    }
    task.lane
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(name: &str, first: f64, every: f64, takes: Option<f64>) -> Task {
        let time = |millis| Millis::try_from(millis).unwrap();
        Task {
            name: name.into(),
            first: time(first),
            every: time(every),
            takes: takes.map(time),
        }
    }

    fn event_loop(tasks: Vec<Task>) -> EventLoop {
        let time = |millis| Millis::try_from(millis).unwrap();
        EventLoop {
            window: time(120.0),
            slice: time(5.0),
            tasks,
        }
    }

    fn ticks_and_sums() -> EventLoop {
        event_loop(vec![
            task("ticks", 10.0, 10.0, Some(1.0)),
            task("replies", 17.0, 30.0, Some(2.0)),
            task("sums", 5.0, 60.0, None),
        ])
    }

    #[test]
    fn a_tick_waits_until_the_computing_is_done_and_the_next_goes_straight_on() {
        let all = event_loop(vec![
            task("ticks", 10.0, 10.0, Some(1.0)),
            task("sums", 5.0, 119.0, None),
        ]);
        let run = all.runs_with(30_000, None);
        // Computing from 5 to 35: the ticks of 10, 20 and 30 begin at 35, 36 and 37, that of 40 is on time.
        assert_eq!(run.late[..4], [25_000, 16_000, 7_000, 0]);
    }

    #[test]
    fn a_task_that_catches_up_does_so_before_others_have_their_turn() {
        let all = event_loop(vec![
            task("ticks", 10.0, 10.0, Some(1.0)),
            task("replies", 17.0, 100.0, Some(2.0)),
            task("sums", 5.0, 119.0, None),
        ]);
        // The reply of 17 waits for the computing until 35, and for the ticks of 10, 20 and 30.
        let run = all.runs_with(30_000, None);
        assert_eq!(run.late[..4], [25_000, 16_000, 7_000, 21_000]);
    }

    #[test]
    fn one_thread_runs_one_task_at_a_time() {
        for computes in [0.0, 5.0, 20.0, 50.0] {
            let run = ticks_and_sums().run(computes).unwrap();
            let mut busy: Vec<_> = run
                .lanes()
                .flat_map(|lane| &lane.spans)
                .filter(|span| matches!(span.mark, Mark::Full | Mark::Hollow))
                .map(|span| (span.from, span.to))
                .collect();
            busy.sort();
            assert!(
                busy.windows(2).all(|pair| pair[0].1 <= pair[1].0),
                "{busy:?}"
            );
            assert!(run.lanes().all(|lane| !lane.overlaps()));
        }
    }

    #[test]
    fn each_lane_is_filled_to_the_end() {
        for computes in [0.0, 20.0, 50.0] {
            for lane in ticks_and_sums().run(computes).unwrap().lanes() {
                let seen: Micros = lane.spans.iter().map(|span| span.to - span.from).sum();
                assert_eq!(seen, 120_000, "{lane:?}");
            }
        }
    }

    #[test]
    fn who_yields_makes_nobody_wait_for_more_than_a_slice_and_the_others_turns() {
        let all = ticks_and_sums();
        assert!(all.runs_with(50_000, None).latest() > 40_000);
        assert!(all.runs_with(50_000, Some(5_000)).latest() <= 8_000);
    }

    #[test]
    fn a_task_that_never_ends_its_turn_is_refused() {
        let run = event_loop(vec![task("sums", 5.0, 60.0, None)]).run(60.0);
        assert!(run.unwrap_err().contains("never through"));
    }
}
