package dev.tollgate.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Entity tags of an {@code If-Match} or {@code If-None-Match} header (RFC 9110, 13.1 and 8.8.3). Several header lines
 * form one list, elements may be empty, and a comma inside quotes does not separate.
 */
public sealed interface EntityTags {

    /** The most elements of one header, with empty ones. */
    int TAGS_MAX = 64;

    /** Possessive throughout: a run of blanks is read once. */
    Pattern ELEMENT = Pattern.compile("[ \\t]*+(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"[ \\t]*+)?(?:,|$)");

    /** {@code *}: any. */
    record Any() implements EntityTags {}

    /** These, in order. */
    record Listed(List<Tag> tags) implements EntityTags {
        public Listed {
            tags = List.copyOf(tags);
        }
    }

    /** Not what such a header may be, or too long. */
    record Malformed() implements EntityTags {}

    /** One entity tag; {@code opaque} is the text between its quotes. */
    record Tag(boolean weak, String opaque) {}

    /**
     * Whether the caller has this representation already, as its {@code If-None-Match} says.
     *
     * @param opaque the representation's entity tag, without its quotes
     */
    static boolean knows(HttpServerRequest request, String opaque) {
        var lines = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
        return !lines.isEmpty()
                && ((lines.size() == 1 && isTag(lines.getFirst(), opaque))
                        || of(lines).weaklyMatches(opaque));
    }

    /** The header of most callers, which need not be parsed. */
    private static boolean isTag(String line, String opaque) {
        return line.length() == opaque.length() + 2
                && line.startsWith(opaque, 1)
                && line.charAt(0) == '"'
                && line.charAt(line.length() - 1) == '"';
    }

    /** Reads the lines of one header. */
    static EntityTags of(List<String> lines) {
        var value = String.join(",", lines);
        return value.strip().equals("*") ? new Any() : listed(value);
    }

    private static EntityTags listed(String value) {
        var tags = new ArrayList<Tag>();
        var element = ELEMENT.matcher(value);
        int elements = 0;
        for (int at = 0; at < value.length(); at = element.end()) {
            elements++;
            if (elements > TAGS_MAX || !element.region(at, value.length()).lookingAt()) {
                return new Malformed();
            }
            if (element.group(2) != null) {
                tags.add(new Tag(element.group(1) != null, element.group(2)));
            }
        }
        return new Listed(tags);
    }

    /** Whether one of them is this one, by the weak comparison that {@code If-None-Match} wants. */
    default boolean weaklyMatches(String opaque) {
        return switch (this) {
            case Any _ -> true;
            case Listed(List<Tag> tags) ->
                tags.stream().anyMatch(tag -> tag.opaque().equals(opaque));
            case Malformed _ -> false;
        };
    }
}
