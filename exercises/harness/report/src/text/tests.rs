use super::*;
use crate::Row;
use insta::assert_snapshot;

fn row(thread: usize, action: &str, line: u32, source: &str) -> Row {
    Row {
        thread,
        action: action.to_string(),
        file: "lost_update.rs".to_string(),
        line,
        source: source.to_string(),
        forced: false,
    }
}

fn forced(row: Row) -> Row {
    Row {
        forced: true,
        ..row
    }
}

fn lost_update() -> Finding {
    let load = "let seen = self.value.load(Relaxed);";
    let store =
        "self.value.store(seen + 1, Relaxed); // nobody else can have come in between, can they?";
    let spawn =
        "workers.push(thread::spawn(move || { for _ in 0..times { counter.add_one(); } }));";
    let rows = vec![
        row(0, "spawn thread 1", 27, spawn),
        row(0, "spawn thread 2", 27, spawn),
        row(
            0,
            "waits for thread 1",
            30,
            "for worker in workers { worker.join().unwrap(); }",
        ),
        row(1, "load value -> 0", 14, load),
        forced(row(2, "load value -> 0", 14, load)),
        row(2, "store value 1", 15, store),
        row(1, "store value 1", 15, store),
        row(0, "load value -> 1", 19, "self.value.load(Relaxed)"),
    ];
    let schedule = Schedule {
        threads: vec!["main".into(), "thread 1".into(), "thread 2".into()],
        rows,
        stuck: vec![],
        forced_switches: 1,
        rare_outcomes: 0,
        schedules: 1_204,
    };
    let message = "Two threads added 1 each and the counter says 1. \
                   An update is lost when another thread writes between your load and your store.";
    Finding {
        kind: FindingKind::Panic,
        message: message.into(),
        schedule: Some(schedule),
    }
}

fn deadlock() -> Finding {
    let rows = vec![
        row(
            1,
            "lock accounts[0]",
            9,
            "let mut from = self.accounts[from].lock().unwrap();",
        ),
        forced(row(
            2,
            "lock accounts[1]",
            9,
            "let mut from = self.accounts[from].lock().unwrap();",
        )),
        row(
            2,
            "waits for accounts[0]",
            10,
            "let mut to = self.accounts[to].lock().unwrap();",
        ),
        Row {
            file: "transfer.rs".into(),
            ..row(
                1,
                "waits for accounts[1]",
                110,
                "let mut to = self.accounts[to].lock().unwrap();",
            )
        },
    ];
    let schedule = Schedule {
        threads: vec!["main".into(), "thread 1".into(), "thread 2".into()],
        rows,
        stuck: vec![
            "thread 1 waits for accounts[1] (line 10), which thread 2 holds since line 9.".into(),
            "thread 2 waits for accounts[0] (line 10), which thread 1 holds since line 9.".into(),
        ],
        forced_switches: 1,
        rare_outcomes: 0,
        schedules: 1,
    };
    Finding {
        kind: FindingKind::Deadlock,
        message: String::new(),
        schedule: Some(schedule),
    }
}

#[test]
fn a_lost_update_is_a_table() {
    assert_snapshot!(finding(&lost_update(), WIDTH));
}

#[test]
fn a_deadlock_ends_with_who_is_stuck() {
    assert_snapshot!(finding(&deadlock(), WIDTH));
}

#[test]
fn long_actions_break_before_the_source_is_gone() {
    let mut finding = lost_update();
    let schedule = finding.schedule.as_mut().unwrap();
    schedule.rows[3].action =
        "compare_exchange value 0 to 1 -> failed, it is 7 (Acquire, Relaxed)".into();
    assert_snapshot!(super::finding(&finding, WIDTH));
}

#[test]
fn a_narrow_page_gets_a_list() {
    assert_snapshot!(finding(&lost_update(), 48));
}

#[test]
fn a_finding_without_a_schedule_is_its_words() {
    let message = "The program holds more than 1 GiB.\n\n  thread 1   running\n  thread 2   asleep";
    let memory = Finding {
        kind: FindingKind::Memory,
        message: message.into(),
        schedule: None,
    };
    assert_snapshot!(finding(&memory, WIDTH));
}

#[test]
fn no_line_is_wider_than_asked() {
    let mut wide = lost_update();
    let schedule = wide.schedule.as_mut().unwrap();
    schedule.rows[4].source =
        "let 計数 = self.計数器.load(Relaxed); // 幅の広い文字は二列を取ります、だから早く切ります"
            .into();
    schedule.rows[5].action = "保存する value 一二三四五六七八九十".into();
    for width in 30..140 {
        for line in finding_lines(&wide, width) {
            assert!(fit::width(&line.text) <= width, "{width}: {}", line.text);
        }
    }
}

#[test]
fn separators_stand_below_each_other() {
    let lines = finding_lines(&lost_update(), WIDTH);
    let table = lines
        .iter()
        .filter(|l| matches!(l.part, Part::Head | Part::Step | Part::ForcedStep));
    let at = |text: &str| text.chars().position(|c| c == '│' || c == '┼');
    let mut places: Vec<_> = table.map(|l| at(&l.text)).collect();
    places.dedup();
    assert_eq!(places.len(), 1, "{places:?}");
}

#[test]
fn a_schedule_without_rows_still_says_how_it_was_found() {
    let empty = Schedule {
        schedules: 3,
        ..Schedule::default()
    };
    assert_eq!(
        schedule(&empty, WIDTH),
        "\nNo forced switch, found after 3 schedules.\n"
    );
}

#[test]
fn success_says_how_far_it_looked() {
    let claim = |forced_switches, exhaustive, schedules| {
        explored(&Explored {
            schedules,
            forced_switches,
            exhaustive,
        })
    };
    let claims = [
        claim(Some(2), false, 4_000),
        claim(Some(1), false, 61),
        claim(Some(0), false, 1_234_567),
        claim(None, false, 6_000),
        claim(Some(5), true, 252),
        claim(Some(0), true, 1),
    ];
    assert_snapshot!(claims.join("\n"));
}

#[test]
fn every_kind_has_a_name_and_a_headline() {
    use FindingKind::*;
    let kinds = [
        Panic,
        Deadlock,
        LostWakeup,
        Livelock,
        DataRace,
        ThreadLeftBehind,
        GuardHeldAtExit,
        UnjoinedPanic,
        NotReproducible,
        NotModelled,
        Hang,
        Exit,
        Memory,
        TooManyThreads,
        NotParallel,
    ];
    let table: Vec<String> = kinds
        .iter()
        .map(|k| format!("{:20} {}", k.name(), k.headline()))
        .collect();
    assert_snapshot!(table.join("\n"));
}

#[test]
fn searches_together_promise_what_the_least_of_them_does() {
    let search = |schedules, forced_switches, exhaustive| Explored {
        schedules,
        forced_switches,
        exhaustive,
    };
    let all = [
        search(30, Some(2), true),
        search(4000, Some(1), false),
        search(6000, Some(3), false),
    ];
    assert_eq!(
        Explored::together(&all),
        Some(search(10_030, Some(1), false))
    );
    assert_eq!(Explored::together([]), None);
}
