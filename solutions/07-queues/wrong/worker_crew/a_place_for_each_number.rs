//! Misconception: numbers of jobs are small: a list with a place for each will do.
//! Refused by: behaves

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

use crossbeam::channel::Receiver;

/// A job, with its number.
pub struct Job<J> {
    pub number: u32,
    pub what: J,
}

pub fn work_off<J, R>(
    workers: usize,
    jobs: Receiver<Job<J>>,
    do_it: impl Fn(J) -> R + Sync,
) -> BTreeMap<u32, thread::Result<R>>
where
    J: Send,
    R: Send,
{
    let places = Mutex::new(Vec::new());
    let (jobs, places, do_it) = (&jobs, &places, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(move || {
                for Job { number, what } in jobs {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let mut places = places.lock().unwrap();
                    let place = number as usize;
                    if places.len() <= place {
                        places.resize_with(place + 1, || None);
                    }
                    places[place] = Some(outcome);
                }
            });
        }
    });
    let places = std::mem::take(&mut *places.lock().unwrap());
    let done = (0..).zip(places);
    done.filter_map(|(number, outcome)| Some((number, outcome?)))
        .collect()
}
