//! The listings of chapter 07.

use crate::table::{Listing, explored, measured, plain};

mod burst;
mod either;
mod fills_up;
mod kitchen;
mod last_sender;
mod out_of_order;
mod owner;
mod quiet_hour;
mod quiz_rendezvous;
mod quiz_stop_between;
mod quiz_take_two;
mod quiz_waiter_free;
mod sockets;

pub const LISTINGS: &[Listing] = &[
    explored("07-queues/burst", burst::main),
    measured("07-queues/either", either::main),
    measured("07-queues/fills_up", fills_up::main),
    plain("07-queues/kitchen", kitchen::main),
    explored("07-queues/last_sender", last_sender::main).promising("3 of 3 orders cooked"),
    explored("07-queues/out_of_order", out_of_order::main).promising("served: [1, 2]"),
    explored("07-queues/owner", owner::main),
    explored("07-queues/quiet_hour", quiet_hour::main).promising("3 of 3 orders cooked"),
    explored("07-queues/quiz_rendezvous", quiz_rendezvous::main),
    explored("07-queues/quiz_stop_between", quiz_stop_between::main),
    explored("07-queues/quiz_take_two", quiz_take_two::main),
    explored("07-queues/quiz_waiter_free", quiz_waiter_free::main),
    plain("07-queues/sockets", sockets::main),
];
