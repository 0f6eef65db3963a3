CREATE TABLE "artist_profiles" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"sealed" jsonb NOT NULL,
	"visibility" text NOT NULL,
	"deleted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"copied_version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "artist_profiles_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "artist_profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_applications" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"job_id" uuid NOT NULL,
	"person_id" text NOT NULL,
	"profile_id" uuid NOT NULL,
	"profile_tenant_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"sealed" jsonb NOT NULL,
	"match" jsonb NOT NULL,
	"score" integer NOT NULL,
	"note" text,
	"artist_id" uuid,
	"booking_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"copied_version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "job_applications_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "job_applications_hired" CHECK ((stage = 'hired') = (booking_id is not null))
);
--> statement-breakpoint
ALTER TABLE "job_applications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "jobs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"place" text,
	"is_remote" boolean NOT NULL,
	"skills" jsonb NOT NULL,
	"rate_amount" numeric(13, 4),
	"rate_currency" text,
	"rate_per" text,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"deadline_day" date NOT NULL,
	"time_zone" text NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"copied_version" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "jobs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "jobs_days" CHECK (last_day >= first_day)
);
--> statement-breakpoint
ALTER TABLE "jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "artist_profiles_one_each" ON "artist_profiles" USING btree ("tenant_id","person_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "artist_profiles_uncopied" ON "artist_profiles" USING btree ("tenant_id") WHERE copied_version < version;--> statement-breakpoint
CREATE UNIQUE INDEX "job_applications_one_each" ON "job_applications" USING btree ("tenant_id","job_id","person_id") WHERE stage <> 'withdrawn';--> statement-breakpoint
CREATE INDEX "job_applications_best" ON "job_applications" USING btree ("tenant_id","job_id","score");--> statement-breakpoint
CREATE INDEX "job_applications_person" ON "job_applications" USING btree ("tenant_id","person_id");--> statement-breakpoint
CREATE INDEX "job_applications_uncopied" ON "job_applications" USING btree ("tenant_id") WHERE copied_version < version;--> statement-breakpoint
CREATE INDEX "jobs_newest" ON "jobs" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_uncopied" ON "jobs" USING btree ("tenant_id") WHERE copied_version < version;--> statement-breakpoint
CREATE POLICY "artist_profiles_tenant" ON "artist_profiles" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "job_applications_tenant" ON "job_applications" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "jobs_tenant" ON "jobs" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "artist_profiles" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "job_applications" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "jobs" FORCE ROW LEVEL SECURITY;
