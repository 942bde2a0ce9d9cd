package dev.tollgate.money.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Usage events as a columnar record ({@link CallColumns}), and markers as the JSON batch format of CloudEvents 1.0.
 * Usage events in JSON, as versions before wrote them, are read too. Stateless; safe from every thread.
 */
public final class UsageCodec {

    /** The most events of one record. */
    public static final int EVENTS_MAX = 256;

    /** The CloudEvents type of a usage event. */
    public static final String USAGE = "tollgate.usage.v1";

    private static final int EVENT_BYTES = 1_024;
    private static final int UNREADABLE_CHARS_MAX = 8_192;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper TREE = new ObjectMapper(FACTORY);

    private UsageCodec() {}

    /** One record of 1 to {@link #EVENTS_MAX} events. */
    public static byte[] encode(List<UsageRecorded> events) {
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new IllegalArgumentException("a record holds 1 to " + EVENTS_MAX + " events: " + events.size());
        }
        return CallColumns.record(events);
    }

    /** One record of one event, as a write puts it in the outbox. */
    public static byte[] encode(UsageRecorded event) {
        return CallColumns.record(List.of(event));
    }

    /** A record of one event for people to read and mend. */
    public static byte[] json(UsageRecorded event) {
        return batch(List.of(event), UsageJson::write);
    }

    /** One record of one marker. */
    public static byte[] encode(Marker marker) {
        return batch(List.of(marker), MarkerJson::write);
    }

    /** Everything a record holds, in its order. Never throws for what it reads. */
    public static List<UsageMessage> decode(byte[] record) {
        return isColumnar(record) ? columns(record) : elements(record);
    }

    /** Whether the events of a record are one delivery, which the id of the first names. */
    public static boolean isColumnar(byte[] record) {
        return record.length > 0 && record[0] == CallColumns.FIRST_BYTE;
    }

    /**
     * The size of a columnar record; empty for any other.
     *
     * @param start its first {@link RecordSize#BYTES_MAX} bytes, or all of a shorter one
     */
    public static Optional<RecordSize> size(byte[] start) {
        if (!isColumnar(start)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CallColumns.size(new ColumnReader(start)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The columnar record that an {@link UsageMessage.Unreadable} keeps in Base64; empty for any other text. */
    public static Optional<byte[]> columnarOf(byte[] text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text)).filter(UsageCodec::isColumnar);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<UsageMessage> columns(byte[] record) {
        try {
            var events = CallColumns.events(record);
            if (events.size() > EVENTS_MAX) {
                throw new IllegalArgumentException("more than " + EVENTS_MAX + " events: " + events.size());
            }
            return events.stream().<UsageMessage>map(UsageMessage.Usage::new).toList();
        } catch (RuntimeException e) {
            var reason = String.valueOf(e.getMessage());
            return List.of(
                    new UsageMessage.Unreadable(reason, Base64.getEncoder().encodeToString(record)));
        }
    }

    private static List<UsageMessage> elements(byte[] record) {
        JsonNode root;
        try {
            root = TREE.readTree(record);
        } catch (IOException e) {
            return List.of(unreadable("not JSON", new String(record, StandardCharsets.UTF_8)));
        }
        if (root == null || !root.isArray() || root.size() > EVENTS_MAX) {
            return List.of(unreadable("not a batch of at most " + EVENTS_MAX, String.valueOf(root)));
        }
        List<UsageMessage> messages = new ArrayList<>(root.size());
        root.forEach(element -> messages.add(message(element)));
        return messages;
    }

    private static UsageMessage message(JsonNode element) {
        try {
            StrictJsonObject event = new StrictJsonObject(element);
            String type = event.text("type");
            return type.equals(USAGE)
                    ? new UsageMessage.Usage(UsageJson.read(event))
                    : new UsageMessage.Marked(MarkerJson.read(type, event));
        } catch (RuntimeException e) {
            return unreadable(String.valueOf(e.getMessage()), element.toString());
        }
    }

    private static UsageMessage unreadable(String reason, String json) {
        return new UsageMessage.Unreadable(reason, json.substring(0, Math.min(json.length(), UNREADABLE_CHARS_MAX)));
    }

    /** An array of elements, each written by {@code write}. */
    private static <T> byte[] batch(List<T> elements, BiConsumer<JsonText, T> write) {
        var json = new JsonText(elements.size() * EVENT_BYTES).raw('[');
        for (int at = 0; at < elements.size(); at++) {
            if (at > 0) {
                json.raw(',');
            }
            write.accept(json, elements.get(at));
        }
        return json.raw(']').toBytes();
    }
}
