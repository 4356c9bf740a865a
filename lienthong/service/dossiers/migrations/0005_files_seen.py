"""Files of dossiers get the agencies that see the dossier today, and its applicant where the file is given out.

Row security of files follows these columns. Drafts and results without a seal stay hidden from the applicant, as does the
control slip, which is for officers.
"""

from typing import Any

from django.db import migrations

AGENCIES = """
update files_storedfile f set organisation_ids = d.visible_orgs
from dossiers_dossier d
where f.owner_type = 'dossiers.dossier' and f.owner_id = d.id::text and f.organisation_ids is distinct from d.visible_orgs
"""
APPLICANT = """
update files_storedfile f set account_id = d.applicant_account_id
from dossiers_dossier d
where f.owner_type = 'dossiers.dossier' and f.owner_id = d.id::text and d.applicant_account_id is not null
  and not exists (select from dossiers_result r where r.draft_file_id = f.id or r.signed_file_id = f.id)
  and not exists (select from dossiers_slip s where s.file_id = f.id and s.kind = 'control')
"""


def fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(AGENCIES, None)
    schema_editor.execute(APPLICANT, None)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_fees"), ("files", "0003_row_security")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
