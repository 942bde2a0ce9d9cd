package dev.tollgate.gateway.console.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value as a page shows it. Templates escape every text in it. */
public sealed interface ShownValue {

    /** The URL of a link that leads nowhere. */
    String NOWHERE = "";

    /** How a status is shown besides its word. */
    enum Tone {
        GOOD,
        WARNING,
        BAD,
        NEUTRAL
    }

    /** A link to a page of the console. */
    record Link(String text, String url) {}

    /** A text; long ones scroll in a box of their own. */
    record Words(String text) implements ShownValue {

        private static final int SHORT_CHARS_MAX = 600;

        public boolean isLong() {
            return text.length() > SHORT_CHARS_MAX;
        }
    }

    /** An id or another text of machines, to be copied. */
    record Code(String text, @Nullable String url) implements ShownValue {}

    /** A secret, shown once. */
    record Secret(String text) implements ShownValue {}

    /** An address outside of the console. */
    record External(String url) implements ShownValue {}

    /**
     * An instant.
     *
     * @param iso in ISO 8601
     * @param utc for people
     */
    record Time(String iso, String utc) implements ShownValue {}

    record Money(String dollars) implements ShownValue {}

    record Numeral(String digits) implements ShownValue {}

    record Status(String word, Tone tone) implements ShownValue {

        /** The name of its style. */
        public String style() {
            return tone.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Several short texts. */
    record Many(List<String> texts) implements ShownValue {
        public Many {
            texts = List.copyOf(texts);
        }
    }

    /** Named values. */
    record Group(List<Entry> entries) implements ShownValue {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /** Records in rows. */
    record Rows(ShownTable table) implements ShownValue {}

    /** What a call changed. */
    record Diff(List<Line> lines) implements ShownValue {
        public Diff {
            lines = List.copyOf(lines);
        }

        /**
         * One changed field.
         *
         * @param before null where there was none
         * @param after null where there is none any more
         */
        public record Line(
                String field,
                @Nullable String before,
                @Nullable String after) {}
    }

    /** A text of several lines for a machine, to be copied. */
    record Json(String text) implements ShownValue {}

    record Nothing() implements ShownValue {}

    /** A value under a label of the page, on which the API says nothing. */
    static Entry entry(String label, ShownValue value) {
        return new Entry(label, label, value, null);
    }

    /**
     * A named value.
     *
     * @param help what the API says of it; null for nothing
     */
    record Entry(
            String name,
            String label,
            ShownValue value,
            @Nullable String help) {}
}
