CREATE TABLE "artist_keys" (
	"tenant_id" uuid NOT NULL,
	"artist_id" uuid NOT NULL,
	"sealed_key" "bytea",
	CONSTRAINT "artist_keys_tenant_id_artist_id_pk" PRIMARY KEY("tenant_id","artist_id")
);
--> statement-breakpoint
ALTER TABLE "artist_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "artist_keys_tenant" ON "artist_keys" AS PERMISSIVE FOR ALL TO public USING (tenant_id = (select current_setting('app.tenant_id'))::uuid) WITH CHECK (tenant_id = (select current_setting('app.tenant_id'))::uuid);--> statement-breakpoint
ALTER TABLE "artist_keys" FORCE ROW LEVEL SECURITY;