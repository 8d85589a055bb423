# Copyright the Twinpool authors.
# SPDX-License-Identifier: Apache-2.0
"""Measures Python's process pools: one line for each figure, `name value unit`.

CPython 3.11 or later, no further packages. Workers are forked, but for the figures that say spawn.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor

MANY = 1_000_000
SOME = 50_000
FEW = 10_000
TRIPS = 2_000
BIG = 64 << 20
STARTS = 5
RECYCLED = 20


def nothing():
    return 1


def increment(item):
    return item + 1


def same(value):
    return value


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median_seconds(action, times):
    return statistics.median(seconds(action) for _ in range(times))


def rate(items, action):
    """Items per second of an action over so many items."""
    return items / seconds(action)


def pool_figures(context, workers):
    with context.Pool(workers) as pool:
        pool.map(increment, range(FEW))  # warm
        yield "pool_map_chunk_1", rate(SOME, lambda: pool.map(increment, range(SOME), 1)), "items/s"
        yield "pool_map", rate(MANY, lambda: pool.map(increment, range(MANY))), "items/s"
        yield "pool_apply_async", rate(SOME, lambda: apply_each(pool)), "tasks/s"
        yield "pool_round_trip_p50", median_seconds(lambda: pool.apply(nothing), TRIPS) * 1e6, "us"
        payload = bytes(BIG)
        yield "pool_bytes_64_mib", median_seconds(lambda: pool.apply(same, (payload,)), 3) * 1e3, "ms"


def apply_each(pool):
    for result in [pool.apply_async(increment, (i,)) for i in range(SOME)]:
        result.get()


def executor_figures(context, workers):
    with ProcessPoolExecutor(workers, mp_context=context) as executor:
        list(executor.map(increment, range(workers * 10)))  # warm
        yield "executor_submit", rate(FEW, lambda: submit_each(executor)), "tasks/s"
        yield "executor_round_trip_p50", median_seconds(lambda: executor.submit(nothing).result(), TRIPS) * 1e6, "us"


def submit_each(executor):
    for future in [executor.submit(increment, i) for i in range(FEW)]:
        future.result()


def start_figures(fork, spawn, workers):
    yield "fork_first_result", statistics.median(first_result(fork) for _ in range(STARTS)) * 1e3, "ms"
    yield "spawn_first_result", statistics.median(first_result(spawn) for _ in range(STARTS)) * 1e3, "ms"
    with spawn.Pool(workers, maxtasksperchild=1) as pool:
        yield "spawn_worker_per_task", rate(RECYCLED, lambda: pool.map(increment, range(RECYCLED), 1)), "tasks/s"


def first_result(context):
    """Opens a pool of one worker, up to its first result; its end is not counted."""
    start = time.perf_counter()
    pool = context.Pool(1)
    pool.apply(nothing)
    taken = time.perf_counter() - start
    pool.terminate()
    pool.join()
    return taken


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--workers", type=int, default=2)
    workers = arguments.parse_args().workers
    fork = multiprocessing.get_context("fork")
    spawn = multiprocessing.get_context("spawn")
    for figures in pool_figures(fork, workers), executor_figures(fork, workers), start_figures(fork, spawn, workers):
        for name, value, unit in figures:
            print(name, f"{value:.6g}", unit, flush=True)


if __name__ == "__main__":
    sys.exit(main())
