"""``lienthong exchange``: packages of QCVN 102:2016 from the command line. No database is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.text import ascii_filename
from lienthong.office.exchange.edxml import BadPackage, Problem, Reading, problems_of, read, write
from lienthong.office.exchange.edxml.description import build, describe
from lienthong.office.exchange.edxml.model import Document
from lienthong.office.exchange.edxml.problems import ERROR

AS_JSON = click.option("--json", "as_json", is_flag=True, help=gettext_lazy("In kết quả dạng JSON."))
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(help=gettext_lazy("Liên thông văn bản: đóng, mở và kiểm tra gói tin edXML (QCVN 102:2016)."))
def exchange() -> None:
    pass


@exchange.command(help=gettext_lazy("Đóng gói theo mô tả JSON; các tệp nêu trong mô tả nằm cạnh tệp mô tả."))
@FILE
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help=gettext_lazy("Tệp .edxml được tạo ra.")
)
@AS_JSON
def pack(file: Path, out: Path | None, as_json: bool) -> None:
    target = out or file.with_suffix(".edxml")
    draft = target.with_name(f".{target.name}.part")
    try:
        try:
            description = json.loads(file.read_bytes())
        except ValueError as error:
            raise BadPackage([Problem("bad_json", _("Mô tả không phải JSON: %(why)s") % {"why": error})]) from None  # fmt: skip
        package = build(description, file.parent)
        with draft.open("wb") as stream:
            size = write(package, stream)
        draft.replace(target)
    except BadPackage as refusal:
        draft.unlink(missing_ok=True)
        _finish({"file": str(file)}, refusal.problems, as_json)
        return
    _finish({"file": str(target), "size": size}, problems_of(package), as_json, _("Đã đóng gói: %(file)s") % {"file": target})  # fmt: skip


@exchange.command(help=gettext_lazy("Mở gói tin: in mô tả JSON, ghi các tệp vào thư mục."))
@FILE
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help=gettext_lazy("Thư mục cho các tệp; bỏ trống thì tạo thư mục cùng tên gói tin."),
)
@AS_JSON
def unpack(file: Path, into: Path | None, as_json: bool) -> None:
    reading = _read(file)
    package = reading.package
    if package is None:
        _finish(_facts(file, reading), reading.problems, as_json)
        return
    description = describe(package)
    folder = into or file.with_suffix("")
    if isinstance(package, Document) and package.attachments:
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        for given, attachment in zip(description["attachments"], package.attachments, strict=True):
            given["file"] = name = _free_name(attachment.name, taken)
            assert attachment.open is not None
            with (folder / name).open("wb") as target:
                stream = attachment.open()
                while chunk := stream.read(256 * 1024):
                    target.write(chunk)
    words = json.dumps(description, ensure_ascii=False, indent=1)
    if folder.is_dir():
        (folder / "package.json").write_text(words + "\n", encoding="utf-8")
    _finish(_facts(file, reading) | {"folder": str(folder), "package": description}, reading.problems, as_json, words)  # fmt: skip


@exchange.command(help=gettext_lazy("Kiểm tra gói tin và nêu từng lỗi với dòng và phần tử; có lỗi thì mã thoát khác 0."))  # fmt: skip
@FILE
@AS_JSON
def check(file: Path, as_json: bool) -> None:
    reading = _read(file)
    good = _("Gói tin đọc được, không có lỗi") if reading.ok else ""
    _finish(_facts(file, reading), reading.problems, as_json, good)


def _read(file: Path) -> Reading:
    with file.open("rb") as stream:
        return read(stream, today=clock.today())


def _facts(file: Path, reading: Reading) -> dict[str, Any]:
    return {
        "file": str(file), "size": reading.size, "sha256": reading.sha256, "dialect": reading.dialect, "signature": reading.signature,
    }  # fmt: skip


def _free_name(name: str, taken: set[str]) -> str:
    """A safe name that no other file of the package has; the name in the package is a claim of its sender."""
    safe = ascii_filename(name, 120)
    stem, dot, tail = safe.rpartition(".")
    number, found = 1, safe
    while found.lower() in taken | {"package.json"}:
        number += 1
        found = f"{stem}-{number}.{tail}" if dot else f"{safe}-{number}"
    taken.add(found.lower())
    return found


def _finish(facts: dict[str, Any], problems: Iterable[Problem], as_json: bool, words: str = "") -> None:
    """Print what was found and leave with 1 when there is an error."""
    problems = list(problems)
    failed = any(problem.severity == ERROR for problem in problems)
    if as_json:
        whole = {**facts, "ok": not failed, "problems": [problem.to_dict() for problem in problems]}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    else:
        if words:
            click.echo(words)
        for problem in problems:
            label = _("Lỗi") if problem.severity == ERROR else _("Lưu ý")
            place = _("dòng %(line)s") % {"line": problem.line} if problem.line else ""
            where = ", ".join(part for part in (place, problem.element) if part)
            click.echo(f"{label}: {problem.message}" + (f" ({where})" if where else ""), err=True)
    if failed:
        sys.exit(1)
