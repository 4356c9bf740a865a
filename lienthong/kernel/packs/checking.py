"""Check a package as a whole: bounds, syntax, schemas, names, references. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext

from .aspect import Aspect, Reference, aspects, built_in_names
from .package import MANIFEST, PROSE, Package, from_folder
from .problems import Problem, errors
from .reading import Entry, Unreadable, read_csv, read_yaml
from .requirements import Finder, finder, required_contents
from .schema_check import Checker
from .work import Content, Names

MAX_PROBLEMS = 200
MANIFEST_SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "schemas/pack.schema.json").read_text("utf-8")
)


def check(path: Path | str, *, find: Finder | None = None) -> list[Problem]:
    """All problems of the pack in a folder, in order of file and line; an empty list means it may be applied.

    A required pack is looked for beside the folder, then among those applied.
    """
    return examine(from_folder(Path(path)), find=find)[1]


def examine(package: Package, *, find: Finder | None = None) -> tuple[Content | None, list[Problem]]:
    """The package's content and its problems. The content is None when there is an error."""
    find = find or finder(package)
    problems = list(package.problems)
    manifest = _manifest(package, problems)
    if manifest is None:
        return None, _sorted(problems)
    entries = _read(package, problems)
    broken = _check_schemas(entries, problems)
    _expand(entries)
    names, required = Names(), required_contents(manifest, find, content_of, problems)
    for kind, keys in built_in_names().items():
        names.entries.update({(kind, key): None for key in keys})
    for other in required:
        _offer(other.entries, names, None)
    _offer(entries, names, problems)
    if len(errors(problems)) < MAX_PROBLEMS:
        _check_references(entries, names, broken, problems)
        for aspect in aspects():
            if aspect.name not in broken and entries.get(aspect.name):
                problems.extend(aspect.validate(entries[aspect.name], names))
    content = Content(package, manifest.data, entries, names)
    return (None if errors(problems) else content), _sorted(problems)


def content_of(package: Package) -> Content:
    """Content of a package that was checked when it was applied; read again without the checks."""
    problems: list[Problem] = []
    manifest = _manifest(package, problems)
    if manifest is None:
        raise ValueError(f"a kept pack cannot be read: {problems[0]}")
    entries = _read(package, problems)
    _expand(entries)
    names = Names()
    _offer(entries, names, None)
    return Content(package, manifest.data, entries, names)


def _sorted(problems: list[Problem]) -> list[Problem]:
    kept = sorted(set(problems))
    if len(kept) > MAX_PROBLEMS:
        rest = len(kept) - MAX_PROBLEMS
        kept = [
            *kept[:MAX_PROBLEMS],
            Problem(
                "…",
                0,
                0,
                gettext("Còn %(rest)s lỗi nữa; hãy sửa các lỗi trên trước") % {"rest": rest},
                "more",
            ),
        ]
    return kept


def _manifest(package: Package, problems: list[Problem]) -> Entry | None:
    if MANIFEST not in package.files:
        if not errors(problems):
            problems.append(Problem(MANIFEST, 0, 0, gettext("Gói thiếu tệp pack.yaml"), "no_manifest"))
        return None
    try:
        data, places = read_yaml(MANIFEST, package.files[MANIFEST])
    except Unreadable as fault:
        problems.append(fault.problem)
        return None
    entry = Entry(MANIFEST, 1, data if isinstance(data, dict) else {}, places)
    found = list(_checker_of_manifest().problems(entry))
    problems.extend(found)
    return None if found else entry


@lru_cache(maxsize=1)
def _checker_of_manifest() -> Checker:
    return Checker(MANIFEST_SCHEMA)


def _read(package: Package, problems: list[Problem]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    known = aspects()
    for path in sorted(package.files):
        pure = PurePosixPath(path)
        if path == MANIFEST or pure.suffix in PROSE or pure.name in {"LICENSE", "NOTICE"}:
            continue
        aspect = next((a for a in known if a.takes(path)), None)
        if aspect is None:
            if not any(a.carries(path) for a in known):
                problems.append(_unclaimed(path, known))
            continue
        try:
            found = _entries(aspect, path, package.files[path], problems)
            if aspect.attachments:
                folder = f"{pure.parent}/"
                beside = {
                    name.removeprefix(folder): data
                    for name, data in package.files.items()
                    if name.startswith(folder) and aspect.carries(name)
                }
                found = [replace(entry, siblings=beside) for entry in found]
            entries.setdefault(aspect.name, []).extend(found)
        except Unreadable as fault:
            problems.append(fault.problem)
    return entries


def _unclaimed(path: str, known: Iterable[Aspect]) -> Problem:
    folder, _, inside = path.partition("/")
    patterns = [a.files for a in known if a.files and a.folder == folder]
    if patterns:
        message = gettext("Thư mục “%(folder)s” chỉ nhận: %(names)s") % {
            "folder": folder,
            "names": ", ".join(patterns),
        }
        return Problem(path, 0, 0, message, "unknown_file")
    # Once for a folder: an app that is not installed here may well be installed elsewhere.
    what = (
        gettext("thư mục “%(folder)s”") % {"folder": folder}
        if inside
        else gettext("tệp “%(folder)s”") % {"folder": folder}
    )
    message = gettext("Không ứng dụng nào nhận %(what)s; bỏ qua") % {"what": what}
    return Problem(folder, 0, 0, message, "unknown_folder", "warning")


def _entries(aspect: Aspect, path: str, content: bytes, problems: list[Problem]) -> list[Entry]:
    if path.endswith(".csv"):
        rows, found = read_csv(path, content, aspect.schema)
        problems.extend(found)
        return rows
    data, places = read_yaml(path, content)
    if aspect.shape == "single":
        if not isinstance(data, dict):
            raise Unreadable(Problem(path, 1, 1, gettext("Tệp phải là một nhóm trường"), "shape"))
        return [Entry(path, 1, data, places)]
    if data is None:
        return []
    if not isinstance(data, list):
        raise Unreadable(
            Problem(path, 1, 1, gettext("Tệp phải là một danh sách (các mục bắt đầu bằng “- ”)"), "shape")
        )
    found_entries = []
    for index, item in enumerate(data):
        line, column = places[(index,)]
        if isinstance(item, dict):
            found_entries.append(Entry(path, line, item, places, (index,)))
        else:
            problems.append(Problem(path, line, column, gettext("Mục phải là một nhóm trường"), "shape"))
    return found_entries


def _check_schemas(entries: dict[str, list[Entry]], problems: list[Problem]) -> set[str]:
    """Names of aspects with an entry that does not fit; those entries are dropped from further checks."""
    broken: set[str] = set()
    for aspect in aspects():
        rows = entries.get(aspect.name)
        if not rows:
            continue
        checker = Checker(aspect.schema)
        good = []
        for entry in rows:
            found = list(checker.problems(entry))
            if found:
                problems.extend(found)
                broken.add(aspect.name)
                if len(problems) > MAX_PROBLEMS:
                    break
            else:
                good.append(entry)
        entries[aspect.name] = good
    return broken


def _expand(entries: dict[str, list[Entry]]) -> None:
    for aspect in aspects():
        if aspect.expand is not None and entries.get(aspect.name):
            entries[aspect.name] = [
                real for entry in entries[aspect.name] for real in aspect.expand(entry, entries)
            ]


def _offer(entries: dict[str, list[Entry]] | Any, names: Names, problems: list[Problem] | None) -> None:
    for aspect in aspects():
        seen: dict[str, Entry] = {}
        for entry in entries.get(aspect.name, ()):
            key = aspect.key(entry)
            first = seen.get(key) or (names.get(aspect.kind, key) if aspect.kind else None)
            if first is not None and problems is not None:
                message = gettext("“%(key)s” đã khai ở %(file)s dòng %(line)s") % {
                    "key": key,
                    "file": first.file,
                    "line": first.line,
                }
                problems.append(entry.problem(message, "duplicate"))
            seen[key] = entry
            if aspect.kind:
                names.entries[(aspect.kind, key)] = entry
            for offered in aspect.offers(entry):
                names.entries[(offered.kind, offered.key)] = entry


def _check_references(
    entries: dict[str, list[Entry]], names: Names, broken: set[str], problems: list[Problem]
) -> None:
    # A name that an unfit entry would have offered is not "missing"; its own problem is enough.
    unsure = {aspect.kind for aspect in aspects() if aspect.name in broken}
    for aspect in aspects():
        for entry in entries.get(aspect.name, ()):
            for reference in aspect.references(entry):
                if names.has(reference.kind, reference.key) or reference.kind in unsure:
                    continue
                problems.append(_dangling(entry, reference))
                if len(problems) > 2 * MAX_PROBLEMS:
                    return


def _dangling(entry: Entry, reference: Reference) -> Problem:
    message = gettext("Không có “%(reference)s” trong gói này hay các gói nó cần") % {"reference": reference}
    return entry.problem(message, "dangling_reference", *reference.pointer)
