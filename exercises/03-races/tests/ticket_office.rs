//! What this proves: the office keeps its books right for one desk; and with two desks, every call takes effect at one
//! moment, under every schedule that the checker tries: single seats, parties, refunds and the count. One test has
//! three desks: two buyers and a refund.
//!
//! What it cannot see: who gets which seat, whether the desks wait longer for each other than they must, and any other
//! mistake that takes three desks to show.

#[allow(unused_imports)] // not every answer has thread-locals of its own
#[macro_use(thread_local)]
extern crate harness as std; // every `std` in this crate, the exercise's included, is the checker's
extern crate harness as core; // and every `core`

use std::collections::BTreeSet;
use std::thread;
use ticket_office::TicketOffice;

#[allow(dead_code)]
#[forbid(unsafe_code)] // the compiler is to vouch for the exercise, not its author
#[path = "../src/ticket_office.rs"]
mod ticket_office;

/// What two desks got that worked at the same time.
fn at_two_desks<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    thread::scope(|s| {
        let other = s.spawn(second);
        let mine = first();
        (mine, other.join().unwrap())
    })
}

/// A house of `seats` whose seats are all sold.
fn sold_out(seats: usize) -> TicketOffice {
    let office = TicketOffice::new(seats);
    for _ in 0..seats {
        office.sell();
    }
    office
}

/// A house of `seats` in which `seat` alone is free.
fn only_free(seat: usize, seats: usize) -> TicketOffice {
    let office = sold_out(seats);
    office.refund(seat);
    office
}

mod behaves {
    use super::*;

    #[harness::test]
    fn every_seat_is_sold_once() {
        let office = TicketOffice::new(3);
        let mut sold: Vec<_> = (0..3).filter_map(|_| office.sell()).collect();
        sold.sort();
        assert!(
            sold == [1, 2, 3],
            "a house with the seats 1 to 3 sold the seats {sold:?}"
        );
        let more = office.sell();
        assert!(
            more.is_none(),
            "the house is sold out, and it sold {more:?}"
        );
        assert!(
            office.free() == 0,
            "a house that is sold out says it has free seats"
        );
    }

    #[harness::test]
    fn a_house_without_seats_sells_none() {
        let office = TicketOffice::new(0);
        assert!(office.sell().is_none(), "a house without seats sold one");
        assert!(
            office.free() == 0,
            "a house without seats says it has free ones"
        );
        assert!(!office.refund(1), "a house without seats took seat 1 back");
        assert!(
            office.sell_party(0) == Some(vec![]),
            "a party of nobody needs no seat, and was turned away"
        );
    }

    #[harness::test]
    fn a_party_sits_in_seats_of_its_own() {
        let office = TicketOffice::new(5);
        let mut sold = office
            .sell_party(3)
            .expect("five seats are free, and a party of 3 was turned away");
        assert!(sold.len() == 3, "a party of 3 got the seats {sold:?}");
        let too_many = office.sell_party(3);
        assert!(
            too_many.is_none(),
            "two seats are free, and a party of 3 got {too_many:?}"
        );
        assert!(
            office.free() == 2,
            "5 seats, 3 sold, a party turned away: 2 are free"
        );
        sold.extend(
            office
                .sell_party(2)
                .expect("two seats are free, and a party of 2 was turned away"),
        );
        sold.sort();
        assert!(
            sold == [1, 2, 3, 4, 5],
            "the seats 1 to 5 went to two parties, and they hold {sold:?}"
        );
    }

    #[harness::test]
    fn a_refunded_seat_is_free_again() {
        let office = sold_out(3);
        assert!(
            office.refund(2),
            "seat 2 was sold, and its refund was refused"
        );
        assert!(
            office.free() == 1,
            "one ticket was refunded: one seat is free"
        );
        let again = office.sell();
        assert!(
            again == Some(2),
            "seat 2 is the only free one, and the office sold {again:?}"
        );
        assert!(
            office.sell().is_none(),
            "one ticket was refunded, and two seats were sold for it"
        );
    }

    #[harness::test]
    fn only_a_sold_seat_is_refunded() {
        let office = TicketOffice::new(2);
        assert!(
            !office.refund(1),
            "seat 1 was never sold, and the office took it back"
        );
        for seat in [0, 3, usize::MAX] {
            assert!(
                !office.refund(seat),
                "the house has the seats 1 and 2, and the office took seat {seat} back"
            );
        }
        let seat = office
            .sell()
            .expect("two seats are free, and a buyer was turned away");
        assert!(
            office.refund(seat),
            "seat {seat} was sold, and its refund was refused"
        );
        assert!(
            !office.refund(seat),
            "the ticket for seat {seat} was refunded twice"
        );
        assert!(
            office.free() == 2,
            "all tickets were refunded: both seats are free"
        );
    }
}

mod race_free {
    use super::*;
    use harness::model::check;

    #[harness::test]
    fn the_last_seat_is_sold_once() {
        check(|| {
            let office = TicketOffice::new(1);
            match at_two_desks(|| office.sell(), || office.sell()) {
                (Some(1), None) | (None, Some(1)) => (),
                (None, None) => panic!("one seat was free, and both buyers were turned away"),
                both => {
                    panic!(
                        "one seat was free, and the two desks sold {both:?}: between one desk's look and its sale, \
                         the other sold"
                    )
                }
            }
        });
    }

    #[harness::test]
    fn nobody_is_turned_away_while_a_seat_is_free() {
        check(|| {
            let office = TicketOffice::new(2);
            match at_two_desks(|| office.sell(), || office.sell()) {
                (Some(one), Some(other)) => {
                    assert!(one != other, "seat {one} was sold to two buyers")
                }
                (mine, other) => {
                    panic!(
                        "two seats for two buyers, and the desks sold {mine:?} and {other:?}: a buyer was turned away \
                         though a seat was free"
                    )
                }
            }
        });
    }

    #[harness::test]
    fn a_sold_out_house_says_so() {
        check(|| {
            let office = TicketOffice::new(1);
            let buy = || {
                let seat = office.sell();
                (seat, office.free())
            };
            let (one, other) = at_two_desks(buy, buy);
            for (seat, free) in [one, other] {
                assert!(
                    free == 0,
                    "a desk that was told {seat:?} for the only seat then reads {free} as free: the sale and the \
                     count are two steps"
                );
            }
        });
    }

    #[harness::test]
    fn one_of_two_parties_is_seated() {
        check(|| {
            let office = TicketOffice::new(2);
            match at_two_desks(|| office.sell_party(2), || office.sell_party(2)) {
                (Some(seats), None) | (None, Some(seats)) => assert!(
                    BTreeSet::from_iter(&seats).len() == 2,
                    "a party of 2 got the seats {seats:?}"
                ),
                (None, None) => {
                    panic!(
                        "two seats are free for two parties of 2, and both parties were turned away: each took a seat \
                         from the other"
                    )
                }
                (mine, other) => {
                    panic!("two seats for two parties of 2, and they hold {mine:?} and {other:?}")
                }
            }
        });
    }

    #[harness::test]
    fn a_party_that_is_too_large_takes_no_seat() {
        check(|| {
            let office = TicketOffice::new(1);
            let (party, buyer) = at_two_desks(|| office.sell_party(2), || office.sell());
            assert!(
                party.is_none(),
                "one seat was free, and a party of 2 got {party:?}"
            );
            assert!(
                buyer == Some(1),
                "seat 1 was free all along, and a buyer was told {buyer:?} while a party of 2 was turned away"
            );
        });
    }

    #[harness::test]
    fn nobody_sees_half_a_party() {
        check(|| {
            let office = TicketOffice::new(2);
            let (party, free) = at_two_desks(|| office.sell_party(2), || office.free());
            assert!(
                party.is_some(),
                "two seats were free, and a party of 2 was turned away"
            );
            assert!(
                free != 1,
                "a party of 2 takes two seats at one moment, and another desk saw 1 free seat in between"
            );
        });
    }

    #[harness::test]
    fn a_ticket_is_refunded_once() {
        check(|| {
            let office = sold_out(2);
            let both = at_two_desks(|| office.refund(1), || office.refund(1));
            assert!(
                both.0 || both.1,
                "the ticket for seat 1 was refused at both desks, though it was sold"
            );
            assert!(
                !(both.0 && both.1),
                "one ticket for seat 1 was refunded at two desks: between one desk's look and its refund, the other \
                 refunded"
            );
            let free = office.free();
            assert!(
                free == 1,
                "one ticket was refunded, and {free} seats are free"
            );
        });
    }

    #[harness::test]
    fn a_refund_beside_a_sale_is_not_lost() {
        check(|| {
            let office = TicketOffice::new(2);
            let mine = office
                .sell()
                .expect("two seats are free, and a buyer was turned away");
            let (refunded, sold) = at_two_desks(|| office.refund(mine), || office.sell());
            assert!(refunded, "seat {mine} was sold, and its refund was refused");
            let sold = sold.expect("a seat was free all along, and a buyer was turned away");
            let free = office.free();
            assert!(
                free == 1,
                "one seat of two is sold, and the office says that {free} are free: a refund and a sale at the same \
                 time lost an update"
            );
            let last = office.sell();
            assert!(
                last == Some(3 - sold),
                "seat {sold} is sold and the other is free, and the office sold {last:?}"
            );
        });
    }

    #[harness::test]
    fn a_refunded_seat_is_sold_once() {
        check(|| {
            let office = sold_out(1);
            let (refunded, sold) = at_two_desks(|| office.refund(1), || office.sell());
            assert!(refunded, "seat 1 was sold, and its refund was refused");
            let later = office.sell();
            assert!(
                sold.or(later) == Some(1),
                "seat 1 was refunded, and nobody can buy it"
            );
            assert!(
                sold.is_none() || later.is_none(),
                "seat 1 was refunded once and sold twice"
            );
        });
    }

    #[harness::test]
    fn free_never_says_more_than_were_free() {
        for (first, other) in [(1, 2), (2, 1)] {
            check(move || {
                let office = only_free(first, 2);
                let sell_then_refund = || (office.sell(), office.refund(other));
                let (free, done) = at_two_desks(|| office.free(), sell_then_refund);
                assert!(
                    done == (Some(first), true),
                    "seat {first} was free and seat {other} sold; a sale and then a refund of seat {other} gave {done:?}"
                );
                assert!(
                    free <= 1,
                    "the only free seat was sold before another came back, so never more than 1 was free, and `free` \
                     says {free}: it looked at the seats at several moments"
                );
            });
        }
    }

    #[harness::test]
    fn free_never_says_fewer_than_were_free() {
        for (first, other) in [(1, 2), (2, 1)] {
            check(move || {
                let office = only_free(first, 2);
                let refund_then_sell = || (office.refund(other), office.sell());
                let (free, _) = at_two_desks(|| office.free(), refund_then_sell);
                assert!(
                    free >= 1,
                    "a second seat came back before one was sold, so never fewer than 1 was free, and `free` says \
                     {free}: it looked at the seats at several moments"
                );
            });
        }
    }

    #[harness::test]
    fn a_buyer_beside_a_buyer_and_a_refund_is_seated() {
        check(|| {
            let office = only_free(2, 2);
            let (sold, refunds) = at_two_desks(
                || at_two_desks(|| office.sell(), || office.sell()),
                || (office.refund(1), office.refund(2)),
            );
            assert!(refunds.0, "seat 1 was sold, and its refund was refused");
            // Seat 2 could not be given back, so it was still free when seat 1 had become free as well.
            if refunds == (true, false) {
                assert!(
                    sold.0.is_some() && sold.1.is_some(),
                    "seat 2 was free until seat 1 was free as well, and two buyers were told {sold:?}: one was turned \
                     away though at every moment a seat was free"
                );
            }
        });
    }
}
