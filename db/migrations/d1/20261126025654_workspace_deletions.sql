CREATE TABLE `workspace_deletions` (
	`tenant_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`requested_by` text NOT NULL,
	`requested_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`proof` text
);
--> statement-breakpoint
CREATE INDEX `workspace_deletions_due_idx` ON `workspace_deletions` (`due_at`);--> statement-breakpoint
CREATE INDEX `workspace_deletions_person_idx` ON `workspace_deletions` (`requested_by`,`requested_at`);