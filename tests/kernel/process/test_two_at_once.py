"""Two people press the same button at the same moment."""

import threading

import pytest
from django.db import connection

from lienthong.kernel.access import scope
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.errors import Refused
from lienthong.kernel.process.models import ProcessDefinition, ProcessInstance
from lienthong.kernel.process.public import complete, path, publish, start, waiting_steps

from .diagrams import DOSSIER, FEES


@pytest.mark.django_db(transaction=True)
def test_step_pressed_twice_at_once_is_done_once():
    instance = start(publish("race", DOSSIER, [FEES]), subject=Ref("t.t", "1"))
    step = waiting_steps(instance)[0]
    outcomes = []
    gate = threading.Barrier(4)

    def press():
        scope.enter(scope.EVERYTHING)
        gate.wait()
        try:
            complete(ProcessInstance.objects.get(pk=instance.pk), step.id, {"đủ": False})
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]
    final = ProcessInstance.objects.get(pk=instance.pk)
    assert [done.code for done in path(final) if done.kind == "user"] == ["receive"]
    ProcessInstance.objects.all().delete()
    ProcessDefinition.objects.all().delete()
