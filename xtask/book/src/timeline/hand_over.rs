//! Threads that share one key, as CPython's threads share the global interpreter lock since version 3.2.
//!
//! A thread that wants the key and doesn't get it waits for an interval. If nobody has taken the key in that time, it
//! sets a request, and else it waits for another interval. The holder sees a request at once, lets go, gets in line
//! again, and begins to wait when another one has the key. A holder that calls something that needs no key lets go
//! without being asked. Who gets the key is whoever has waited longest: the real one leaves that to the operating
//! system. From hand to hand the key takes a fixed time, in which nobody has it; a key that lies free costs nothing.
//!
//! The slider's value is the interval in milliseconds. (A. Pitrou's description of the new lock, python-dev, 2009;
//! `ceval_gil.c`.)

use std::collections::VecDeque;

use serde::Deserialize;

use crate::timeline::chart::{Band, Lane, Mark, Run};
use crate::timeline::clock::{Micros, Millis, millis, percent};
use crate::timeline::definition::Model;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// What the figure shows; what happens later is left out.
    window: Millis,
    /// How long the key is on its way.
    on_its_way: Millis,
    /// In the order of their lanes, and in line at the beginning.
    threads: Vec<Thread>,
}

/// Computes for ever; or calls and computes in turns, beginning with a call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thread {
    name: String,
    calls: Option<Millis>,
    computes: Option<Millis>,
}

impl Thread {
    /// How long it computes between two calls.
    fn round(&self) -> Option<Micros> {
        self.computes.map(Millis::micros)
    }
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Until its computing is done, if it ever is.
    Has {
        until: Option<Micros>,
    },
    InLine(Wait),
    Calls {
        until: Micros,
    },
}

/// One interval of waiting.
#[derive(Clone, Copy, Debug)]
struct Wait {
    since: Micros,
    /// How often the key had been taken when this interval began.
    seen: u64,
}

struct Office<'a> {
    threads: &'a [Thread],
    interval: Micros,
    on_its_way: Micros,
    now: Micros,
    states: Vec<State>,
    line: VecDeque<usize>,
    holder: Option<usize>,
    /// Who gets it, and when.
    coming: Option<(usize, Micros)>,
    taken: u64,
    is_asked_for: bool,
    hand_overs: u64,
    /// How often a thread that calls was through with its computing.
    rounds: u64,
    /// Since when each does what it does.
    since: Vec<Micros>,
    /// What each has left to compute in this round; `None` if it never ends.
    left: Vec<Option<Micros>>,
    lanes: Vec<Lane>,
}

impl<'a> Office<'a> {
    fn new(model: &'a HandOver, interval: Micros) -> Self {
        let lanes = model.threads.iter().map(|thread| Lane::named(&thread.name));
        let mut office = Office {
            threads: &model.threads,
            interval,
            on_its_way: model.on_its_way.micros(),
            now: 0,
            states: vec![State::Calls { until: 0 }; model.threads.len()],
            line: VecDeque::new(),
            holder: None,
            coming: None,
            taken: 0,
            is_asked_for: false,
            hand_overs: 0,
            rounds: 0,
            since: vec![0; model.threads.len()],
            left: model.threads.iter().map(Thread::round).collect(),
            lanes: lanes.collect(),
        };
        for (who, thread) in model.threads.iter().enumerate() {
            let until = thread.calls.map_or(0, Millis::micros);
            office.states[who] = State::Calls { until };
        }
        office
    }

    fn until(mut self, window: Micros) -> Self {
        while self.now < window {
            while self.happens() {}
            self.now = self.next_event().min(window);
        }
        for who in 0..self.threads.len() {
            self.draw(who);
        }
        self
    }

    /// One thing that is due now; false if there is none.
    fn happens(&mut self) -> bool {
        self.arrives() || self.returns() || self.lets_go() || self.asks()
    }

    fn arrives(&mut self) -> bool {
        let due = self.coming.filter(|(_, at)| *at <= self.now);
        if let Some((who, _)) = due {
            self.hand_overs += 1;
            self.takes(who);
        }
        due.is_some()
    }

    fn returns(&mut self) -> bool {
        let is_back = |state: &State| matches!(state, State::Calls { until } if *until <= self.now);
        let who = self.states.iter().position(is_back);
        match who {
            Some(who) if self.holder.is_none() && self.coming.is_none() => self.takes(who),
            Some(who) => self.lines_up(who, self.now, self.taken),
            None => {}
        }
        who.is_some()
    }

    /// The holder, for its call or because it was asked.
    fn lets_go(&mut self) -> bool {
        let Some(holder) = self.holder else {
            return false;
        };
        let is_done =
            matches!(self.states[holder], State::Has { until: Some(until) } if until <= self.now);
        let gives_way = self.is_asked_for && !self.line.is_empty();
        if !is_done && !gives_way {
            return false;
        }
        self.holder = None;
        let next = self.line.pop_front();
        self.coming = next.map(|next| (next, self.now + self.on_its_way));
        if is_done {
            self.rounds += 1;
            self.left[holder] = self.threads[holder].round();
            let calls = self.threads[holder].calls.map_or(0, Millis::micros);
            let until = self.now + calls;
            self.changes(holder, State::Calls { until });
        } else {
            let worked = self.now - self.since[holder];
            self.left[holder] = self.left[holder].map(|left| left - worked);
            // It waits until somebody else has had the key: its interval begins when the key has arrived.
            let arrived = self.now + self.on_its_way;
            self.lines_up(holder, arrived, self.taken + 1);
        }
        true
    }

    /// Somebody's interval is over.
    fn asks(&mut self) -> bool {
        let is_over = |state: &State| matches!(state, State::InLine(wait) if wait.since + self.interval <= self.now);
        let Some(who) = self.states.iter().position(is_over) else {
            return false;
        };
        if let State::InLine(wait) = &mut self.states[who] {
            let has_not_moved = wait.seen == self.taken;
            self.is_asked_for |= has_not_moved && self.holder.is_some();
            (wait.since, wait.seen) = (self.now, self.taken);
        }
        true
    }

    fn takes(&mut self, who: usize) {
        let until = self.left[who].map(|left| self.now + left);
        self.changes(who, State::Has { until });
        (self.holder, self.coming) = (Some(who), None);
        self.taken += 1;
        self.is_asked_for = false;
    }

    fn lines_up(&mut self, who: usize, since: Micros, seen: u64) {
        self.changes(who, State::InLine(Wait { since, seen }));
        self.line.push_back(who);
    }

    fn changes(&mut self, who: usize, state: State) {
        self.draw(who);
        self.states[who] = state;
        self.since[who] = self.now;
    }

    /// What it has done up to now.
    fn draw(&mut self, who: usize) {
        let mark = match self.states[who] {
            State::Has { .. } => Mark::Full,
            State::InLine(_) => Mark::Dashed,
            State::Calls { .. } => Mark::Line,
        };
        self.lanes[who].add(self.since[who], self.now, mark);
    }

    fn next_event(&self) -> Micros {
        let of_states = self.states.iter().filter_map(|state| match state {
            State::Has { until } => *until,
            State::InLine(wait) => Some(wait.since + self.interval),
            State::Calls { until } => Some(*until),
        });
        let arrival = self.coming.map(|(_, at)| at);
        of_states.chain(arrival).min().unwrap_or(Micros::MAX)
    }
}

impl HandOver {
    fn faults(&self, interval: Micros) -> Option<&'static str> {
        let some_time = |time: Option<Millis>| time.is_none_or(|time| time.micros() > 0);
        let pairs = |thread: &Thread| thread.calls.is_some() == thread.computes.is_some();
        match () {
            _ if interval == 0 => Some("interval: it takes some time"),
            _ if !self.threads.iter().all(pairs) => {
                Some("threads: `calls` and `computes` go together")
            }
            _ if !self.threads.iter().any(|t| t.calls.is_some()) => {
                Some("threads: one of them is to call")
            }
            _ if !self
                .threads
                .iter()
                .all(|t| some_time(t.calls) && some_time(t.computes)) =>
            {
                Some("threads: calls and computing take some time")
            }
            _ => None,
        }
    }

    /// Of the threads that call.
    fn longest_wait(&self, lanes: &[Lane]) -> Micros {
        let lanes = self.threads.iter().zip(lanes);
        let callers = lanes.filter(|(thread, _)| thread.calls.is_some());
        let waits = callers.map(|(_, lane)| lane.longest(Mark::Dashed));
        waits.max().unwrap_or(0)
    }
}

impl Model for HandOver {
    fn legend(&self) -> &'static [(Mark, &'static str)] {
        &[
            (Mark::Full, "has the key"),
            (Mark::Dashed, "waits for it"),
            (Mark::Line, "in a call that needs no key"),
        ]
    }

    fn columns(&self) -> Vec<&'static str> {
        vec![
            "hand-overs",
            "key on its way",
            "rounds of the caller",
            "its longest wait",
        ]
    }

    fn run(&self, value: f64) -> Result<Run, String> {
        let interval = Millis::try_from(value)?.micros();
        if let Some(fault) = self.faults(interval) {
            return Err(fault.into());
        }
        let window = self.window.micros();
        let office = Office::new(self, interval).until(window);
        let lost = percent(office.hand_overs * office.on_its_way, window);
        let longest = millis(self.longest_wait(&office.lanes));
        Ok(Run {
            end: window,
            bound: None,
            said: format!(
                "{}: the key is handed over {} times and is on its way for {lost} of the time. \
                 The thread that calls gets through {}, and waits for the key for up to {longest}.",
                millis(interval),
                office.hand_overs,
                rounds(office.rounds),
            ),
            figures: vec![
                office.hand_overs.to_string(),
                lost,
                office.rounds.to_string(),
                longest,
            ],
            bands: office.lanes.into_iter().map(Band::Lane).collect(),
        })
    }
}

fn rounds(number: u64) -> String {
    match number {
        1 => "one round".into(),
        number => format!("{number} rounds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(threads: &[(Option<f64>, Option<f64>)], window: f64) -> HandOver {
        let time = |millis| Millis::try_from(millis).unwrap();
        let thread = |(calls, computes): &(Option<f64>, Option<f64>)| Thread {
            name: "t".into(),
            calls: calls.map(time),
            computes: computes.map(time),
        };
        HandOver {
            window: time(window),
            on_its_way: time(0.1),
            threads: threads.iter().map(thread).collect(),
        }
    }

    fn spans(lane: &Lane) -> Vec<(Micros, Micros, Mark)> {
        lane.spans.iter().map(|s| (s.from, s.to, s.mark)).collect()
    }

    const COMPUTES: (Option<f64>, Option<f64>) = (None, None);
    const CALLS: (Option<f64>, Option<f64>) = (Some(4.0), Some(1.0));

    #[test]
    fn whoever_is_back_from_a_call_waits_for_an_interval() {
        let office = model(&[COMPUTES, CALLS], 16.0);
        let office = Office::new(&office, 5_000).until(16_000);
        // Back at 4, asks at 9, has it from 9.1 for 1; then a call of 4 until 14.1, and waits again.
        let expected = [
            (0, 4_000, Mark::Line),
            (4_000, 9_100, Mark::Dashed),
            (9_100, 10_100, Mark::Full),
            (10_100, 14_100, Mark::Line),
            (14_100, 16_000, Mark::Dashed),
        ];
        assert_eq!(spans(&office.lanes[1]), expected);
        assert_eq!(office.rounds, 1);
    }

    #[test]
    fn a_key_that_moved_in_the_interval_is_not_asked_for() {
        let office = model(&[COMPUTES, COMPUTES, CALLS], 20.0);
        let office = Office::new(&office, 5_000).until(20_000);
        // The caller is back at 4; b gets the key at 5.1, so the caller's interval to 9 counts for nothing. At 10.1 a
        // has waited for b for 5 and asks, and the caller is first in line.
        assert_eq!(spans(&office.lanes[2])[1], (4_000, 10_200, Mark::Dashed));
    }

    #[test]
    fn whoever_has_the_key_has_it_alone() {
        let model = model(&[COMPUTES, COMPUTES, CALLS, CALLS], 200.0);
        for interval in [1_000, 2_000, 5_000, 30_000] {
            let office = Office::new(&model, interval).until(200_000);
            let lanes = office.lanes.iter();
            let mut held: Vec<_> = lanes
                .flat_map(spans)
                .filter(|(_, _, mark)| *mark == Mark::Full)
                .collect();
            held.sort_by_key(|(from, _, _)| *from);
            assert!(held.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            let together: Micros = office.lanes.iter().map(|lane| lane.total(Mark::Full)).sum();
            // Somebody always wants it: the rest of the time it is on its way.
            let lost = office.hand_overs * 100;
            assert!(200_000 - together - lost <= 100, "{together} {lost}");
        }
    }

    #[test]
    fn what_is_interrupted_goes_on_where_it_was() {
        let office = model(&[COMPUTES, CALLS], 16.0);
        let office = Office::new(&office, 600).until(16_000);
        let computing = |lane: &Lane| -> Vec<Micros> {
            let full = spans(lane).into_iter().filter(|span| span.2 == Mark::Full);
            full.map(|(from, to, _)| to - from).collect()
        };
        // Of each millisecond, 0.6 before it is asked and 0.4 when it has the key again.
        assert_eq!(computing(&office.lanes[1])[..4], [600, 400, 600, 400]);
        assert_eq!(office.rounds, 2);
    }

    #[test]
    fn nobody_asks_where_nobody_waits() {
        let office = model(&[COMPUTES], 50.0);
        let office = Office::new(&office, 5_000).until(50_000);
        assert_eq!(office.hand_overs, 0);
        assert_eq!(spans(&office.lanes[0]), [(0, 50_000, Mark::Full)]);
    }
}
