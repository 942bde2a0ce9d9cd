package dev.tollgate.loadtest.load;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.CallResponse;
import java.util.Set;
import java.util.TreeSet;

/** Fails a comparison with a baseline that answers less than the gateway. */
public final class ResponseShape {

    private ResponseShape() {}

    /** Header names and body size are the same. */
    public static void requireSameHeadAndSize(CallResponse ours, CallResponse baseline) {
        var expected = ours.headers().map().keySet();
        var names = baseline.headers().map().keySet();
        require(names.equals(expected), "the baseline sends our headers " + expected + ", not " + names);
        requireSameSize(ours, baseline);
    }

    /** The same where the baseline cannot leave out headers of its own, such as its date. */
    public static void requireOurHeadAndSize(CallResponse ours, CallResponse baseline) {
        var expected = ours.headers().map().keySet();
        var names = baseline.headers().map().keySet();
        require(names.containsAll(expected), "the baseline sends our headers " + expected + ", not only " + names);
        requireSameSize(ours, baseline);
    }

    private static void requireSameSize(CallResponse ours, CallResponse baseline) {
        int size = ours.text().length();
        require(
                baseline.text().length() == size,
                "the baseline's body has " + baseline.text().length() + " characters, ours " + size);
    }

    /** Fields and kinds of values are the same at every depth. */
    public static void requireSame(JsonNode ours, JsonNode baseline) {
        var expected = of(ours);
        var given = of(baseline);
        require(given.equals(expected), "the baseline answers our shape " + expected + ", not " + given);
    }

    /** Every field with its path and the kind of its value. */
    public static Set<String> of(JsonNode body) {
        var fields = new TreeSet<String>();
        collect("", body, fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, Set<String> fields) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), fields));
        } else if (node.isArray()) {
            fields.add(path + "[" + node.size() + "]");
            if (!node.isEmpty()) {
                collect(path + "[]", node.get(0), fields);
            }
        } else {
            fields.add(path + " " + node.getNodeType());
        }
    }
}
