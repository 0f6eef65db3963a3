CREATE TABLE "notification_preferences" (
	"tenant_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"ways" jsonb NOT NULL,
	"quiet_from" text,
	"quiet_to" text,
	"digest_at" text,
	"time_zone" text NOT NULL,
	"version" integer NOT NULL,
	"next_digest_at" timestamp with time zone,
	"digest_tries" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "notification_preferences_tenant_id_person_id_pk" PRIMARY KEY("tenant_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "notification_preferences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "digested_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "notification_preferences_digest" ON "notification_preferences" USING btree ("tenant_id","next_digest_at") WHERE next_digest_at is not null;--> statement-breakpoint
CREATE POLICY "notification_preferences_tenant" ON "notification_preferences" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "notification_preferences" FORCE ROW LEVEL SECURITY;