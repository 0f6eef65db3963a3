ALTER TABLE "artists" ADD COLUMN "member_id" text;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "accepted_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "artists_member" ON "artists" USING btree ("tenant_id","member_id") WHERE member_id is not null;