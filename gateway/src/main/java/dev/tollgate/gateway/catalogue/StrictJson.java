package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;

/** JSON from outside as a tree: UTF-8, one value, no repeated names, at most {@value #DEPTH_MAX} levels deep. */
public final class StrictJson {

    public static final int DEPTH_MAX = 32;
    private static final int DETECTION_BYTES = 4;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    /** What the bytes are. */
    public sealed interface Text {

        record Tree(JsonNode node) implements Text {}

        /** Not JSON as we take it; the detail is a sentence for the caller. */
        record Malformed(String detail) implements Text {}
    }

    private StrictJson() {}

    public static Text read(byte[] bytes) {
        if (!startsAsUtf8(bytes)) {
            return new Text.Malformed("The body is not UTF-8.");
        }
        try {
            JsonNode node = READER.readValue(bytes);
            return node.isMissingNode() ? new Text.Malformed("The body is empty.") : new Text.Tree(node);
        } catch (StreamConstraintsException tooMuch) {
            return new Text.Malformed(
                    tooMuch.getOriginalMessage().toLowerCase(Locale.ROOT).contains("nesting")
                            ? "The body is nested deeper than " + DEPTH_MAX + " levels."
                            : "The body holds a name, number or text that is too long.");
        } catch (JsonProcessingException broken) {
            return new Text.Malformed(detail(broken));
        } catch (IOException broken) {
            return new Text.Malformed("The body is not UTF-8.");
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
                ? "The body names a field twice" + where + "."
                : "The body is not JSON" + where + ".";
    }
}
