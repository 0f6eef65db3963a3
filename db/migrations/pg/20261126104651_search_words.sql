CREATE TABLE "search_words" (
	"tenant_id" uuid NOT NULL,
	"word" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"record_id" uuid NOT NULL,
	"is_in_title" boolean NOT NULL,
	"client_id" uuid,
	CONSTRAINT "search_words_tenant_id_word_kind_record_id_pk" PRIMARY KEY("tenant_id","word","kind","record_id")
);
--> statement-breakpoint
ALTER TABLE "search_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "search_words_record" ON "search_words" USING btree ("tenant_id","kind","record_id");--> statement-breakpoint
CREATE POLICY "search_words_tenant" ON "search_words" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "search_words_clients" ON "search_words" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else client_id is null or client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else client_id is null or client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end);--> statement-breakpoint
ALTER TABLE "search_words" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
-- A text without case and accents, the same under every locale of a database: letters are taken apart (é is e and a mark), the marks go, and
-- letters that have no parts are named. So are Greek and Cyrillic capitals, of which lower() knows nothing under the locale C.
create function search_fold(t text) returns text language sql immutable strict parallel safe
set search_path = pg_catalog as $$
  select replace(replace(replace(replace(translate(
    lower(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g')),
    'øØłŁđĐħĦıŧŦðÐÆŒÞẞςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЄҐЂЈЉЊЋЏ',
    'oollddhhittddæœþßσαβγδεζηθικλμνξοπρστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяієґђјљњћџ'
  ), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
$$;--> statement-breakpoint
-- The words of a text, each once. What is no letter and no digit parts them; an apostrophe both parts and joins (O'Brien: o, brien, obrien).
create function search_words_of(t text) returns setof text language sql immutable strict parallel safe rows 8
set search_path = pg_catalog as $$
  with folded as (select public.search_fold(t) as text)
  select distinct left(word, 64) from folded,
    lateral (select text union all select regexp_replace(text, '[''’ʼ]', '', 'g')) as ways (way),
    lateral regexp_split_to_table(way, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+') as words (word)
  where word <> ''
$$;--> statement-breakpoint
-- Keeps the words of a row: arguments are the kind, the column that names the record, and columns that say more about it. Of a list, the
-- names of its entries count.
create function index_words() returns trigger language plpgsql
set search_path = pg_catalog, public as $$
declare
  v_before jsonb;
  v_after jsonb;
begin
  if tg_op <> 'INSERT' then v_before := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then v_after := to_jsonb(new); end if;
  if tg_op = 'UPDATE' and not exists (select from unnest(tg_argv[1:]) c where v_before -> c is distinct from v_after -> c) then
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
create trigger artists_search after insert or delete or update of name, headline, skills on artists
  for each row execute function index_words('artist', 'name', 'headline', 'skills');--> statement-breakpoint
create trigger bookings_search after insert or delete or update of title on bookings
  for each row execute function index_words('booking', 'title');--> statement-breakpoint
create trigger clients_search after insert or delete or update of name, external_id, industry on clients
  for each row execute function index_words('client', 'name', 'external_id', 'industry');--> statement-breakpoint
create trigger dashboards_search after insert or delete or update of name on dashboards
  for each row execute function index_words('dashboard', 'name');--> statement-breakpoint
-- What is there already. The owner is bound by the policies as well, and a migration has no workspace, so they are lifted from the owner meanwhile.
do $$
declare
  t text;
begin
  foreach t in array array['artists', 'bookings', 'clients', 'dashboards', 'search_words'] loop
    execute format('alter table %I no force row level security', t);
  end loop;
  insert into search_words (tenant_id, word, kind, record_id, is_in_title, client_id)
  select r.tenant_id, w.word, r.kind, r.id, bool_or(r.is_in_title), r.client_id
  from (
    select tenant_id, 'artist' as kind, id, true as is_in_title, name as text, null::uuid as client_id from artists
    union all select tenant_id, 'artist', id, false, headline, null from artists
    union all select a.tenant_id, 'artist', a.id, false, s ->> 'name', null from artists a, jsonb_array_elements(a.skills) s
    union all select tenant_id, 'booking', id, true, title, null from bookings
    union all select tenant_id, 'client', id, true, name, id from clients
    union all select tenant_id, 'client', id, false, external_id, id from clients
    union all select tenant_id, 'client', id, false, industry, id from clients
    union all select tenant_id, 'dashboard', id, true, name, null from dashboards
  ) r, lateral search_words_of(r.text) as w (word)
  group by r.tenant_id, w.word, r.kind, r.id, r.client_id;
  foreach t in array array['artists', 'bookings', 'clients', 'dashboards', 'search_words'] loop
    execute format('alter table %I force row level security', t);
  end loop;
end
$$;
