-- Whether a call was a dry run: everything was checked, nothing changed. Entries from before say no.
ALTER TABLE audit.event ADD COLUMN dry_run boolean NOT NULL DEFAULT false;
ALTER TABLE audit.hour ADD COLUMN dry_run boolean NOT NULL DEFAULT false;
