CREATE TABLE "archived_months" (
	"tenant_id" uuid NOT NULL,
	"relation" text NOT NULL,
	"metric_no" integer NOT NULL,
	"month" date NOT NULL,
	"rows" integer NOT NULL,
	"parts" integer NOT NULL,
	"key_id" text NOT NULL,
	"archived_at" timestamp with time zone NOT NULL,
	CONSTRAINT "archived_months_tenant_id_relation_metric_no_month_pk" PRIMARY KEY("tenant_id","relation","metric_no","month")
);
--> statement-breakpoint
ALTER TABLE "archived_months" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "retention_runs" (
	"tenant_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"ran_at" timestamp with time zone NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "retention_runs_tenant_id_rule_pk" PRIMARY KEY("tenant_id","rule")
);
--> statement-breakpoint
ALTER TABLE "retention_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "archived_rows" integer;--> statement-breakpoint
CREATE POLICY "archived_months_tenant" ON "archived_months" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "retention_runs_tenant" ON "retention_runs" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
-- The tables made since the last time bind their owner too; repeating it for the others changes nothing.
do $$
declare
  t record;
begin
  for t in
    select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relrowsecurity and not c.relforcerowsecurity
  loop
    execute format('alter table %s force row level security', t.name);
  end loop;
end
$$;
