package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Key of one sum: the values its rows share.
 *
 * @param texts one per {@link Grouping}; empty where it is not grouped by that, or where there is none
 */
public record GroupKey(List<String> texts) {

    private static final List<Grouping> GROUPINGS = List.of(Grouping.values());
    private static final String SEPARATOR = "\0";

    public GroupKey {
        texts = List.copyOf(texts);
    }

    static GroupKey of(String[] texts) {
        return new GroupKey(Arrays.asList(texts));
    }

    /** The text of a grouping; null where there is none. */
    public @Nullable String text(Grouping grouping) {
        var text = texts.get(GROUPINGS.indexOf(grouping));
        return text.isEmpty() ? null : text;
    }

    public @Nullable LocalDate day() {
        var day = text(Grouping.DAY);
        return day == null ? null : LocalDate.parse(day);
    }

    public @Nullable Instant hour() {
        var hour = text(Grouping.HOUR);
        return hour == null ? null : Instant.parse(hour);
    }

    public @Nullable WorkspaceId workspace() {
        var workspace = text(Grouping.WORKSPACE);
        return workspace == null ? null : new WorkspaceId(UUID.fromString(workspace));
    }

    /** The position between two pages, as text. */
    public byte[] position() {
        return String.join(SEPARATOR, texts).getBytes(StandardCharsets.UTF_8);
    }

    /** Parses a position; empty if it is invalid. */
    public static Optional<GroupKey> at(byte[] position) {
        var texts = new String(position, StandardCharsets.UTF_8).split(SEPARATOR, -1);
        return texts.length == GROUPINGS.size() ? Optional.of(of(texts)) : Optional.empty();
    }

    /** As an argument of SQL. */
    public String[] array() {
        return texts.toArray(String[]::new);
    }
}
