package dev.tollgate.standalone.ctl.document;

/** Text from elsewhere without its control characters: a name must not steer a terminal. */
public final class Printable {
    private Printable() {}

    public static String text(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().map(point -> steers(point) ? '?' : point).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** The same JSON: control characters, which are found in strings and as line ends only, are escaped in strings. */
    static String json(String json) {
        var plain = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            if (point == '\n' || !steers(point)) {
                plain.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    plain.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return plain.toString();
    }

    private static boolean steers(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.FORMAT;
    }
}
