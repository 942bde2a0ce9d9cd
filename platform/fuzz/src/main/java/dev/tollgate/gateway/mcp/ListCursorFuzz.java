package dev.tollgate.gateway.mcp;

import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.mcp.list.ListCursors;

/** A cursor of a list opens only where it was made. */
public final class ListCursorFuzz {

    private static final ListCursors CURSORS = new ListCursors(new byte[32], "1");
    private static final ListCursors OTHERS = new ListCursors(new byte[32], "2");

    private ListCursorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var text = Property.text(input);
        Property.holds(CURSORS.name(text) == null || OTHERS.name(text) == null, "a cursor is of one revision");
        var name = new Choices(input).text(128).replace('\ufffd', '?');
        var cursor = CURSORS.after(name);
        Property.holds(
                cursor.length() > ListCursors.TEXT_LENGTH_MAX || name.isEmpty() || name.equals(CURSORS.name(cursor)),
                "a cursor leads to where it was made");
        Property.holds(OTHERS.name(cursor) == null, "a cursor of another revision opens nothing");
    }
}
