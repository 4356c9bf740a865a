"""Since when a document is done; from the history for those that are done already."""

from typing import Any

from django.db import migrations, models

SINCE = """
update documents_document d set finished_at = a.at
from (
    select object_id, max(at) as at from actions_action
    where object_type = 'documents.document' and data ->> 'state' = 'done' group by object_id
) a
where d.state = 'done' and a.object_id = d.id::text
"""


def fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(SINCE, None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_files_seen"), ("actions", "0001_history")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="finished_at",
            field=models.DateTimeField(null=True, help_text="lúc xử lý xong; trống khi mở lại"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["organisation", "arrival_date"],
                include=["kind_code", "state", "due_at", "finished_at"],
                condition=models.Q(direction="incoming"),
                name="document_counted",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
