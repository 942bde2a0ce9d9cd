package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.outcome.FieldError;
import java.io.IOException;
import java.util.Locale;

/**
 * JSON from outside as a tree: UTF-8, one value, no repeated names, at most {@value #DEPTH_MAX} levels deep and
 * {@value #VALUES_MAX} values. Lists and objects far longer than their schema allows are refused where they exceed it,
 * and the rest is not read.
 */
public final class StrictJson {

    public static final int DEPTH_MAX = 32;

    /** Of a whole document. The largest batch of the product, with every field of every record, has a third of it. */
    public static final int VALUES_MAX = 20_000;

    private static final int DETECTION_BYTES = 4;

    /** A body of this size has too few values to be worth counting. */
    private static final int UNCOUNTED_BYTES_MAX = 4_096;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names from outside do not stay in the table of the JVM.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            // A decimal is what was written, not the nearest double.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    /** Result of parsing bytes as JSON. */
    public sealed interface Text {

        record Tree(JsonNode node) implements Text {}

        /** Not JSON as we take it; the detail is a sentence for the caller. */
        record Malformed(String detail) implements Text {}

        /** JSON as far as it was read, up to a list or object far beyond its size. */
        record Oversized(FieldError fault) implements Text {}
    }

    private StrictJson() {}

    /** Reads a document of which no sizes are known yet. */
    public static Text read(byte[] bytes) {
        return read(bytes, SizeLimits.UNKNOWN);
    }

    static Text read(byte[] bytes, SizeLimits sizes) {
        if (!startsAsUtf8(bytes)) {
            return new Text.Malformed("The body is not UTF-8.");
        }
        try {
            JsonNode node = bytes.length <= UNCOUNTED_BYTES_MAX ? READER.readValue(bytes) : counted(bytes, sizes);
            return node.isMissingNode() ? new Text.Malformed("The body is empty.") : new Text.Tree(node);
        } catch (BoundedParser.Exceeded exceeded) {
            var fault = exceeded.fault();
            return fault == null
                    ? new Text.Malformed("The body has more than " + VALUES_MAX + " values.")
                    : new Text.Oversized(fault);
        } catch (StreamConstraintsException tooMuch) {
            return new Text.Malformed(
                    tooMuch.getOriginalMessage().toLowerCase(Locale.ROOT).contains("nesting")
                            ? "The body is nested too deeply: more than " + DEPTH_MAX + " levels."
                            : "The body contains a name, number or text that is too long.");
        } catch (JsonProcessingException broken) {
            return new Text.Malformed(detail(broken));
        } catch (NumberFormatException beyond) {
            return new Text.Malformed("The body contains a number that is out of range.");
        } catch (IOException broken) {
            return new Text.Malformed("The body is not UTF-8.");
        }
    }

    private static JsonNode counted(byte[] bytes, SizeLimits sizes) throws IOException {
        try (var parser = new BoundedParser(READER.createParser(bytes), sizes)) {
            return READER.readValue(parser);
        }
    }

    /** The parser guesses UTF-16 and UTF-32 from zero bytes and byte order marks: those are refused instead. */
    private static boolean startsAsUtf8(byte[] bytes) {
        for (int i = 0; i < Math.min(DETECTION_BYTES, bytes.length); i++) {
            if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    private static String detail(JsonProcessingException broken) {
        var place = broken.getLocation();
        var where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        return broken.getOriginalMessage().startsWith("Duplicate")
                ? "The body contains a field twice" + where + "."
                : "The body is not JSON" + where + ".";
    }
}
