package dev.tollgate.gateway.usage;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.memory.Deadlines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one turn of a loop for one partition. They become durable together, which completes one promise. */
final class UsagePart extends Deadlines.Watched {

    private final List<UsageRecorded> events = new ArrayList<>();
    private final String key;
    private final Promise<Void> durable;

    /**
     * Without events.
     *
     * @param key of a record that begins with it
     * @param durable completes on the loop of the events
     */
    UsagePart(String key, Promise<Void> durable) {
        this.key = key;
        this.durable = durable;
    }

    void add(UsageRecorded event) {
        events.add(event);
    }

    List<UsageRecorded> events() {
        return events;
    }

    int size() {
        return events.size();
    }

    boolean full() {
        return size() == UsageCodec.EVENTS_MAX;
    }

    String key() {
        return key;
    }

    Future<Void> durable() {
        return durable.future();
    }

    @Override
    protected void timeUp() {
        ended(UsagePublication.lost(null));
    }

    /** Null if it is durable. */
    void ended(@Nullable Throwable failure) {
        if (failure == null) {
            durable.tryComplete();
        } else {
            durable.tryFail(failure);
        }
    }
}
