"""What other apps may use of the files."""

from .domain.destroy import destroy
from .domain.extract import extract_text, keep_text, text_of
from .domain.receive import receive, store_bytes
from .domain.release import (
    HELD,
    confirm_release,
    decline_release,
    hold_again,
    may_confirm,
    release,
    waiting_release,
    way_of,
)
from .domain.scan import scan_again
from .domain.tidings import Event, on_decision
from .domain.use import attach, discard, local_path, open_file, read_bytes, require_usable, share
from .kinds import accept_attribute, known_purposes, register_purpose
from .links import link
from .models import Release, State, StoredFile
from .names import download_name, original_name
from .owners import describe_owners, get_readable, may_read, register_owner
from .preview import forget_pictures, has_preview, preview
from .rules import QUARANTINE
from .uploads import api_receive, bound_uploads, oversized, receive_upload

__all__ = [
    "HELD",
    "QUARANTINE",
    "Event",
    "Release",
    "State",
    "StoredFile",
    "accept_attribute",
    "api_receive",
    "attach",
    "bound_uploads",
    "confirm_release",
    "decline_release",
    "describe_owners",
    "destroy",
    "discard",
    "download_name",
    "extract_text",
    "forget_pictures",
    "get_readable",
    "has_preview",
    "hold_again",
    "keep_text",
    "known_purposes",
    "link",
    "local_path",
    "may_confirm",
    "may_read",
    "on_decision",
    "open_file",
    "original_name",
    "oversized",
    "preview",
    "read_bytes",
    "receive",
    "receive_upload",
    "register_owner",
    "register_purpose",
    "release",
    "require_usable",
    "scan_again",
    "share",
    "store_bytes",
    "text_of",
    "waiting_release",
    "way_of",
]
