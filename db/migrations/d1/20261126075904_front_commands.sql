CREATE TABLE `front_commands` (
	`id` text PRIMARY KEY NOT NULL,
	`request_hash` text NOT NULL,
	`started_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`status` integer,
	`sealed_answer` text
);
--> statement-breakpoint
CREATE INDEX `front_commands_expires_at_idx` ON `front_commands` (`expires_at`);