CREATE TABLE "connection_grants" (
	"tenant_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"provider" text NOT NULL,
	"connection_id" uuid,
	"client_id" uuid,
	"credential_id" text NOT NULL,
	"person_id" text NOT NULL,
	"sealed_verifier" "bytea" NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "connection_grants_tenant_id_state_hash_pk" PRIMARY KEY("tenant_id","state_hash")
);
--> statement-breakpoint
ALTER TABLE "connection_grants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connection_streams" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"cursor" text,
	"every_seconds" integer,
	"daily_at_minute" integer,
	"next_due_at" timestamp with time zone,
	"data_as_of" timestamp with time zone,
	"checked_at" timestamp with time zone,
	CONSTRAINT "connection_streams_tenant_id_connection_id_stream_pk" PRIMARY KEY("tenant_id","connection_id","stream")
);
--> statement-breakpoint
ALTER TABLE "connection_streams" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sync_errors" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"record_key" text NOT NULL,
	"run_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"field" text,
	"message" text NOT NULL,
	"record" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "sync_errors_tenant_id_connection_id_stream_record_key_pk" PRIMARY KEY("tenant_id","connection_id","stream","record_key")
);
--> statement-breakpoint
ALTER TABLE "sync_errors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fx_rates" (
	"tenant_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"rate_date" date NOT NULL,
	"per_euro" numeric NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "fx_rates_tenant_id_currency_rate_date_pk" PRIMARY KEY("tenant_id","currency","rate_date")
);
--> statement-breakpoint
ALTER TABLE "fx_rates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "custom_metrics" ALTER COLUMN "value" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "is_sample" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "token_expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "account_name" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "accounts" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "failure" jsonb;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "failures_in_a_row" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "authorised_by" text;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "trigger" text NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "position" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "lease_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "parked_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "pages_done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "pages_total" integer;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "requests" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "bytes_read" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "waited_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "industry" text;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "original" numeric;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "original_currency" text;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "rate" numeric;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "rate_date" date;--> statement-breakpoint
ALTER TABLE "custom_metrics" ADD COLUMN "entered_by" text;--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "source_system" text NOT NULL;--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "base_revenue" numeric(24, 4);--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "base_expenses" numeric(24, 4);--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "base_cash_flow" numeric(24, 4);--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "rate" numeric;--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "rate_date" date;--> statement-breakpoint
ALTER TABLE "financials" ADD COLUMN "updated_at" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "source_system" text NOT NULL;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "external_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "base_value" numeric(24, 4);--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "rate" numeric;--> statement-breakpoint
ALTER TABLE "lead_events" ADD COLUMN "rate_date" date;--> statement-breakpoint
CREATE INDEX "connection_grants_expiry" ON "connection_grants" USING btree ("tenant_id","expires_at");--> statement-breakpoint
CREATE INDEX "connection_streams_due" ON "connection_streams" USING btree ("tenant_id","next_due_at");--> statement-breakpoint
CREATE INDEX "sync_errors_at" ON "sync_errors" USING btree ("tenant_id","connection_id","at");--> statement-breakpoint
CREATE INDEX "sync_runs_status" ON "sync_runs" USING btree ("tenant_id","status");--> statement-breakpoint
CREATE INDEX "custom_metrics_unconverted" ON "custom_metrics" USING btree ("tenant_id","original_currency") WHERE value is null;--> statement-breakpoint
CREATE INDEX "financials_source" ON "financials" USING btree ("tenant_id","source_id","record_date");--> statement-breakpoint
CREATE INDEX "financials_unconverted" ON "financials" USING btree ("tenant_id","currency") WHERE rate is null;--> statement-breakpoint
CREATE UNIQUE INDEX "lead_events_external" ON "lead_events" USING btree ("tenant_id","source_id","external_id","event_date");--> statement-breakpoint
CREATE POLICY "connection_grants_tenant" ON "connection_grants" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "connection_streams_tenant" ON "connection_streams" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "sync_errors_tenant" ON "sync_errors" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);--> statement-breakpoint
CREATE POLICY "fx_rates_tenant" ON "fx_rates" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), ''))::uuid);