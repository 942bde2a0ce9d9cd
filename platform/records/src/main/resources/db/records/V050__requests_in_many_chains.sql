-- Segments that may have a request, of every chain, in the order of their keys behind one: for calls on the installation,
-- which know no chain, and which go on until the request is found, however many chains were busy with it. By the bounds of
-- their requests, and by the name that a late call has. Segments up to the one that makes the page full by its calls; none
-- are left where a page is empty. Gateways from before use records.segments_of_request.
CREATE FUNCTION records.next_segments_of_request(
    of_request uuid, of_name text, since uuid, beyond uuid, after_chain uuid, after_id uuid, calls_max bigint)
    RETURNS SETOF records.call_segment
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.*
      FROM (SELECT f.chain, f.last_id, sum(f.calls) OVER (ORDER BY f.chain, f.last_id) - f.calls AS before
              FROM (SELECT h.chain, s.last_id, s.calls
                      FROM audit.head AS h
                     CROSS JOIN LATERAL (
                           SELECT n.last_id, n.calls
                             FROM records.call_segment AS n
                            WHERE n.chain = h.chain AND n.last_id >= since AND n.last_id < beyond
                              AND n.first_request <= of_request AND n.last_request >= of_request
                            UNION
                           SELECT l.last_id, l.calls
                             FROM (SELECT n.call_id FROM records.call_name AS n
                                    WHERE n.chain = h.chain AND n.name = of_name
                                    ORDER BY n.call_id DESC LIMIT 50) AS late
                            CROSS JOIN LATERAL (
                                  SELECT n.* FROM records.call_segment AS n
                                   WHERE n.chain = h.chain AND n.last_id >= late.call_id
                                   ORDER BY n.last_id LIMIT 200) AS l
                            WHERE l.first_id <= late.call_id) AS s
                     WHERE runtime.whole_installation()
                       AND h.chain >= after_chain AND (h.chain, s.last_id) > (after_chain, after_id)
                     ORDER BY h.chain, s.last_id LIMIT 512) AS f) AS page
      JOIN records.call_segment AS c ON c.chain = page.chain AND c.last_id = page.last_id
     WHERE page.before < calls_max
     ORDER BY c.chain, c.last_id
$$;
REVOKE ALL ON FUNCTION records.next_segments_of_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records.next_segments_of_request TO tollgate_app;
