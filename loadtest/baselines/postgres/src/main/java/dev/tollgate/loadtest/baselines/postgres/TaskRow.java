package dev.tollgate.loadtest.baselines.postgres;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A task as stored and answered. */
record TaskRow(
        String id,
        String workspaceId,
        String title,
        String status,
        @JsonRawValue String customFields,
        String createdAt,
        String updatedAt,
        long version,
        String source,
        String lastActor) {

    /** An open one, made now. */
    static TaskRow open(String title, Instant now) {
        var time = now.truncatedTo(ChronoUnit.MICROS).toString();
        return new TaskRow(
                BaselineService.id("tsk_"),
                BaselineSchema.WORKSPACE,
                title,
                "open",
                "{}",
                time,
                time,
                1,
                "api",
                BaselineSchema.ACTOR);
    }

    OffsetDateTime createdAtTime() {
        return Instant.parse(createdAt).atOffset(ZoneOffset.UTC);
    }
}
