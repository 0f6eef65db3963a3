CREATE TABLE "work_facts" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid,
	"artist_id" uuid,
	"project_id" uuid,
	"booking_id" uuid,
	"seconds" bigint,
	"lead_seconds" bigint,
	"percent" integer,
	"late_days" integer,
	CONSTRAINT "work_facts_tenant_id_kind_day_id_pk" PRIMARY KEY("tenant_id","kind","day","id")
);
--> statement-breakpoint
ALTER TABLE "work_facts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "work_facts_day" ON "work_facts" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "work_facts_booking" ON "work_facts" USING btree ("tenant_id","booking_id");--> statement-breakpoint
CREATE INDEX "work_facts_artist" ON "work_facts" USING btree ("tenant_id","artist_id","day");--> statement-breakpoint
CREATE INDEX "work_facts_project" ON "work_facts" USING btree ("tenant_id","project_id");--> statement-breakpoint
CREATE POLICY "work_facts_tenant" ON "work_facts" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "work_facts_clients" ON "work_facts" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end);--> statement-breakpoint
ALTER TABLE "work_facts" FORCE ROW LEVEL SECURITY;