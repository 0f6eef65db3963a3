ALTER TABLE "bookings" ADD COLUMN "share" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_share" CHECK (share between 1 and 100);