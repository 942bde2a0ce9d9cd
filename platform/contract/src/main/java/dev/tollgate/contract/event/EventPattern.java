package dev.tollgate.contract.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which events are wanted: one type, such as {@code task.created}, or {@code <word>.*}. The word is a module or a
 * resource: {@code crm.*} is every event of the records of CRM, {@code contact.*} every event of contacts, and
 * {@code custom.*} every event of the types that the workspace has registered.
 *
 * @param text as callers write it
 */
public record EventPattern(String text) {

    /** The most characters of one. */
    public static final int CHARS_MAX = 128;

    private static final String ALL = ".*";
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*(?:\\.\\*|(?:\\.[a-z0-9_]+)+)");

    public EventPattern {
        if (!fits(text)) {
            throw new IllegalArgumentException("not a pattern of event types");
        }
    }

    /** The pattern, or empty where the text is none. */
    public static Optional<EventPattern> parse(String text) {
        return fits(text) ? Optional.of(new EventPattern(text)) : Optional.empty();
    }

    /**
     * Whether it wants an event.
     *
     * @param type such as {@code contact.created}
     * @param module the key of the module the event comes from, such as {@code crm}
     */
    public boolean matches(String type, String module) {
        if (!text.endsWith(ALL)) {
            return text.equals(type);
        }
        var word = text.substring(0, text.length() - ALL.length());
        return word.equals(module) || (type.startsWith(word) && type.startsWith(".", word.length()));
    }

    /** Whether it can match an event of a resource of this module. */
    public boolean covers(String resource, String module) {
        var word = text.substring(0, text.indexOf('.'));
        return word.equals(resource) || (text.endsWith(ALL) && word.equals(module));
    }

    private static boolean fits(String text) {
        return text.length() <= CHARS_MAX && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
