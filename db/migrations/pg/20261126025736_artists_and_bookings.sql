CREATE TABLE "artists" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"headline" text,
	"time_zone" text NOT NULL,
	"skills" jsonb NOT NULL,
	"rate_amount" numeric(20, 4),
	"rate_currency" text,
	"rate_per" text,
	"capacity" integer DEFAULT 1 NOT NULL,
	"next_claim" bigint DEFAULT 1 NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "artists_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "artists" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bookings" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"title" text NOT NULL,
	"notes" text,
	"status" text NOT NULL,
	"blocks" boolean NOT NULL,
	"is_exclusive" boolean NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"period" "tstzrange" GENERATED ALWAYS AS (tstzrange(starts_at, ends_at, '[)')) STORED,
	"first_day" date,
	"last_day" date,
	"time_zone" text NOT NULL,
	"claims" jsonb NOT NULL,
	"expires_at" timestamp with time zone,
	"is_extended" boolean DEFAULT false NOT NULL,
	"reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bookings_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "bookings_bounded" CHECK (isfinite(starts_at) and isfinite(ends_at) and ends_at > starts_at),
	CONSTRAINT "bookings_not_endless" CHECK (ends_at - starts_at <= interval '732 days')
);
--> statement-breakpoint
ALTER TABLE "bookings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "artists_name" ON "artists" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "bookings_artist_end" ON "bookings" USING btree ("tenant_id","artist_id","ends_at");--> statement-breakpoint
CREATE INDEX "bookings_start" ON "bookings" USING btree ("tenant_id","starts_at");--> statement-breakpoint
CREATE INDEX "bookings_expiry" ON "bookings" USING btree ("tenant_id","expires_at") WHERE status = 'hold';--> statement-breakpoint
CREATE POLICY "artists_tenant" ON "artists" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "bookings_tenant" ON "bookings" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
-- Two bookings that keep a time free of others never share a moment of somebody who is booked exclusively, whoever writes them.
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_never_twice"
  EXCLUDE USING gist ("tenant_id" WITH =, "artist_id" WITH =, "period" WITH &&) WHERE ("blocks" AND "is_exclusive");--> statement-breakpoint
ALTER TABLE "artists" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" FORCE ROW LEVEL SECURITY;
