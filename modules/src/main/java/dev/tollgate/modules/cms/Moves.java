package dev.tollgate.modules.cms;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the refusal of an illegal change of status says, for campaigns and posts. */
final class Moves {

    private Moves() {}

    /**
     * Names the status and those that can follow it.
     *
     * @param noun what has the status
     * @param next empty for a final status
     */
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
