package dev.tollgate.gateway.catalogue.form;

import org.jspecify.annotations.Nullable;

/**
 * How much of an answer its caller gets.
 *
 * @param less what is answered in place of the whole answer; null if the caller may read that
 * @param dryRunOf the record of the answer if the call was a dry run; null if it was none
 */
public record AnswerForm(
        @Nullable WriteOnlyAnswer less, @Nullable Class<?> dryRunOf) {

    /** All of it, as it is. */
    public static final AnswerForm WHOLE = new AnswerForm(null, null);

    /** The form of an answer; {@link #WHOLE} where nothing is left out. */
    public static AnswerForm of(@Nullable WriteOnlyAnswer less, @Nullable Class<?> dryRunOf) {
        return less == null && dryRunOf == null ? WHOLE : new AnswerForm(less, dryRunOf);
    }

    public boolean isWhole() {
        return less == null && dryRunOf == null;
    }

    public boolean isDryRun() {
        return dryRunOf != null;
    }

    /** The JSON of an answer's {@code data} in this form. */
    public byte[] of(byte[] data) {
        var shown = less == null ? data : less.of(data);
        return dryRunOf == null ? shown : DryRunAnswer.of(dryRunOf, shown);
    }
}
