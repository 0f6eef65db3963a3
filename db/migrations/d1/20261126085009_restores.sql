CREATE TABLE `restores` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`source_id` text NOT NULL,
	`made_at` integer NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `restores_person_idx` ON `restores` (`requested_by`,`requested_at`);