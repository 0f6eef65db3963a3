CREATE TABLE "clients" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"external_id" text NOT NULL,
	"industry" text,
	"is_default" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "clients_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "clients_external_id" UNIQUE("tenant_id","external_id")
);
--> statement-breakpoint
ALTER TABLE "clients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connections" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"label" text NOT NULL,
	"status" text NOT NULL,
	"sealed_tokens" "bytea",
	"external_account" text,
	"settings" jsonb NOT NULL,
	"last_sync_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connections_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "connections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"status" text NOT NULL,
	"cursor" text,
	"rows_read" bigint DEFAULT 0 NOT NULL,
	"rows_new" bigint DEFAULT 0 NOT NULL,
	"rows_changed" bigint DEFAULT 0 NOT NULL,
	"rows_same" bigint DEFAULT 0 NOT NULL,
	"rows_deleted" bigint DEFAULT 0 NOT NULL,
	"rows_rejected" bigint DEFAULT 0 NOT NULL,
	"failure" jsonb,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "sync_runs_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "sync_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "commands" (
	"tenant_id" uuid NOT NULL,
	"command_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"seq" bigint NOT NULL,
	"status" integer NOT NULL,
	"response" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "commands_tenant_id_command_id_pk" PRIMARY KEY("tenant_id","command_id")
);
--> statement-breakpoint
ALTER TABLE "commands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "event_bodies" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"salt" "bytea" NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "event_bodies_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);
--> statement-breakpoint
ALTER TABLE "event_bodies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "events" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"subject" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "events_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fact_history" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"relation" text NOT NULL,
	"row_key" text NOT NULL,
	"to_seq" bigint NOT NULL,
	"row" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "fact_history_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "fact_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant_heads" (
	"tenant_id" uuid NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"hash" "bytea" NOT NULL,
	"era" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tenant_heads_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "tenant_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workspace_settings" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"week_start" integer DEFAULT 1 NOT NULL,
	"fiscal_year_start_month" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "workspace_settings_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "workspace_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "custom_metrics" (
	"tenant_id" uuid NOT NULL,
	"metric_no" integer NOT NULL,
	"record_date" date NOT NULL,
	"row_key" uuid NOT NULL,
	"occurrence" smallint DEFAULT 0 NOT NULL,
	"value" numeric NOT NULL,
	"currency" text,
	"client_id" uuid NOT NULL,
	"d1" text,
	"d2" text,
	"d3" text,
	"d4" text,
	"d5" text,
	"source_id" uuid NOT NULL,
	"line" integer DEFAULT 0 NOT NULL,
	"content" uuid,
	CONSTRAINT "custom_metrics_tenant_id_metric_no_record_date_row_key_occurrence_pk" PRIMARY KEY("tenant_id","metric_no","record_date","row_key","occurrence")
);
--> statement-breakpoint
ALTER TABLE "custom_metrics" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dashboards" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"layout" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "dashboards_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "dashboards" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "financials" (
	"tenant_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"record_date" date NOT NULL,
	"source_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"revenue" numeric(24, 4) NOT NULL,
	"expenses" numeric(24, 4) NOT NULL,
	"cash_flow" numeric(24, 4),
	"currency" text NOT NULL,
	"metadata" jsonb,
	CONSTRAINT "financials_tenant_id_client_id_record_date_source_id_pk" PRIMARY KEY("tenant_id","client_id","record_date","source_id")
);
--> statement-breakpoint
ALTER TABLE "financials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "lead_events" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"lead_id" text NOT NULL,
	"event_date" date NOT NULL,
	"stage" text NOT NULL,
	"status" text NOT NULL,
	"value" numeric(24, 4),
	"currency" text,
	CONSTRAINT "lead_events_tenant_id_event_date_id_pk" PRIMARY KEY("tenant_id","event_date","id")
);
--> statement-breakpoint
ALTER TABLE "lead_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "metric_definitions" (
	"tenant_id" uuid NOT NULL,
	"key" text NOT NULL,
	"no" integer NOT NULL,
	"label" text NOT NULL,
	"unit" text NOT NULL,
	"currency" text,
	"direction" text NOT NULL,
	"aggregation" text NOT NULL,
	"scale" integer NOT NULL,
	"source" jsonb NOT NULL,
	"dimensions" jsonb NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "metric_definitions_tenant_id_key_pk" PRIMARY KEY("tenant_id","key")
);
--> statement-breakpoint
ALTER TABLE "metric_definitions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_matches" (
	"tenant_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"metric_no" integer NOT NULL,
	"row_key" uuid NOT NULL,
	"copies" integer NOT NULL,
	CONSTRAINT "import_matches_tenant_id_import_id_metric_no_row_key_pk" PRIMARY KEY("tenant_id","import_id","metric_no","row_key")
);
--> statement-breakpoint
ALTER TABLE "import_matches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_rejects" (
	"tenant_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"reason" text NOT NULL,
	"column_name" text,
	"value" text,
	"message" text NOT NULL,
	CONSTRAINT "import_rejects_tenant_id_import_id_line_pk" PRIMARY KEY("tenant_id","import_id","line")
);
--> statement-breakpoint
ALTER TABLE "import_rejects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "imports" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"file_key" text NOT NULL,
	"file_hash" text NOT NULL,
	"bytes_total" bigint NOT NULL,
	"next_byte" bigint DEFAULT 0 NOT NULL,
	"next_line" integer DEFAULT 1 NOT NULL,
	"detection" jsonb NOT NULL,
	"mapping" jsonb,
	"mapping_hash" text,
	"plan" jsonb,
	"rows_read" bigint DEFAULT 0 NOT NULL,
	"rows_loaded" bigint DEFAULT 0 NOT NULL,
	"rows_same" bigint DEFAULT 0 NOT NULL,
	"rows_changed" bigint DEFAULT 0 NOT NULL,
	"rows_rejected" bigint DEFAULT 0 NOT NULL,
	"failure" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "imports_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "imports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "clients_name" ON "clients" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "connections_client" ON "connections" USING btree ("tenant_id","client_id");--> statement-breakpoint
CREATE INDEX "sync_runs_connection" ON "sync_runs" USING btree ("tenant_id","connection_id","started_at");--> statement-breakpoint
CREATE INDEX "commands_expiry" ON "commands" USING btree ("tenant_id","expires_at");--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("tenant_id","subject","seq");--> statement-breakpoint
CREATE INDEX "fact_history_row" ON "fact_history" USING btree ("tenant_id","relation","row_key");--> statement-breakpoint
CREATE INDEX "financials_date" ON "financials" USING btree ("tenant_id","record_date");--> statement-breakpoint
CREATE INDEX "lead_events_client" ON "lead_events" USING btree ("tenant_id","client_id","event_date");--> statement-breakpoint
CREATE INDEX "lead_events_lead" ON "lead_events" USING btree ("tenant_id","lead_id");--> statement-breakpoint
CREATE INDEX "lead_events_stage" ON "lead_events" USING btree ("tenant_id","stage","status");--> statement-breakpoint
CREATE INDEX "metric_definitions_no" ON "metric_definitions" USING btree ("tenant_id","no");--> statement-breakpoint
CREATE INDEX "imports_file" ON "imports" USING btree ("tenant_id","file_hash","mapping_hash");--> statement-breakpoint
CREATE INDEX "imports_status" ON "imports" USING btree ("tenant_id","status");--> statement-breakpoint
CREATE POLICY "clients_tenant" ON "clients" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "connections_tenant" ON "connections" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "sync_runs_tenant" ON "sync_runs" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "commands_tenant" ON "commands" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "event_bodies_tenant" ON "event_bodies" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "events_tenant" ON "events" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "fact_history_tenant" ON "fact_history" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "tenant_heads_tenant" ON "tenant_heads" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "workspace_settings_tenant" ON "workspace_settings" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "custom_metrics_tenant" ON "custom_metrics" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "dashboards_tenant" ON "dashboards" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "financials_tenant" ON "financials" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "lead_events_tenant" ON "lead_events" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "metric_definitions_tenant" ON "metric_definitions" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "import_matches_tenant" ON "import_matches" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "import_rejects_tenant" ON "import_rejects" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "imports_tenant" ON "imports" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);