package dev.tollgate.money.usage;

import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;

/** Prepared bytes that all our CloudEvents begin and end with. */
final class CloudEventTemplate {

    private static final byte[] SUBJECT = JsonText.name("subject");
    private static final byte[] DATA = ascii(",\"datacontenttype\":\"application/json\",\"data\":{");
    private static final byte[] END = ascii("}}");

    private CloudEventTemplate() {}

    /** An event's beginning up to its id, which follows. */
    static byte[] upToId(String type) {
        return ascii("{\"specversion\":\"1.0\",\"type\":\"" + type + "\",\"source\":\"/tollgate\",\"id\":");
    }

    /** The name of the subject, which follows. */
    static JsonText subject(JsonText json) {
        return json.raw(SUBJECT);
    }

    /** Begins the data; its first member follows without a comma. */
    static JsonText data(JsonText json) {
        return json.raw(DATA);
    }

    /** Ends data and event. */
    static void end(JsonText json) {
        json.raw(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
