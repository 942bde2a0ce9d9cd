-- An address is another if it differs in more than the case of the letters A to Z: lower() of most locales makes the
-- letters of other alphabets equal to these, such as the Kelvin sign to k, and the person who has such an address is not
-- the one who was invited.
CREATE OR REPLACE FUNCTION control.invitation_target(hashes bytea[], wanted uuid, verified_email text)
    RETURNS TABLE (invitation_id uuid, tenant_id uuid, workspace_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.id, i.tenant_id, i.workspace_id
      FROM control.invitation i
     WHERE i.secret_hash = ANY (hashes)
        OR (i.id = wanted AND lower(i.email COLLATE "C") = lower(verified_email COLLATE "C"))
$$;
