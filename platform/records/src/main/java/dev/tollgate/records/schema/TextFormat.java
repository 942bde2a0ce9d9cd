package dev.tollgate.records.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Formats of text. Only {@link #MARKDOWN} can be long. */
enum TextFormat {
    DATE("a date such as 2026-01-31", 32),
    DATE_TIME("a time with an offset such as 2026-01-31T09:30:00Z", 64),
    EMAIL("an e-mail address", 254),
    URI("an absolute URL", 2_048),
    UUID("a UUID", 36),
    SLUG("a slug such as first-steps", Slugs.CHARS_MAX),
    MARKDOWN("Markdown", Integer.MAX_VALUE);

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern WORDS = Pattern.compile(Slugs.PATTERN);

    final String description;
    private final int lengthMax;

    TextFormat(String description, int lengthMax) {
        this.description = description;
        this.lengthMax = lengthMax;
    }

    /** As schemas write it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<TextFormat> named(Object word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    boolean fits(String text) {
        return text.length() <= lengthMax
                && switch (this) {
                    case DATE -> parses(text, LocalDate::parse);
                    case DATE_TIME -> parses(text, OffsetDateTime::parse);
                    case EMAIL -> ADDRESS.matcher(text).matches();
                    case URI -> isAbsoluteUri(text);
                    case UUID -> HEX.matcher(text).matches();
                    case SLUG -> WORDS.matcher(text).matches();
                    case MARKDOWN -> true;
                };
    }

    private static boolean isAbsoluteUri(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException wrong) {
            return false;
        }
    }

    private static boolean parses(String text, Function<String, ?> parse) {
        try {
            var _ = parse.apply(text);
            return true;
        } catch (DateTimeException wrong) {
            return false;
        }
    }
}
