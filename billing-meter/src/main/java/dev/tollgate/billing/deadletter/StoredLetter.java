package dev.tollgate.billing.deadletter;

import dev.tollgate.billing.deadletter.DeadLetter.Resolution;
import dev.tollgate.billing.intake.UsageDayPartitions;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageEventId;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.postgres.DayPartitions;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row of a dead letter, and what can be read of it.
 *
 * @param usage its event, or the events of a record that could not be read when it came; empty if it is unreadable
 * @param record the bytes of such a record; null for an event of its own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
record StoredLetter(Row row, List<UsageRecorded> usage, byte @Nullable [] record) {

    private static final int UNREAD_CHARS_MAX = 500;

    /**
     * What is sent again.
     *
     * @param id the same for all letters of one event or record
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sending(UUID id, TenantId tenant, byte[] body) {}

    static StoredLetter of(Row row) {
        var body = row.getBuffer("body").getBytes();
        var record = UsageCodec.columnarOf(body).orElse(null);
        var usage = usage(UsageCodec.decode(record == null ? body : record));
        return new StoredLetter(row, record == null && usage.size() > 1 ? List.of() : usage, record);
    }

    /** Empty unless all of them are usage. */
    private static List<UsageRecorded> usage(List<UsageMessage> messages) {
        List<UsageRecorded> events = new ArrayList<>();
        for (var message : messages) {
            if (message instanceof UsageMessage.Usage(var event)) {
                events.add(event);
            }
        }
        return events.size() == messages.size() ? events : List.of();
    }

    DeadLetterId id() {
        return new DeadLetterId(row.getUUID("id"));
    }

    /**
     * What to send if it can be booked by its age; null if it cannot. A record is sent as it came, so that it still is
     * the same delivery; an event without its record is sent as JSON. One that came from the future is not sent again
     * when its day has come: then its record is booked, should it be delivered once more.
     */
    @Nullable Sending sending(Instant now) {
        var first = usage.isEmpty() ? null : usage.getFirst();
        var tenant = first == null ? null : first.call().tenant();
        if (first == null || tenant == null || !usage.stream().allMatch(event -> isBookable(event, now))) {
            return null;
        }
        return new Sending(first.id(), tenant, record == null ? UsageCodec.json(first) : record);
    }

    private boolean isBookable(UsageRecorded event, Instant now) {
        return ofDay(event.id(), now) && ofDay(event.id(), madeAt());
    }

    /** Its event; null for a record, of whatever many, and if it is unreadable. */
    private @Nullable UsageRecorded event() {
        return record == null && !usage.isEmpty() ? usage.getFirst() : null;
    }

    private static boolean ofDay(UUID id, Instant at) {
        return DayPartitions.fault(id, at, UsageDayPartitions.AGE_MAX) == null;
    }

    private Instant madeAt() {
        return row.getOffsetDateTime("made_at").toInstant();
    }

    DeadLetter shown(Instant now) {
        Instant resolvedAt = TimeColumn.read(row, "resolved_at");
        String resolution = row.getString("resolution");
        var event = event();
        return new DeadLetter(
                id(),
                madeAt(),
                row.getString("reason"),
                resolvedAt == null && !row.getBoolean("event_resolved") && sending(now) != null,
                event == null ? null : new UsageEventId(event.id()),
                event == null ? null : event.call().tenant(),
                event == null ? null : event.call().requestId(),
                event == null ? null : event.call().operation(),
                event == null ? null : event.charge().micros(),
                event == null ? unread() : null,
                resolvedAt,
                row.getString("resolved_by"),
                resolution == null ? null : Resolution.valueOf(resolution.toUpperCase(Locale.ROOT)),
                row.getString("resolution_reason"));
    }

    private String unread() {
        var text = new String(row.getBuffer("body").getBytes(), StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), UNREAD_CHARS_MAX));
    }
}
