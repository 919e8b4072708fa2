//! What this proves: every caller gets the answer to its own request, error and panic included, one thread serves them
//! all, one after the other, and nobody waits for a service that has ended. All tests run under the checker.
//! `race_free` and `shuts_down` try the orders in which two or three threads can run; time is the checker's own, so that
//! an hour is exactly an hour, and none at all to test.
//!
//! What it cannot see: in which order requests of several threads are served (any order passes), and what happens if
//! `serve` calls its own service.

#![allow(clippy::drop_non_drop)] // the stub's types have no `Drop` yet

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`
#[allow(unused_extern_crates)] // not every answer needs it
extern crate model_crossbeam as crossbeam;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/from_calls_to_queue.rs"]
mod from_calls_to_queue;

use from_calls_to_queue::{CallError, Client, start};
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// An odd time, which nobody hits who looks every so often.
const LONG: Duration = Duration::from_nanos(3_600_000_000_007);
const THOUSAND_DAYS: Duration = Duration::from_secs(1_000 * 24 * 3600);

/// A request, an answer and an error: no copy, no clone.
struct Question(u32);
#[derive(Debug, PartialEq)]
struct Answer(u32);
#[derive(Debug, PartialEq)]
struct NotFound(u32);

type Result = std::result::Result<Answer, CallError<NotFound>>;

/// Doubles even numbers and fails at odd ones.
fn double_even(question: Question) -> std::result::Result<Answer, NotFound> {
    match question.0 % 2 {
        0 => Ok(Answer(question.0 * 2)),
        _ => Err(NotFound(question.0)),
    }
}

fn ask(client: &Client<Question, Answer, NotFound>, number: u32) -> Result {
    client.call(Question(number))
}

/// No thread may outlive the program.
fn check_to_the_end(program: impl Fn() + Send + Sync + 'static) {
    let check = harness::model::Check::new().no_thread_left_behind();
    check.schedules(500).random(200).run(program);
}

mod behaves {
    use super::*;
    use harness::real::sync::Mutex;
    use std::collections::HashSet;

    #[harness::test]
    fn an_answer_comes_back() {
        check_to_the_end(|| {
            let (client, service) = start(double_even);
            let answers = [2, 10, 4].map(|number| ask(&client, number));
            assert!(
                answers == [Ok(Answer(4)), Ok(Answer(20)), Ok(Answer(8))],
                "2, 10 and 4 were asked and doubled, and the answers were {answers:?}"
            );
            drop(service);
        });
    }

    #[harness::test]
    fn an_error_comes_back() {
        check_to_the_end(|| {
            let (client, _service) = start(double_even);
            let answers = [3, 2, 5].map(|number| ask(&client, number));
            let failed = |number| Err(CallError::Failed(NotFound(number)));
            assert!(
                answers == [failed(3), Ok(Answer(4)), failed(5)],
                "`serve` fails at 3 and 5 and doubles 2, and the answers were {answers:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_comes_back_and_ends_nothing() {
        check_to_the_end(|| {
            let (client, _service) = start(|question: Question| match question.0 {
                1 => panic!("page one is torn"),
                2 => panic!("page {} is torn\nin two places", question.0),
                3 => std::panic::panic_any(3_u32),
                4 => panic!("{}", ""),
                _ => double_even(question),
            });
            let answers = [1, 2, 3, 4, 6].map(|number| ask(&client, number));
            let panicked = |text: &str| Err(CallError::Panicked(text.to_string()));
            let expected = [
                panicked("page one is torn"),
                panicked("page 2 is torn\nin two places"),
                panicked("?"),
                panicked(""),
                Ok(Answer(12)),
            ];
            assert!(
                answers == expected,
                "`serve` panicked at 1 and 2 with a text of one and of two lines, at 3 with a number and at 4 with \
                 an empty text, and doubled 6. The answers were {answers:?}"
            );
        });
    }

    #[harness::test]
    fn what_serve_remembers_outlives_a_panic() {
        check_to_the_end(|| {
            let mut served = 0;
            let (client, _service) = start(move |question: Question| {
                served += 1;
                assert!(question.0 != 0, "a bad question");
                Ok(Answer(served))
            });
            let answers = [1, 0, 1].map(|number| ask(&client, number).ok());
            assert!(
                answers == [Some(Answer(1)), None, Some(Answer(3))],
                "`serve` counts its calls, the second of three panics, and the counts that came back were {answers:?}"
            );
        });
    }

    #[harness::test]
    fn one_thread_serves_and_it_is_none_of_the_callers() {
        check_to_the_end(|| {
            let threads = harness::real::sync::Arc::new(Mutex::new(Vec::new()));
            let seen = threads.clone();
            let (client, _service) = start(move |question: Question| {
                seen.lock().unwrap().push(thread::current().id());
                assert!(question.0 != 0, "a bad question");
                double_even(question)
            });
            let _ = ask(&client, 0);
            let _ = thread::scope(|s| s.spawn(|| ask(&client, 4)).join());
            let threads = threads.lock().unwrap();
            let different = threads.iter().collect::<HashSet<_>>().len();
            assert!(
                !threads.contains(&thread::current().id()),
                "a request was served by the thread that made it"
            );
            assert!(
                different == 1,
                "two requests were served by {different} threads; the first of them made `serve` panic"
            );
        });
    }

    #[harness::test]
    fn a_service_that_is_gone_says_so() {
        check_to_the_end(|| {
            let (client, service) = start(double_even);
            let other = client.clone();
            drop(service);
            let answers = [ask(&client, 2), ask(&other, 4)];
            assert!(
                answers == [Err(CallError::Gone), Err(CallError::Gone)],
                "the service was dropped before, and the answers were {answers:?}"
            );
        });
    }
}

mod race_free {
    use super::*;
    use harness::witness::InFlight;

    fn check(program: impl Fn() + Send + Sync + 'static) {
        let check = harness::model::Check::new().schedules(800).random(200);
        check.run(program);
    }

    #[harness::test]
    fn every_caller_gets_its_own_answer() {
        check(|| {
            let (client, _service) = start(double_even);
            let other = client.clone();
            let second = thread::spawn(move || ask(&other, 4));
            let first = ask(&client, 2);
            let second = second.join().unwrap();
            assert!(
                (&first, &second) == (&Ok(Answer(4)), &Ok(Answer(8))),
                "one thread asked to double 2, another one 4, and the answers were {first:?} and {second:?}"
            );
        });
    }

    #[harness::test]
    fn an_error_reaches_its_own_caller_only() {
        check(|| {
            let (client, _service) = start(double_even);
            let (first, second) = thread::scope(|s| {
                let second = s.spawn(|| ask(&client, 3));
                (ask(&client, 2), second.join().unwrap())
            });
            assert!(
                (&first, &second) == (&Ok(Answer(4)), &Err(CallError::Failed(NotFound(3)))),
                "one thread asked for 2, another one for 3, at which `serve` fails. The answers were {first:?} \
                 and {second:?}"
            );
        });
    }

    #[harness::test]
    fn a_panic_reaches_its_own_caller_only() {
        check(|| {
            let (client, _service) = start(|question: Question| {
                assert!(question.0 != 0, "a bad question");
                double_even(question)
            });
            let (first, second) = thread::scope(|s| {
                let second = s.spawn(|| ask(&client, 0));
                (ask(&client, 2), second.join().unwrap())
            });
            let panicked = Err(CallError::Panicked("a bad question".to_string()));
            assert!(
                (&first, &second) == (&Ok(Answer(4)), &panicked),
                "one thread asked for 2, another one for 0, at which `serve` panics. The answers were {first:?} \
                 and {second:?}"
            );
        });
    }

    #[harness::test]
    fn one_request_is_served_at_a_time() {
        check(|| {
            let busy = harness::real::sync::Arc::new(InFlight::new());
            let desk = busy.clone();
            let (client, _service) = start(move |question: Question| {
                let _busy = desk.enter();
                thread::sleep(HOUR);
                double_even(question)
            });
            let start = Instant::now();
            thread::scope(|s| {
                s.spawn(|| ask(&client, 2));
                s.spawn(|| ask(&client, 4));
            });
            let (peak, took) = (busy.peak(), start.elapsed());
            assert!(
                peak == 1,
                "{peak} requests were served at the same time: `serve` may have one at a time only"
            );
            assert!(
                took == 2 * HOUR,
                "two requests of an hour were served after {took:?}"
            );
        });
    }

    #[harness::test]
    fn an_answer_may_take_its_time() {
        check(|| {
            let (client, _service) = start(|question| {
                thread::sleep(THOUSAND_DAYS);
                double_even(question)
            });
            let answer = ask(&client, 2);
            assert!(
                answer == Ok(Answer(4)),
                "serving took a thousand days, and the answer was {answer:?}"
            );
        });
    }

    #[harness::test]
    fn an_answer_comes_when_it_is_ready() {
        check(|| {
            let (client, _service) = start(|question| {
                thread::sleep(LONG);
                double_even(question)
            });
            let start = Instant::now();
            let _ = ask(&client, 2);
            let took = start.elapsed();
            assert!(
                took == LONG,
                "serving took {LONG:?}, and the caller had its answer after {took:?}"
            );
        });
    }

    #[harness::test]
    fn a_quiet_time_is_not_the_end() {
        check(|| {
            let (client, _service) = start(double_even);
            thread::sleep(THOUSAND_DAYS);
            let start = Instant::now();
            let (answer, took) = (ask(&client, 2), start.elapsed());
            assert!(
                answer == Ok(Answer(4)),
                "nobody asked for a thousand days, and then the answer was {answer:?}"
            );
            assert!(
                took == Duration::ZERO,
                "nobody asked for a thousand days, and then the answer took {took:?}"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::witness::Drops;

    fn time_to_drop<T>(value: T) -> Duration {
        let start = Instant::now();
        drop(value);
        start.elapsed()
    }

    #[harness::test]
    fn an_idle_service_ends_at_once() {
        check_to_the_end(|| {
            let (client, service) = start(double_even);
            thread::sleep(LONG);
            let took = time_to_drop(service);
            assert!(
                took == Duration::ZERO,
                "nothing was being served, and the drop of the service took {took:?}"
            );
            drop(client);
        });
    }

    #[harness::test]
    fn the_order_of_the_drops_does_not_matter() {
        check_to_the_end(|| {
            let (client, service) = start(double_even);
            drop(client);
            drop(service);
        });
    }

    #[harness::test]
    fn serve_is_dropped_with_the_service() {
        check_to_the_end(|| {
            let drops = Drops::new();
            let token = drops.token();
            let (client, service) = start(move |question: Question| {
                let _catalogue = &token;
                double_even(question)
            });
            let _ = ask(&client, 2);
            drop(service);
            let left = drops.alive();
            assert!(
                left == 0,
                "the service was dropped, and what `serve` owns is still there"
            );
        });
    }

    #[harness::test]
    fn the_request_at_work_is_answered_and_the_others_are_told() {
        // The signal and a request are there together once only, late in a long run. Of random schedules one in ten or
        // so makes a `select!` take the wrong one; those in order of their switches come to it late.
        let check = harness::model::Check::new().no_thread_left_behind();
        check.schedules(400).random(300).run(|| {
            let (client, service) = start(|question| {
                thread::sleep(HOUR);
                double_even(question)
            });
            let start = Instant::now();
            let (answers, took) = thread::scope(|s| {
                // Two of them wait while the first is served.
                let callers = [0, 1, 2].map(|minutes| {
                    let client = &client;
                    s.spawn(move || {
                        thread::sleep(minutes * MINUTE);
                        (ask(client, 2 * minutes), start.elapsed())
                    })
                });
                thread::sleep(HOUR + 2 * MINUTE);
                let took = time_to_drop(service);
                (callers.map(|caller| caller.join().unwrap()), took)
            });
            let [first, second, (third, told)] = answers;
            assert!(
                first == (Ok(Answer(0)), HOUR),
                "serving takes an hour, and the first caller had this, after this time: {first:?}"
            );
            assert!(
                second == (Ok(Answer(4)), 2 * HOUR),
                "the service was dropped two minutes after the second request was begun, and its caller had this, \
                 after this time: {second:?}"
            );
            assert!(
                third == Err(CallError::Gone),
                "a third request was not begun yet when the service was dropped, and its answer was {third:?}"
            );
            assert!(
                told <= 2 * HOUR,
                "a third request was not begun yet when the service was dropped, and its caller was told after {told:?}"
            );
            assert!(
                took == HOUR - 2 * MINUTE,
                "58 minutes of a request were left, and the drop of the service took {took:?}"
            );
        });
    }

    #[harness::test]
    fn nobody_waits_for_a_service_that_ends() {
        check_to_the_end(|| {
            let served = harness::real::sync::Arc::new(harness::real::sync::Mutex::new(0));
            let count = served.clone();
            let (client, service) = start(move |question| {
                *count.lock().unwrap() += 1;
                double_even(question)
            });
            let caller = thread::spawn(move || ask(&client, 2));
            drop(service);
            let answer = caller.join().unwrap();
            let served = *served.lock().unwrap();
            let expected = match served {
                0 => Err(CallError::Gone),
                _ => Ok(Answer(4)),
            };
            assert!(
                answer == expected,
                "a call and the drop of the service came together. The request was served {served} times, \
                 and its answer was {answer:?}"
            );
        });
    }

    #[harness::test]
    fn two_callers_and_the_end_come_together() {
        let check = harness::model::Check::new().no_thread_left_behind();
        check.schedules(500).random(200).run(|| {
            let (client, service) = start(double_even);
            let other = client.clone();
            let callers = [(client, 2), (other, 4)]
                .map(|(client, number)| (number, thread::spawn(move || ask(&client, number))));
            drop(service);
            for (number, caller) in callers {
                let answer = caller.join().unwrap();
                assert!(
                    answer == Ok(Answer(number * 2)) || answer == Err(CallError::Gone),
                    "{number} was to be doubled while the service was dropped, and the answer was {answer:?}"
                );
            }
        });
    }

    #[harness::test]
    fn a_panic_does_not_keep_the_service() {
        check_to_the_end(|| {
            let (client, service) = start(|_: Question| panic!("a bad question"));
            let answer: Result = ask(&client, 2);
            assert!(
                answer == Err(CallError::Panicked("a bad question".to_string())),
                "`serve` panicked, and the answer was {answer:?}"
            );
            drop(service);
        });
    }
}
