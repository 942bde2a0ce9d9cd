package dev.tollgate.modules.cms;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words for moves between states. */
final class Moves {

    private Moves() {}

    /** Which states can follow. */
    static String illegal(String noun, Enum<?> from, List<? extends Enum<?>> next) {
        return "A " + noun + " that is " + text(from)
                + (next.isEmpty()
                        ? " stays so."
                        : " can become only " + next.stream().map(Moves::text).collect(Collectors.joining(", ")) + '.');
    }

    private static String text(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
