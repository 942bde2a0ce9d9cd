package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.SqlStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Usage of one request as the meter has recorded it: nothing yet means it is on its way.
 *
 * @param month the month it is charged in, such as {@code 2026-11}
 */
public record RecordedUsage(
        UUID id,
        String dimension,
        long quantity,
        String priceVersion,
        long chargeMicros,
        String month,
        Instant recordedAt) {

    private static final String OF_REQUEST = """
            SELECT id, period, dimension, quantity, price_version, charge_micros, recorded_at
              FROM billing.request_usage
             WHERE request_id = $1 AND id >= $2 AND id < $3
             ORDER BY id
            """;

    private static final String PLACE = "SELECT tenant_id, workspace_id FROM billing.place_of_request($1, $2, $3)";

    private static final long BEFORE_MS = 1_000;
    private static final long AFTER_MS = 3_600_000;

    /** The look-up, to be read in the session of the caller: row-level security keeps it to what the caller may see. */
    public static SqlStatement ofRequest(RequestId request) {
        return new SqlStatement(OF_REQUEST, key(request));
    }

    /** The look-up of the tenant and workspace of a request, for calls on the installation. */
    public static SqlStatement placeOfRequest(RequestId request) {
        return new SqlStatement(PLACE, key(request));
    }

    /** An event's id is made within the call, so it lies close behind the request's. */
    private static Tuple key(RequestId request) {
        long millis = IdSource.millis(request.value());
        return Tuple.of(request.value(), IdSource.least(millis - BEFORE_MS), IdSource.least(millis + AFTER_MS));
    }

    /** Reads the rows of the look-up. */
    public static List<RecordedUsage> of(RowSet<Row> rows) {
        List<RecordedUsage> usage = new ArrayList<>(rows.size());
        rows.forEach(row -> usage.add(new RecordedUsage(
                row.getUUID("id"),
                row.getString("dimension"),
                row.getLong("quantity"),
                row.getString("price_version"),
                row.getLong("charge_micros"),
                new Period(row.getInteger("period")).toString(),
                row.getOffsetDateTime("recorded_at").toInstant())));
        return usage;
    }
}
