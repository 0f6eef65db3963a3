CREATE TABLE `security_log` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`person_id` text,
	`tenant_id` text,
	`country` text,
	`city` text,
	`user_agent` text,
	`times` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `security_log_person_at_idx` ON `security_log` (`person_id`,`at`);--> statement-breakpoint
CREATE INDEX `security_log_at_idx` ON `security_log` (`at`);