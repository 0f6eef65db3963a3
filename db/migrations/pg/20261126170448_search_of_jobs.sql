create trigger jobs_search after insert or delete or update of title, place, skills on jobs
  for each row execute function index_words('job', 'title', 'place', 'skills');--> statement-breakpoint
-- What is there already, with the policies lifted from the owner meanwhile.
do $$
declare
  t text;
begin
  foreach t in array array['jobs', 'search_words'] loop
    execute format('alter table %I no force row level security', t);
  end loop;
  insert into search_words (tenant_id, word, kind, record_id, is_in_title)
  select r.tenant_id, w.word, 'job', r.id, bool_or(r.is_in_title)
  from (
    select tenant_id, id, true as is_in_title, title as text from jobs
    union all select tenant_id, id, false, place from jobs
    union all select j.tenant_id, j.id, false, s ->> 'name' from jobs j, jsonb_array_elements(j.skills) s
  ) r, lateral search_words_of(r.text) as w (word)
  group by r.tenant_id, w.word, r.id;
  foreach t in array array['jobs', 'search_words'] loop
    execute format('alter table %I force row level security', t);
  end loop;
end
$$;
