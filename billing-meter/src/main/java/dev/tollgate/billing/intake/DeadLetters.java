package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.LogBatch.Item;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events that cannot be booked: kept as they were, with the reason, so that the partition moves on and nothing is lost.
 */
final class DeadLetters {

    private static final String INSERT = """
            INSERT INTO billing.dead_letter (
                   id, partition, topic_id, log_offset, event_id, has_tenant, reason, body, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    /**
     * One of them.
     *
     * @param dated whether its record is of a day that has rows
     */
    record Letter(Item item, String reason, boolean dated) {

        Letter(Item item, String reason) {
            this(item, reason, true);
        }

        @Nullable UUID eventId() {
            return item.message() instanceof UsageMessage.Usage(var event) ? event.id() : null;
        }

        boolean hasTenant() {
            return item.message() instanceof UsageMessage.Usage(var event)
                    && event.call().tenant() != null;
        }

        byte[] body() {
            return switch (item.message()) {
                case UsageMessage.Usage(var event) -> UsageCodec.json(event);
                case UsageMessage.Marked(var marker) -> UsageCodec.encode(marker);
                case UsageMessage.Unreadable(var _, var json) -> json.getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    private final IdSource ids;

    DeadLetters(IdSource ids) {
        this.ids = ids;
    }

    Future<Void> insert(Transaction transaction, LogBatch batch, List<Letter> letters, Instant now) {
        if (letters.isEmpty()) {
            return Future.succeededFuture();
        }
        var rows = letters.stream().map(letter -> row(batch, letter, now)).toList();
        return transaction.batch(INSERT, rows).mapEmpty();
    }

    private Tuple row(LogBatch batch, Letter letter, Instant now) {
        return Tuple.of(
                ids.next(),
                batch.partition(),
                batch.topicId(),
                letter.item().offset(),
                letter.eventId(),
                letter.hasTenant(),
                letter.reason(),
                Buffer.buffer(letter.body()),
                now.atOffset(ZoneOffset.UTC));
    }
}
