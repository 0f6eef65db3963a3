CREATE TABLE "busy_blocks" (
	"tenant_id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "busy_blocks_tenant_id_artist_id_starts_at_pk" PRIMARY KEY("tenant_id","artist_id","starts_at")
);
--> statement-breakpoint
ALTER TABLE "busy_blocks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "busy_calendars" (
	"tenant_id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"host" text NOT NULL,
	"sealed_address" "bytea" NOT NULL,
	"etag" text,
	"last_modified" text,
	"time_zone" text,
	"read_at" timestamp with time zone,
	"whole_at" timestamp with time zone,
	"tried_at" timestamp with time zone,
	"next_read_at" timestamp with time zone NOT NULL,
	"blocks" integer NOT NULL,
	"skipped" integer NOT NULL,
	"failure_code" text,
	"failing_since" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "busy_calendars_tenant_id_artist_id_pk" PRIMARY KEY("tenant_id","artist_id")
);
--> statement-breakpoint
ALTER TABLE "busy_calendars" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "busy_blocks_ends" ON "busy_blocks" USING btree ("tenant_id","ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "busy_calendars_id" ON "busy_calendars" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "busy_calendars_due" ON "busy_calendars" USING btree ("tenant_id","next_read_at");--> statement-breakpoint
CREATE POLICY "busy_blocks_tenant" ON "busy_blocks" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "busy_calendars_tenant" ON "busy_calendars" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "busy_blocks" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "busy_calendars" FORCE ROW LEVEL SECURITY;