package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.OpenBucket;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Charges of open buckets as rows. */
final class OpenBucketSql {

    static final String ADD = """
            INSERT INTO billing.open_bucket AS open (tenant, bucket, slice, from_included, from_prepaid, other)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
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
