ALTER TABLE `sso_domains` ADD `next_check_at` integer;--> statement-breakpoint
ALTER TABLE `sso_domains` ADD `missing_since` integer;--> statement-breakpoint
CREATE INDEX `sso_domains_next_check_idx` ON `sso_domains` (`next_check_at`) WHERE "sso_domains"."verified_at" is not null;