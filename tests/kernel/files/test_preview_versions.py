"""Pictures are kept by the version of what drew them: after an upgrade nobody sees those of the old hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lienthong.kernel.files import preview as previews
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.preview import forget_pictures, preview, renderer, sweep_pictures
from tests.kernel.files import samples


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def upgrade() -> None:
        monkeypatch.setattr(previews, "DRAWING", previews.DRAWING + 1)
        renderer.cache_clear()

    yield upgrade
    renderer.cache_clear()


def test_mark_names_the_versions_that_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    before = renderer()
    monkeypatch.setattr(previews, "version", lambda name: "99.0")
    renderer.cache_clear()

    assert renderer() != before
    renderer.cache_clear()


def test_picture_of_an_older_renderer_is_made_anew_and_the_old_one_swept(
    bring: Callable[..., StoredFile], upgraded: Callable[[], None], settings: object
) -> None:
    file = bring(samples.pdf(), "a.pdf")
    preview(file, side=240)
    [old] = previews._folder().iterdir()
    old.write_bytes(b"cu")
    assert preview(file, side=240) == b"cu"

    upgraded()

    assert preview(file, side=240).startswith(b"\x89PNG")
    assert len(list(previews._folder().iterdir())) == 2
    assert sweep_pictures() == 1
    [left] = previews._folder().iterdir()
    assert left.stem.endswith(renderer())


def test_picture_being_written_is_not_swept(bring: Callable[..., StoredFile]) -> None:
    unfinished = previews._folder() / "new-abc"
    unfinished.write_bytes(b"")

    assert sweep_pictures() == 0
    assert unfinished.exists()


def test_forgotten_content_loses_pictures_of_every_renderer(
    bring: Callable[..., StoredFile], upgraded: Callable[[], None]
) -> None:
    file, other = bring(samples.pdf(), "a.pdf"), bring(samples.pdf(pages=2), "b.pdf")
    preview(file, side=240)
    upgraded()
    preview(file, side=240)
    preview(other, side=240)

    assert forget_pictures(file.sha256) == 2
    [left] = previews._folder().iterdir()
    assert left.name.startswith(other.sha256)
