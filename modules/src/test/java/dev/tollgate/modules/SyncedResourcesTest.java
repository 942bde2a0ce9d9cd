package dev.tollgate.modules;

import static dev.tollgate.modules.Desk.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.runtime.json.Json;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** External IDs, lists of changes and orders of every resource of every module. */
class SyncedResourcesTest {

    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();
    private static final IdentityHashMap<ResourceSubject, ObjectNode> NAMED = new IdentityHashMap<>();

    static Stream<ResourceSubject> resources() {
        return ResourceSubject.all();
    }

    static Stream<ResourceSubject> changed() {
        return ResourcesTest.changed();
    }

    static Stream<ResourceSubject> deleted() {
        return ResourcesTest.deleted();
    }

    @AfterAll
    static void close() {
        ResourceSubject.close();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void external_ids_are_stored_once_found_and_conflict_by_default(ResourceSubject subject) {
        var made = made(subject, OnExisting.FAIL);

        assertThat(page(subject, "{\"external_source\": \"erp\", \"external_id\": \"4711\"}")
                        .items())
                .hasToString("[" + subject.inLists(made) + "]");
        assertThat(page(subject, "{\"external_source\": \"erp\", \"external_id\": \"4712\"}")
                        .items())
                .isEmpty();
        assertThat(made(subject, OnExisting.SKIP)).isEqualTo(made);
        assertThat(outcome(subject, named(subject), OnExisting.FAIL))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Conflict.class));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_create_updates_the_record_of_its_external_ids_as_the_update_operation_does(ResourceSubject subject) {
        var made = made(subject, OnExisting.UPDATE);
        var update = subject.operation("update_").orElseThrow();
        // Fields that are no part of the record, such as a first message, are for new records only.
        var input = named(subject)
                .put(subject.title(), "changed")
                .retain(Arrays.stream(made.getClass().getRecordComponents())
                        .map(component -> NAMES.translate(component.getName()))
                        .toList());

        var updated = (StoredRecord) done(outcome(subject, input, OnExisting.UPDATE));

        assertThat(updated.id()).isEqualTo(made.id());
        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.createdAt()).isEqualTo(made.createdAt());
        assertThat(subject.desk().events(subject.caller()).getLast().type()).isEqualTo(update.event());
        assertThat(subject.desk()
                        .ownerRows("SELECT action FROM audit.event WHERE chain = '"
                                + subject.caller().workspaceId().value() + "' ORDER BY id DESC LIMIT 1"))
                .containsExactly(update.action());
    }

    @ParameterizedTest
    @MethodSource("changed")
    void external_ids_are_given_by_an_update_unless_another_record_has_them(ResourceSubject subject) {
        var made = made(subject, OnExisting.FAIL);
        var other = subject.created();
        var update = subject.operation("update_").orElseThrow();
        var taken = subject.named(other).put("external_source", "erp").put("external_id", "4711");
        var free = subject.named(other).put("external_source", "erp").put("external_id", "4712");

        assertThat(subject.outcome(update, subject.caller(), taken, Conditions.NONE))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Conflict.class));
        assertThat(((StoredRecord) subject.done(update, free)).version()).isEqualTo(2);
        assertThat(made.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_change_is_listed_since_it_was_made_and_not_since_the_end_of_that_list(ResourceSubject subject) {
        var made = subject.created();

        eventually(() -> {
            var page = page(subject, "{\"updated_since\": \"2020-01-01\"}");
            assertThat(page.items().getLast()).isEqualTo(subject.inLists(made));
            assertThat(page(subject, "{\"updated_since\": \"" + page.updatedUntil() + "\"}")
                            .items())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("resources")
    void deletions_are_listed_where_there_are_none(ResourceSubject subject) {
        var _ = subject.created();

        assertThat(page(subject, "{\"deleted\": true}").deleted()).isEmpty();
        assertThat(page(subject, "{\"deleted\": true, \"updated_since\": \"2020-01-01\"}")
                        .deleted())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("deleted")
    void a_deleted_record_leaves_its_ids(ResourceSubject subject) {
        var made = made(subject, OnExisting.FAIL);
        var _ = subject.done(subject.operation("delete_").orElseThrow(), subject.named(made));

        eventually(() -> assertThat(Objects.requireNonNull(
                        page(subject, "{\"deleted\": true}").deleted()))
                .singleElement()
                .satisfies(tombstone -> {
                    assertThat(tombstone.id()).isEqualTo(made.id());
                    assertThat(tombstone.externalId()).isEqualTo("4711");
                }));
        assertThat(made(subject, OnExisting.FAIL).id()).isNotEqualTo(made.id());
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_order_lists_every_record_over_pages(ResourceSubject subject) {
        var ids =
                Stream.generate(subject::created).limit(3).map(StoredRecord::id).toList();
        var sorts =
                Objects.requireNonNull(subject.list().body().shape().choices().get("sort"));

        assertThat(sorts).contains("created_at", "-created_at", "updated_at", "-updated_at");
        for (var sort : sorts) {
            var first = page(subject, "{\"limit\": 2, \"sort\": \"" + sort + "\"}");
            var second = page(
                    subject, "{\"limit\": 2, \"sort\": \"" + sort + "\", \"cursor\": \"" + first.nextCursor() + "\"}");
            assertThat(Stream.concat(first.items().stream(), second.items().stream())
                            .map(record -> ((StoredRecord) record).id()))
                    .as(sort)
                    .doesNotHaveDuplicates()
                    .containsAll(ids);
        }
    }

    /** The same each time: what a record is part of, and what it is called, may be fixed. */
    private static ObjectNode named(ResourceSubject subject) {
        return NAMED.computeIfAbsent(
                        subject,
                        one -> one.example(one.creating())
                                .put("external_source", "erp")
                                .put("external_id", "4711"))
                .deepCopy();
    }

    private static StoredRecord made(ResourceSubject subject, OnExisting mode) {
        return (StoredRecord) done(outcome(subject, named(subject), mode));
    }

    private static Outcome<?> outcome(ResourceSubject subject, ObjectNode input, OnExisting mode) {
        return subject.outcome(subject.creating(), subject.caller(), input, Conditions.NONE.withOnExisting(mode));
    }

    private static Page<?> page(ResourceSubject subject, String query) {
        return (Page<?>) subject.done(subject.list(), subject.query().setAll(Json.read(query, ObjectNode.class)));
    }

    private static Object done(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<?>) outcome).value();
    }
}
