ALTER TABLE `invitation` ADD `clients` text;--> statement-breakpoint
ALTER TABLE `member` ADD `clients` text;