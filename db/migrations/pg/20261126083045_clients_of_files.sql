-- Files that were committed before they had a column for their client: the one their mapping names, else the default one. Those with a
-- column of clients stay without one. The owner is bound by row-level security, which would ask for one workspace.
alter table imports no force row level security;--> statement-breakpoint
alter table clients no force row level security;--> statement-breakpoint
update imports i set client_id = coalesce(
  (i.mapping ->> 'clientId')::uuid,
  (select c.id from clients c where c.tenant_id = i.tenant_id and c.is_default))
where i.mapping is not null and i.mapping ->> 'client' is null;--> statement-breakpoint
alter table clients force row level security;--> statement-breakpoint
alter table imports force row level security;
