-- Up to where the chain of the session is sealed and anchored, and what waits for its position: past row-level security,
-- and only of the session's own chain. What waits is normally next to nothing; of a backlog the oldest 10,000 entries of
-- the slice are looked at, which is that of the chain: another chain's backlog in another slice hides nothing.
CREATE FUNCTION control.audit_chain(
        of_slice integer, OUT sealed_to bigint, OUT last_hash bytea, OUT anchored_to bigint, OUT waiting bigint,
        OUT waiting_since timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(h.position, 0), CASE WHEN h.position > 0 THEN h.hash END, COALESCE(h.anchored, 0), w.entries,
           (SELECT e.at FROM audit.event AS e WHERE e.chain = c.chain AND e.id = w.oldest)
      FROM (SELECT records.chain() AS chain) AS c
      LEFT JOIN audit.head AS h ON h.chain = c.chain
     CROSS JOIN LATERAL (
           SELECT count(*) AS entries, (array_agg(p.event_id ORDER BY p.event_id))[1] AS oldest
             FROM (SELECT * FROM audit.pending WHERE slice = of_slice ORDER BY event_id LIMIT 10000) AS p
            WHERE p.chain = c.chain) AS w
$$;
REVOKE ALL ON FUNCTION control.audit_chain(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.audit_chain(integer) TO tollgate_app;
