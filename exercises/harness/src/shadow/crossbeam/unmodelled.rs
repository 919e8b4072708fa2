//! What the checker cannot follow, by name: whoever uses one of these types is told so by the compiler.

macro_rules! unmodelled {
    ($($module:ident { $($name:ident $told:ident $path:literal;)* })*) => { $(
        #[doc = concat!("`crossbeam::", stringify!($module), "` is not modelled.")]
        pub mod $module { $(
            #[doc = concat!("Nothing has it: ", $path, ".")]
            #[diagnostic::on_unimplemented(
                message = $path,
                label = "not modelled by the schedule checker",
                note = "its algorithms run on real threads only, where no schedule can be tried"
            )]
            pub trait $told {}

            #[doc = concat!("Naming it does not compile: ", $path, ".")]
            #[derive(Debug)]
            pub struct $name<T: $told>(std::marker::PhantomData<T>);
        )* }
    )* };
}

unmodelled! {
    atomic {
        AtomicCell AtomicCellIsModelled "the schedule checker does not model `crossbeam::atomic::AtomicCell`";
    }
    deque {
        Injector InjectorIsModelled "the schedule checker does not model `crossbeam::deque::Injector`";
        Stealer StealerIsModelled "the schedule checker does not model `crossbeam::deque::Stealer`";
        Worker WorkerIsModelled "the schedule checker does not model `crossbeam::deque::Worker`";
    }
    epoch {
        Atomic AtomicIsModelled "the schedule checker does not model `crossbeam::epoch::Atomic`";
        Owned OwnedIsModelled "the schedule checker does not model `crossbeam::epoch::Owned`";
    }
    queue {
        ArrayQueue ArrayQueueIsModelled "the schedule checker does not model `crossbeam::queue::ArrayQueue`";
        SegQueue SegQueueIsModelled "the schedule checker does not model `crossbeam::queue::SegQueue`";
    }
}
