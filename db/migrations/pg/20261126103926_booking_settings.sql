CREATE TABLE "booking_settings" (
	"tenant_id" uuid NOT NULL,
	"blocking" jsonb NOT NULL,
	"hold_hours" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "booking_settings_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "booking_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "booking_settings_tenant" ON "booking_settings" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "booking_settings" FORCE ROW LEVEL SECURITY;