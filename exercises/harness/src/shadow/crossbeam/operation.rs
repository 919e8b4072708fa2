//! `select!`: waits for several channel operations at once and takes one that is ready.

use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::{self, Thread};
use std::time::Duration;

use super::channel::{Receiver, SendError, Sender, Source};
use super::error::RecvError;
use crate::model::ops::{self, Passage, Patience};
use crate::model::task;
use crate::time::Instant;

type At = &'static Location<'static>;

/// How long a `select!` waits for one of its operations.
#[derive(Clone, Copy, Debug)]
pub enum Wait {
    /// It has a `default` arm.
    No,
    /// It has a `default` arm with a time limit.
    For(Duration),
    Ever,
}

/// One operation of a `select!`.
pub trait Attempt {
    /// Its part in a modelled wait; timers have none.
    fn arm(&self) -> Arm;
    /// When a timer's message comes.
    fn due(&self) -> Option<Instant>;
    fn ready(&self) -> bool;
    fn watch(&self, thread: &Thread);
    fn unwatch(&self, thread: &Thread);
    /// Does it, if that needs no waiting any more.
    fn attempt(&mut self, at: At) -> bool;
}

/// Wraps what only the checker understands.
pub struct Arm(Option<task::Arm>);

pub struct Receive<'a, T> {
    receiver: &'a Receiver<T>,
    result: Option<Result<T, RecvError>>,
}

pub struct Send<'a, T>(&'a Sender<T>);

pub fn recv<T>(receiver: &Receiver<T>) -> Receive<'_, T> {
    Receive {
        receiver,
        result: None,
    }
}

pub fn send<T>(sender: &Sender<T>) -> Send<'_, T> {
    Send(sender)
}

impl<T> Send<'_, T> {
    /// Sends the message of the arm that was taken.
    ///
    /// # Errors
    ///
    /// The message, if no receiver is left.
    #[track_caller]
    pub fn complete(&self, message: T) -> Result<(), SendError<T>> {
        self.0.send(message)
    }
}

impl<T> Receive<'_, T> {
    pub fn result(&mut self) -> Result<T, RecvError> {
        self.result
            .take()
            .expect("the chosen operation has a result")
    }
}

impl<T> Attempt for Receive<'_, T> {
    fn arm(&self) -> Arm {
        match &self.receiver.0 {
            Source::Channel(end) => Arm(Some(end.arm())),
            Source::Timer(_) => Arm(None),
        }
    }

    fn due(&self) -> Option<Instant> {
        match &self.receiver.0 {
            Source::Channel(_) => None,
            Source::Timer(timer) => timer.due(),
        }
    }

    fn ready(&self) -> bool {
        match &self.receiver.0 {
            Source::Channel(end) => end.ready(),
            Source::Timer(timer) => timer.is_due(),
        }
    }

    fn watch(&self, thread: &Thread) {
        if let Source::Channel(end) = &self.receiver.0 {
            end.watch(thread);
        }
    }

    fn unwatch(&self, thread: &Thread) {
        if let Source::Channel(end) = &self.receiver.0 {
            end.unwatch(thread);
        }
    }

    fn attempt(&mut self, at: At) -> bool {
        self.result = match self.receiver.take(Patience::Never, at) {
            Ok(message) => Some(Ok(message)),
            Err(Passage::Closed) => Some(Err(RecvError)),
            Err(_) => None,
        };
        self.result.is_some()
    }
}

impl<T> Attempt for Send<'_, T> {
    fn arm(&self) -> Arm {
        Arm(Some(self.0.0.arm()))
    }

    fn due(&self) -> Option<Instant> {
        None
    }

    fn ready(&self) -> bool {
        self.0.0.ready()
    }

    fn watch(&self, thread: &Thread) {
        self.0.0.watch(thread);
    }

    fn unwatch(&self, thread: &Thread) {
        self.0.0.unwatch(thread);
    }

    /// The message is only made, and sent, in the arm itself: an arm that is not taken leaves it alone.
    fn attempt(&mut self, _at: At) -> bool {
        true
    }
}

/// The operation that is to be taken; `None`: the `default` arm.
///
/// `fair`: any of the ready ones may be next; otherwise it is the first.
#[track_caller]
pub fn choose(operations: &mut [&mut dyn Attempt], wait: Wait, fair: bool) -> Option<usize> {
    let give_up = match wait {
        Wait::No => Some(Instant::now()),
        Wait::For(limit) => Instant::now().checked_add(limit),
        Wait::Ever => None,
    };
    if ops::active() {
        modelled(operations, give_up, fair, Location::caller())
    } else {
        really(operations, give_up, fair, Location::caller())
    }
}

fn modelled(
    operations: &mut [&mut dyn Attempt],
    give_up: Option<Instant>,
    fair: bool,
    at: At,
) -> Option<usize> {
    loop {
        let ready = modelled_wait(operations, give_up, at);
        if ready.is_empty() && is_over(give_up) {
            return None;
        }
        let count = if fair {
            ready.len()
        } else {
            ready.len().min(1)
        };
        if let Some(chosen) = (count > 0).then(|| ready[ops::pick(count)]) {
            let chosen_one = &mut operations[chosen];
            if let Some(arm) = chosen_one.arm().0 {
                ops::grant(arm);
            }
            if chosen_one.attempt(at) {
                return Some(chosen);
            }
        }
    }
}

/// Waits until something is ready, a timer has its time or the patience ends; what is ready then.
fn modelled_wait(operations: &[&mut dyn Attempt], give_up: Option<Instant>, at: At) -> Vec<usize> {
    let with_arms = || {
        operations
            .iter()
            .enumerate()
            .filter_map(|(n, o)| Some((n, o.arm().0?)))
    };
    let end = operations
        .iter()
        .filter_map(|o| o.due())
        .chain(give_up)
        .min();
    let patience = match end.map(|end| end.saturating_duration_since(Instant::now())) {
        None => Patience::Always,
        Some(Duration::ZERO) => Patience::Never,
        Some(left) => Patience::Until(left),
    };
    let arms = with_arms().map(|(_, arm)| arm).collect();
    let places: Vec<usize> = with_arms().map(|(n, _)| n).collect();
    let ready = ops::select(arms, patience, at)
        .into_iter()
        .map(|n| places[n]);
    let due = |n: &usize| operations[*n].due().is_some() && operations[*n].ready();
    let mut ready: Vec<usize> = ready.chain((0..operations.len()).filter(due)).collect();
    ready.sort_unstable();
    ready
}

fn is_over(give_up: Option<Instant>) -> bool {
    give_up.is_some_and(|end| end <= Instant::now())
}

fn really(
    operations: &mut [&mut dyn Attempt],
    give_up: Option<Instant>,
    fair: bool,
    at: At,
) -> Option<usize> {
    /// Where the next fair choice begins.
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let count = operations.len();
    loop {
        let first = if fair { TURN.fetch_add(1, Relaxed) } else { 0 };
        let order = (0..count).map(|n| (first + n) % count);
        for n in order {
            if operations[n].ready() && operations[n].attempt(at) {
                return Some(n);
            }
        }
        if is_over(give_up) {
            return None;
        }
        park(operations, give_up);
    }
}

/// Sleeps until one of the channels changes, or the next time comes.
fn park(operations: &[&mut dyn Attempt], give_up: Option<Instant>) {
    let me = thread::current();
    operations.iter().for_each(|o| o.watch(&me));
    if !operations.iter().any(|o| o.ready()) {
        match operations
            .iter()
            .filter_map(|o| o.due())
            .chain(give_up)
            .min()
        {
            None => thread::park(),
            Some(end) => thread::park_timeout(end.saturating_duration_since(Instant::now())),
        }
    }
    operations.iter().for_each(|o| o.unwatch(&me));
}

/// `crossbeam::select!`: takes one operation that is ready, any of them if there are several.
///
/// Arms: `recv(receiver) -> result => …`, `send(sender, message) -> result => …`, `default => …`,
/// `default(time) => …`.
#[doc(hidden)]
#[macro_export]
macro_rules! __crossbeam_select {
    (@arms $how:tt [$($arms:tt)*] []) => {
        $crate::__crossbeam_select!(@run $how [$($arms)*] [(Ever) (::core::unreachable!("it waits for ever"))])
    };
    (@arms $how:tt [$($arms:tt)*] [$($default:tt)+]) => {
        $crate::__crossbeam_select!(@run $how [$($arms)*] [$($default)+])
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt recv($from:expr $(,)?) -> $result:pat => $body:block, $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation recv ($from) ($result) ($body))] $default $($rest)*)
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt recv($from:expr $(,)?) -> $result:pat => $body:block $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation recv ($from) ($result) ($body))] $default $($rest)*)
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt recv($from:expr $(,)?) -> $result:pat => $body:expr $(, $($rest:tt)*)?) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation recv ($from) ($result) ($body))] $default $($($rest)*)?)
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt send($to:expr, $message:expr $(,)?) -> $result:pat => $body:block, $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation send ($to, $message) ($result) ($body))] $default $($rest)*)
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt send($to:expr, $message:expr $(,)?) -> $result:pat => $body:block $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation send ($to, $message) ($result) ($body))] $default $($rest)*)
    };
    (@arms $how:tt [$($arms:tt)*] $default:tt send($to:expr, $message:expr $(,)?) -> $result:pat => $body:expr $(, $($rest:tt)*)?) => {
        $crate::__crossbeam_select!(@arms $how [$($arms)* (operation send ($to, $message) ($result) ($body))] $default $($($rest)*)?)
    };
    (@arms $how:tt $arms:tt [] default $(())? => $body:block, $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how $arms [(No) ($body)] $($rest)*)
    };
    (@arms $how:tt $arms:tt [] default $(())? => $body:block $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how $arms [(No) ($body)] $($rest)*)
    };
    (@arms $how:tt $arms:tt [] default $(())? => $body:expr $(, $($rest:tt)*)?) => {
        $crate::__crossbeam_select!(@arms $how $arms [(No) ($body)] $($($rest)*)?)
    };
    (@arms $how:tt $arms:tt [] default($time:expr $(,)?) => $body:block, $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how $arms [(For($time)) ($body)] $($rest)*)
    };
    (@arms $how:tt $arms:tt [] default($time:expr $(,)?) => $body:block $($rest:tt)*) => {
        $crate::__crossbeam_select!(@arms $how $arms [(For($time)) ($body)] $($rest)*)
    };
    (@arms $how:tt $arms:tt [] default($time:expr $(,)?) => $body:expr $(, $($rest:tt)*)?) => {
        $crate::__crossbeam_select!(@arms $how $arms [(For($time)) ($body)] $($($rest)*)?)
    };
    (@arms $how:tt $arms:tt $default:tt $($rest:tt)+) => {
        ::core::compile_error!(
            "the workbook's select! knows the arms `recv(receiver) -> result => …`, `send(sender, message) -> result => …`, \
             `default => …` and `default(time) => …`, the default once, with a comma after each expression"
        )
    };
    (@run $fair:tt $arms:tt $default:tt) => {
        $crate::__crossbeam_select!(@bind $fair [] $arms $default)
    };
    // A `match` for each end: if it is a temporary, it lives until the arm that is taken is over.
    (@bind $fair:tt [$($bound:tt)*] [($name:ident $kind:ident ($end:expr $(, $message:expr)?) $result:tt $body:tt) $($rest:tt)*] $default:tt) => {
        match &$end {
            end => {
                let mut $name = $crate::shadow::crossbeam::channel::$kind(end);
                $crate::__crossbeam_select!(@bind $fair [$($bound)* ($name $kind ($($message)?) $result $body)] [$($rest)*] $default)
            }
        }
    };
    (@bind $fair:tt [$(($name:ident $kind:ident $message:tt $result:tt $body:tt))*] [] [($($wait:tt)*) ($default:expr)]) => {{
        let chosen = $crate::shadow::crossbeam::channel::choose(
            &mut [$(&mut $name as &mut dyn $crate::shadow::crossbeam::channel::Attempt),*],
            $crate::shadow::crossbeam::channel::Wait::$($wait)*,
            $fair,
        );
        $crate::__crossbeam_select!(
            @take chosen (0usize) [$(($name $kind $message $result $body))*] ($default)
        )
    }};
    (@take $chosen:ident ($n:expr) [] ($default:expr)) => { $default };
    (@take $chosen:ident ($n:expr) [($name:ident recv () ($result:pat) ($body:expr)) $($rest:tt)*] $default:tt) => {
        if $chosen == ::core::option::Option::Some($n) {
            let $result = $name.result();
            $body
        } else {
            $crate::__crossbeam_select!(@take $chosen ($n + 1) [$($rest)*] $default)
        }
    };
    (@take $chosen:ident ($n:expr) [($name:ident send ($message:expr) ($result:pat) ($body:expr)) $($rest:tt)*] $default:tt) => {
        if $chosen == ::core::option::Option::Some($n) {
            let $result = $name.complete($message);
            $body
        } else {
            $crate::__crossbeam_select!(@take $chosen ($n + 1) [$($rest)*] $default)
        }
    };
    (@$($wrong:tt)*) => {
        ::core::compile_error!("select! is called with a form that the workbook's shadow of crossbeam does not know")
    };
    ($($arms:tt)+) => {
        $crate::__crossbeam_select!(@arms true [] [] $($arms)+)
    };
}

/// `crossbeam::select_biased!`: takes the first operation that is ready.
#[doc(hidden)]
#[macro_export]
macro_rules! __crossbeam_select_biased {
    ($($arms:tt)+) => {
        $crate::__crossbeam_select!(@arms false [] [] $($arms)+)
    };
}
