package dev.tollgate.records.call;

/** The statements of {@link SegmentPages}. */
final class SegmentStatements {

    /** Of segments that are found, with how many these are, those that fill a page. */
    private static final String PAGE = "SELECT " + SegmentRows.COLUMNS + """
            , wanted, ends, found
              FROM (SELECT s.*, count(*) OVER () AS found, sum(s.calls) OVER (ORDER BY s.last_id DESC) AS total
                      FROM (%s ORDER BY c.last_id DESC LIMIT $7) AS s) AS newest
             WHERE total - calls < $8
             ORDER BY last_id DESC
            """;

    /**
     * The segments that are wanted among the newest that are looked at. The last one that is looked at is a row too,
     * wanted or not: it says how far the statement has read.
     */
    private static final String LOOKED_AT = PAGE.formatted("""
            SELECT * FROM (
                   SELECT c.*, row_number() OVER (ORDER BY c.last_id DESC) = $9 AS ends,
                          c.first_id < $3
                          AND ($5::text[] = '{}' OR c.words @> $5)
                          AND (NOT $6 OR c.entries > 0) AS wanted
                     FROM (SELECT * FROM records.call_segment AS c
                            WHERE %s AND c.last_id >= $2 AND c.last_id < $4
                            ORDER BY c.last_id DESC LIMIT $9) AS c) AS c
             WHERE c.wanted OR c.ends""");

    /** The segments that may have calls of a request. */
    private static final String OF_REQUEST = PAGE.formatted("""
            SELECT c.*, true AS wanted, false AS ends
              FROM records.call_segment AS c
             WHERE %s AND c.last_id >= $2 AND c.last_id < $4 AND c.first_id < $3
               AND c.first_request <= $9 AND c.last_request >= $9
               AND ($5::text[] = '{}' OR c.words @> $5)
               AND (NOT $6 OR c.entries > 0)""");

    /**
     * The segments of a chain that may have one of some calls: for each call, by their keys, those that end within a
     * minute of its id and begin before it. These overlap, so they are few; the limit keeps the planner from the whole
     * chain.
     */
    static final String NAMED = PAGE.formatted("""
            SELECT c.*, true AS wanted, false AS ends
              FROM records.call_segment AS c
             WHERE c.chain = $1 AND c.last_id >= $2 AND c.last_id < $4 AND c.first_id < $3
               AND c.last_id = ANY (ARRAY(
                   SELECT s.last_id
                     FROM unnest($9::uuid[], $10::uuid[]) AS named (id, beyond)
                    CROSS JOIN LATERAL (
                          SELECT n.last_id FROM records.call_segment AS n
                           WHERE n.chain = $1 AND n.last_id >= named.id AND n.last_id < named.beyond
                             AND n.first_id <= named.id
                           ORDER BY n.last_id LIMIT $7) AS s
                    WHERE named.id < $4))
               AND ($5::text[] = '{}' OR c.words @> $5)
               AND (NOT $6 OR c.entries > 0)""");

    private static final String IN_CHAIN = "c.chain = $1";

    /** With entries, in a tenant and all its workspaces, however many it has: an index has them in this order. */
    private static final String IN_TENANT = "c.tenant_id = $1 AND c.entries > 0";

    static final String NEWEST = LOOKED_AT.formatted(IN_CHAIN);
    static final String NEWEST_OF_TENANT = LOOKED_AT.formatted(IN_TENANT);
    static final String REQUEST = OF_REQUEST.formatted(IN_CHAIN);
    static final String REQUEST_OF_TENANT = OF_REQUEST.formatted(IN_TENANT);

    private SegmentStatements() {}
}
