package dev.tollgate.records.table;

import dev.tollgate.contract.outcome.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A status that declares what an update may make of it. It may always stay as it is. */
public interface MovingStatus<S extends Enum<S> & MovingStatus<S>> {

    /** The statuses that can follow it; empty for a final one. */
    Set<S> next();

    /** Whether a status can follow another. */
    static <S extends Enum<S> & MovingStatus<S>> boolean isLegal(S from, S to) {
        return from == to || from.next().contains(to);
    }

    /**
     * Why a status cannot follow another, with those that can; null if it can.
     *
     * @param noun what has the status
     */
    static <S extends Enum<S> & MovingStatus<S>> @Nullable Refusal refusal(String noun, S from, S to) {
        return isLegal(from, to)
                ? null
                : new Refusal.Conflict("A " + noun + " that is " + word(from)
                        + (from.next().isEmpty() ? " stays so." : " can become only " + nextOf(from) + '.'));
    }

    /** The statuses that can follow one, as callers name them. */
    static <S extends Enum<S> & MovingStatus<S>> String nextOf(S from) {
        return from.next().stream().map(MovingStatus::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
