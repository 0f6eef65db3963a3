CREATE TABLE `sso_assertions` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sso_assertions_expires_at_idx` ON `sso_assertions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sso_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`provider_id` text NOT NULL,
	`browser_hash` text NOT NULL,
	`request_id` text,
	`next` text,
	`sealed_identity` text,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sso_attempts_expires_at_idx` ON `sso_attempts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sso_domains` (
	`tenant_id` text NOT NULL,
	`domain` text NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`verified_at` integer,
	PRIMARY KEY(`tenant_id`, `domain`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sso_domains_verified_uidx` ON `sso_domains` (`domain`) WHERE "sso_domains"."verified_at" is not null;--> statement-breakpoint
CREATE TABLE `sso_providers` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`sealed_secret` text,
	`default_role` text NOT NULL,
	`is_required` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	CONSTRAINT "sso_providers_kind" CHECK("sso_providers"."kind" in ('oidc', 'saml'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sso_providers_id_unique` ON `sso_providers` (`id`);--> statement-breakpoint
ALTER TABLE `session` ADD `sso_provider_id` text;