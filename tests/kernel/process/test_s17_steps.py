"""S17: whatever is posted in whatever order, a step is neither skipped nor repeated.

An attacker, a double click and a stale tab all look the same: ids of steps that were seen at some time, ids that
never were, and steps that wait. The model knows the diagram and nothing of the engine.
"""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actions.public import Ref
from lienthong.kernel.errors import Refused
from lienthong.kernel.process.public import ProcessInstance, complete, path, publish, start, waiting_steps

from .diagrams import both, choose, end, flow, line, process, user
from .diagrams import start as begins

pytestmark = pytest.mark.django_db

BPMN = process(
    begins(), user("receive"), choose("g", "g-split"), user("supplement"), both("split"), user("left"), user("right"),
    both("join"), user("sign"), end(),
    line("start", "receive", "g"), flow("g", "supplement", "đủ = false"), flow("g", "split"), flow("supplement", "receive"),
    line("split", "left", "join"), line("split", "right", "join"), line("join", "sign", "end"),
)  # fmt: skip


def follow(waiting: frozenset, code: str, complete_papers: bool, done: set) -> frozenset:
    """The diagram by hand: what waits after ``code``."""
    rest = waiting - {code}
    if code == "receive":
        return frozenset({"left", "right"}) if complete_papers else frozenset({"supplement"})
    if code == "supplement":
        return frozenset({"receive"})
    if code in ("left", "right"):
        return rest or frozenset({"sign"})
    return frozenset()


attempt = st.tuples(st.sampled_from(["waiting", "stale", "unknown"]), st.integers(0, 9), st.booleans())


@given(st.lists(attempt, max_size=14))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_s17_random_posts_never_skip_or_repeat_a_step(attempts):
    instance = start(publish("s17", BPMN), subject=Ref("t.t", "1"))
    expected, seen, log = frozenset({"receive"}), [], []

    for what, pick, papers in attempts:
        fresh = ProcessInstance.objects.get(pk=instance.pk)
        steps = waiting_steps(fresh)
        assert sorted(step.code for step in steps) == sorted(expected)
        if what == "waiting" and steps:
            step = steps[pick % len(steps)]
            complete(fresh, step.id, {"đủ": papers})
            expected = follow(expected, step.code, papers, set())
            seen.append(step.id)
            log.append(step.code)
        else:
            wrong = seen[pick % len(seen)] if what == "stale" and seen else str(uuid.uuid4())
            with pytest.raises(Refused):
                complete(fresh, wrong, {"đủ": papers})

    final = ProcessInstance.objects.get(pk=instance.pk)
    assert [step.code for step in path(final) if step.kind == "user"] == log
    assert len(seen) == len(set(seen))
    assert (final.status == "completed") == (not expected)
