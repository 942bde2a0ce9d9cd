package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/** Version checks and times of rows. */
public final class RowVersions {

    private RowVersions() {}

    /** The refusal if the call's version condition does not match the record; else empty. */
    public static Optional<Refusal> conflict(Call<?> call, Resource record) {
        return call.conditions().allow(record.version())
                ? Optional.empty()
                : Optional.of(new Refusal.VersionConflict(record.version()));
    }

    public static Instant time(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
