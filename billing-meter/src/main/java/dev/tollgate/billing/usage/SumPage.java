package dev.tollgate.billing.usage;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.Cursors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of sums a call asks for: a page, or for a table all of them.
 *
 * @param after the last line of the page before; null for the first page
 * @param linesMax the most lines of the answer
 */
public record SumPage(List<Grouping> groups, @Nullable GroupKey after, int linesMax, String filters) {

    private static final Refusal TOO_MANY = Refusal.ValidationFailed.of(
            "group_by", "gives more than " + Tabular.ROWS_MAX + " rows: choose a shorter period or fewer groups");

    /** The lines of one answer, and where the next begins. */
    public record Lines(List<SumLine> lines, @Nullable String nextCursor) {}

    /**
     * Understands limit and cursor; refused where the cursor is of another list.
     *
     * @param filters a text that is equal for equal filters, without the groups
     */
    public static Outcome<SumPage> of(
            Call<?> call, Cursors cursors, List<Grouping> groups, String filters, Limits limits) {
        var all = filters + ' ' + groups;
        if (call.conditions().table()) {
            return Outcome.done(new SumPage(groups, null, Tabular.ROWS_MAX, all));
        }
        GroupKey after = null;
        if (limits.cursor() != null) {
            after = cursors.position(call, all, limits.cursor())
                    .flatMap(GroupKey::at)
                    .orElse(null);
            if (after == null) {
                return Outcome.refused(Cursors.REFUSAL);
            }
        }
        return Outcome.done(new SumPage(groups, after, limits.lines(), all));
    }

    /** Size and start of a page, as the caller gave them. */
    public record Limits(@Nullable Integer limit, @Nullable String cursor, int usual) {

        int lines() {
            return limit == null ? usual : limit;
        }
    }

    /** The words of the groups, for {@link SumLine#sql}. */
    public String[] words() {
        return groups.stream().map(Grouping::word).toArray(String[]::new);
    }

    public String @Nullable [] key() {
        return after == null ? null : after.array();
    }

    /** One more than fit, to see whether there are more. */
    public long fetched() {
        return linesMax + 1L;
    }

    /** The lines that fit; refused where a table would need more. */
    public Outcome<Lines> lines(Call<?> call, Cursors cursors, List<SumLine> fetched) {
        if (fetched.size() <= linesMax) {
            return Outcome.done(new Lines(fetched, null));
        }
        if (call.conditions().table()) {
            return Outcome.refused(TOO_MANY);
        }
        var shown = fetched.subList(0, linesMax);
        return Outcome.done(
                new Lines(shown, cursors.at(call, filters, shown.getLast().key().position())));
    }
}
