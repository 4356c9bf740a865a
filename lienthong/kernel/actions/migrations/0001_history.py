"""Actions, partitioned by year from the start, and append-only for everyone."""

from functools import partial
from typing import Any

import django.db.models.deletion  # noqa: F401
from django.db import migrations, models

import lienthong.kernel.ids
from lienthong.kernel.actions.append_only import append_only, runtime_role

FIRST_YEAR, LAST_YEAR = 2025, 2035

TABLE = """
create table actions_action (
  id uuid not null,
  at timestamptz not null,
  verb text not null,
  object_type text not null,
  object_id text not null,
  actor_kind text not null,
  account_id uuid,
  officer_id bigint,
  organisation_id bigint,
  on_behalf_of bigint,
  acting_as text not null default '',
  channel text not null default 'screen',
  reason_hash text not null default '',
  data jsonb not null default '{}',
  xid xid8 not null default pg_current_xact_id(),
  primary key (id, at)
) partition by range (at)
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = partial(schema_editor.execute, params=None)
    run(TABLE)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        run(
            f"create table actions_action_{year} partition of actions_action "
            f"for values from ('{year}-01-01 00:00+07') to ('{year + 1}-01-01 00:00+07')"
        )
    run("create table actions_action_other partition of actions_action default")
    run("create index actions_action_object on actions_action (object_type, object_id, at)")
    run("create index actions_action_order on actions_action (xid, id)")
    run("create index actions_action_organisation on actions_action (organisation_id, at)")
    run("create index actions_action_id on actions_action (id)")
    # The runtime role reaches the rows through the parent table only.
    for name in [*(str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)), "other"]:
        run(f"revoke all on actions_action_{name} from {schema_editor.quote_name(runtime_role())}")


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.UUIDField(default=lienthong.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("verb", models.TextField()),
                ("object_type", models.TextField()),
                ("object_id", models.TextField()),
                ("actor_kind", models.TextField()),
                ("account_id", models.UUIDField(null=True)),
                ("officer_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("on_behalf_of", models.BigIntegerField(null=True)),
                ("acting_as", models.TextField(default="")),
                ("channel", models.TextField(default="screen")),
                ("reason_hash", models.TextField(default="")),
                ("data", models.JSONField(default=dict)),
            ],
            options={"db_table": "actions_action", "managed": False},
        ),
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("action_id", models.UUIDField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("salt", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("action_id", models.UUIDField(unique=True)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="actions_node_place")]
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("last_xid", models.TextField()),
                ("last_action_id", models.UUIDField()),
                ("key_id", models.TextField()),
                ("signature", models.BinaryField()),
            ],
        ),
        append_only("actions_action", "actions_leaf", "actions_node", "actions_head"),
    ]
