package dev.tollgate.loadtest.baselines.postgres;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/** A contact as answered. */
record ContactRow(
        String id,
        String workspaceId,
        String name,
        String email,
        String phone,
        String jobTitle,
        String owner,
        @JsonRawValue String customFields,
        String createdAt,
        String updatedAt,
        long version,
        String source,
        String lastActor) {

    /** The columns that {@link #of} reads, in order. */
    static final String COLUMNS = "id, workspace_id, name, email, phone, job_title, owner, custom_fields::text,"
            + " created_at, updated_at, version, source, last_actor";

    static ContactRow of(Row row) {
        return new ContactRow(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                text(row, 8),
                text(row, 9),
                row.getLong(10),
                row.getString(11),
                row.getString(12));
    }

    private static String text(Row row, int column) {
        return Instant.from(row.getOffsetDateTime(column)).toString();
    }
}
