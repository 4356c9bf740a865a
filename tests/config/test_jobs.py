"""Jobs of a killed worker are taken over; those of a living one are left alone."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from lienthong.config import jobs
from lienthong.config.jobs import take_over_from_dead_workers


@pytest.fixture
def job(db):
    """A job in progress by a worker last heard of so many seconds ago (None: a worker that was pruned)."""

    def make(seconds: float | None, lock: str | None = None) -> int:
        with connection.cursor() as cursor:
            worker = None
            if seconds is not None:
                cursor.execute(
                    "insert into procrastinate_workers (last_heartbeat) values (now() - %s * interval '1 second') returning id",
                    [seconds],
                )
                worker = cursor.fetchone()[0]
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, status, worker_id, queueing_lock) values ('default', 't', 'doing', %s, %s) returning id",
                [worker, lock],
            )
            return cursor.fetchone()[0]

    return make


def status(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select status::text from procrastinate_jobs where id = %s", [job_id])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("seconds", "after"), [(1, "doing"), (3600, "todo"), (None, "todo")])
def test_only_jobs_of_dead_workers_wait_again(job, seconds, after):
    held = job(seconds)

    take_over_from_dead_workers()

    assert status(held) == after


def test_job_whose_twin_waits_already_is_closed(job):
    held = job(3600, lock="seal")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, queueing_lock) values ('default', 't', 'seal')"
        )

    take_over_from_dead_workers()

    assert status(held) == "failed"


class TestNextProcess:
    """A job process was killed a second ago and its successor starts: what it held must not wait for its heartbeat to age."""

    @pytest.fixture(autouse=True)
    def place(self, monkeypatch, tmp_path):
        monkeypatch.setattr(jobs.options, "var_dir", lambda: tmp_path)

    def test_it_takes_over_at_once(self, job, settings):
        settings.PRIVATE_CLUSTER = True
        held = job(1)

        assert jobs.take_over_from_the_one_before() == 1
        assert status(held) == "todo"

    def test_a_second_process_beside_a_living_one_takes_nothing(self, job, settings):
        settings.PRIVATE_CLUSTER = True
        living = jobs.hold_the_place()
        held = job(1)

        assert jobs.take_over_from_the_one_before() == 0
        assert status(held) == "doing"
        os.close(living)

    def test_with_workers_on_other_machines_only_silence_tells(self, job, settings):
        settings.PRIVATE_CLUSTER = False
        held = job(1)

        assert jobs.take_over_from_the_one_before() == 0
        assert status(held) == "doing"
