CREATE TABLE `orphan_checks` (
	`scope` text PRIMARY KEY NOT NULL,
	`checked_at` integer NOT NULL,
	`found` integer
);
--> statement-breakpoint
CREATE TABLE `orphans` (
	`scope` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`scope`, `kind`, `subject`)
);
