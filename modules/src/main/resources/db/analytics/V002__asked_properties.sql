-- What queries ask of a definition: by property its type, its class, and its unit, which may be null. Queries of all
-- events read it of up to 2,000 definitions, whose schemas have 32 KiB each.
CREATE FUNCTION analytics.asked(schema json, classes json, units json) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT COALESCE(jsonb_object_agg(p.key, jsonb_build_array(
                       COALESCE(p.value ->> 'type', 'object'), COALESCE(c.value, 'none'), u.value)), '{}')
              FROM json_each(schema -> 'properties') AS p
              LEFT JOIN json_each_text(classes) AS c ON c.key = p.key
              LEFT JOIN json_each_text(units) AS u ON u.key = p.key);
REVOKE ALL ON FUNCTION analytics.asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION analytics.asked TO tollgate_app;

ALTER TABLE analytics.event_definition
    ADD COLUMN asked jsonb NOT NULL GENERATED ALWAYS AS (analytics.asked(schema, classes, units)) STORED;
