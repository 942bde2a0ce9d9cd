package dev.tollgate.billing.intake;

import dev.tollgate.money.account.Copies;
import dev.tollgate.runtime.outbox.OutboxSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows a committed batch. None of it may fail the batch: what is lost here is done again by those who poll. */
final class AfterBooking {

    private static final Logger LOGGER = LoggerFactory.getLogger(AfterBooking.class);

    private final Copies copies;
    private final OutboxSignal outbox;
    private final MeterMetrics counts;
    private final MarkerHandler markers;
    private final LeakedHolds leaks;

    AfterBooking(Copies copies, OutboxSignal outbox, MeterMetrics counts, MarkerHandler markers, LeakedHolds leaks) {
        this.copies = copies;
        this.outbox = outbox;
        this.counts = counts;
        this.markers = markers;
        this.leaks = leaks;
    }

    void run(LogBatch batch, BatchResult tally) {
        counts.booked(tally);
        tally.slices.stream().forEach(outbox::wrote);
        if (!tally.published.isEmpty()) {
            leaks.count(tally.closed)
                    .transform(_ -> copies.publish(tally.published))
                    .onFailure(cause -> {
                        counts.unpublished();
                        LOGGER.atWarn()
                                .addKeyValue("partition", batch.partition())
                                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                                .log("failed to publish accounts, will retry");
                    });
        }
        tally.letters.forEach(letter -> LOGGER.atError()
                .addKeyValue("partition", batch.partition())
                .addKeyValue("offset", letter.item().offset())
                .addKeyValue("eventId", String.valueOf(letter.eventId()))
                .addKeyValue("reason", letter.reason())
                .log("event stored as dead letter"));
        tally.markers.forEach(marker -> markers.read(batch.partition(), marker));
    }
}
