package dev.tollgate.gateway.console.chart;

import java.util.Locale;
import java.util.SequencedMap;

/** Writes one figure. Names of attributes are in lower case, as the parser of HTML takes them. */
final class Svg {

    private final StringBuilder text = new StringBuilder(1_024);

    /** @param summary what the figure shows, in a sentence */
    Svg(int width, int height, String summary) {
        text.append("<svg class=\"figure\" role=\"img\" viewbox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" aria-label=\"")
                .append(escaped(summary))
                .append("\">");
    }

    /** A bar that says what it is when it is pointed at. */
    void bar(String style, Box box, String title) {
        text.append("<rect class=\"").append(style).append('"');
        number("x", box.x());
        number("y", box.y());
        number("width", box.width());
        number("height", box.height());
        text.append("><title>").append(escaped(title)).append("</title></rect>");
    }

    void line(String style, Box box) {
        text.append("<line class=\"").append(style).append('"');
        number("x1", box.x());
        number("y1", box.y());
        number("x2", box.x() + box.width());
        number("y2", box.y() + box.height());
        text.append("/>");
    }

    void label(String style, double x, double y, String words) {
        text.append("<text class=\"").append(style).append('"');
        number("x", x);
        number("y", y);
        text.append('>').append(escaped(words)).append("</text>");
    }

    /** What each colour means, above the figure. */
    void legend(SequencedMap<String, String> styles, int apart) {
        int x = 0;
        for (var one : styles.entrySet()) {
            bar(one.getValue(), new Box(x, 6, 12, 12), one.getKey());
            label("axis", x + 18, 17, one.getKey());
            x += apart;
        }
    }

    /** The whole figure. */
    String done() {
        return text.append("</svg>").toString();
    }

    private void number(String name, double value) {
        text.append(' ')
                .append(name)
                .append("=\"")
                .append(String.format(Locale.ROOT, "%.1f", value))
                .append('"');
    }

    static String escaped(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A place in the figure. */
    record Box(double x, double y, double width, double height) {}
}
