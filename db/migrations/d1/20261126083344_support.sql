CREATE TABLE `support_grants` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`granted_by` text NOT NULL,
	`reason` text NOT NULL,
	`granted_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `support_grants_tenant_ends_at_idx` ON `support_grants` (`tenant_id`,`ends_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `support_grants_open_uidx` ON `support_grants` (`tenant_id`) WHERE "support_grants"."ended_at" is null;--> statement-breakpoint
CREATE TABLE `support_staff` (
	`person_id` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
