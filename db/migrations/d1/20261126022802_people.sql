CREATE TABLE `ownership_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`then_role` text NOT NULL,
	`status` text NOT NULL,
	`acceptance_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	CONSTRAINT "ownership_offers_status" CHECK("ownership_offers"."status" in ('pending', 'accepted', 'declined', 'withdrawn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ownership_offers_pending_uidx` ON `ownership_offers` (`tenant_id`) WHERE "ownership_offers"."status" = 'pending';--> statement-breakpoint
CREATE TABLE `workspace_roles` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`permissions` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspace_roles_name_uidx` ON `workspace_roles` (`tenant_id`,lower("name"));--> statement-breakpoint
ALTER TABLE `invitation` ADD `token_hash` text;--> statement-breakpoint
ALTER TABLE `invitation` ADD `member_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token_hash_uidx` ON `invitation` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_pending_uidx` ON `invitation` (`organization_id`,`email`) WHERE "invitation"."status" = 'pending';--> statement-breakpoint
ALTER TABLE `tenants` ADD `seats` integer DEFAULT 500 NOT NULL;