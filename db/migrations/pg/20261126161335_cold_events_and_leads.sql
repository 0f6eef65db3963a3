CREATE TABLE "event_archives" (
	"tenant_id" uuid NOT NULL,
	"first_seq" bigint NOT NULL,
	"last_seq" bigint NOT NULL,
	"rows" integer NOT NULL,
	"key_id" text NOT NULL,
	"archived_at" timestamp with time zone NOT NULL,
	CONSTRAINT "event_archives_tenant_id_first_seq_pk" PRIMARY KEY("tenant_id","first_seq")
);
--> statement-breakpoint
ALTER TABLE "event_archives" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "archived_rows" integer;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "archived_leads" integer;--> statement-breakpoint
CREATE POLICY "event_archives_tenant" ON "event_archives" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "event_archives" FORCE ROW LEVEL SECURITY;