package dev.tollgate.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.table.StoredRecord;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour that every resource of every module gets from its family of operations. */
class ResourcesTest {

    private static final Map<RecordModule, Desk> DESKS = new HashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /**
     * One resource of a module, called by a stranger with a workspace of their own.
     *
     * @param wholes the ids of the records that its records are part of, by the parameters of its route
     */
    record Subject(Desk desk, Caller caller, RecordModule module, String resource, Map<String, String> wholes) {

        Subject(Desk desk, Caller caller, RecordModule module, String resource) {
            this(desk, caller, module, resource, new HashMap<>());
        }

        Optional<Operation<?, ?>> operation(String name) {
            return module.operations().stream()
                    .filter(operation -> operation.resource().equals(resource)
                            && operation.name().startsWith(name))
                    .findFirst();
        }

        /** The example, with references to records that exist, and a name that no other has. */
        ObjectNode example(Operation<?, ?> operation) {
            var example = Json.read(Objects.requireNonNull(operation.example()), ObjectNode.class);
            if (example.path("name").isTextual()) {
                example.put("name", example.path("name").asText() + ' ' + NUMBERS.incrementAndGet());
            }
            for (var field : example.deepCopy().properties()) {
                if (wholes.containsKey(field.getKey())) {
                    example.put(field.getKey(), wholes.get(field.getKey()));
                } else if (field.getKey().endsWith("_id")) {
                    referred(field.getValue().asText())
                            .ifPresent(other -> example.put(
                                    field.getKey(), other.created().id().text()));
                }
            }
            if (example.has("slug")) {
                example.put("slug", "slug-" + desk.ids.next());
            }
            operation
                    .faces()
                    .getFirst()
                    .route()
                    .parameters()
                    .forEach(name -> wholes.put(name, example.path(name).asText()));
            return example;
        }

        /** A record as its table stores it. */
        StoredRecord stored(StoredRecord record) {
            return module.resources().stream()
                    .flatMap(family -> family.table().stored(record).stream())
                    .findFirst()
                    .orElseThrow();
        }

        /** A record as lists of it show it. */
        StoredRecord inLists(StoredRecord record) {
            return module.resources().stream()
                    .flatMap(family -> family.table().inLists(record).stream())
                    .findFirst()
                    .orElseThrow();
        }

        /** The resource of the module that an id belongs to. */
        private Optional<Subject> referred(String id) {
            return module.operations().stream()
                    .filter(operation -> operation.success() == Success.CREATED)
                    .filter(operation -> id.startsWith(prefix(operation.answer().element()) + '_'))
                    .map(operation -> new Subject(desk, caller, module, operation.resource()))
                    .findFirst();
        }

        Operation<?, ?> creating() {
            return module.operations().stream()
                    .filter(operation ->
                            operation.resource().equals(resource) && operation.success() == Success.CREATED)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(resource + " has no operation that creates one"));
        }

        StoredRecord created() {
            return (StoredRecord) done(creating(), example(creating()));
        }

        Object done(Operation<?, ?> operation, ObjectNode input) {
            return switch (outcome(operation, caller, input, Conditions.NONE)) {
                case Outcome.Done<?>(var answer) -> answer;
                case Outcome.Refused<?>(var refusal) -> throw new AssertionError(operation + ": " + refusal);
                case Outcome.Replayed<?> replayed -> throw new AssertionError(replayed);
            };
        }

        <I> Outcome<?> outcome(Operation<I, ?> operation, Caller by, ObjectNode input, Conditions conditions) {
            return desk.call(operation, by, Desk.decoded(operation, input), conditions);
        }

        ObjectNode named(StoredRecord record) {
            return Json.MAPPER.createObjectNode().put("id", record.id().text());
        }

        Operation<?, ?> list() {
            return operation("list_")
                    .or(() -> operation("search_"))
                    .orElseThrow(() -> new AssertionError(resource + " has no list"));
        }

        /** What a list is asked at least. */
        ObjectNode query() {
            var query = Json.MAPPER.createObjectNode();
            wholes.forEach(query::put);
            return query;
        }

        List<?> listed() {
            return ((Page<?>) done(list(), query())).items();
        }

        /** The first text that can be changed. */
        String title() {
            return Arrays.stream(
                            operation("update_").orElseThrow().body().input().getRecordComponents())
                    .filter(component ->
                            component.getGenericType().getTypeName().contains("<java.lang.String>"))
                    .findFirst()
                    .map(component -> new SnakeCaseStrategy().translate(component.getName()))
                    .orElseThrow();
        }

        /** A patch of that column. */
        ObjectNode patch(StoredRecord record) {
            return named(record).put(title(), "changed");
        }

        @Override
        public String toString() {
            return resource;
        }
    }

    /** Those that callers create: others come from other calls. */
    static Stream<Subject> resources() {
        return new ProductModules()
                .modules().stream()
                        .filter(RecordModule.class::isInstance)
                        .map(RecordModule.class::cast)
                        .flatMap(module -> {
                            var desk = DESKS.computeIfAbsent(module, Desk::new);
                            return module.operations().stream()
                                    .filter(operation -> operation.success() == Success.CREATED)
                                    .map(Operation::resource)
                                    .distinct()
                                    .map(resource -> new Subject(desk, desk.stranger(), module, resource));
                        });
    }

    static Stream<Subject> changed() {
        return resources().filter(subject -> subject.operation("update_").isPresent());
    }

    static Stream<Subject> deleted() {
        return resources().filter(subject -> subject.operation("delete_").isPresent());
    }

    static Stream<Subject> batched() {
        return resources()
                .filter(subject -> subject.module.operations().stream()
                        .anyMatch(operation -> operation.resource().equals(subject.resource) && batch(operation)));
    }

    private static boolean batch(Operation<?, ?> operation) {
        return operation.answer() instanceof Answer.Batched<?>;
    }

    private static String prefix(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getName().equals("id"))
                .findFirst()
                .map(component ->
                        component.getType().getAnnotation(IdPrefix.class).value())
                .orElseThrow();
    }

    @AfterAll
    static void close() {
        DESKS.values().forEach(Desk::close);
        DESKS.clear();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_created_record_is_read_listed_and_announced_as_it_is(Subject subject) {
        var created = subject.created();

        subject.operation("get_")
                .ifPresent(get ->
                        assertThat(subject.done(get, subject.named(created))).isEqualTo(created));
        assertThat(subject.listed().getFirst()).isEqualTo(subject.inLists(created));
        assertThat(created.version()).isEqualTo(1);
        assertThat(subject.desk.events(subject.caller))
                .filteredOn(event -> event.resourceId().equals(created.id().text()))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.type()).isEqualTo(subject.creating().event()));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_of_another_workspace_of_the_same_tenant_does_not_exist(Subject subject) {
        var created = subject.created();
        var caller = subject.caller;
        var other = new Caller(
                caller.actor(), caller.tenant(), subject.desk.stranger().workspace());

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
    void a_query_without_the_setting_of_the_walls_sees_no_record(Subject subject) {
        var made = subject.created();
        var count = "SELECT count(*) FROM " + subject.module.key() + '.' + subject.resource + " WHERE id = $1";

        var seen = Desk.await(subject.desk.database.transaction(
                RowSecurityContext.NONE,
                subject.desk.clock.instant().plusSeconds(10),
                transaction -> transaction.query(count, Tuple.of(made.id().value()))));

        assertThat(seen.iterator().next().getLong(0)).isZero();
        assertThat(subject.listed().contains(subject.inLists(made))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_changes_what_it_names_and_nothing_else(Subject subject) {
        var created = subject.created();
        var update = subject.operation("update_").orElseThrow();

        var updated = (StoredRecord) subject.done(update, subject.patch(created));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(fields(updated).properties())
                .filteredOn(field -> !field.getValue().equals(fields(created).get(field.getKey())))
                .extracting(Map.Entry::getKey)
                .containsOnly(subject.title(), "updated_at", "version");
        assertThat(subject.desk.events(subject.caller).getLast().type()).isEqualTo(update.event());
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_that_changes_nothing_keeps_the_version_and_announces_nothing(Subject subject) {
        var update = subject.operation("update_").orElseThrow();
        var before = subject.done(update, subject.patch(subject.created()));
        var events = subject.desk.events(subject.caller).size();

        var after = subject.done(update, subject.patch((StoredRecord) before));

        assertThat(after).isEqualTo(before);
        assertThat(subject.desk.events(subject.caller)).hasSize(events);
    }

    @ParameterizedTest
    @MethodSource("changed")
    void a_patch_of_another_version_is_refused(Subject subject) {
        var created = subject.created();

        var outcome = subject.outcome(
                subject.operation("update_").orElseThrow(),
                subject.caller,
                subject.patch(created),
                new Conditions(null, 7L, null, false));

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
    }

    @ParameterizedTest
    @MethodSource("deleted")
    void a_deleted_record_is_gone_and_its_last_state_is_the_answer(Subject subject) {
        var created = subject.created();
        var delete = subject.operation("delete_").orElseThrow();

        var deleted = subject.done(delete, subject.named(created));

        assertThat(deleted).isEqualTo(subject.stored(created));
        isNotFound(subject.outcome(
                subject.operation("get_").orElseThrow(), subject.caller, subject.named(created), Conditions.NONE));
        assertThat(subject.desk.events(subject.caller).getLast())
                .satisfies(event -> assertThat(event.type()).isEqualTo(delete.event()))
                .satisfies(event -> assertThat(event.version()).isEqualTo(2));
    }

    @ParameterizedTest
    @MethodSource("batched")
    void a_batch_creates_what_it_can_and_answers_each_item(Subject subject) {
        var good = subject.example(subject.creating());
        var bad = good.deepCopy();
        bad.put(subject.title(), "t\0wo");
        var input = Json.MAPPER.createObjectNode();
        input.putArray("items").add(good).add(bad).add(good);
        var operation = subject.module.operations().stream()
                .filter(one -> one.resource().equals(subject.resource) && batch(one))
                .findFirst()
                .orElseThrow();

        var answer = (BatchAnswer<?>) subject.done(operation, input);

        assertThat(answer.done()).isEqualTo(2);
        assertThat(answer.items().get(1)).isInstanceOf(Outcome.Refused.class);
        assertThat(subject.listed()).hasSize(2);
        assertThat(subject.desk.events(subject.caller)).hasSize(2);
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
