"""The loads of `gil.rs` for CPython: a line asks for one measurement, a line answers with its seconds.

A request is `MODEL LOAD WORKERS JOBS SIZE`: threads or processes, wait or compute. Workers are started
and have done a first job before the clock runs, for every model alike.
"""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

MULTIPLIER = 6364136223846793005
WORD = (1 << 64) - 1


def wait(millis):
    time.sleep(millis / 1000)


def compute(steps):
    """A generator of pseudo-random numbers that nobody can skip ahead in."""
    state = 1
    for _ in range(steps):
        state = (state * MULTIPLIER + 1) & WORD
    return state


LOADS = {"wait": wait, "compute": compute}
POOLS = {"threads": ThreadPoolExecutor, "processes": ProcessPoolExecutor}


def seconds(pool, load, jobs, size):
    start = time.perf_counter()
    for _ in pool.map(load, [size] * jobs):
        pass
    return time.perf_counter() - start


def start_workers(pool, workers):
    """A pool starts its workers when there is work: give each of them some, for long enough that all must come."""
    list(pool.map(wait, [20] * workers))


def answer(model, load, workers, jobs, size):
    with POOLS[model](workers) as pool:
        start_workers(pool, workers)
        return seconds(pool, LOADS[load], jobs, size)


def version():
    """Free-threaded builds can run without their lock."""
    locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    return f"CPython {sys.version.split()[0]} {'with' if locked else 'without'} its GIL"


def main():
    print(version(), flush=True)
    for line in sys.stdin:
        model, load, *numbers = line.split()
        print(answer(model, load, *map(int, numbers)), flush=True)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
