//! Ticket: the import that swaps.
//!
//! Photographs are read from a disk, shrunk by a crew, and stored in an archive. The disk is faster than the crew, or
//! the crew is faster than the archive: it depends on the day. Whatever is faster fills the memory with what the next
//! one has no time for. Make the fast side wait, all the way back to the disk.
//!
//! What must hold:
//! - Every photo that `photos` gives is shrunk once and its result stored once; none is left out.
//!   In which order results are stored is up to you.
//! - `workers` threads shrink, each one photo at a time, all at the same time if there is work for them.
//!   `store` is called by the thread that called `import`. Reading goes on meanwhile.
//! - Reading runs ahead, and not far: of the photos that have been read and are not shrunk yet, `capacity` wait for a
//!   worker, one is in the hands of the reader, one in those of each worker.
//! - Shrinking runs ahead in the same way: of the results that are not stored yet, `capacity` wait, one is in the hands
//!   of each worker, one in those of `store`. A worker that has a result in its hands takes no photo.
//! - A `capacity` of 0 means that nothing waits: photos and results go from hand to hand.
//! - Whoever has to wait sleeps, and goes on as soon as it can. A slow disk is not the end of the photos.
//! - If reading, shrinking or storing panics, `import` comes to an end and panics too, with any message.
//!   It does not hang. What has been read and stored by then is up to you.

/// Reads all photos, shrinks them with `workers` threads (at least one), and stores the results.
pub fn import<P, S>(
    photos: impl Iterator<Item = P> + Send,
    capacity: usize,
    workers: usize,
    shrink: impl Fn(P) -> S + Sync,
    store: impl FnMut(S),
) where
    P: Send,
    S: Send,
{
    let _ = (photos, shrink, store);
    todo!("a reader, {workers} workers and a store, with at most {capacity} waiting in between")
}
