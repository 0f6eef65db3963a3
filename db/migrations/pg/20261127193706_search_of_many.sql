-- Words of rows that are new are kept once for all rows of a statement, because calling the functions of words costs as much as a row does.
-- Named in full and without settings of its own, so that it becomes part of the statement that asks.
create function words_of_record(p_columns text[], p_row jsonb) returns table (word text, is_in_title boolean)
language sql immutable parallel safe rows 8 as $$
  select w.word, pg_catalog.bool_or(c.at operator(pg_catalog.=) 1)
  from pg_catalog.unnest(p_columns) with ordinality as c (name, at),
    lateral (select case pg_catalog.jsonb_typeof(p_row operator(pg_catalog.->) c.name)
      when 'array' then (
        select pg_catalog.string_agg(coalesce(e operator(pg_catalog.->>) 'name', e operator(pg_catalog.#>>) '{}'), ' ')
        from pg_catalog.jsonb_array_elements(p_row operator(pg_catalog.->) c.name) e)
      else p_row operator(pg_catalog.->>) c.name end) as said (text),
    lateral public.search_words_of(said.text) as w (word)
  group by w.word
$$;--> statement-breakpoint
-- Of rows that are changed or taken out; one that is another client's now takes its words along.
create or replace function index_words() returns trigger language plpgsql
set search_path = pg_catalog, public as $$
declare
  v_before jsonb := to_jsonb(old);
  v_after jsonb;
begin
  if tg_op = 'UPDATE' then
    v_after := to_jsonb(new);
    if not exists (
      select from unnest(tg_argv[1:] || array['client_id']) c where v_before -> c is distinct from v_after -> c
    ) then
      return null;
    end if;
  end if;
  delete from public.search_words
  where tenant_id = old.tenant_id and kind = tg_argv[0] and record_id = old.id;
  if v_after is not null then
    insert into public.search_words (tenant_id, word, kind, record_id, is_in_title, client_id)
    select new.tenant_id, w.word, tg_argv[0], new.id, w.is_in_title,
      case when tg_argv[0] = 'client' then new.id else (v_after ->> 'client_id')::uuid end
    from words_of_record(tg_argv[1:], v_after) w;
  end if;
  return null;
end
$$;--> statement-breakpoint
create function index_new_words() returns trigger language plpgsql
set search_path = pg_catalog, public as $$
begin
  insert into public.search_words (tenant_id, word, kind, record_id, is_in_title, client_id)
  select m.tenant_id, w.word, tg_argv[0], m.id, w.is_in_title,
    case when tg_argv[0] = 'client' then m.id else (m.said ->> 'client_id')::uuid end
  from (select tenant_id, id, to_jsonb(made) as said from made) m, lateral words_of_record(tg_argv[1:], m.said) w;
  return null;
end
$$;--> statement-breakpoint
drop trigger artists_search on artists;--> statement-breakpoint
drop trigger bookings_search on bookings;--> statement-breakpoint
drop trigger clients_search on clients;--> statement-breakpoint
drop trigger dashboards_search on dashboards;--> statement-breakpoint
drop trigger projects_search on projects;--> statement-breakpoint
drop trigger project_tasks_search on project_tasks;--> statement-breakpoint
drop trigger jobs_search on jobs;--> statement-breakpoint
create trigger artists_search after delete or update of name, headline, skills on artists
  for each row execute function index_words('artist', 'name', 'headline', 'skills');--> statement-breakpoint
create trigger bookings_search after delete or update of title on bookings
  for each row execute function index_words('booking', 'title');--> statement-breakpoint
create trigger clients_search after delete or update of name, external_id, industry on clients
  for each row execute function index_words('client', 'name', 'external_id', 'industry');--> statement-breakpoint
create trigger dashboards_search after delete or update of name on dashboards
  for each row execute function index_words('dashboard', 'name');--> statement-breakpoint
create trigger projects_search after delete or update of name, client_id on projects
  for each row execute function index_words('project', 'name');--> statement-breakpoint
create trigger project_tasks_search after delete or update of name on project_tasks
  for each row execute function index_words('task', 'name');--> statement-breakpoint
create trigger jobs_search after delete or update of title, place, skills on jobs
  for each row execute function index_words('job', 'title', 'place', 'skills');--> statement-breakpoint
create trigger artists_search_new after insert on artists referencing new table as made
  for each statement execute function index_new_words('artist', 'name', 'headline', 'skills');--> statement-breakpoint
create trigger bookings_search_new after insert on bookings referencing new table as made
  for each statement execute function index_new_words('booking', 'title');--> statement-breakpoint
create trigger clients_search_new after insert on clients referencing new table as made
  for each statement execute function index_new_words('client', 'name', 'external_id', 'industry');--> statement-breakpoint
create trigger dashboards_search_new after insert on dashboards referencing new table as made
  for each statement execute function index_new_words('dashboard', 'name');--> statement-breakpoint
create trigger projects_search_new after insert on projects referencing new table as made
  for each statement execute function index_new_words('project', 'name');--> statement-breakpoint
create trigger project_tasks_search_new after insert on project_tasks referencing new table as made
  for each statement execute function index_new_words('task', 'name');--> statement-breakpoint
create trigger jobs_search_new after insert on jobs referencing new table as made
  for each statement execute function index_new_words('job', 'title', 'place', 'skills');
