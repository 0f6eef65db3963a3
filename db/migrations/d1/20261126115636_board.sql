CREATE TABLE `board_words` (
	`word` text NOT NULL,
	`id` text NOT NULL,
	PRIMARY KEY(`word`, `id`)
);
--> statement-breakpoint
CREATE INDEX `board_words_id_idx` ON `board_words` (`id`);--> statement-breakpoint
CREATE TABLE `job_listings` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`is_closed` integer NOT NULL,
	`deadline_at` integer NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`place` text,
	`is_remote` integer NOT NULL,
	`rate_e4` integer,
	`rate_currency` text,
	`rate_per` text,
	`posted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `job_listings_newest_idx` ON `job_listings` (`is_closed`,`posted_at`,`id`);--> statement-breakpoint
CREATE INDEX `job_listings_tenant_idx` ON `job_listings` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `profile_cards` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`person_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`body` text
);
--> statement-breakpoint
CREATE INDEX `profile_cards_name_idx` ON `profile_cards` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `profile_cards_tenant_idx` ON `profile_cards` (`tenant_id`);--> statement-breakpoint
CREATE INDEX `profile_cards_person_idx` ON `profile_cards` (`person_id`);--> statement-breakpoint
CREATE TABLE `saved_jobs` (
	`person_id` text NOT NULL,
	`job_id` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `job_id`)
);
--> statement-breakpoint
CREATE TABLE `sent_applications` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`job_id` text NOT NULL,
	`version` integer NOT NULL,
	`stage` text NOT NULL,
	`job_title` text NOT NULL,
	`workspace_name` text NOT NULL,
	`applied_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sent_applications_person_idx` ON `sent_applications` (`person_id`,`applied_at`);--> statement-breakpoint
CREATE INDEX `sent_applications_tenant_idx` ON `sent_applications` (`tenant_id`);