-- The keys of the auth library have no checksum, so none of them works any more; what they entered keeps its names.
INSERT INTO `api_keys` (`id`, `tenant_id`, `name`, `start`, `hash`, `scopes`, `sponsor_id`, `created_at`, `expires_at`, `ended_at`)
SELECT `id`, `reference_id`, coalesce(`name`, ''), coalesce(`start`, ''), `key`, '[]', coalesce(json_extract(`metadata`, '$.createdBy'), ''), `created_at`, `expires_at`, `updated_at` FROM `apikey`;--> statement-breakpoint
DROP TABLE `apikey`;
