//! What this proves: a template is compiled once and handed out whole, with two and three threads asking, under every
//! schedule that the checker tries; nobody waits for another template; and a panic leaves the way open for the next.
//!
//! What it cannot see: how long a request waits that has found its template; and a template that asks for itself,
//! which has no right answer.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's

use harness::real::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use init_once::Templates;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread;

#[allow(dead_code)]
#[path = "../src/init_once.rs"]
mod init_once;

/// Counts how often a template was compiled.
///
/// The count is the true library's: the checker is to interrupt the exercise, not its test.
#[derive(Default)]
struct Compiler {
    runs: AtomicUsize,
}

impl Compiler {
    fn compile(&self, text: &str) -> String {
        self.runs.fetch_add(1, Relaxed);
        text.to_owned()
    }
    fn runs(&self) -> usize {
        self.runs.load(Relaxed)
    }
}

/// What asking for `name` panics with, if the compiler does.
fn panic_of(templates: &Templates, name: &str) -> Option<&'static str> {
    let compile = || -> String { panic!("missing brace") };
    let panic = catch_unwind(AssertUnwindSafe(|| templates.get(name, compile))).err()?;
    Some(
        panic
            .downcast_ref::<&'static str>()
            .copied()
            .unwrap_or("another panic than the compiler's"),
    )
}

mod behaves {
    use super::*;

    #[harness::test]
    fn a_template_is_compiled_when_first_asked_for() {
        let (templates, compiler) = (Templates::new(), Compiler::default());
        for ask in 1..=3 {
            let text = templates.get("header", || compiler.compile("<h1>"));
            assert_eq!(
                text, "<h1>",
                "the compiler made \"<h1>\", and request {ask} got {text:?}"
            );
            let runs = compiler.runs();
            assert_eq!(
                runs, 1,
                "after request {ask} for the same template, it was compiled {runs} times"
            );
        }
    }

    #[harness::test]
    fn templates_are_kept_by_name() {
        let templates = Templates::new();
        for name in ["header", "footer", ""] {
            let text = templates.get(name, || format!("text of {name}"));
            assert_eq!(
                text,
                format!("text of {name}"),
                "the request for {name:?} got {text:?}"
            );
        }
        let text = templates.get("header", || "a second header".to_owned());
        assert_eq!(
            text, "text of header",
            "\"header\" was compiled before \"footer\", and now is {text:?}"
        );
    }

    #[harness::test]
    fn an_empty_text_is_a_template_too() {
        let (templates, compiler) = (Templates::new(), Compiler::default());
        for _ in 0..2 {
            templates.get("empty", || compiler.compile(""));
        }
        let runs = compiler.runs();
        assert_eq!(
            runs, 1,
            "a template whose text is empty was compiled {runs} times"
        );
    }

    #[harness::test]
    fn two_servers_do_not_share_their_templates() {
        let (one, other) = (Templates::new(), Templates::new());
        one.get("header", || "of one".to_owned());
        let text = other.get("header", || "of the other".to_owned());
        assert_eq!(
            text, "of the other",
            "each `Templates` compiles for itself, and the second one got {text:?}"
        );
    }

    #[harness::test]
    fn a_panic_reaches_its_own_caller() {
        let panic = panic_of(&Templates::new(), "shop");
        assert_eq!(
            panic,
            Some("missing brace"),
            "the compiler panicked with \"missing brace\", and its caller sees {panic:?}"
        );
    }

    #[harness::test]
    fn eight_requests_share_one_result() {
        let (templates, compiler) = (Templates::new(), Compiler::default());
        let ask = || templates.get("header", || compiler.compile("<h1>"));
        thread::scope(|s| {
            let requests: Vec<_> = (0..8).map(|_| s.spawn(ask)).collect();
            for request in requests {
                let text = request.join().unwrap();
                assert_eq!(
                    text, "<h1>",
                    "the compiler made \"<h1>\", and a request got {text:?}"
                );
            }
        });
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn a_template_is_compiled_once() {
        check(|| {
            let (templates, compiler) = (Templates::new(), Compiler::default());
            thread::scope(|s| {
                s.spawn(|| templates.get("header", || compiler.compile("<h1>")));
                templates.get("header", || compiler.compile("<h1>"));
            });
            let runs = compiler.runs();
            assert_eq!(
                runs, 1,
                "two requests for one template compiled it {runs} times: between one request's look and its entry, \
                 the other looked"
            );
        });
    }

    #[harness::test]
    fn nobody_gets_an_unfinished_template() {
        check(|| {
            let templates = Templates::new();
            let ask = || templates.get("header", || "<h1>".to_owned());
            let (mine, other) = thread::scope(|s| {
                let other = s.spawn(ask);
                (ask(), other.join().unwrap())
            });
            for text in [mine, other] {
                assert_eq!(
                    text, "<h1>",
                    "the compiler made \"<h1>\", and a request that came while it worked got {text:?}"
                );
            }
        });
    }

    #[harness::test]
    fn no_template_is_forgotten() {
        check(|| {
            let (templates, compiler) = (Templates::new(), Compiler::default());
            thread::scope(|s| {
                s.spawn(|| templates.get("header", || compiler.compile("<h1>")));
                templates.get("footer", || compiler.compile("</p>"));
            });
            for name in ["header", "footer"] {
                templates.get(name, || compiler.compile("again"));
            }
            let runs = compiler.runs();
            assert_eq!(
                runs, 2,
                "two templates were asked for at the same time, and took {runs} compilations: an entry was lost, and \
                 made again"
            );
        });
    }
}

mod shuts_down {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn a_template_may_ask_for_another() {
        check(|| {
            let templates = Templates::new();
            let header = || templates.get("header", || "<h1>".to_owned());
            let text = templates.get("shop", || header() + "shop");
            assert_eq!(
                text, "<h1>shop",
                "the template `shop` asks for `header` and adds to it, and came out as {text:?}"
            );
        });
    }

    #[harness::test]
    fn two_pages_share_a_header() {
        check(|| {
            let (templates, compiler) = (Templates::new(), Compiler::default());
            let header = || templates.get("header", || compiler.compile("<h1>"));
            thread::scope(|s| {
                s.spawn(|| templates.get("shop", || header() + "shop"));
                templates.get("cart", || header() + "cart");
            });
            let runs = compiler.runs();
            assert_eq!(
                runs, 1,
                "two pages ask for the same header, and it was compiled {runs} times"
            );
        });
    }

    #[harness::test]
    fn no_template_waits_for_another() {
        check(|| {
            let (templates, both_compile) = (Templates::new(), Barrier::new(2));
            let slow = || {
                both_compile.wait();
                "slow".to_owned()
            };
            thread::scope(|s| {
                s.spawn(|| templates.get("shop", slow));
                templates.get("cart", slow);
            });
        });
    }

    #[harness::test]
    fn everyone_who_waits_is_served() {
        check(|| {
            let templates = Templates::new();
            let ask = || templates.get("header", || "<h1>".to_owned());
            thread::scope(|s| {
                s.spawn(ask);
                s.spawn(ask);
                ask();
            });
        });
    }

    #[harness::test]
    fn after_a_panic_the_next_caller_compiles() {
        check(|| {
            let templates = Templates::new();
            panic_of(&templates, "shop");
            for name in ["shop", "cart"] {
                let next = catch_unwind(AssertUnwindSafe(|| {
                    templates.get(name, || "mended".to_owned())
                }));
                assert!(
                    next.is_ok(),
                    "a compiler panicked once, and the next request for `{name}` panics too"
                );
                let text = next.unwrap();
                assert_eq!(
                    text, "mended",
                    "a compiler panicked once, and the next request for `{name}` got {text:?}"
                );
            }
        });
    }

    #[harness::test]
    fn a_panic_lets_a_waiting_caller_compile() {
        check(|| {
            let templates = Templates::new();
            let next = thread::scope(|s| {
                s.spawn(|| panic_of(&templates, "shop"));
                s.spawn(|| templates.get("shop", || "mended".to_owned()))
                    .join()
            });
            let text = next
                .expect("one request's compiler panicked, and another request that waited for it panics too");
            assert_eq!(
                text, "mended",
                "one request's compiler panicked, and another request got {text:?}"
            );
        });
    }
}
