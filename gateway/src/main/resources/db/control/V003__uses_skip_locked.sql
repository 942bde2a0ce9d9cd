-- A use is a hint: where another gateway or a change holds the row, the next telling says it again. Without waiting,
-- two gateways that tell of the same credentials in different orders cannot block each other.
CREATE OR REPLACE FUNCTION control.credentials_used(used uuid[], at timestamptz[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH free AS (
        SELECT c.workspace_id, c.id, u.at
          FROM unnest(used, at) AS u (id, at)
          JOIN control.credential c ON c.id = u.id
         WHERE c.last_used_at IS NULL OR c.last_used_at < u.at
         ORDER BY c.id
           FOR UPDATE OF c SKIP LOCKED)
    UPDATE control.credential c
       SET last_used_at = free.at
      FROM free
     WHERE c.workspace_id = free.workspace_id AND c.id = free.id
$$;
