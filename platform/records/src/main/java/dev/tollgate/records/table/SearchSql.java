package dev.tollgate.records.table;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that find records of one table by words and custom fields, by the view and the function that
 * {@code records.searchable} makes. One per event loop: statements are made when first asked for.
 */
final class SearchSql {

    /** When there are so many matches, {@link #matches} does not know the newest of them. */
    static final int MATCHES_MAX = 2_000;

    /** One search: what it looks for besides filters, and whether it goes on from a record. */
    record Form(boolean words, boolean terms, boolean goesOn) {
        Form {
            if (!words && !terms) {
                throw new IllegalArgumentException("a search looks for words or custom fields");
            }
        }

        static Form of(Listing listing, boolean goesOn) {
            return new Form(listing.words() != null, listing.terms() != null, goesOn);
        }
    }

    private final TableDeclaration<?> table;
    private final String view;
    private final String fromView;
    private final DocumentBound bound;
    private final Map<Form, String> forms = new HashMap<>();

    /**
     * A page of any search with filters of columns that equal a value only. Parameters: workspace, last record before,
     * limit, words, terms, a value per filter.
     */
    final String all;

    SearchSql(TableDeclaration<?> table, String columns) {
        this.table = table;
        var equalities = table.lists.conditions.equalities(table.lists.filters);
        this.view = table.name + "_search";
        this.fromView = table.shape.columns().stream()
                .map(column -> table.lists.selected(column, "(record).\"" + column.name() + '"'))
                .collect(Collectors.joining(", "));
        this.bound = new DocumentBound(table);
        this.all = bound.of("SELECT " + columns + " FROM " + table.name.replace(".", ".search_") + "($1, $2, $3, $4, $5"
                + IntStream.range(0, equalities.size())
                        .mapToObj(filter -> ", of_" + equalities.get(filter) + " => $" + (filter + 6))
                        .collect(Collectors.joining())
                + ")");
    }

    /**
     * A page, if there are fewer than {@link #MATCHES_MAX} matches of the words, or of the custom fields in a search
     * without words. Everything else narrows the matches, so that an index leads to the rows whatever the arguments
     * are. Of a match only its id and place are kept; the rows of the page are read by their places, which hold within
     * a statement. The number of matches is behind the columns of each row. Without a record there is one row of nulls
     * with the number. Parameters: workspace, limit, words, terms, last record before, each if the form has it, and a
     * value or null for each filter.
     */
    String matches(Form form) {
        return forms.computeIfAbsent(form, wanted -> made(wanted, "LIMIT " + MATCHES_MAX));
    }

    /** The same of all matches, however many: for filters that {@link #all} does not have. */
    String allMatches(Form form) {
        return made(form, "");
    }

    /** How many records a page of {@link #matches} would have, and the number of matches. */
    static String counting(String matches) {
        return "SELECT count(counted.id), max(counted.matches) FROM (" + matches + ") counted";
    }

    private String made(Form form, String most) {
        int parameter = 3;
        var match = "";
        var narrowed = new StringBuilder();
        if (form.words()) {
            match = "words @@ (SELECT records.own_query($1, $" + parameter++ + "))";
        }
        if (form.terms() && form.words()) {
            narrowed.append(" AND records.terms(custom_fields) @> $").append(parameter++);
        } else if (form.terms()) {
            match = "terms @> (SELECT records.own_terms($1, $" + parameter++ + "::text[]))";
        }
        if (form.goesOn()) {
            narrowed.append(" AND id < $").append(parameter++);
        }
        narrowed.append(new Filters(table.lists.filters, true).conditions(table.lists.conditions, parameter));
        var page = """
                WITH matched AS MATERIALIZED (
                       SELECT id, place, (true%3$s) AS kept FROM (SELECT %1$s, place FROM %2$s WHERE %4$s %5$s) match)
                SELECT page.*, bound.matches FROM (SELECT count(*) AS matches FROM matched) bound
                  LEFT JOIN (SELECT %1$s FROM %2$s WHERE place = ANY (ARRAY(
                         SELECT place FROM matched WHERE kept ORDER BY id DESC LIMIT $2))) page ON true
                 ORDER BY page.id DESC
                """.formatted(fromView, view, narrowed, match, most);
        return bound.of(page, "matches");
    }
}
