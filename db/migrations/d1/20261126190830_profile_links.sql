CREATE TABLE `profile_links` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`artist_id` text NOT NULL,
	`profile_id` text NOT NULL,
	`profile_tenant_id` text NOT NULL,
	`person_id` text NOT NULL,
	`asked_by` text NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`answered_at` integer,
	`ended_at` integer,
	`is_refused` integer DEFAULT false NOT NULL,
	CONSTRAINT "profile_links_state" CHECK("profile_links"."state" in ('asked', 'linked', 'declined', 'withdrawn', 'ended'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `profile_links_artist_uidx` ON `profile_links` (`tenant_id`,`artist_id`) WHERE "profile_links"."state" in ('asked', 'linked');--> statement-breakpoint
CREATE UNIQUE INDEX `profile_links_profile_uidx` ON `profile_links` (`tenant_id`,`profile_id`) WHERE "profile_links"."state" in ('asked', 'linked');--> statement-breakpoint
CREATE INDEX `profile_links_asked_idx` ON `profile_links` (`tenant_id`,`artist_id`,`asked_at`);--> statement-breakpoint
CREATE INDEX `profile_links_person_idx` ON `profile_links` (`person_id`,`profile_tenant_id`);--> statement-breakpoint
CREATE INDEX `profile_links_profile_idx` ON `profile_links` (`profile_id`);--> statement-breakpoint
CREATE INDEX `profile_links_home_idx` ON `profile_links` (`profile_tenant_id`);