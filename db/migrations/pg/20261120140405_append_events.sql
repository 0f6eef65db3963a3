-- Row-level security also binds the owner of the tables: only the superuser of the embedded server, which no code logs in as, is exempt.
do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity
  loop
    execute format('alter table %s force row level security', t.name);
  end loop;
end
$$;
--> statement-breakpoint
-- Takes the next event numbers of the tenant and stores the events; the last statement of every writing transaction.
-- The head row's lock lasts until commit: taken last, one slow statement does not hold up the tenant.
-- bodies: JSON texts {"type","actor","subject","data"}. Raises OR001 when the caller's fence is not the current one, OR002 when there is no head.
create function append_events(p_tenant uuid, p_fence bigint, p_bodies text[])
returns table (last_seq bigint, last_hash bytea)
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  head record;
  v_seq bigint;
  v_hash bytea;
  v_at timestamptz := clock_timestamp();
  v_header text;
  v_salt bytea;
  v_digest bytea;
  v_body text;
  v_json jsonb;
begin
  select h.fence, h.seq, h.hash into head from public.tenant_heads h where h.tenant_id = p_tenant for update;
  if not found then
    raise exception 'workspace has no head' using errcode = 'OR002';
  end if;
  if head.fence <> p_fence then
    raise exception 'fenced' using errcode = 'OR001';
  end if;
  v_seq := head.seq;
  v_hash := head.hash;
  foreach v_body in array p_bodies loop
    v_seq := v_seq + 1;
    v_json := v_body::jsonb;
    v_salt := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
    v_digest := sha256(v_salt || convert_to(v_body, 'UTF8'));
    v_header := to_char(v_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || (v_json ->> 'type') || '|' || (v_json ->> 'actor') || '|' || (v_json ->> 'subject');
    v_hash := sha256(v_hash || int8send(v_seq) || convert_to(v_header, 'UTF8') || v_digest);
    insert into public.events (tenant_id, seq, at, type, actor, subject, digest, hash)
    values (p_tenant, v_seq, v_at, v_json ->> 'type', v_json ->> 'actor', v_json ->> 'subject', v_digest, v_hash);
    insert into public.event_bodies (tenant_id, seq, salt, body) values (p_tenant, v_seq, v_salt, v_body);
  end loop;
  update public.tenant_heads set seq = v_seq, hash = v_hash where tenant_id = p_tenant;
  return query select v_seq, v_hash;
end
$$;
