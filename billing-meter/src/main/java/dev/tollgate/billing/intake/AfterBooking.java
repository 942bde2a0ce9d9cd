package dev.tollgate.billing.intake;

import dev.tollgate.money.account.Copies;
import dev.tollgate.runtime.outbox.OutboxSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps that follow a committed batch. No step may fail the batch: a periodic task repeats what is lost here. */
final class AfterBooking {

    private static final Logger LOGGER = LoggerFactory.getLogger(AfterBooking.class);

    private final Copies copies;
    private final OutboxSignal outbox;
    private final MeterMetrics counts;
    private final MarkerHandler markers;
    private final LeakedHolds leaked;

    AfterBooking(Copies copies, OutboxSignal outbox, MeterMetrics counts, MarkerHandler markers, LeakedHolds leaked) {
        this.copies = copies;
        this.outbox = outbox;
        this.counts = counts;
        this.markers = markers;
        this.leaked = leaked;
    }

    void run(LogBatch batch, BatchResult result) {
        counts.booked(result);
        result.slices.stream().forEach(outbox::wrote);
        if (!result.published.isEmpty()) {
            leaked.count(result.closed)
                    .transform(_ -> copies.publish(result.published))
                    .onFailure(cause -> {
                        counts.unpublished();
                        LOGGER.atWarn()
                                .addKeyValue("partition", batch.partition())
                                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                                .log("failed to publish accounts, will retry");
                    });
        }
        if (!result.publishedBudgets.isEmpty()) {
            copies.budgets().publish(result.publishedBudgets).onFailure(cause -> {
                counts.unpublished();
                LOGGER.atWarn()
                        .addKeyValue("partition", batch.partition())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to publish budgets, will retry");
            });
        }
        result.letters.forEach(letter -> LOGGER.atError()
                .addKeyValue("partition", batch.partition())
                .addKeyValue("offset", letter.item().offset())
                .addKeyValue("eventId", String.valueOf(letter.eventId()))
                .addKeyValue("reason", letter.reason())
                .log("event stored as dead letter"));
        result.markers.forEach(marker -> markers.read(batch.partition(), marker));
    }
}
