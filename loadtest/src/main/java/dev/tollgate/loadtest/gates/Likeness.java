package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/** Whether a yardstick answers what ours answers: a comparison with less work would flatter nobody. */
public final class Likeness {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Likeness() {}

    /** Header names and body size are the same. */
    static void ofHeadAndSize(HttpResponse<String> ours, HttpResponse<String> theirs) {
        var names = theirs.headers().map().keySet();
        require(
                names.equals(ours.headers().map().keySet()),
                "the bare server sends the headers of ours: " + names + ", not "
                        + ours.headers().map().keySet());
        require(
                theirs.body().length() == ours.body().length(),
                "the bare server's body has " + theirs.body().length() + " characters, ours "
                        + ours.body().length());
    }

    /** The same fields, with values of the same kind, at every depth; status alike. */
    static void ofShape(HttpResponse<String> ours, HttpResponse<String> theirs) throws JsonProcessingException {
        require(
                theirs.statusCode() == ours.statusCode(),
                "the hand-written service answers " + ours.statusCode() + ", not " + theirs.statusCode());
        var ourShape = shape(ours.body());
        var theirShape = shape(theirs.body());
        require(
                theirShape.equals(ourShape),
                "the hand-written service answers the shape of ours: " + theirShape + ", not " + ourShape);
    }

    /** Every field with its path and the kind of its value. */
    public static Set<String> shape(String body) throws JsonProcessingException {
        var fields = new TreeSet<String>();
        collect("", JSON.readTree(body), fields);
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
