package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.DeadLetters.Letter;
import dev.tollgate.billing.intake.LogBatch.Item;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what of a batch PostgreSQL refuses, by trying: halves of halves, each behind all that was taken before it.
 * Changes nothing, so that the batch is booked as a whole afterwards.
 */
final class BatchBisector {

    /** Events that can be booked, in their order, and events that cannot. */
    record Bisection(List<Item> taken, List<Letter> refused) {

        private static final Bisection NOTHING = new Bisection(List.of(), List.of());

        private Bisection withRejected(Item item, Throwable cause) {
            return new Bisection(taken, joined(refused, List.of(new Letter(item, String.valueOf(cause.getMessage())))));
        }
    }

    private final Booking booking;

    BatchBisector(Booking booking) {
        this.booking = booking;
    }

    /** Sifts a batch that was refused as a whole; fails where PostgreSQL does not say what it thinks of a part. */
    Future<Bisection> bisect(LogBatch batch, Throwable cause) {
        return split(batch, Bisection.NOTHING, batch.items(), cause);
    }

    private Future<Bisection> tried(LogBatch batch, Bisection before, List<Item> items) {
        var taken = joined(before.taken(), items);
        return booking.attempt(batch.with(taken))
                .map(new Bisection(taken, before.refused()))
                .recover(cause ->
                        Booking.neverStored(cause) ? split(batch, before, items, cause) : Future.failedFuture(cause));
    }

    private Future<Bisection> split(LogBatch batch, Bisection before, List<Item> items, Throwable cause) {
        if (items.size() < 2) {
            return Future.succeededFuture(before.withRejected(items.getFirst(), cause));
        }
        int half = items.size() / 2;
        return tried(batch, before, items.subList(0, half))
                .compose(first -> tried(batch, first, items.subList(half, items.size())));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
