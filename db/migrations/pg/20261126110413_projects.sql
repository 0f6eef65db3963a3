CREATE TABLE "booking_proposals" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"status" text NOT NULL,
	"before" jsonb NOT NULL,
	"proposed" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "booking_proposals_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "booking_proposals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "project_baselines" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"ends_at" timestamp with time zone,
	"tasks" jsonb NOT NULL,
	"taken_by" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_baselines_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "project_baselines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "project_phases" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "project_phases_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "project_phases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "project_tasks" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"phase_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"notes" text,
	"position" integer NOT NULL,
	"artist_id" uuid,
	"duration_minutes" integer NOT NULL,
	"effort_minutes" integer,
	"constraint_kind" text,
	"constraint_time" timestamp with time zone,
	"is_pinned" boolean DEFAULT false NOT NULL,
	"actual_start" timestamp with time zone,
	"done_at" timestamp with time zone,
	"progress" integer DEFAULT 0 NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "project_tasks_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "project_tasks_length" CHECK ((kind = 'milestone') = (duration_minutes = 0)),
	CONSTRAINT "project_tasks_forward" CHECK (ends_at >= starts_at)
);
--> statement-breakpoint
ALTER TABLE "project_tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid,
	"name" text NOT NULL,
	"notes" text,
	"status" text NOT NULL,
	"start_day" date NOT NULL,
	"due_day" date,
	"time_zone" text NOT NULL,
	"weighting" text NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"progress" integer DEFAULT 0 NOT NULL,
	"task_count" integer DEFAULT 0 NOT NULL,
	"done_count" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"plan_version" integer DEFAULT 1 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "projects_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "task_dependencies" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"from_task_id" uuid NOT NULL,
	"to_task_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"lag_minutes" integer NOT NULL,
	CONSTRAINT "task_dependencies_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "task_dependencies_once" UNIQUE("tenant_id","from_task_id","to_task_id"),
	CONSTRAINT "task_dependencies_not_itself" CHECK (from_task_id <> to_task_id)
);
--> statement-breakpoint
ALTER TABLE "task_dependencies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "working_calendars" (
	"tenant_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"scope_id" uuid NOT NULL,
	"project_id" uuid,
	"weekly" jsonb NOT NULL,
	"exceptions" jsonb NOT NULL,
	CONSTRAINT "working_calendars_tenant_id_scope_scope_id_pk" PRIMARY KEY("tenant_id","scope","scope_id")
);
--> statement-breakpoint
ALTER TABLE "working_calendars" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "project_id" uuid;--> statement-breakpoint
CREATE INDEX "booking_proposals_project" ON "booking_proposals" USING btree ("tenant_id","project_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "booking_proposals_open" ON "booking_proposals" USING btree ("tenant_id","booking_id") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "project_baselines_project" ON "project_baselines" USING btree ("tenant_id","project_id","taken_at");--> statement-breakpoint
CREATE INDEX "project_phases_position" ON "project_phases" USING btree ("tenant_id","project_id","position");--> statement-breakpoint
CREATE INDEX "project_tasks_project" ON "project_tasks" USING btree ("tenant_id","project_id","starts_at");--> statement-breakpoint
CREATE INDEX "project_tasks_artist" ON "project_tasks" USING btree ("tenant_id","artist_id","ends_at");--> statement-breakpoint
CREATE INDEX "projects_name" ON "projects" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "projects_client" ON "projects" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "task_dependencies_project" ON "task_dependencies" USING btree ("tenant_id","project_id");--> statement-breakpoint
CREATE INDEX "working_calendars_project" ON "working_calendars" USING btree ("tenant_id","project_id");--> statement-breakpoint
CREATE INDEX "bookings_project" ON "bookings" USING btree ("tenant_id","project_id","starts_at");--> statement-breakpoint
CREATE POLICY "booking_proposals_tenant" ON "booking_proposals" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "booking_proposals_clients" ON "booking_proposals" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = booking_proposals.tenant_id and w.id = booking_proposals.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = booking_proposals.tenant_id and w.id = booking_proposals.project_id) end);--> statement-breakpoint
CREATE POLICY "project_baselines_tenant" ON "project_baselines" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "project_baselines_clients" ON "project_baselines" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_baselines.tenant_id and w.id = project_baselines.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_baselines.tenant_id and w.id = project_baselines.project_id) end);--> statement-breakpoint
CREATE POLICY "project_phases_tenant" ON "project_phases" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "project_phases_clients" ON "project_phases" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_phases.tenant_id and w.id = project_phases.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_phases.tenant_id and w.id = project_phases.project_id) end);--> statement-breakpoint
CREATE POLICY "project_tasks_tenant" ON "project_tasks" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "project_tasks_clients" ON "project_tasks" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_tasks.tenant_id and w.id = project_tasks.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = project_tasks.tenant_id and w.id = project_tasks.project_id) end);--> statement-breakpoint
CREATE POLICY "projects_tenant" ON "projects" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "projects_clients" ON "projects" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else client_id = any(((select string_to_array(nullif(current_setting('app.clients'), '*'), ',')::uuid[])::uuid[])) end);--> statement-breakpoint
CREATE POLICY "task_dependencies_tenant" ON "task_dependencies" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "task_dependencies_clients" ON "task_dependencies" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = task_dependencies.tenant_id and w.id = task_dependencies.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true else exists (select from projects w where w.tenant_id = task_dependencies.tenant_id and w.id = task_dependencies.project_id) end);--> statement-breakpoint
CREATE POLICY "working_calendars_tenant" ON "working_calendars" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
CREATE POLICY "working_calendars_clients" ON "working_calendars" AS RESTRICTIVE FOR ALL TO public USING (case when (select current_setting('app.clients') = '*') then true when project_id is null then true
      else exists (select from projects w where w.tenant_id = working_calendars.tenant_id and w.id = working_calendars.project_id) end) WITH CHECK (case when (select current_setting('app.clients') = '*') then true when project_id is null then true
      else exists (select from projects w where w.tenant_id = working_calendars.tenant_id and w.id = working_calendars.project_id) end);--> statement-breakpoint
ALTER TABLE "booking_proposals" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "project_baselines" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "project_phases" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "project_tasks" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "projects" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "task_dependencies" FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "working_calendars" FORCE ROW LEVEL SECURITY;