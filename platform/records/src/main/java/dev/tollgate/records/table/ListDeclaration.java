package dev.tollgate.records.table;

import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.shape.RecordShape;
import dev.tollgate.records.shape.StoredRecord;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists of one table: their filters, words and orders, and what they leave out. Part of its declaration. */
final class ListDeclaration<R extends StoredRecord> {

    final FilterConditions conditions;

    /** Values that records in lists have, by column, unless a filter says otherwise. */
    final Map<String, Object> defaults = new HashMap<>();

    List<String> filters = List.of();
    boolean searched;
    Order order = Order.NEWEST_FIRST;

    private final String table;
    private final RecordShape<R> shape;
    private final Set<String> leftOut = new HashSet<>();
    private final Orders orders = new Orders();
    private final boolean synced;
    private @Nullable InputMapping mapping;

    ListDeclaration(String table, RecordShape<R> shape, boolean synced) {
        this.table = table;
        this.shape = shape;
        this.synced = synced;
        this.conditions = new FilterConditions(shape);
        if (synced) {
            shape.require(TableDeclaration.EXTERNAL_IDS);
            orders.add("created_at", Order.NEWEST_FIRST.reversed());
            orders.add("updated_at", Order.CHANGES);
        }
    }

    void declaredBy(Class<? extends Record> input) {
        conditions.read(input);
        this.mapping = InputMapping.filters(input, shape, conditions.declared());
        this.filters = mapping.filters(shape);
        this.searched = SearchQuery.class.isAssignableFrom(input);
    }

    void with(String column, Object value) {
        shape.require(List.of(column));
        defaults.put(column, value);
    }

    void without(String column) {
        var field = column(column);
        if (field.required() || (field.field() != JsonObject.class && field.field() != List.class)) {
            throw new IllegalArgumentException(column + " is no JSON that a record may lack");
        }
        leftOut.add(column);
    }

    void inOrderOf(String column) {
        this.order = Order.byWholeNumbers(column(column));
        orders.add(column, order);
    }

    void sortedBy(String column) {
        orders.add(column, Order.by(column(column)));
    }

    private RecordShape.StoredField column(String name) {
        return shape.columns().get(shape.index(name));
    }

    /** The names of the orders that a list can have. */
    List<String> sorts() {
        return orders.names();
    }

    /** The order of a list; null for a name that is none. */
    @Nullable Order order(@Nullable String sort) {
        return sort == null ? order : orders.named(sort);
    }

    /** The filters of lists; a search has those of its query only. */
    List<String> allFilters() {
        return synced
                ? Stream.concat(filters.stream(), TableDeclaration.EXTERNAL_IDS.stream())
                        .toList()
                : filters;
    }

    /** The list that an input asks for. */
    Listing asked(Record query) {
        var own = Objects.requireNonNull(mapping, () -> table + " declares no input for lists");
        var listing = query instanceof ListInput<?>(Record filtering, ListOptions options)
                ? own.listing(shape, filtering, options)
                : own.listing(shape, query, ListOptions.NONE);
        return listing.isOfChanges() ? listing : listing.withDefaults(defaults);
    }

    /** The list of all records, or of those with these words. */
    Listing unfiltered(@Nullable String words, @Nullable Integer limit, @Nullable String cursor) {
        return new Listing(limit, cursor, words, null, Map.of(), ListOptions.NONE).withDefaults(defaults);
    }

    /** Whether a list is found by words or custom fields. */
    boolean searches(Listing listing) {
        return searched && listing.searches();
    }

    /** A record as lists give it. */
    R shown(R record) {
        var values = shape.values(record);
        leftOut.forEach(column -> values[shape.index(column)] = null);
        return shape.made(values);
    }

    /** Whether lists have the values of a column. */
    boolean has(RecordShape.StoredField column) {
        return !leftOut.contains(column.name());
    }

    /** What a list selects of a column that has this expression. */
    String selected(RecordShape.StoredField column, String expression) {
        if (has(column)) {
            return expression;
        }
        return (column.field() == JsonObject.class ? "NULL::json" : "NULL::jsonb") + " AS \"" + column.name() + '"';
    }
}
