"""Row security on the index, and the one function that may look through it with the index's help.

Under row security PostgreSQL must apply the policy before operators that are not leakproof, and ``@@`` is not; the GIN
index would never be used. The function runs as the owner, for whom the policy is "all", and applies the same scope by
itself. It is the only way in with index speed; a plain SELECT still goes through the policy.
"""

from functools import partial
from typing import Any

from django.db import migrations

from lienthong.kernel.access.rls import row_security
from lienthong.kernel.actions.append_only import runtime_role

FIND = """
create function search_find(query text, plain_words text, of_kinds text[], top integer)
returns table (id bigint, object_type text, object_id text, kind text, title text, number text, on_day date, url text, rank real)
language sql stable security definer set search_path = public, pg_temp as $$
  with hits as (
    select e.* from search_entry e
    where e.vector @@ to_tsquery('simple', query)
      and (lienthong_sees(e.visible_orgs) or lienthong_owns(e.account_id))
      and (of_kinds is null or e.kind = any(of_kinds))
    limit 5000
  )
  select h.id, h.object_type, h.object_id, h.kind, h.title, h.number, h."on", h.url,
         (ts_rank_cd(h.vector, to_tsquery('simple', query)) + case when strpos(h.plain, plain_words) > 0 then 1 else 0 end)::real
  from hits h order by 9 desc, h."on" desc nulls last, h.id desc limit top
$$
"""
GUESS = """
create function search_guess(words text, of_kinds text[], top integer)
returns table (id bigint, object_type text, object_id text, kind text, title text, number text, on_day date, url text, rank real)
language sql stable security definer set search_path = public, pg_temp set pg_trgm.word_similarity_threshold = 0.65 as $$
  select e.id, e.object_type, e.object_id, e.kind, e.title, e.number, e."on", e.url, word_similarity(words, e.folded)
  from search_entry e
  where words <% e.folded
    and (lienthong_sees(e.visible_orgs) or lienthong_owns(e.account_id))
    and (of_kinds is null or e.kind = any(of_kinds))
  order by 9 desc, e.id desc limit top
$$
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = partial(schema_editor.execute, params=None)
    run(FIND)
    run(GUESS)
    for signature in ("search_find(text, text, text[], integer)", "search_guess(text, text[], integer)"):
        run(f"revoke all on function {signature} from public")
        run(f"grant execute on function {signature} to {schema_editor.quote_name(runtime_role())}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("actions", "0001_history")]

    operations = [
        row_security("search_entry", account="account_id"),
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
