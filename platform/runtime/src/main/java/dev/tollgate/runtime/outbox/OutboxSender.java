package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.kafka.EventPublisher;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends batches of slices to Kafka for a relay, on its context. What was sent for an earlier connection is ignored. */
final class OutboxSender {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxSender.class);

    private final OutboxRelay relay;
    private final EventPublisher publisher;
    private final OwnedSlices slices;
    private final RelayPollInterval pollInterval;
    private final Counter relayed;
    private final KeptTopics kept;

    OutboxSender(
            OutboxRelay relay,
            EventPublisher publisher,
            OwnedSlices slices,
            RelayPollInterval pollInterval,
            Counter relayed,
            KeptTopics kept) {
        this.relay = relay;
        this.publisher = publisher;
        this.slices = slices;
        this.pollInterval = pollInterval;
        this.relayed = relayed;
        this.kept = kept;
    }

    void publish(OutboxTable open, List<SliceBatch> batches) {
        if (!relay.current(open)) {
            return;
        }
        if (batches.isEmpty()) {
            pollInterval.idle();
        } else {
            pollInterval.busy();
        }
        batches.stream().filter(slices::mayLeave).forEach(batch -> publish(open, batch));
    }

    private void publish(OutboxTable open, SliceBatch batch) {
        slices.sent(batch);
        open.handedOver(batch);
        batch.publish(
                        publisher,
                        kept,
                        message -> {
                            open.acknowledged(message);
                            relayed.increment();
                        },
                        open::failed)
                .onFailure(cause -> notTaken(open, batch, cause))
                .onComplete(_ -> arrived(open, batch));
    }

    private void notTaken(OutboxTable open, SliceBatch batch, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("slice", batch.slice())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to send messages to Kafka, will retry");
        if (relay.current(open)) {
            slices.fail(batch.slice());
        }
    }

    private void arrived(OutboxTable open, SliceBatch batch) {
        if (!relay.current(open)) {
            return;
        }
        pollInterval.busy();
        if (!slices.arrived(batch)) {
            pollInterval.later();
        } else if (slices.failed(batch.slice())) {
            pollInterval.retry(() -> rest(open, batch.slice()));
        } else {
            rest(open, batch.slice());
        }
    }

    private void rest(OutboxTable open, int slice) {
        if (relay.current(open)) {
            if (slices.rest(slice)) {
                relay.turn();
            } else {
                pollInterval.later();
            }
        }
    }
}
