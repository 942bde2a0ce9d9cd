package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.NamedReference;
import dev.tollgate.runtime.json.Json;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

/** Write does not imply read: no write of the app plane answers what its caller may not read. */
class WriteOnlyCoverageTest {

    private static final World HOME = World.on("team");

    static Stream<Named<CompiledFace<?, ?>>> writes() {
        return CatalogueCoverageTest.named(World.CATALOGUE.faces(Plane.APP).stream()
                .filter(face -> face.operation().changes() && face.scope() != null));
    }

    @ConcurrentTest
    @MethodSource("writes")
    void a_credential_that_may_only_write_is_answered_no_field_that_it_did_not_send(CompiledFace<?, ?> face) {
        var fields = HOME.sample(face);

        var reply = HOME.call(face, fields, HOME.key(allButReading(face)));

        if (needsToRead(face, reply.body())) {
            return;
        }
        assertThat(reply.status()).as(reply.body()).isEqualTo(CatalogueCoverageTest.status(face));
        answersNoMoreThanWasSent(face, fields, Json.read(reply.body(), ObjectNode.class));
    }

    @ConcurrentTest
    @MethodSource("writes")
    void by_mcp_it_is_answered_no_more(CompiledFace<?, ?> face) {
        var fields = HOME.sample(face);
        var client = HOME.client(allButReading(face));

        var result = World.tool(client, face, fields);

        if (needsToRead(face, result.encode())) {
            return;
        }
        var envelope = result.getJsonObject("structuredContent");
        assertThat(envelope).as(result.encode()).isNotNull();
        answersNoMoreThanWasSent(face, fields, Json.read(envelope.encode(), ObjectNode.class));
    }

    /** What it writes with, and what it may read elsewhere: a webhook needs the scopes of the events it covers. */
    private static List<Scope> allButReading(CompiledFace<?, ?> face) {
        return World.allBut(face.face().reading());
    }

    /** What sends events of its own module needs to read that, and is refused without. */
    private static boolean needsToRead(CompiledFace<?, ?> face, String answer) {
        return answer.contains("\"code\":\"missing_required_scope\"")
                && answer.contains("\"required_scope\":\"" + face.face().reading() + '"')
                && face.module().key().equals("integrations");
    }

    private static void answersNoMoreThanWasSent(CompiledFace<?, ?> face, ObjectNode fields, ObjectNode envelope) {
        assertThat(InputSchema.shown(face.envelope()).faults(envelope)).isEmpty();
        var data = envelope.path("data");
        if (data.isArray()) {
            for (int at = 0; at < data.size(); at++) {
                noMore(face, fields.path("items").path(at), data.path(at).path("data"));
            }
        } else {
            noMore(face, fields, data);
        }
    }

    private static void noMore(CompiledFace<?, ?> face, JsonNode sent, JsonNode record) {
        var element = face.operation().answer().element();
        var mayBeThere = new HashSet<>(Set.of("id", "version"));
        Arrays.stream(element.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(Issued.class))
                .forEach(component -> mayBeThere.add(component.getName()));
        sent.fieldNames().forEachRemaining(mayBeThere::add);
        NamedReference.of(element).stream()
                .filter(reference -> sent.has(reference.field()))
                .forEach(reference -> {
                    mayBeThere.add(reference.shown());
                    assertThat(record.path(reference.shown()).has("name")).isFalse();
                });
        if (face.element().at("/properties/id").isObject()) {
            assertThat(record.path("id").asText()).isNotEmpty();
        }
        assertThat(record.fieldNames()).toIterable().isSubsetOf(mayBeThere);
    }
}
