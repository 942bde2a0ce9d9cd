package dev.tollgate.money.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Usage events and markers as the JSON batch format of CloudEvents 1.0: an array, of one or many. Stateless; safe from
 * every thread.
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
        return batch(events, UsageJson::write);
    }

    /** One record of one event, as a write puts it in the outbox. */
    public static byte[] encode(UsageRecorded event) {
        return batch(List.of(event), UsageJson::write);
    }

    /** One record of one marker. */
    public static byte[] encode(Marker marker) {
        return batch(List.of(marker), MarkerJson::write);
    }

    /** Everything a record holds, in its order. Never throws for what it reads. */
    public static List<UsageMessage> decode(byte[] record) {
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
