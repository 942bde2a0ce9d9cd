package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers and generators of clients need to find in the documents. */
class OpenApiTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final EventTypes EVENTS = EventCatalogue.of(CATALOGUE);
    private static final OpenApi OPEN_API = new OpenApi(
            CATALOGUE, PriceBook.shipped(), Instant.EPOCH, BaseUrls.of("https://tollgate.example"), ErrorCode.all());
    private static final String RECORD = "#/components/schemas/";

    @ParameterizedTest
    @EnumSource
    void every_parameter_and_header_has_a_description(Plane plane) {
        var document = OPEN_API.document(plane);

        var silent = new ArrayList<String>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue()) {
                for (var parameter : operation.path("parameters")) {
                    if (parameter.path("description").asText().isBlank()) {
                        silent.add(operation.path("operationId").asText() + ' ' + parameter.path("name"));
                    }
                }
            }
        }
        for (var part : List.of("headers", "parameters", "responses", "securitySchemes")) {
            for (var one : document.path("components").path(part).properties()) {
                if (one.getValue().path("description").asText().isBlank()) {
                    silent.add(part + ' ' + one.getKey());
                }
            }
        }

        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void no_parameter_is_null(Plane plane) {
        assertThat(OPEN_API.document(plane).path("paths").findValues("parameters"))
                .isNotEmpty()
                .allSatisfy(parameters -> assertThat(parameters.toString()).doesNotContain("null"));
    }

    @Test
    void every_event_type_is_a_webhook_whose_example_fits_its_schema() {
        var document = OPEN_API.document(Plane.APP);
        var webhooks = document.path("webhooks");

        assertThat(webhooks.fieldNames())
                .toIterable()
                .containsExactlyElementsOf(EVENTS.all().keySet());
        for (var webhook : webhooks.properties()) {
            var media = webhook.getValue().at("/post/requestBody/content/application~1json");
            assertThat(faults(document, media)).as(webhook.getKey()).isEmpty();
        }
    }

    @Test
    void an_event_tells_the_record_that_reads_answer() {
        var document = OPEN_API.document(Plane.APP);

        assertThat(document.at("/components/schemas/TaskCreatedEvent/properties/data/$ref")
                        .asText())
                .isEqualTo(RECORD + "Task");
    }

    @Test
    void an_operation_names_its_scope_and_its_roles() {
        var app = OPEN_API.document(Plane.APP).at("/paths/~1v1~1tasks/post");
        var control = OPEN_API.document(Plane.CONTROL).at("/paths/~1control~1v1~1tenants~1{tenant_id}~1top-ups/post");

        assertThat(app.path(SecurityPart.SCOPE).asText()).isEqualTo("tasks:write");
        assertThat(app.path("description").asText()).endsWith("Requires the scope tasks:write.");
        assertThat(app.path("security")).hasToString("[{\"api_key\":[]}]");
        assertThat(control.path(SecurityPart.ROLES)).hasToString("[\"operator\"]");
        assertThat(control.path("security")).hasToString("[{\"operator\":[]}]");
    }

    private static List<?> faults(JsonNode document, JsonNode media) {
        var name = media.path("schema").path("$ref").asText().substring(RECORD.length());
        var whole = Json.MAPPER.createObjectNode();
        whole.put("$ref", "#/components/schemas/" + name).set("components", document.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole)
                .validate(media.path("example"));
    }
}
