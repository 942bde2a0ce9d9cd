package dev.tollgate.billing.deadletter;

import dev.tollgate.billing.deadletter.DeadLetter.Resolution;
import dev.tollgate.billing.intake.UsageDayPartitions;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageEventId;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.postgres.DayPartitions;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of a dead letter, and the event in it.
 *
 * @param event null if it is unreadable
 */
record StoredLetter(Row row, @Nullable UsageRecorded event) {

    private static final int UNREAD_CHARS_MAX = 500;

    static StoredLetter of(Row row) {
        List<UsageMessage> messages = UsageCodec.decode(row.getBuffer("body").getBytes());
        return new StoredLetter(
                row,
                messages.size() == 1 && messages.getFirst() instanceof UsageMessage.Usage(var event) ? event : null);
    }

    DeadLetterId id() {
        return new DeadLetterId(row.getUUID("id"));
    }

    /**
     * The tenant whose usage it is, if the event can be booked by its age; null if not. One that came from the future
     * is not sent again when its day has come: then its record is booked, should it be delivered once more.
     */
    @Nullable TenantId sendableTo(Instant now) {
        return event != null && ofDay(event.id(), now) && ofDay(event.id(), madeAt())
                ? event.call().tenant()
                : null;
    }

    private static boolean ofDay(UUID id, Instant at) {
        return DayPartitions.fault(id, at, UsageDayPartitions.AGE_MAX) == null;
    }

    private Instant madeAt() {
        return row.getOffsetDateTime("made_at").toInstant();
    }

    DeadLetter shown(Instant now) {
        OffsetDateTime resolvedAt = row.getOffsetDateTime("resolved_at");
        String resolution = row.getString("resolution");
        return new DeadLetter(
                id(),
                madeAt(),
                row.getString("reason"),
                resolvedAt == null && !row.getBoolean("event_resolved") && sendableTo(now) != null,
                event == null ? null : new UsageEventId(event.id()),
                event == null ? null : event.call().tenant(),
                event == null ? null : event.call().requestId(),
                event == null ? null : event.call().operation(),
                event == null ? null : event.charge().micros(),
                event == null ? unread() : null,
                resolvedAt == null ? null : resolvedAt.toInstant(),
                row.getString("resolved_by"),
                resolution == null ? null : Resolution.valueOf(resolution.toUpperCase(Locale.ROOT)),
                row.getString("resolution_reason"));
    }

    private String unread() {
        var text = new String(row.getBuffer("body").getBytes(), StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), UNREAD_CHARS_MAX));
    }
}
