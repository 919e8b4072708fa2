//! What this proves: words are what the ticket says; every item of every line is counted, each line once, in the
//! pool's threads, in pools of 1 to 8 threads and for many lengths; and the threads look for items and count them at the same time.
//! The items of `speeds_up` are the tests' own: whoever looks one up in a map waits for another thread that does.
//!
//! What it cannot see: how often maps are merged, and how long that takes. A map for each line is counted right.

extern crate harness as core;
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's // and every `core`

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/word_count.rs"]
mod word_count;

use harness::gauge::Meeting;
use harness::real::collections::{BTreeMap, HashMap};
use harness::real::hash::{Hash, Hasher};
use harness::real::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use rayon::{ThreadPool, ThreadPoolBuilder};
use word_count::{tally, word_count, words};

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("a pool")
}

/// Steps that wait for each other, until so many threads have done one at the same time.
struct Company {
    threads: usize,
    meeting: Meeting,
}

impl Company {
    fn of(threads: usize) -> Self {
        let meeting = Meeting::new(threads);
        Company { threads, meeting }
    }

    fn wait(&self) {
        if !self.came() {
            self.meeting.item(|| ());
        }
    }

    fn came(&self) -> bool {
        self.meeting.peak() >= self.threads
    }
}

mod behaves {
    use super::*;

    #[harness::test]
    fn words_are_runs_of_letters_and_digits() {
        for (line, right) in [
            ("one two", vec!["one", "two"]),
            ("", vec![]),
            (" \t ,;. -- ", vec![]),
            (
                "To be, or not to be?",
                vec!["to", "be", "or", "not", "to", "be"],
            ),
            ("  in\tthe   middle  ", vec!["in", "the", "middle"]),
            ("(well-known)", vec!["well", "known"]),
            ("don't", vec!["don", "t"]),
            ("3 x 14, 2x", vec!["3", "x", "14", "2x"]),
            ("snake_case", vec!["snake", "case"]),
            ("a", vec!["a"]),
        ] {
            let got = words(line);
            assert!(
                got == right,
                "the words of {line:?} are {right:?}, and `words` said {got:?}"
            );
        }
    }

    #[harness::test]
    fn letters_are_those_of_all_languages() {
        for (line, right) in [
            ("Été à Zürich", vec!["été", "à", "zürich"]),
            ("ÄPFEL—Ærø…", vec!["äpfel", "ærø"]),
            ("Москва, Київ", vec!["москва", "київ"]),
            ("東京 2020", vec!["東京", "2020"]),
            ("İstanbul", vec!["i\u{307}stanbul"]), // the dot is no letter, and the capital with it is one
            ("ΟΔΟΣ", vec!["οδος"]),                // another sigma at the end of a word
            ("٣ ½ Ⅷ", vec!["٣", "½", "ⅷ"]),
        ] {
            let got = words(line);
            assert!(
                got == right,
                "the words of {line:?} are {right:?}, and `words` said {got:?}"
            );
        }
    }

    fn sorted<K: Ord + Clone>(counts: &HashMap<K, usize>) -> BTreeMap<K, usize> {
        counts
            .iter()
            .map(|(item, count)| (item.clone(), *count))
            .collect()
    }

    #[harness::test]
    fn the_words_of_a_text_are_counted() {
        let text =
            "The cat saw the dog.\r\nThe dog, the old DOG, slept\n\n\nand the cat didn't. \n";
        let right = [
            ("and", 1),
            ("cat", 2),
            ("didn", 1),
            ("dog", 3),
            ("old", 1),
            ("saw", 1),
            ("slept", 1),
            ("t", 1),
            ("the", 5),
        ];
        let got = sorted(&pool(1).install(|| word_count(text)));
        let right: BTreeMap<String, usize> = right
            .into_iter()
            .map(|(word, count)| (word.to_owned(), count))
            .collect();
        assert!(
            got == right,
            "in {text:?}\nare   {right:?},\nand `word_count` found {got:?}"
        );
    }

    #[harness::test]
    fn an_empty_text_has_no_words() {
        for text in ["", "\n\n\n", "... --- ..."] {
            let got = sorted(&pool(1).install(|| word_count(text)));
            assert!(
                got.is_empty(),
                "there is no word in {text:?}, and `word_count` found {got:?}"
            );
        }
    }

    /// Line n holds n % 5 items, some of them equal.
    fn items(line: &usize) -> Vec<usize> {
        (0..line % 5).map(|n| (line * 7 + n / 2) % 13).collect()
    }

    const LENGTHS: [usize; 12] = [0, 1, 2, 3, 4, 5, 8, 9, 64, 101, 500, 1_003];

    #[harness::test]
    fn pools_of_any_size_count_the_same() {
        for threads in [1, 2, 3, 4, 8] {
            let pool = pool(threads);
            for length in LENGTHS {
                let lines: Vec<usize> = (0..length).collect();
                let mut right = BTreeMap::new();
                for item in lines.iter().flat_map(items) {
                    *right.entry(item).or_insert(0) += 1;
                }
                let got = sorted(&pool.install(|| tally(&lines, items)));
                assert!(
                    got == right,
                    "in a pool of {threads}, in {length} lines, are\n{right:?},\nand `tally` found\n{got:?}"
                );
            }
        }
    }

    #[harness::test]
    fn each_line_is_asked_about_once() {
        for threads in [1, 2, 3, 4, 8] {
            let pool = pool(threads);
            for length in LENGTHS {
                let lines: Vec<AtomicUsize> = (0..length).map(|_| AtomicUsize::new(0)).collect();
                pool.install(|| {
                    tally(&lines, |line| {
                        line.fetch_add(1, SeqCst);
                        vec![1, 2]
                    })
                });
                for (number, asked) in lines.iter().enumerate() {
                    let asked = asked.load(SeqCst);
                    assert!(
                        asked == 1,
                        "in a pool of {threads}, of {length} lines, `tally` asked {asked} times about line {number}, \
                         counted from 0"
                    );
                }
            }
        }
    }

    #[harness::test]
    fn a_line_may_be_as_long_as_the_rest() {
        let lines: Vec<usize> = (0..100).map(|n| if n == 60 { 5_000 } else { 1 }).collect();
        let got = pool(3).install(|| tally(&lines, |length| vec!["word"; *length]));
        let right = HashMap::from([("word", 5_099)]);
        assert!(
            got == right,
            "99 lines hold one word each and line 60 holds it 5,000 times, and `tally` found {got:?}"
        );
    }

    #[harness::test]
    fn the_callers_pool_does_the_work() {
        let (pool, strangers) = (pool(2), AtomicUsize::new(0));
        let lines = vec![(); 1_000];
        pool.install(|| {
            tally(&lines, |()| {
                if pool.current_thread_index().is_none() {
                    strangers.fetch_add(1, SeqCst);
                }
                vec![1]
            })
        });
        assert!(
            strangers.into_inner() == 0,
            "`tally` was called in a pool, and asked about lines in threads that do not belong to it"
        );
    }
}

mod speeds_up {
    use super::*;
    use harness::real::thread;
    use harness::real::time::Duration;

    const LINES: usize = 2_000;

    /// An item that is watched while it is looked up in a map.
    struct Watched<'a> {
        item: usize,
        watch: &'a (dyn Fn() + Sync),
        /// What of it is watched: that its place is looked for, or that it is compared with what is there.
        compared: bool,
    }

    impl PartialEq for Watched<'_> {
        fn eq(&self, other: &Self) -> bool {
            if self.compared {
                (self.watch)();
            }
            self.item == other.item
        }
    }

    impl Eq for Watched<'_> {}

    impl Hash for Watched<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            if !self.compared {
                (self.watch)();
            }
            self.item.hash(state);
        }
    }

    #[harness::test]
    fn all_threads_look_for_items() {
        let lines: Vec<usize> = (0..LINES).collect();
        for threads in [2, 3, 4] {
            let company = Company::of(threads);
            pool(threads).install(|| {
                tally(&lines, |line| {
                    company.wait();
                    vec![line % 10]
                })
            });
            assert!(
                company.came(),
                "in a pool of {threads}, for {LINES} lines, `tally` never had {threads} threads that asked what is in \
                 a line"
            );
        }
    }

    #[harness::test]
    fn all_threads_count() {
        let lines: Vec<usize> = (0..LINES).collect();
        for threads in [2, 3, 4] {
            let company = Company::of(threads);
            let watch = || company.wait();
            let watched = |line: &usize| {
                let item = line % 10;
                vec![Watched {
                    item,
                    watch: &watch,
                    compared: false,
                }]
            };
            pool(threads).install(|| _ = tally(&lines, watched));
            assert!(
                company.came(),
                "in a pool of {threads}, for {LINES} lines, `tally` never had {threads} threads that looked up an item in \
                 their maps: either they wait for each other, or one of them counts for all"
            );
        }
    }

    #[harness::test]
    fn all_threads_count_an_item_that_is_everywhere() {
        for threads in [2, 3, 4] {
            let company = Company::of(threads);
            let watch = || company.wait();
            let watched = |_: &()| {
                vec![Watched {
                    item: 7,
                    watch: &watch,
                    compared: true,
                }]
            };
            pool(threads).install(|| _ = tally(&[(); LINES], watched));
            assert!(
                company.came(),
                "in a pool of {threads}, with the same item in each of {LINES} lines, `tally` never had {threads} threads \
                 that found it in their maps: either they wait for each other there, or one of them counts for all"
            );
        }
    }

    #[harness::test]
    fn long_lines_at_the_end_are_shared() {
        let lines: Vec<usize> = (0..LINES).collect();
        let (begun, company) = (Company::of(2), Company::of(2));
        pool(2).install(|| {
            tally(&lines, |line| {
                begun.wait();
                if *line >= LINES / 4 * 3 {
                    company.wait();
                }
                vec![line % 10]
            })
        });
        assert!(
            company.came(),
            "all that is in {LINES} lines stood in the last quarter, and `tally` left it to one of two \
             threads while the other one had nothing to do"
        );
    }

    #[harness::test]
    fn the_others_go_on_while_one_line_takes_long() {
        let lines: Vec<usize> = (0..LINES).collect();
        let (begun, asked, in_time) = (Company::of(2), AtomicUsize::new(0), AtomicUsize::new(0));
        let enough = LINES / 8 * 7;
        pool(2).install(|| {
            tally(&lines, |line| {
                begun.wait();
                // Threads that wait for each other have not begun together, and how far they are is chance.
                if *line == LINES / 2 && begun.came() {
                    while asked.load(SeqCst) < enough && others_go_on(&asked) {}
                    in_time.store(asked.load(SeqCst), SeqCst);
                }
                asked.fetch_add(1, SeqCst);
                vec![line % 10]
            })
        });
        assert!(
            in_time.into_inner() >= enough,
            "line {} of {LINES} took long, and with it more than an eighth of all lines had to wait: `tally` had given \
             them to the thread that was busy with it",
            LINES / 2
        );
    }

    /// Whether another line is asked about within a second.
    fn others_go_on(asked: &AtomicUsize) -> bool {
        let before = asked.load(SeqCst);
        for _ in 0..1_000 {
            if asked.load(SeqCst) > before {
                return true;
            }
            thread::sleep(Duration::from_millis(1));
        }
        false
    }
}
