"""Files of documents are seen by the agencies that see the document; row security of files follows this column."""

from typing import Any

from django.db import migrations

AGENCIES = """
update files_storedfile f set organisation_ids = d.visible_orgs
from documents_document d
where f.owner_type = 'documents.document' and f.owner_id = d.id::text and f.organisation_ids is distinct from d.visible_orgs
"""


def fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(AGENCIES, None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_books"), ("files", "0003_row_security")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
