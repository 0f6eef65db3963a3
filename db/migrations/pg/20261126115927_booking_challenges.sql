CREATE TABLE "booking_challenges" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"against_id" uuid NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "booking_challenges_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "booking_challenges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "booking_settings" ADD COLUMN "challenge_hours" integer DEFAULT 8 NOT NULL;--> statement-breakpoint
ALTER TABLE "booking_settings" ADD COLUMN "unanswered" text DEFAULT 'release' NOT NULL;--> statement-breakpoint
ALTER TABLE "booking_settings" ADD COLUMN "escalate_to" text;--> statement-breakpoint
ALTER TABLE "booking_settings" ADD COLUMN "first_refusal_hours" integer DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "first_refusal_until" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "booking_challenges_open" ON "booking_challenges" USING btree ("tenant_id","against_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "booking_challenges_due" ON "booking_challenges" USING btree ("tenant_id","due_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "booking_challenges_booking" ON "booking_challenges" USING btree ("tenant_id","booking_id");--> statement-breakpoint
CREATE INDEX "booking_challenges_against" ON "booking_challenges" USING btree ("tenant_id","against_id");--> statement-breakpoint
CREATE POLICY "booking_challenges_tenant" ON "booking_challenges" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "booking_challenges" FORCE ROW LEVEL SECURITY;