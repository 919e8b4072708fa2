//! What this proves: the compiler gives each of the four types its row of the table, each type does its work, and the
//! two that threads share hold under every schedule that the checker tries.
//!
//! A promise made by hand, `unsafe impl Sync` and the like, does not compile here: the module forbids `unsafe`.
//!
//! What it cannot see: whether a type carries more than its row asks for, such as a lock that it could do without.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use send_sync::{Knob, Meter, OnAir, Studio, Take};
use std::thread;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/send_sync.rs"]
mod send_sync;

/// Lets a test compile that shares a `T`, whatever its fields, so that it can refuse in words.
struct Vouched<T>(T);

// SAFETY: `shared` hands one out only for a type of which the compiler says that it is `Sync`.
unsafe impl<T> Sync for Vouched<T> {}

impl<T> Vouched<T> {
    fn get(&self) -> &T {
        &self.0
    }
}

/// `value`, to be shared by threads, if its type allows that.
fn shared<T>(value: T, is_sync: bool, name: &str) -> Vouched<T> {
    assert!(
        is_sync,
        "threads are to share a `{name}` by reference, and its fields forbid it: it isn't `Sync`"
    );
    Vouched(value)
}

mod behaves {
    use super::*;

    #[harness::test]
    fn a_meter_crosses_and_is_shared() {
        assert!(
            harness::is_send!(Meter),
            "a `Meter` may move to another thread, and its fields forbid it: it isn't `Send`"
        );
        assert!(
            harness::is_sync!(Meter),
            "threads share a `Meter` by reference, and its fields forbid it: it isn't `Sync`"
        );
    }

    #[harness::test]
    fn a_take_crosses_and_is_not_shared() {
        assert!(
            harness::is_send!(Take),
            "a `Take` may be handed to another thread, and its fields forbid it: it isn't `Send`"
        );
        assert!(
            !harness::is_sync!(Take),
            "one thread at a time works on a `Take`, and its fields let two threads share it: it is `Sync`"
        );
    }

    #[harness::test]
    fn a_knob_stays_on_its_thread() {
        assert!(
            !harness::is_send!(Knob),
            "a `Knob` belongs to the window's thread, and its fields let it move away: it is `Send`"
        );
        assert!(
            !harness::is_sync!(Knob),
            "a `Knob` belongs to the window's thread, and its fields let others reach it: it is `Sync`"
        );
    }

    #[harness::test]
    fn on_air_is_seen_by_all_and_ended_by_one() {
        assert!(
            !harness::is_send!(OnAir<'static>),
            "the thread that goes on air goes off air, and the fields of `OnAir` let it move away: it is `Send`"
        );
        assert!(
            harness::is_sync!(OnAir<'static>),
            "other threads look who is `OnAir`, and its fields forbid it: it isn't `Sync`"
        );
    }

    #[harness::test]
    fn a_meter_counts() {
        let meter = Meter::default();
        assert!(meter.clips() == 0, "nothing clipped yet");
        meter.clip();
        meter.clip();
        assert!(
            meter.clips() == 2,
            "two samples clipped, and the meter shows {}",
            meter.clips()
        );
    }

    #[harness::test]
    fn a_take_keeps_its_notes_in_order() {
        let take = Take::default();
        take.note("cough at 0:12");
        take.note("again, slower");
        let notes = take.notes();
        assert!(
            notes == ["cough at 0:12", "again, slower"],
            "two notes were taken, and the take holds {notes:?}"
        );
    }

    #[harness::test]
    fn clones_are_the_same_knob() {
        let knob = Knob::default();
        assert!(knob.degrees() == 0, "nobody turned the knob yet");
        let clone = knob.clone();
        clone.turn_to(90);
        assert!(
            knob.degrees() == 90,
            "a clone was turned to 90, and the knob stands at {}",
            knob.degrees()
        );
        knob.turn_to(-45);
        assert!(
            clone.degrees() == -45,
            "the knob was turned to -45, and its clone stands at {}",
            clone.degrees()
        );
        let other = Knob::default();
        assert!(
            other.degrees() == 0,
            "another knob was turned, and this one stands at {}",
            other.degrees()
        );
    }

    #[harness::test]
    fn a_studio_keeps_what_was_said() {
        let studio = Studio::default();
        studio.go_on_air().say("good morning");
        let mut on_air = studio.go_on_air();
        on_air.say("the news");
        let said = on_air.said();
        assert!(
            said == ["good morning", "the news"],
            "two things were said one after the other, and the studio plays back {said:?}"
        );
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn no_clip_is_lost() {
        check(|| {
            let meter = shared(Meter::default(), harness::is_sync!(Meter), "Meter");
            thread::scope(|s| {
                s.spawn(|| meter.get().clip());
                meter.get().clip();
            });
            let clips = meter.get().clips();
            assert!(
                clips == 2,
                "two threads counted a clip each, and the meter shows {clips}: an update was lost"
            );
        });
    }

    #[harness::test]
    fn one_thread_at_a_time_is_on_air() {
        check(|| {
            let studio = shared(Studio::default(), harness::is_sync!(Studio), "Studio");
            let greet = |name: &str| {
                let mut on_air = studio.get().go_on_air();
                on_air.say("this is");
                on_air.say(name);
            };
            thread::scope(|s| {
                s.spawn(|| greet("Ada"));
                greet("Max");
            });
            let said = studio.get().go_on_air().said();
            let in_turn = [
                ["this is", "Ada", "this is", "Max"],
                ["this is", "Max", "this is", "Ada"],
            ];
            assert!(
                in_turn.iter().any(|words| said == *words),
                "Ada and Max go on air, each says \"this is\" and a name, and the studio plays back {said:?}: both \
                 were on air at once"
            );
        });
    }

    #[harness::test]
    fn others_look_while_one_is_on_air() {
        check(|| {
            let studio = Studio::default();
            let mut on_air = studio.go_on_air();
            on_air.say("good morning");
            let on_air = shared(on_air, harness::is_sync!(OnAir<'static>), "OnAir");
            let seen = thread::scope(|s| s.spawn(|| on_air.get().said()).join().unwrap());
            assert!(
                seen == ["good morning"],
                "\"good morning\" was said, and another thread that looks sees {seen:?}"
            );
        });
    }
}
