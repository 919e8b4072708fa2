//! Runs a program under one schedule: every thread is a coroutine, and only one runs at a time.
//!
//! Coroutines are kept and used again from run to run; making a stack costs more than a whole short run.
//! A run that is given up leaves its coroutines where they stand: their stacks are taken back without
//! unwinding, so what they own leaks. Unwinding would run the reader's destructors in a broken program.

use ::std::cell::{Cell, RefCell};
use ::std::panic::{self, AssertUnwindSafe};
use ::std::sync::Arc;
use ::std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};
use report::FindingKind;

use crate::hashes;

use super::choice::Chooser;
use super::run::{Rules, Run};
use super::task::{Pending, Task, TaskId};

/// A quarter of what std gives a thread: enough for deep recursion, cheap in address space.
const STACK: usize = 512 * 1024;

pub(crate) type Program = Arc<dyn Fn() + Send + Sync>;
type Job = Box<dyn FnOnce()>;
type Worker = Coroutine<Job, Stopped, ()>;

/// Why a coroutine gave the processor back.
enum Stopped {
    /// Another task goes on, or none ever will.
    Switched,
    /// Its job is done; it can take the next one.
    Idle,
}

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
    static ACTIVE: Cell<bool> = const { Cell::new(false) };
    static YIELDER: Cell<*const Yielder<Job, Stopped>> = const { Cell::new(::std::ptr::null()) };
    /// The coroutine of each task that has started and not ended.
    static CREW: RefCell<Vec<Option<Worker>>> = const { RefCell::new(Vec::new()) };
    /// The jobs of tasks that have not started.
    static JOBS: RefCell<Vec<Option<Job>>> = const { RefCell::new(Vec::new()) };
    static FRESH: Cell<bool> = const { Cell::new(false) };
    static IDLE: RefCell<Vec<Worker>> = const { RefCell::new(Vec::new()) };
}

static NEXT_RUN: AtomicU64 = AtomicU64::new(1);

/// Whether the caller is a modelled thread.
#[inline]
pub(crate) fn active() -> bool {
    ACTIVE.get()
}

/// Looks at or changes the present run. Never calls the reader's code from inside.
pub(crate) fn with<R>(use_run: impl FnOnce(&mut Run) -> R) -> R {
    RUN.with_borrow_mut(|run| use_run(run.as_mut().expect("inside a modelled run")))
}

/// Gives the checker a real thread of its own: a run that is given up in the middle of a panic leaves std's count of
/// panics behind, and the caller's thread shall not have it.
pub(crate) fn on_a_real_thread<R: Send + 'static>(job: impl FnOnce() -> R + Send + 'static) -> R {
    let checker = ::std::thread::Builder::new().name("checker".into());
    let job = || {
        hashes::fix_for_this_thread();
        job()
    };
    let done = checker.spawn(job).expect("a thread for the checker").join();
    done.unwrap_or_else(|payload| panic::resume_unwind(payload))
}

/// From now on, each run of this checker gets a real thread of its own, which has made no hash map yet: for programs
/// whose course depends on the order of one. It costs some ten times as much as a run does.
pub(crate) fn use_fresh_threads() {
    FRESH.set(true);
}

pub(crate) fn uses_fresh_threads() -> bool {
    FRESH.get()
}

/// A destructor panicked while its thread was unwinding, and std is about to abort the process. In a modelled run only
/// the run ends.
pub(crate) fn stop_before_the_abort() -> ! {
    with(|run| {
        let message = super::explain::panic_in_a_destructor(run);
        run.give_up(FindingKind::Panic, message);
    });
    suspend_for_ever()
}

/// Runs the program once. The finished run tells how it went.
pub(crate) fn execute(
    rules: Rules,
    chooser: Box<dyn Chooser>,
    traced: bool,
    program: &Program,
) -> Run {
    if !uses_fresh_threads() {
        return execute_here(rules, chooser, traced, program);
    }
    let (there, program) = (Carried(chooser), program.clone());
    on_a_real_thread(move || Carried(execute_here(rules, there.unpack(), traced, &program)))
        .unpack()
}

/// What crosses to another real thread while nobody looks at it here.
struct Carried<T>(T);

// SAFETY: the sender waits for the other thread's end, so the two never use it at the same time.
unsafe impl<T> Send for Carried<T> {}

impl<T> Carried<T> {
    fn unpack(self) -> T {
        self.0
    }
}

fn execute_here(rules: Rules, chooser: Box<dyn Chooser>, traced: bool, program: &Program) -> Run {
    let id = NEXT_RUN.fetch_add(1, Relaxed);
    RUN.set(Some(Run::new(id, rules, chooser, traced)));
    ACTIVE.set(true);
    let program = program.clone();
    JOBS.with_borrow_mut(|jobs| jobs.push(Some(Box::new(move || main_task(&program)))));
    CREW.with_borrow_mut(|crew| crew.push(None));
    drive();
    ACTIVE.set(false);
    abandon();
    RUN.take().expect("the run was put there above")
}

/// Adds a task; it starts when the scheduler first picks it.
pub(crate) fn spawn(name: Option<String>, job: impl FnOnce() + 'static) -> TaskId {
    let id = with(|run| {
        let mut clock = run.me().clock.clone();
        let id = run.tasks.len();
        clock.tick(id);
        run.tick();
        run.tasks.push(Task::new(name, clock));
        id
    });
    JOBS.with_borrow_mut(|jobs| jobs.push(Some(Box::new(move || spawned_task(job)))));
    CREW.with_borrow_mut(|crew| crew.push(None));
    id
}

fn main_task(program: &Program) {
    let result = panic::catch_unwind(AssertUnwindSafe(|| program()));
    drop_locals();
    with(|run| {
        run.me().unwinding = 0;
        if result.is_err() {
            let message = run
                .me()
                .panics
                .last()
                .map_or_else(String::new, |note| note.message.clone());
            run.give_up(FindingKind::Panic, message);
        }
        run.main_returned();
    });
    end_task();
}

fn spawned_task(job: impl FnOnce()) {
    job();
    drop_locals();
    end_task();
}

/// Destructors of thread-local values may lock and wait: they run as part of the thread.
pub(crate) fn drop_locals() {
    while let Some(local) = with(|run| run.me().locals.pop()) {
        drop(local);
    }
}

fn end_task() {
    with(|run| {
        run.me().pending = Pending::Done;
        run.me().doing = None;
        if run.verdict.is_none() && run.schedule().is_none() {
            run.nobody_can_go_on();
        }
    });
}

/// Gives the processor to the task that the scheduler has picked, until it comes back here.
pub(crate) fn suspend() {
    let yielder = YIELDER.get();
    // SAFETY: the yielder lives on the stack of the coroutine that is running this very line.
    let _no_job = unsafe { (*yielder).suspend(Stopped::Switched) };
    YIELDER.set(yielder);
}

/// The run is over: this coroutine is never resumed.
pub(crate) fn suspend_for_ever() -> ! {
    suspend();
    unreachable!("a run that was given up went on")
}

fn drive() {
    while let Some(task) = next_to_run() {
        let started = CREW.with_borrow_mut(|crew| crew[task].take());
        let job = JOBS.with_borrow_mut(|jobs| jobs[task].take());
        let mut worker = started.unwrap_or_else(hire);
        let result = worker.resume(job.unwrap_or_else(|| Box::new(|| ())));
        match result {
            CoroutineResult::Yield(Stopped::Switched) => {
                CREW.with_borrow_mut(|crew| crew[task] = Some(worker));
            }
            CoroutineResult::Yield(Stopped::Idle) => IDLE.with_borrow_mut(|idle| idle.push(worker)),
            CoroutineResult::Return(()) => unreachable!("workers loop for ever"),
        }
    }
}

/// `None`: the run is over, well or badly.
fn next_to_run() -> Option<TaskId> {
    with(|run| {
        let over = run.verdict.is_some() || run.tasks.iter().all(Task::ended);
        (!over).then_some(run.current)
    })
}

fn hire() -> Worker {
    IDLE.with_borrow_mut(Vec::pop).unwrap_or_else(|| {
        let stack = DefaultStack::new(STACK).expect("memory for a coroutine's stack");
        Coroutine::with_stack(stack, |yielder, mut job: Job| {
            loop {
                YIELDER.set(yielder);
                // What is still to be dropped when a thread is over (its result, its thread-local values) may panic.
                if panic::catch_unwind(AssertUnwindSafe(job)).is_err() {
                    with(|run| run.give_up(FindingKind::Panic, super::explain::last_panic(run)));
                }
                job = yielder.suspend(Stopped::Idle);
            }
        })
    })
}

/// Takes back what a given-up run left standing.
fn abandon() {
    JOBS.take()
        .into_iter()
        .flatten()
        .for_each(::std::mem::forget);
    for mut worker in CREW.take().into_iter().flatten() {
        // SAFETY: nothing of the run is used again: its objects find no state in the next run, and what its
        // stacks owned is leaked, not dropped.
        unsafe { worker.force_reset() };
    }
}
