"""The job process: ``python -m lienthong.config.jobs``."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Work on the queue until told to stop, in the system's row security scope."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    from lienthong.config import options
    from lienthong.kernel.access.jobs import in_system_scope

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            concurrency=options.number("LIENTHONG_JOB_CONCURRENCY"),
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            shutdown_graceful_timeout=5,
            task_middleware=[in_system_scope],
        )


if __name__ == "__main__":
    main()
