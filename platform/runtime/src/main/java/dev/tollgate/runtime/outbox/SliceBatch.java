package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.kafka.EventPublisher;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The next batch of a slice: its first rows, in the order of their ids, up to the first marker; or the markers that it
 * begins with. Markers make no claim about each other, so several may leave together.
 *
 * @param more whether the slice is known to have more than that
 */
record SliceBatch(int slice, List<Message> messages, boolean more) {
    /** One row. */
    record Message(int slice, long id, String topic, String key, Buffer body, boolean marker) {
        static Message of(Row row) {
            return new Message(
                    row.getInteger("slice"),
                    row.getLong("id"),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getBuffer("body"),
                    row.getBoolean("marker"));
        }
    }

    SliceBatch {
        messages = List.copyOf(messages);
    }

    /** The next batch of each slice that has rows; rows come in the order of slice and id. */
    static List<SliceBatch> of(Iterable<Message> rows) {
        var bySlice = new TreeMap<Integer, List<Message>>();
        for (var row : rows) {
            bySlice.computeIfAbsent(row.slice(), _ -> new ArrayList<>()).add(row);
        }
        return bySlice.entrySet().stream()
                .map(slice -> of(slice.getKey(), slice.getValue()))
                .toList();
    }

    /** Markers, which leave when nothing else is in flight. */
    boolean isMarker() {
        return messages.getFirst().marker();
    }

    /** The size of their bodies together. */
    long bytes() {
        return messages.stream().mapToLong(message -> message.body.length()).sum();
    }

    /** Hands all of them over in order; completes when each is acknowledged or has failed. */
    Future<Void> publish(
            EventPublisher publisher, KeptTopics kept, Consumer<Message> acknowledged, Consumer<Message> failed) {
        var sent = new ArrayList<Future<Void>>(messages.size());
        for (var message : messages) {
            sent.add(sent(publisher, kept, message)
                    .onSuccess(_ -> acknowledged.accept(message))
                    .onFailure(_ -> failed.accept(message)));
        }
        return Future.join(sent).mapEmpty();
    }

    private Future<Void> sent(EventPublisher publisher, KeptTopics kept, Message message) {
        var body = message.body.getBytes();
        return kept.contains(message.topic)
                ? publisher.publishKept(message.topic, slice, message.key, body, message.id)
                : publisher.publish(message.topic, slice, message.key, body);
    }

    private static SliceBatch of(int slice, List<Message> rows) {
        var messages = beginning(rows);
        return new SliceBatch(slice, messages, messages.size() < rows.size() || rows.size() == OutboxTable.ROWS_MAX);
    }

    private static List<Message> beginning(List<Message> rows) {
        boolean markers = rows.getFirst().marker();
        return rows.stream().takeWhile(row -> row.marker() == markers).toList();
    }
}
