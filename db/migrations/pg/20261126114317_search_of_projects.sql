-- Keeps the words of a row, as before; a row that is another client's now takes its words along.
create or replace function index_words() returns trigger language plpgsql
set search_path = pg_catalog, public as $$
declare
  v_before jsonb;
  v_after jsonb;
begin
  if tg_op <> 'INSERT' then v_before := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then v_after := to_jsonb(new); end if;
  if tg_op = 'UPDATE' and not exists (
    select from unnest(tg_argv[1:] || array['client_id']) c where v_before -> c is distinct from v_after -> c
  ) then
    return null;
  end if;
  if v_before is not null then
    delete from public.search_words
    where tenant_id = old.tenant_id and kind = tg_argv[0] and record_id = old.id;
  end if;
  if v_after is not null then
    insert into public.search_words (tenant_id, word, kind, record_id, is_in_title, client_id)
    select new.tenant_id, w.word, tg_argv[0], new.id, bool_or(c.at = 1),
      case when tg_argv[0] = 'client' then new.id else (v_after ->> 'client_id')::uuid end
    from unnest(tg_argv[1:]) with ordinality as c (name, at),
      lateral (select case jsonb_typeof(v_after -> c.name)
        when 'array' then (select string_agg(coalesce(e ->> 'name', e #>> '{}'), ' ') from jsonb_array_elements(v_after -> c.name) e)
        else v_after ->> c.name end) as said (text),
      lateral public.search_words_of(said.text) as w (word)
    group by w.word;
  end if;
  return null;
end
$$;--> statement-breakpoint
create trigger projects_search after insert or delete or update of name, client_id on projects
  for each row execute function index_words('project', 'name');--> statement-breakpoint
create trigger project_tasks_search after insert or delete or update of name on project_tasks
  for each row execute function index_words('task', 'name');--> statement-breakpoint
-- What is there already, with the policies lifted from the owner meanwhile. Tasks are found within the clients of their projects, which
-- their own policy says, so their words name no client.
do $$
declare
  t text;
begin
  foreach t in array array['projects', 'project_tasks', 'search_words'] loop
    execute format('alter table %I no force row level security', t);
  end loop;
  insert into search_words (tenant_id, word, kind, record_id, is_in_title, client_id)
  select r.tenant_id, w.word, r.kind, r.id, true, r.client_id
  from (
    select tenant_id, 'project' as kind, id, name, client_id from projects
    union all select tenant_id, 'task', id, name, null from project_tasks
  ) r, lateral search_words_of(r.name) as w (word);
  foreach t in array array['projects', 'project_tasks', 'search_words'] loop
    execute format('alter table %I force row level security', t);
  end loop;
end
$$;
