package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.Copy;
import dev.tollgate.records.shape.RecordMapper;
import dev.tollgate.records.shape.RecordShape;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.shape.SyncedRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table of business records, declared once: which record it holds, which inputs make, change and list its records,
 * and what must hold between their fields. Reads from top to bottom, like an operation's declaration; not changed after
 * its class is loaded.
 *
 * <p>The table has a column per field of the record, {@code (workspace_id, id)} as its primary key and row-level
 * security. Inputs are matched with the record by name: what is not a field of it is a fault that stops the start. A
 * column whose type is an id with {@link dev.tollgate.contract.reference.RecordOf} is a reference, which is checked.
 */
public final class TableDeclaration<R extends StoredRecord> {

    /** Changed by the table itself, with every change of another column. */
    static final List<String> STAMPED = List.of("updated_at", "version", "source", "last_actor");

    /** Never changed. */
    static final List<String> FIXED = List.of("id", "workspace_id", "created_at");

    /** The name that another system has for a record. */
    static final List<String> EXTERNAL_IDS = List.of("external_source", "external_id");

    final String name;
    final RecordShape<R> shape;
    final List<ReferenceColumn> references;
    final InitialValues initial;
    final ListDeclaration<R> lists;
    Function<R, List<FieldError>> rule = _ -> List.of();
    BiPredicate<Caller, R> visible = (_, _) -> true;
    boolean restricted;
    BiFunction<R, R, Outcome<R>> move = (_, after) -> Outcome.done(after);
    Announcement<R> announcement = Announcement.none();
    private Set<String> apart = Set.of();
    private final RecordMapper<R, R> copies;

    /** What its records are part of; null for records that are no parts. */
    @Nullable ReferenceColumn whole;

    @Nullable InputMapping createMapping;

    @Nullable InputMapping updateMapping;

    private TableDeclaration(String name, Class<R> record, boolean view) {
        this.name = name;
        this.shape = new RecordShape<>(record);
        this.copies = new RecordMapper<>(record, record);
        this.lists = new ListDeclaration<>(name, shape, SyncedRecord.class.isAssignableFrom(record));
        shape.require(FIXED);
        shape.require(STAMPED);
        this.initial = new InitialValues(shape);
        this.references = view ? List.of() : ReferenceColumn.of(name, shape);
    }

    /** A table with its schema, such as {@code tasks.task}. */
    public static <R extends StoredRecord> TableDeclaration<R> of(Class<R> record, String name) {
        return new TableDeclaration<>(name, record, false);
    }

    /** A view with its schema that shows records of another table among others; it can only be listed. */
    public static <R extends StoredRecord> TableDeclaration<R> ofView(Class<R> record, String name) {
        return new TableDeclaration<>(name, record, true);
    }

    /** With its schema, such as {@code crm.deal}. */
    public String name() {
        return name;
    }

    /** Whether its lists find records by words. */
    public boolean isSearched() {
        return lists.searched;
    }

    /** Its records are parts of the record that this column refers to: where that is missing, a list is not found. */
    public TableDeclaration<R> partOf(String column) {
        this.whole = references.stream()
                .filter(reference -> reference.column().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(column + " of " + name + " refers to no record"));
        return this;
    }

    /** The input that creates a record: its fields are fields of the record, but for those that are apart. */
    public TableDeclaration<R> createdBy(Class<? extends Record> input) {
        this.createMapping = InputMapping.values(input, shape, apart);
        return this;
    }

    /**
     * Fields of the inputs that create or change a record which are not stored in it: the handler reads them. Call it
     * before the inputs are declared.
     */
    public TableDeclaration<R> apart(String... fields) {
        this.apart = Set.of(fields);
        return this;
    }

    /** Sets the initial value of a field that the input leaves out. */
    public TableDeclaration<R> startingWith(String column, Object value) {
        initial.set(column, _ -> value);
        return this;
    }

    /** The same for a time: the time at which the record is made. */
    public TableDeclaration<R> startingAt(String column) {
        return startingBy(column, Stamp::time);
    }

    /** The same for a value that follows from the call that makes the record. */
    public TableDeclaration<R> startingBy(String column, Function<Stamp, Object> value) {
        initial.set(column, value);
        return this;
    }

    /** The input that changes a record: an id, and a patch per field that may change, besides those that are apart. */
    public TableDeclaration<R> changedBy(Class<? extends Record> input) {
        this.updateMapping = InputMapping.patches(input, shape, apart);
        return this;
    }

    /**
     * The input that lists records: limit, cursor, perhaps query and custom fields, and a filter per other field. With
     * a {@link SearchQuery} they are found by words and custom fields too, through the function that
     * {@code records.searchable} has made in the table's migration for the same filters.
     */
    public TableDeclaration<R> listedBy(Class<? extends Record> input) {
        lists.declaredBy(input);
        return this;
    }

    /**
     * A filter of lists that is no column, with its condition in SQL and {@code %s} in the place of its value. It needs
     * no place in {@code records.searchable}. Call it before the list is declared.
     */
    public TableDeclaration<R> filteredBy(String name, String condition) {
        lists.conditions.declare(name, condition);
        return this;
    }

    /**
     * Lists have the records with this value only, unless they filter by the column. Lists of changes have all: a
     * change of the column is one that a reader must see.
     */
    public TableDeclaration<R> listedWith(String column, Object value) {
        lists.with(column, value);
        return this;
    }

    /** Records of lists have no value of this column of JSON, which may be too large for many at once. */
    public TableDeclaration<R> listedWithout(String column) {
        lists.without(column);
        return this;
    }

    /**
     * A record of this table, also in a form that answers show it in, as the table stores it; empty for a record of any
     * other table.
     */
    public Optional<R> stored(StoredRecord record) {
        return shape.stored(record);
    }

    /** A record of this table as lists give it; empty for any other record. */
    public Optional<StoredRecord> inLists(StoredRecord record) {
        return stored(record).map(lists::shown);
    }

    /** Lists go by this column of whole numbers, from the smallest, instead of newest first. */
    public TableDeclaration<R> inOrderOf(String column) {
        lists.inOrderOf(column);
        return this;
    }

    /**
     * Lists may go by this column: one that every record has and an index with the id behind it, or a number, date or
     * time that some records lack, with the indexes that {@code records.sorted} makes. Those without come last.
     */
    public TableDeclaration<R> sortedBy(String column) {
        lists.sortedBy(column);
        return this;
    }

    /** The names of the orders that a list can have. */
    public List<String> sorts() {
        return lists.sorts();
    }

    /**
     * A column by its name, to change copies of records with.
     *
     * @throws IllegalArgumentException where the record has no such field, or one of another type
     */
    public <V> Column<R, V> column(String name, Class<? super V> type) {
        return copies.column(name, type);
    }

    /** A copy of a record, to be changed column by column. */
    public Copy<R> copy(R record) {
        return copies.from(record);
    }

    /** Sets a rule between the fields of a record that must hold after any change. */
    public TableDeclaration<R> ruledBy(Function<R, List<FieldError>> rule) {
        this.rule = rule;
        return this;
    }

    /**
     * Records that a caller with the scope of the module may not read all the same: to reads and changes they are not
     * there, and pages leave them out.
     */
    public TableDeclaration<R> visibleTo(BiPredicate<Caller, R> rule) {
        this.visible = rule;
        this.restricted = true;
        return this;
    }

    /** Decides on each change, by the record before and after it: gives what is stored, or refuses an illegal move. */
    public TableDeclaration<R> movedBy(BiFunction<R, R, Outcome<R>> decision) {
        this.move = decision;
        return this;
    }

    /**
     * Names the domain events of changes that are more than the operation says, such as {@code deal.won}.
     *
     * @param verb past verb for the record before and after, one of {@code verbs}; null for the operation's event
     */
    public TableDeclaration<R> announcedBy(BiFunction<R, R, @Nullable String> verb, String... verbs) {
        this.announcement = new Announcement<>(name.substring(name.indexOf('.') + 1), verb, List.of(verbs));
        return this;
    }

    /** The domain events that {@link #announcedBy} names. */
    public List<EventDeclaration> events() {
        return announcement.events(shape.type());
    }
}
