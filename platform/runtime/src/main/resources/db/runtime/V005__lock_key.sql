-- The key of the advisory lock on a name. Names contain words of callers, and PostgreSQL's own hashes can be inverted: a
-- caller could choose a word whose lock is another tenant's.
CREATE FUNCTION runtime.lock_key(name text) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ('x' || encode(substr(sha256(convert_to(name, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint;

GRANT USAGE ON SCHEMA runtime TO tollgate_app, tollgate_relay, tollgate_meter, tollgate_sealer, tollgate_dispatcher;
