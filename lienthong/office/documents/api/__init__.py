"""``/api/v1/documents``: bringing documents in, reading them, issuing them. Acts on them go through work items."""

# In this order: "/documents/incoming" must be known before "/documents/{id}", which would take it.
from lienthong.office.documents.api import incoming, listing
from lienthong.office.documents.api.shown import router, shown

__all__ = ["incoming", "listing", "router", "shown"]
