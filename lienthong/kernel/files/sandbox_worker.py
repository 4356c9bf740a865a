"""The program inside the sandbox: takes a file on standard input, answers one line of JSON and then bytes on standard
output. It first gives up privileges, network, the right to open files and the right to start programs.

It runs in a process that :mod:`sandbox_nursery` forked, or is started by its path.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import os
import platform
import resource
import struct
import sys
from typing import Any, BinaryIO

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_DENY, _ALLOW = 0x00050000 | 13, 0x7FFF0000  # EACCES
NOBODY = 65534
#: Standard input, output and error; with these open nothing else can be, not even a file in /proc.
OPEN_FILES = 3
#: Drawing a page whose fonts are not inside the file needs those of the system.
OPEN_FILES_OF = {"pdf_page": 64, "probe_reading": 64}

#: machine → (audit architecture, system calls that open sockets, start programs, look into other processes or open
#: files by other doors, calls that open a file with the place of their flags among the arguments)
_CALLS = {
    "x86_64": (
        0xC000003E,
        (41, 42, 57, 58, 59, 62, 85, 101, 200, 234, 310, 311, 322, 425, 437),
        ((2, 1), (257, 2)),
    ),
    "aarch64": (0xC00000B7, (117, 129, 130, 131, 198, 203, 221, 270, 271, 281, 425, 437), ((56, 2),)),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def confine(limits: dict[str, int], task: str) -> None:
    """Set limits, drop root, and filter system calls. Any failure ends the process: no half sandbox."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output"], limits["output"]))
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    files = OPEN_FILES_OF.get(task, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    _filter_calls()


def _filter_calls() -> None:
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return
    architecture, denied, opening = known
    load, equal, at_least, any_bit, leave = 0x20, 0x15, 0x35, 0x45, 0x06
    rows = [(load, 0, 0, 4), (equal, 1, 0, architecture), (leave, 0, 0, _DENY), (load, 0, 0, 0)]
    # The x32 numbers on x86_64 would be a second door to the same calls.
    rows += [(at_least, 0, 1, 0x40000000), (leave, 0, 0, _DENY)]
    for call in denied:
        rows += [(equal, 0, 1, call), (leave, 0, 0, _DENY)]
    for call, argument in opening:
        # The flags of this call's argument; the accumulator is loaded anew, so the verdict is given here.
        rows += [(equal, 0, 4, call), (load, 0, 0, 16 + 8 * argument)]
        rows += [(any_bit, 0, 1, _WRITING), (leave, 0, 0, _DENY), (leave, 0, 0, _ALLOW)]
    rows.append((leave, 0, 0, _ALLOW))
    code = b"".join(struct.pack("HBBI", *row) for row in rows)
    buffer = ctypes.create_string_buffer(code)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    program = Program(len(rows), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0
    ):
        os._exit(70)


# --- tasks -----------------------------------------------------------------------------------------------------------


def pdf_inspect(source: BinaryIO, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import pikepdf

    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError:
        return {"reasons": ["encrypted"], "page_count": None}, b""
    reasons: set[str] = {"encrypted"} if pdf.is_encrypted else set()
    page_count = len(pdf.pages)
    if page_count > options["max_pages"]:
        return {"too_many_pages": True}, b""
    if not page_count:
        raise ValueError("no pages")
    for item in pdf.objects:
        _look_at(item, reasons, pikepdf, 0)
    return {"reasons": sorted(reasons), "page_count": page_count}, b""


_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/ImportData": "launch",
    "/GoToE": "embedded_file",
    "/RichMediaExecute": "embedded_file",
}
_KEYS = {"/JS": "javascript", "/EmbeddedFiles": "embedded_file", "/EF": "embedded_file", "/XFA": "xfa"}
_SUBTYPES = {
    "/FileAttachment": "embedded_file",
    "/RichMedia": "embedded_file",
    "/3D": "embedded_file",
    "/Movie": "embedded_file",
}


def _look_at(item: Any, reasons: set[str], pikepdf: Any, depth: int) -> None:
    """One object with what is written directly inside it; references are visited on their own."""
    if depth > 100:
        raise ValueError("too deep")
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict if hasattr(item, "stream_dict") else item
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in item.keys():  # noqa: SIM118  a pikepdf dictionary iterates only over keys()
            value = item.get(key)
            if key in _KEYS and not _is_empty(value, pikepdf):
                reasons.add(_KEYS[key])
            if isinstance(value, pikepdf.Name):
                word = str(value)
                if key == "/S" and word in _ACTIONS:
                    reasons.add(_ACTIONS[word])
                if key == "/Subtype" and word in _SUBTYPES:
                    reasons.add(_SUBTYPES[word])
            _descend(value, reasons, pikepdf, depth)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            _descend(value, reasons, pikepdf, depth)


def _descend(value: Any, reasons: set[str], pikepdf: Any, depth: int) -> None:
    direct = isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
    if direct:
        _look_at(value, reasons, pikepdf, depth + 1)


def _is_empty(value: Any, pikepdf: Any) -> bool:
    """Writers leave an empty ``/EmbeddedFiles << /Names [] >>`` behind; there is nothing in it."""
    if isinstance(value, pikepdf.Dictionary):
        kids, names = value.get("/Kids"), value.get("/Names")
        return not len(value.keys()) or (kids is None and names is not None and len(names) == 0)
    return isinstance(value, pikepdf.Array) and len(value) == 0


def pdf_page(source: BinaryIO, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """One page as PNG; ``side`` bounds the longer side in pixels."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source.read())
    # Number, date, signature and seal of an official document stand in form fields.
    document.init_forms()
    if not 0 <= options["page"] < len(document):
        raise ValueError("no such page")
    page = document[options["page"]]
    width, height = page.get_size()
    scale = min(options["side"] / max(width, height, 1.0), 4.0)
    picture = page.render(scale=max(scale, 0.01), may_draw_forms=True).to_pil().convert("RGB")
    return {"width": picture.width, "height": picture.height, "pages": len(document)}, _png(picture)


def image_small(source: BinaryIO, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A smaller picture as PNG, upright, without the metadata (place, camera, author) of the original."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = options["max_pixels"]
    side = options["side"]
    with Image.open(source, formats=("PNG", "JPEG", "WEBP", "TIFF")) as image:
        image.draft("RGB", (side, side))
        if options.get("page"):
            image.seek(options["page"])
        image.thumbnail((side, side))
        upright = ImageOps.exif_transpose(image) or image
        picture = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    return {"width": bare.width, "height": bare.height}, _png(bare)


def _png(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _signal_refused(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    return False


def probe(_source: BinaryIO, options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Tries what must not work; the tests read the answer."""
    import socket

    found: dict[str, Any] = {
        "uid": os.getuid(),
        "pid": os.getpid(),
        "open_descriptors": [number for number in range(256) if _is_open(number)],
        "left_behind": "LEFT_BEHIND" in globals(),
    }
    if options.get("leave"):
        globals()["LEFT_BEHIND"] = True
    try:
        socket.socket()
        found["network"] = True
    except OSError:
        found["network"] = False
    try:
        os.execv("/bin/true", ["/bin/true"])  # noqa: S606
    except OSError:
        found["programs"] = False
    for name, mode in (("files", "rb"), ("writing", "ab")):
        try:
            open(os.devnull, mode).close()  # noqa: PTH123
            found[name] = True
        except OSError as error:
            found[name] = False
            found[f"{name}_why"] = error.strerror
    found["parent_is_a_stranger"] = _signal_refused(os.getppid())
    if options.get("burn") == "cpu":
        while True:
            pass
    if options.get("burn") == "memory":
        bytearray(16 << 30)
    if options.get("burn") == "output":
        return found, bytes(8 << 20)
    return found, b""


#: Imported before the right to read files is given up.
PRELOADED = {
    "pdf_inspect": ("pikepdf",),
    "pdf_page": ("pypdfium2", "PIL.Image", "PIL.PngImagePlugin"),
    "image_small": (
        "PIL.Image",
        "PIL.ImageOps",
        *(f"PIL.{name}ImagePlugin" for name in ("Png", "Jpeg", "Mpo", "WebP", "Tiff")),
    ),
    "probe": ("socket",),
    "probe_reading": ("socket",),
}
TASKS = {task.__name__: task for task in (pdf_inspect, pdf_page, image_small, probe)} | {
    "probe_reading": probe
}


def preload(*tasks: str) -> None:
    """Import what the tasks need, while files can still be opened."""
    for task in tasks:
        for module in PRELOADED[task]:
            importlib.import_module(module)
        if "PIL.Image" in PRELOADED[task]:
            sys.modules["PIL.Image"].preinit()
        if "pikepdf" in PRELOADED[task]:
            _open_random_device(sys.modules["pikepdf"])


def _open_random_device(pikepdf: Any) -> None:
    """qpdf opens it at the first encrypted file and refuses to go on without; later it could not be opened."""
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="", user=""))
    buffer.seek(0)
    pikepdf.open(buffer).close()


def work(task: str, options: dict[str, Any]) -> None:
    """One task on standard input; the caller has confined this process."""
    source = open(0, "rb", closefd=False)  # noqa: SIM115  lives as long as the process
    try:
        answer, payload = TASKS[task](source, options)
    except MemoryError:
        answer, payload = {"error": "memory"}, b""
    except Exception as error:
        # The kind of error only: its text may hold content of the file.
        answer, payload = {"error": type(error).__name__}, b""
    out = sys.stdout.buffer
    out.write(json.dumps(answer).encode() + b"\n" + payload)
    out.flush()


def main() -> None:
    task, options, limits = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
    preload(task)
    confine(limits, task)
    work(task, options)


if __name__ == "__main__":
    main()
