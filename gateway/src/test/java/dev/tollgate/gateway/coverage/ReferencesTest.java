package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.records.table.ReferenceTarget;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reference of every record that can be created: one way to relate records. */
class ReferencesTest {

    private static final World HOME = World.on("team");
    private static final World NEIGHBOUR = HOME.neighbour();

    /** A field of an operation's input that refers to a record. */
    record Reference(CompiledFace<?, ?> face, String field, Class<? extends Id> id) {

        ReferenceTarget target() {
            return Objects.requireNonNull(ReferenceTarget.of(id));
        }

        /** An input with this reference, and no other that can be left out. */
        ObjectNode input(String value) {
            var sample = HOME.sample(face);
            var schema = face.rest().schema().document();
            for (var other : of(face).toList()) {
                if (!schema.path("required").toString().contains('"' + other.field() + '"') && !other.isAlwaysSet()) {
                    sample.remove(other.field());
                }
            }
            return sample.put(field, value);
        }

        /** Whether every record has it, and so a new one may need it though another may find it by itself. */
        private boolean isAlwaysSet() {
            return Stream.of(face.operation().answer().element().getRecordComponents())
                    .filter(component -> snakeCase(component.getName()).equals(field))
                    .noneMatch(component -> component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }

        /** Whether the record it refers to cannot be deleted meanwhile. */
        boolean isHeld() {
            return target().heldBy()
                    .contains(face.module().key() + '.' + face.operation().resource() + '.' + field);
        }

        @Nullable CompiledFace<?, ?> deletion() {
            return World.CATALOGUE.face("delete_" + target().noun().replace(' ', '_'), Plane.APP);
        }

        /** The same with a reference to a record: what that refers to too is the same record for both. */
        ObjectNode input(JsonObject record) {
            var input = input(record.getString("id"));
            of(face).map(Reference::field)
                    .filter(other -> !other.equals(field) && input.has(other) && record.containsKey(other))
                    .forEach(other -> input.put(other, record.getString(other)));
            return input;
        }

        String missing() {
            return TypeId.text(id, UUID.randomUUID());
        }

        JsonObject madeIn(World world) {
            var creating = World.CATALOGUE.faces(Plane.APP).stream()
                    .filter(ReferencesTest::creates)
                    .filter(face ->
                            face.element().at("/properties/id/pattern").asText().equals(TypeId.pattern(id)))
                    .findFirst()
                    .orElseThrow();
            return world.call(creating, world.sample(creating)).expect(201).data();
        }

        static Stream<Reference> of(CompiledFace<?, ?> face) {
            return Stream.of(face.operation().body().input().getRecordComponents())
                    .filter(component -> ReferenceTarget.of(component.getType()) != null)
                    .filter(component -> !face.face().route().parameters().contains(snakeCase(component.getName())))
                    .map(component -> new Reference(
                            face,
                            snakeCase(component.getName()),
                            component.getType().asSubclass(Id.class)));
        }

        private static String snakeCase(String name) {
            return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return face.operation() + " " + field;
        }
    }

    private static boolean creates(CompiledFace<?, ?> face) {
        return face.operation().success() == Success.CREATED;
    }

    static List<Reference> references() {
        return World.CATALOGUE.faces(Plane.APP).stream()
                .filter(ReferencesTest::creates)
                .flatMap(Reference::of)
                .toList();
    }

    static List<Reference> ofOtherModules() {
        return references().stream()
                .filter(reference -> !reference
                        .target()
                        .module()
                        .equals(reference.face().module().key()))
                .toList();
    }

    static List<Reference> notHeld() {
        return ofOtherModules().stream()
                .filter(reference -> reference.deletion() != null && !reference.isHeld())
                .toList();
    }

    static List<Reference> held() {
        return ofOtherModules().stream().filter(Reference::isHeld).toList();
    }

    @Test
    void notes_tasks_and_activities_relate_to_the_same_records() {
        assertThat(references())
                .extracting(Reference::toString)
                .contains(
                        "create_note contact_id",
                        "create_task contact_id",
                        "create_task company_id",
                        "create_task deal_id",
                        "log_activity contact_id",
                        "log_activity company_id",
                        "log_activity deal_id");
    }

    @ConcurrentTest
    @MethodSource("references")
    void a_reference_is_to_a_record_of_the_same_workspace(Reference reference) {
        var own = reference.madeIn(HOME);

        var made = HOME.call(reference.face(), reference.input(own));

        assertThat(made.expect(201).data().getString(reference.field())).isEqualTo(own.getString("id"));
        assertThat(faults(reference, reference.missing(), HOME.key())).containsExactly(reference.field());
        assertThat(faults(reference, reference.madeIn(NEIGHBOUR).getString("id"), HOME.key()))
                .containsExactly(reference.field());
    }

    @ConcurrentTest
    @MethodSource("ofOtherModules")
    void a_credential_without_a_scope_of_the_module_does_not_learn_whether_a_record_exists(Reference reference) {
        var key = HOME.key(List.of(reference.face().scope()));

        var existing = HOME.call(reference.face(), reference.input(reference.madeIn(HOME)), key);
        var missing = HOME.call(reference.face(), reference.input(reference.missing()), key);

        assertThat(existing.expect(422).json().getJsonArray("field_errors"))
                .isEqualTo(missing.expect(422).json().getJsonArray("field_errors"));
        assertThat(existing.body()).contains(reference.target().module() + ":read");
    }

    @ConcurrentTest
    @MethodSource("notHeld")
    void a_reference_stays_when_the_record_of_another_module_is_deleted(Reference reference) {
        var target = reference.madeIn(HOME);
        var made = HOME.call(reference.face(), reference.input(target))
                .expect(201)
                .data()
                .getString("id");
        var gone = Objects.requireNonNull(reference.deletion());
        var get = face("get_" + reference.face().operation().resource());

        HOME.call(gone, id(target.getString("id"))).expect(200);

        assertThat(HOME.call(get, id(made)).expect(200).data().getString(reference.field()))
                .isEqualTo(target.getString("id"));
    }

    @ConcurrentTest
    @MethodSource("held")
    void a_record_that_another_module_holds_is_deleted_once_it_is_released(Reference reference) {
        var target = reference.madeIn(HOME);
        var gone = Objects.requireNonNull(reference.deletion());
        var made =
                HOME.call(reference.face(), reference.input(target)).expect(201).data();
        var update = face("update_" + reference.face().operation().resource());

        var refused = HOME.call(gone, id(target.getString("id")));
        HOME.call(update, id(made.getString("id")).putNull(reference.field())).expect(200);

        assertThat(refused.expect(409).code()).isEqualTo("conflict");
        HOME.call(gone, id(target.getString("id"))).expect(200);
    }

    @Test
    void tasks_and_activities_are_found_by_what_they_refer_to() {
        for (var reference : ofOtherModules()) {
            var target = reference.madeIn(HOME);
            var made = HOME.call(reference.face(), reference.input(target))
                    .expect(201)
                    .data()
                    .getString("id");
            var list = World.CATALOGUE.faces(Plane.APP).stream()
                    .filter(face -> face.operation()
                            .resource()
                            .equals(reference.face().operation().resource()))
                    .filter(face ->
                            face.rest().schema().document().path("properties").has("cursor"))
                    .findFirst()
                    .orElseThrow();

            var found = HOME.call(
                            list, JsonNodeFactory.instance.objectNode().put(reference.field(), target.getString("id")))
                    .expect(200)
                    .list();

            assertThat(found)
                    .extracting(one -> ((JsonObject) one).getString("id"))
                    .containsExactly(made);
        }
    }

    private static List<String> faults(Reference reference, String value, String key) {
        Reply reply = HOME.call(reference.face(), reference.input(value), key).expect(422);
        var fields = new ArrayList<String>();
        for (var fault : reply.json().getJsonArray("field_errors", new JsonArray())) {
            fields.add(((JsonObject) fault).getString("field"));
        }
        return fields;
    }

    private static CompiledFace<?, ?> face(String operation) {
        return Objects.requireNonNull(World.CATALOGUE.face(operation, Plane.APP), operation);
    }

    private static ObjectNode id(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }
}
