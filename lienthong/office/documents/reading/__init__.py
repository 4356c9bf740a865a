"""The reader of official documents: see docs/document-reader.md."""

from .model import Field, ReadDocument
from .read import document_read_json, read_document, read_file

__all__ = ["Field", "ReadDocument", "document_read_json", "read_document", "read_file"]
