-- Which of these have a budget no more: credentials revoked before a time, and grants that were deleted. Asked by the
-- meter, past row-level security, and nothing else of them.
CREATE FUNCTION control.ended_budget_owners(of_ids uuid[], revoked_before timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.id FROM unnest(of_ids) AS o (id)
     WHERE NOT EXISTS (SELECT FROM control.mcp_grant g WHERE g.id = o.id)
       AND NOT EXISTS (SELECT FROM control.credential c
                        WHERE c.id = o.id AND (c.revoked_at IS NULL OR c.revoked_at >= revoked_before))
$$;
REVOKE ALL ON FUNCTION control.ended_budget_owners(uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.ended_budget_owners(uuid[], timestamptz) TO tollgate_meter;
