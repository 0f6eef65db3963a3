ALTER TABLE `tenants` ADD `industry` text;--> statement-breakpoint
ALTER TABLE `tenants` ADD `country` text;