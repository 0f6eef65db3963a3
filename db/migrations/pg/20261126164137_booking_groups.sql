CREATE TABLE "booking_series" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"repeat" jsonb NOT NULL,
	"first_day" date NOT NULL,
	"time_zone" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "booking_series_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "booking_series" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "series_id" uuid;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "series_day" date;--> statement-breakpoint
CREATE INDEX "bookings_group" ON "bookings" USING btree ("tenant_id","group_id") WHERE group_id is not null;--> statement-breakpoint
CREATE INDEX "bookings_series" ON "bookings" USING btree ("tenant_id","series_id","series_day") WHERE series_id is not null;--> statement-breakpoint
CREATE POLICY "booking_series_tenant" ON "booking_series" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "booking_series" FORCE ROW LEVEL SECURITY;