"""What other apps may use of the files."""

from .domain.extract import text_of
from .domain.receive import receive, store_bytes
from .domain.use import attach, discard, local_path, open_file, read_bytes, require_usable
from .kinds import accept_attribute, known_purposes, register_purpose
from .links import link
from .models import State, StoredFile
from .names import download_name, original_name
from .owners import get_readable, may_read, register_owner
from .preview import has_preview, preview
from .uploads import api_receive, bound_uploads, oversized, receive_upload

__all__ = [
    "State",
    "StoredFile",
    "accept_attribute",
    "api_receive",
    "attach",
    "bound_uploads",
    "discard",
    "download_name",
    "get_readable",
    "has_preview",
    "known_purposes",
    "link",
    "local_path",
    "may_read",
    "open_file",
    "original_name",
    "oversized",
    "preview",
    "read_bytes",
    "receive",
    "receive_upload",
    "register_owner",
    "register_purpose",
    "require_usable",
    "store_bytes",
    "text_of",
]
