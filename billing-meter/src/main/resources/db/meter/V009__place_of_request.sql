-- Whose call a request was, by what was metered of it: for a read that has no audit event of its own. A row only for calls
-- on the installation. The bounds of the id keep it to the request's own day.
CREATE FUNCTION billing.place_of_request(of_request uuid, first uuid, beyond uuid, OUT tenant_id uuid, OUT workspace_id uuid)
    RETURNS SETOF record
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT u.tenant_id, u.workspace_id
      FROM billing.usage_event AS u
     WHERE u.request_id = of_request AND u.id >= first AND u.id < beyond AND runtime.whole_installation()
     LIMIT 1
$$;

REVOKE ALL ON FUNCTION billing.place_of_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.place_of_request TO tollgate_app;
