package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.page.Position;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of the statements that list the records of a table. */
final class ListArguments {

    private final TableDeclaration<?> table;

    ListArguments(TableDeclaration<?> table) {
        this.table = table;
    }

    /** Of {@link ListSql#list}; at most so many records. */
    Tuple listed(Call<?> call, Listing listing, ListSql.Form form, @Nullable Position before, int most) {
        return filtered(
                from(call, most, form.order(), before), listing, form.filters().names());
    }

    /** Of {@link ListSql#list} in the order of changes, or of {@link ListSql#deletions}. */
    Tuple changes(Call<?> call, Listing listing, ListSql.Form form, @Nullable Position before, String horizon) {
        var since = listing.since();
        var time = since.time();
        var args = from(call, listing.size() + 1, Order.CHANGES, before)
                .addValue(horizon)
                .addValue(time == null ? Long.toString(since.position()) : time.atOffset(ZoneOffset.UTC));
        return filtered(args, listing, form.filters().names());
    }

    /** Of {@link SearchSql#matches}; at most so many records. */
    Tuple matching(Call<?> call, Listing listing, @Nullable Position before, int most) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(most);
        if (listing.words() != null) {
            args.addValue(listing.words());
        }
        if (listing.terms() != null) {
            args.addValue(listing.terms());
        }
        if (before != null) {
            args.addValue(before.id());
        }
        return filtered(args, listing, table.lists.filters);
    }

    /** Of {@link SearchSql#all}. */
    Tuple search(Call<?> call, Listing listing, @Nullable Position before) {
        var args = Tuple.tuple()
                .addValue(call.caller().workspaceId().value())
                .addValue(before == null ? null : before.id())
                .addValue(listing.size() + 1)
                .addValue(listing.words())
                .addValue(listing.terms());
        return filtered(args, listing, table.lists.conditions.equalities(table.lists.filters));
    }

    /** Workspace, limit, and where the list goes on from. */
    private static Tuple from(Call<?> call, int most, Order order, @Nullable Position before) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(most);
        if (before != null && order.column() != null) {
            args.addValue(before.rank());
        }
        if (before != null) {
            args.addValue(before.id());
        }
        return args;
    }

    private Tuple filtered(Tuple args, Listing listing, List<String> names) {
        for (var filter : names) {
            args.addValue(
                    table.lists.conditions.stored(filter, listing.filters().get(filter)));
        }
        return args;
    }
}
