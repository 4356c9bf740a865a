"""The job process: ``python -m lienthong.config.jobs``."""

from __future__ import annotations

import fcntl
import logging
import os
import threading

import django

from lienthong.config import options

# A worker that has not been heard of for this long is dead, and what it held is done by another.
HEARTBEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 15.0

log = logging.getLogger(__name__)


def take_over_from_dead_workers(seconds: float = DEAD_AFTER_SECONDS, *, all_dead: bool = False) -> int:
    """Queue again what killed workers left half done; how many jobs. Tasks are safe to run twice.

    Dead is who was not heard of for so many seconds; with ``all_dead`` everybody who ever registered.
    A job whose twin (same queueing lock) already waits is only marked as failed: the twin does the work.
    """
    from django.db import IntegrityError, connection, transaction

    with connection.cursor() as cursor:
        cursor.execute(
            "select job.id from procrastinate_jobs job left join procrastinate_workers worker on worker.id = job.worker_id "
            "where job.status = 'doing' and (%s or worker.id is null or worker.last_heartbeat < now() - %s * interval '1 second')",
            [all_dead, seconds],
        )
        left = [job_id for (job_id,) in cursor.fetchall()]
        taken = 0
        for job_id in left:
            try:
                with transaction.atomic():
                    cursor.execute("select procrastinate_retry_job_v2(%s, now(), null, null, null)", [job_id])
                taken += 1
            except IntegrityError:
                cursor.execute(
                    "select procrastinate_finish_job_v1(%s, 'failed', false)",
                    [job_id],
                )
    return taken


def hold_the_place() -> int | None:
    """The descriptor of the lock that the one job process of this installation holds, or None when another has it.

    The system lets go of it when the process dies, however it died. Kept open until the end; no child inherits it.
    """
    descriptor = os.open(options.var_dir() / ".jobs.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def take_over_from_the_one_before() -> int:
    """At the start of the only job process of a private cluster: all registered workers are dead, whatever their last
    heartbeat says. Waiting for it would leave what they held undone for a quarter of a minute.
    """
    from django.conf import settings

    from lienthong.kernel.access.public import system_scope

    if not settings.PRIVATE_CLUSTER or hold_the_place() is None:
        return 0
    with system_scope():
        return take_over_from_dead_workers(all_dead=True)


def _look_after(stop: threading.Event) -> None:
    """A thread beside the worker, not a job: it must not wait behind the jobs that it frees."""
    from django.db import connection
    from django.db.utils import Error as DatabaseError

    from lienthong.kernel.access.public import system_scope

    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            with system_scope():
                taken = take_over_from_dead_workers()
            if taken:
                log.warning("%s jobs of dead workers queued again", taken)
        except DatabaseError as error:
            log.info("no look at dead workers: %s", type(error).__name__)
            connection.close()


def main() -> None:
    """Work on every queue until told to stop, in the system's row security scope."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    from lienthong.kernel.access.jobs import in_system_scope

    if taken := take_over_from_the_one_before():
        log.warning("%s jobs of the worker before queued again", taken)
    stop = threading.Event()
    threading.Thread(target=_look_after, args=[stop], name="dead-workers", daemon=True).start()
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(
            concurrency=options.number("LIENTHONG_JOB_CONCURRENCY"),
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=5,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_AFTER_SECONDS,
            task_middleware=[in_system_scope],
        )
    stop.set()


if __name__ == "__main__":
    main()
