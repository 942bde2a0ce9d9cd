package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Prepaid grants as rows. */
final class GrantSql {

    static final String LEFT = """
            SELECT tenant, id, amount, remaining, expires_at, ended, created_at
              FROM billing.prepaid_grant
             WHERE tenant = ANY($1) AND remaining > 0
            """;

    static final String PUT = """
            INSERT INTO billing.prepaid_grant (tenant, id, amount, remaining, expires_at, ended, created_at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[],
                                 $6::boolean[], $7::timestamptz[])
            ON CONFLICT (tenant, id) DO UPDATE SET remaining = EXCLUDED.remaining, ended = EXCLUDED.ended
            """;

    /** The types of the columns of {@link #PUT}, in their order. */
    static final List<Class<?>> TYPES = List.of(
            UUID.class, UUID.class, Long.class, Long.class, OffsetDateTime.class, Boolean.class, OffsetDateTime.class);

    private GrantSql() {}

    static Grant grant(Row row) {
        return new Grant(
                row.getUUID("id"),
                row.getLong("amount"),
                row.getLong("remaining"),
                TimeColumn.read(row, "expires_at"),
                row.getBoolean("ended"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    static Tuple arguments(TenantId tenant, Grant grant) {
        return Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(grant.id())
                .addLong(grant.amount())
                .addLong(grant.left())
                .addOffsetDateTime(TimeColumn.argument(grant.expiresAt()))
                .addBoolean(grant.ended())
                .addOffsetDateTime(TimeColumn.argument(grant.createdAt()));
    }
}
