CREATE TABLE "time_off" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"from_time" text,
	"to_time" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "time_off_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "time_off" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "working_hours" (
	"tenant_id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"effective_from" date NOT NULL,
	"weekly" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "working_hours_tenant_id_artist_id_effective_from_pk" PRIMARY KEY("tenant_id","artist_id","effective_from")
);
--> statement-breakpoint
ALTER TABLE "working_hours" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "time_off_artist" ON "time_off" USING btree ("tenant_id","artist_id","last_day");--> statement-breakpoint
CREATE POLICY "time_off_tenant" ON "time_off" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "working_hours_tenant" ON "working_hours" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "time_off" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "working_hours" FORCE ROW LEVEL SECURITY;