-- Who shares the row of a workspace passes whoever waits to change it, so changes could keep a suspension waiting
-- until its deadline. A name is locked before the row, and names are locked in the order in which they are asked for.
-- The gateway locks the same name.
CREATE OR REPLACE FUNCTION control.standing_workspace(wanted uuid, in_turn boolean)
    RETURNS TABLE (status text, modules text[])
    LANGUAGE plpgsql VOLATILE ROWS 1 AS $$
BEGIN
    IF in_turn THEN
        PERFORM pg_advisory_xact_lock(runtime.lock_key('control.workspace ' || wanted));
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR NO KEY UPDATE;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(runtime.lock_key('control.workspace ' || wanted));
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR SHARE;
    END IF;
    RETURN QUERY
        SELECT w.status,
               ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled)
          FROM control.workspace w
         WHERE w.id = wanted;
END $$;

CREATE OR REPLACE FUNCTION control.renew_roles(wanted text, organization text, new_role text, issued timestamptz)
    RETURNS TABLE (member_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT m.workspace_id, m.id
          FROM control.tenant t
          JOIN control.workspace w ON w.tenant_id = t.id
          JOIN control.member m ON m.workspace_id = w.id
         WHERE t.external_organization_id = organization AND m.subject = wanted AND m.role_at < issued
         ORDER BY m.workspace_id
    LOOP
        -- Changes of a workspace's members take turns, or two owners could both go because of the other.
        PERFORM pg_advisory_xact_lock(runtime.lock_key('control.workspace ' || place.workspace_id));
        PERFORM 1 FROM control.workspace w WHERE w.id = place.workspace_id FOR NO KEY UPDATE;
        RETURN QUERY
            UPDATE control.member m
               SET role = new_role, role_at = issued, version = m.version + 1, source = 'oidc', updated_at = clock_timestamp()
             WHERE m.workspace_id = place.workspace_id AND m.id = place.id AND m.role_at < issued AND m.role <> new_role
               AND (m.role <> 'owner' OR EXISTS (
                       SELECT 1 FROM control.member o
                        WHERE o.workspace_id = m.workspace_id AND o.role = 'owner' AND o.id <> m.id))
            RETURNING m.id;
        UPDATE control.member m SET role_at = issued
         WHERE m.workspace_id = place.workspace_id AND m.id = place.id AND m.role_at < issued AND m.role = new_role;
    END LOOP;
END $$;
