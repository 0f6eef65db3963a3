CREATE TABLE `erasures` (
	`person_id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`erased_at` integer NOT NULL,
	`removed` text NOT NULL,
	`found` text
);
--> statement-breakpoint
CREATE TABLE `person_keys` (
	`owner_id` text PRIMARY KEY NOT NULL,
	`sealed_key` text NOT NULL,
	`created_at` integer NOT NULL
);
