-- References to records of another module have no foreign key: they remain, without a record, when that is deleted.
ALTER TABLE activity.activity
    ADD COLUMN contact_id       uuid,
    ADD COLUMN company_id       uuid,
    ADD COLUMN deal_id          uuid,
    ADD COLUMN supersedes_id    uuid,
    ADD COLUMN superseded_by_id uuid,
    ADD COLUMN superseded       boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT activity_version_check,
    ADD CONSTRAINT activity_superseded CHECK (
        superseded = (superseded_by_id IS NOT NULL) AND version = CASE WHEN superseded THEN 2 ELSE 1 END) NOT VALID,
    ADD CONSTRAINT activity_supersedes FOREIGN KEY (workspace_id, supersedes_id)
        REFERENCES activity.activity (workspace_id, id) NOT VALID;

-- What was logged stays as it is, its author too. An activity that supersedes another is written into that one by its
-- owner: who answers calls cannot change either. One that waits for the row of another caller finds it superseded.
CREATE FUNCTION activity.supersede() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE activity.activity
       SET superseded_by_id = NEW.id, superseded = true, version = 2, updated_at = NEW.created_at
     WHERE workspace_id = NEW.workspace_id AND id = NEW.supersedes_id AND superseded_by_id IS NULL;
    IF NOT FOUND THEN
        RAISE SQLSTATE 'TG409' USING MESSAGE = 'The activity of supersedes_id is superseded already. Supersede its successor.';
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION activity.supersede FROM PUBLIC;
CREATE TRIGGER supersede AFTER INSERT ON activity.activity
    FOR EACH ROW WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION activity.supersede();
