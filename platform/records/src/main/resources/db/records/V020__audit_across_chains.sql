-- Calls on a tenant see the events of its workspaces, and operators find a request by its id alone. Both functions run
-- past row-level security and say themselves whom they answer.

-- Events of some chains of the session's tenant, newest first: the newest of each, by its key, and of these the newest.
CREATE FUNCTION audit.of_tenant(
        chains uuid[], older_than uuid, of_request uuid, of_action text, of_outcome text, of_actor text,
        since timestamptz, until timestamptz, most integer)
    RETURNS SETOF audit.event
    -- Planned for its arguments: most filters are absent.
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT found.*
      FROM unnest(chains) AS c (chain)
     CROSS JOIN LATERAL (
           SELECT e.*
             FROM audit.event AS e
            WHERE e.chain = c.chain
              AND e.tenant_id = records.chain()
              AND (older_than IS NULL OR e.id < older_than)
              AND (of_request IS NULL OR e.request_id = of_request)
              AND (of_action IS NULL OR e.action = of_action)
              AND (of_outcome IS NULL OR e.outcome = of_outcome)
              AND (of_actor IS NULL OR e.actor_id = of_actor)
              AND (since IS NULL OR (e.at >= since AND e.id >= audit.first_id(since - interval '2 hours')))
              AND (until IS NULL OR (e.at < until AND e.id < audit.first_id(until + interval '2 hours')))
            ORDER BY e.id DESC
            LIMIT most) AS found
     ORDER BY found.id DESC
     LIMIT most
$$;
REVOKE ALL ON FUNCTION audit.of_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.of_tenant TO tollgate_app;

-- Whose call a request was; a row only for calls on the installation. One look at the index per chain.
CREATE FUNCTION audit.place_of_request(of_request uuid, OUT tenant_id uuid, OUT workspace_id uuid)
    RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT found.tenant_id, found.workspace_id
      FROM audit.head AS h
     CROSS JOIN LATERAL (
           SELECT e.tenant_id, e.workspace_id
             FROM audit.event AS e
            WHERE e.chain = h.chain AND e.request_id = of_request
            LIMIT 1) AS found
     WHERE records.chain() = '00000000-0000-0000-0000-000000000000'
     LIMIT 1
$$;
REVOKE ALL ON FUNCTION audit.place_of_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.place_of_request TO tollgate_app;
