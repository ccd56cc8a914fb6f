"""The pool of processes: results in the order of the tasks, whatever happens to a worker."""

import multiprocessing
import os
import signal
import time
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from antq_extract.pool import Died, ordered

pytestmark = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the functions here cannot be sent"
)
AHEAD = 16  # results a worker that may wait for an earlier one


@pytest.fixture(autouse=True)
def nobody_is_left():
    yield
    assert multiprocessing.active_children() == []


def double(number):
    return 2 * number


def kill_self():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("tasks", [[], [7], list(range(100))], ids=len)
def test_results_come_in_the_order_of_the_tasks(jobs, tasks):
    assert list(ordered(double, tasks, jobs)) == [(task, 2 * task) for task in tasks]


def test_a_slow_task_does_not_lose_its_place():
    def slow_at_first(number):
        time.sleep(0.2 if number == 0 else 0)
        return number

    assert list(ordered(slow_at_first, range(20), 2)) == [(number, number) for number in range(20)]


def test_one_job_stays_in_this_process_and_others_do_not():
    def process(_task):
        return os.getpid()

    assert list(ordered(process, "ab", 1)) == [("a", os.getpid()), ("b", os.getpid())]
    assert os.getpid() not in {pid for _, pid in ordered(process, "ab", 2)}
    (one,) = {pid for _, pid in ordered(process, "ab", 1, apart=True)}
    assert one != os.getpid()


def test_no_more_processes_than_tasks():
    assert len({pid for _, pid in ordered(lambda _: os.getpid(), "a", 4)}) == 1


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_tasks_are_read_only_so_far_ahead(tmp_path, jobs):
    taken = []

    def tasks():
        for number in count():
            taken.append(number)
            yield number

    def wait_for_the_flag(number):
        while number == 0 and jobs > 1 and not (tmp_path / "flag").exists():
            time.sleep(0.01)
        return number

    with closing(ordered(wait_for_the_flag, tasks(), jobs)) as results:
        most = 1 if jobs == 1 else jobs * AHEAD + 1
        if jobs > 1:
            seen = []

            def release(_number, _frame):
                seen.append(len(taken))
                (tmp_path / "flag").touch()

            before = signal.signal(signal.SIGALRM, release)
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            try:
                assert next(results) == (0, 0)
            finally:
                signal.signal(signal.SIGALRM, before)
            assert seen == [most]
        for number in range(0 if jobs == 1 else 1, 200):
            assert next(results) == (number, number)
            assert len(taken) <= number + most


@pytest.mark.parametrize("size", [0, 10, 1_000_000])
def test_tasks_and_results_of_any_size(size):
    tasks = [bytes([number]) * size for number in range(8)]
    assert list(ordered(bytes.upper, tasks, 3)) == [(task, task.upper()) for task in tasks]


def test_a_worker_that_dies_costs_one_task(tmp_path):
    def fatal_at_5(number):
        with (tmp_path / f"{number}").open("a") as file:
            file.write("x")
        if number == 5:
            kill_self()
        return number

    found = dict(ordered(fatal_at_5, range(12), 2))
    assert list(found) == list(range(12))
    assert found.pop(5) == Died(-signal.SIGKILL)
    assert all(task == result for task, result in found.items())
    assert (tmp_path / "5").read_text() == "xx"


@pytest.mark.parametrize(
    ("end", "status"), [(lambda: os._exit(3), 3), (lambda: signal.raise_signal(signal.SIGTERM), -signal.SIGTERM)]
)
def test_how_a_worker_died_is_told(end, status):
    assert list(ordered(lambda _: end(), "a", 2)) == [("a", Died(status))]


def test_workers_that_always_die_end_nothing_else():
    assert list(ordered(lambda _: kill_self(), range(9), 3)) == [(number, Died(-9)) for number in range(9)]


def test_a_task_whose_worker_was_killed_by_somebody_else_is_done_again(tmp_path):
    def killed_once(number):
        flag = tmp_path / f"{number}"
        if number % 3 == 0 and not flag.exists():
            flag.touch()
            kill_self()
        return number

    assert list(ordered(killed_once, range(12), 2)) == [(number, number) for number in range(12)]


def test_a_worker_that_is_killed_while_idle_costs_nothing():
    def tasks():
        yield from range(4)
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        yield from range(4, 12)

    with closing(ordered(double, tasks(), 2)) as results:
        assert [result for _, result in results] == [2 * number for number in range(12)]


def test_a_run_that_is_given_up_leaves_nobody():
    with closing(ordered(lambda number: time.sleep(0.01 * number) or number, count(), 3)) as results:
        assert [next(results), next(results)] == [(0, 0), (1, 1)]
        assert len(multiprocessing.active_children()) == 3


def test_an_error_of_the_tasks_comes_through_and_leaves_nobody():
    def tasks():
        yield from range(40)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ordered(double, tasks(), 2))


def test_a_task_that_never_ends_is_given_up(tmp_path):
    def endless_at_1(number):
        with (tmp_path / f"{number}").open("a") as file:
            file.write("x")
        time.sleep(1000 if number == 1 else 0)
        return number

    found = list(ordered(endless_at_1, range(6), 2, hung=0.5))
    assert found == [(0, 0), (1, Died(-signal.SIGKILL, hung=True)), *((number, number) for number in range(2, 6))]
    assert (tmp_path / "1").read_text() == "x"


def test_ctrl_c_is_for_the_parent():
    def interrupted(number):
        os.kill(os.getpid(), signal.SIGINT)
        return number

    assert list(ordered(interrupted, range(4), 2)) == [(number, number) for number in range(4)]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not show processes as files")
def test_workers_end_with_their_parent_however_it_ends(tmp_path):
    def note(number):
        (tmp_path / f"{os.getpid()}").touch()
        time.sleep(0.01)
        return number

    parent = os.fork()
    if not parent:
        for _ in ordered(note, count(), 3):
            if len(list(tmp_path.iterdir())) == 3:
                kill_self()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(parent, 0)[1]) == -signal.SIGKILL
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert len(workers) == 3
    deadline = time.monotonic() + 20
    while (alive := [pid for pid in workers if is_alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    assert alive == []


def is_alive(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
