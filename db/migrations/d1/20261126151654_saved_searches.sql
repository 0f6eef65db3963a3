CREATE TABLE `new_listings` (
	`job_id` text PRIMARY KEY NOT NULL,
	`after` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `saved_searches` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`body` text NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_searches_person_idx` ON `saved_searches` (`person_id`,`saved_at`);--> statement-breakpoint
CREATE INDEX `saved_searches_tenant_idx` ON `saved_searches` (`tenant_id`);--> statement-breakpoint
ALTER TABLE `saved_jobs` ADD `tenant_id` text;--> statement-breakpoint
ALTER TABLE `saved_jobs` ADD `told_deadline_at` integer;--> statement-breakpoint
CREATE INDEX `saved_jobs_job_idx` ON `saved_jobs` (`job_id`);--> statement-breakpoint
CREATE INDEX `job_listings_deadline_idx` ON `job_listings` (`is_closed`,`deadline_at`);