package dev.tollgate.standalone.ctl.view;

/** Text from elsewhere without its control characters: a name must not steer a terminal. */
public final class Printable {
    private Printable() {}

    public static String text(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
