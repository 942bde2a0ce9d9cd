package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.OpenBucket;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Charges of open buckets as rows. */
final class OpenBucketSql {

    /** Those that exist are updated without a lock of their own: their accounts are locked. */
    static final String ADD = """
            WITH added AS (
                SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
                           AS t (tenant, bucket, slice, from_included, from_prepaid, other)),
            updated AS (
                UPDATE billing.open_bucket AS open
                   SET from_included = open.from_included + added.from_included,
                       from_prepaid = open.from_prepaid + added.from_prepaid,
                       other = open.other + added.other
                  FROM added
                 WHERE open.tenant = added.tenant AND open.bucket = added.bucket
                RETURNING open.tenant, open.bucket)
            INSERT INTO billing.open_bucket AS open (tenant, bucket, slice, from_included, from_prepaid, other)
            SELECT * FROM added
             WHERE (tenant, bucket) NOT IN (SELECT tenant, bucket FROM updated)
            ON CONFLICT (tenant, bucket) DO UPDATE
               SET from_included = open.from_included + EXCLUDED.from_included,
                   from_prepaid = open.from_prepaid + EXCLUDED.from_prepaid,
                   other = open.other + EXCLUDED.other
            """;

    /** The types of the columns of {@link #ADD}, in their order. */
    static final List<Class<?>> TYPES =
            List.of(UUID.class, Long.class, Integer.class, Long.class, Long.class, Long.class);

    private OpenBucketSql() {}

    static OpenBucket bucket(Row row) {
        return new OpenBucket(
                row.getLong("bucket"), row.getLong("from_included"), row.getLong("from_prepaid"), row.getLong("other"));
    }

    static Tuple arguments(TenantId tenant, int slice, OpenBucket open) {
        return Tuple.of(tenant.value(), open.bucket(), slice, open.fromIncluded(), open.fromPrepaid(), open.other());
    }
}
