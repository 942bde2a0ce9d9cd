package dev.tollgate.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour that every resource of every module gets from its family of operations. */
class ResourcesTest {

    static Stream<ResourceSubject> resources() {
        return ResourceSubject.all();
    }

    static Stream<ResourceSubject> changed() {
        return resources().filter(subject -> subject.operation("update_").isPresent());
    }

    static Stream<ResourceSubject> deleted() {
        return resources().filter(subject -> subject.operation("delete_").isPresent());
    }

    static Stream<ResourceSubject> batched() {
        return resources()
                .filter(subject -> subject.module().operations().stream()
                        .anyMatch(operation -> operation.resource().equals(subject.resource()) && batch(operation)));
    }

    private static boolean batch(Operation<?, ?> operation) {
        return operation.answer() instanceof Answer.Batched<?>;
    }

    @AfterAll
    static void close() {
        ResourceSubject.close();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_created_record_is_read_listed_and_announced_as_it_is(ResourceSubject subject) {
        var created = subject.created();

        subject.operation("get_")
                .ifPresent(get ->
                        assertThat(subject.done(get, subject.named(created))).isEqualTo(created));
        assertThat(subject.listed().getFirst()).isEqualTo(subject.inLists(created));
        assertThat(created.version()).isEqualTo(1);
        assertThat(subject.desk().events(subject.caller()))
                .filteredOn(event -> event.resourceId().equals(created.id().text()))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.type()).isEqualTo(subject.creating().event()));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_of_another_workspace_of_the_same_tenant_does_not_exist(ResourceSubject subject) {
        var created = subject.created();
        var caller = subject.caller();
        var other = new Caller(
                caller.actor(), caller.tenant(), subject.desk().stranger().workspace());

        var outcomes = Stream.of("get_", "delete_")
                .flatMap(name -> subject.operation(name).stream())
                .map(operation -> subject.outcome(operation, other, subject.named(created), Conditions.NONE));

        assertThat(outcomes).allSatisfy(ResourcesTest::isNotFound);
        switch (subject.outcome(subject.list(), other, subject.query(), Conditions.NONE)) {
            case Outcome.Done<?>(var page) ->
                assertThat(((Page<?>) page).items()).noneMatch(subject.inLists(created)::equals);
            case Outcome.Refused<?> refused -> isNotFound(refused);
            case Outcome.Replayed<?> replayed -> throw new AssertionError(replayed);
        }
        assertThat(subject.listed().contains(subject.inLists(created))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_query_without_the_setting_of_the_walls_sees_no_record(ResourceSubject subject) {
        var made = subject.created();
        var count = "SELECT count(*) FROM " + subject.module().key() + '.' + subject.resource() + " WHERE id = $1";

        var seen = Desk.await(subject.desk()
                .database
                .transaction(
                        RowSecurityContext.NONE,
                        subject.desk().clock.instant().plusSeconds(10),
                        transaction ->
                                transaction.query(count, Tuple.of(made.id().value()))));

        assertThat(seen.iterator().next().getLong(0)).isZero();
        assertThat(subject.listed().contains(subject.inLists(made))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_changes_what_it_names_and_nothing_else(ResourceSubject subject) {
        var created = subject.created();
        var update = subject.operation("update_").orElseThrow();

        var updated = (StoredRecord) subject.done(update, subject.patch(created));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(fields(updated).properties())
                .filteredOn(field -> !field.getValue().equals(fields(created).get(field.getKey())))
                .extracting(Map.Entry::getKey)
                .containsOnly(subject.title(), "updated_at", "version");
        assertThat(subject.desk().events(subject.caller()).getLast().type()).isEqualTo(update.event());
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_that_changes_nothing_keeps_the_version_and_announces_nothing(ResourceSubject subject) {
        var update = subject.operation("update_").orElseThrow();
        var before = subject.done(update, subject.patch(subject.created()));
        var events = subject.desk().events(subject.caller()).size();

        var after = subject.done(update, subject.patch((StoredRecord) before));

        assertThat(after).isEqualTo(before);
        assertThat(subject.desk().events(subject.caller())).hasSize(events);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_of_another_version_is_refused(ResourceSubject subject) {
        var created = subject.created();

        var outcome = subject.outcome(
                subject.operation("update_").orElseThrow(),
                subject.caller(),
                subject.patch(created),
                new Conditions(null, 7L, null, false));

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
    }

    @ParameterizedTest
    @MethodSource("deleted")
    void a_deleted_record_is_gone_and_its_last_state_is_the_answer(ResourceSubject subject) {
        var created = subject.created();
        var delete = subject.operation("delete_").orElseThrow();

        var deleted = subject.done(delete, subject.named(created));

        assertThat(deleted).isEqualTo(subject.stored(created));
        isNotFound(subject.outcome(
                subject.operation("get_").orElseThrow(), subject.caller(), subject.named(created), Conditions.NONE));
        assertThat(subject.desk().events(subject.caller()).getLast())
                .satisfies(event -> assertThat(event.type()).isEqualTo(delete.event()))
                .satisfies(event -> assertThat(event.version()).isEqualTo(2));
    }

    @ParameterizedTest
    @MethodSource("batched")
    void a_batch_creates_what_it_can_and_answers_each_item(ResourceSubject subject) {
        var good = subject.example(subject.creating());
        var bad = good.deepCopy();
        bad.put(subject.title(), "t\0wo");
        var input = Json.MAPPER.createObjectNode();
        input.putArray("items").add(good).add(bad).add(good);
        var operation = subject.module().operations().stream()
                .filter(one -> one.resource().equals(subject.resource()) && batch(one))
                .findFirst()
                .orElseThrow();

        var answer = (BatchAnswer<?>) subject.done(operation, input);

        assertThat(answer.done()).isEqualTo(2);
        assertThat(answer.items().get(1)).isInstanceOf(Outcome.Refused.class);
        assertThat(subject.listed()).hasSize(2);
        assertThat(subject.desk().events(subject.caller())).hasSize(2);
    }

    private static void isNotFound(Outcome<?> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.ResourceNotFound.class));
    }

    private static ObjectNode fields(StoredRecord record) {
        return Json.MAPPER.valueToTree(record);
    }
}
