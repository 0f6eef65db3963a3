CREATE TABLE `auth_tries` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `auth_tries_subject_at_idx` ON `auth_tries` (`subject`,`at`);--> statement-breakpoint
CREATE INDEX `auth_tries_at_idx` ON `auth_tries` (`at`);