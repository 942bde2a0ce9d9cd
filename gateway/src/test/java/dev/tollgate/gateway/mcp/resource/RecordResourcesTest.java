package dev.tollgate.gateway.mcp.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.records.ModuleProvider;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordResourcesTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private final RecordResources resources = new RecordResources(CATALOGUE, new byte[32]);

    @Test
    void every_operation_that_gets_one_thing_by_its_name_is_a_resource() {
        for (var face : CATALOGUE.tools().values()) {
            var operation = face.operation();
            var path = face.face().route().path();
            if (operation.effect() == Effect.READ && operation.name().startsWith("get_") && path.endsWith("}")) {
                var uri = "tollgate://" + face.module().key() + "/"
                        + operation.name().substring(4) + "/x";

                assertThat(resources.named(uri)).as(uri).isNotNull();
                assertThat(resources.named(uri).resource().face()).isSameAs(face);
            }
        }
    }

    @Test
    void the_workspace_is_a_resource_of_its_own() {
        assertThat(resources
                        .named("tollgate://workspace")
                        .resource()
                        .face()
                        .operation()
                        .name())
                .isEqualTo("get_workspace");
    }

    @Test
    void a_uri_names_one_record_or_nothing() {
        assertThat(value("tollgate://crm/contact/con_1")).isEqualTo("con_1");
        assertThat(value("tollgate://integrations/event_type/task%2Ecreated")).isEqualTo("task.created");
        assertThat(value("tollgate://integrations/event_type/a+b")).isEqualTo("a+b");
        for (var uri : List.of(
                "",
                "tollgate://",
                "tollgate://workspace/",
                "tollgate://crm",
                "tollgate://crm/contact",
                "tollgate://crm/contact/",
                "tollgate://crm/contact/%zz",
                "tollgate://crm/coffee/con_1",
                "tollgate://tasks/contact/con_1",
                "tollgate://crm/contact/con_1/",
                "TOLLGATE://crm/contact/con_1",
                "file:///etc/passwd",
                "tollgate://crm/contact/" + "a".repeat(RecordResources.URI_CHARS_MAX))) {
            assertThat(resources.named(uri)).as(uri).isNull();
        }
    }

    @Test
    void modules_and_kinds_are_those_the_caller_may_read() {
        var entitlements = new EntitlementKey(
                CATALOGUE.switches().mask(Set.of("crm", "tasks")),
                CATALOGUE.scopes().mask(List.of(new Scope("crm:read"), new Scope("activity:read"))));

        assertThat(resources.modules(entitlements)).containsExactly("crm");
        assertThat(resources.records(entitlements, null))
                .contains("contact", "deal")
                .doesNotContain("task", "activity");
        assertThat(resources.records(EntitlementKey.ALL, "coffee")).isEmpty();
    }

    @Test
    void the_kinds_of_a_module_are_what_its_operations_get_by_name() {
        var modules = resources.modules(EntitlementKey.ALL);

        assertThat(modules)
                .contains("crm", "tasks")
                .allSatisfy(module -> assertThat(resources.records(EntitlementKey.ALL, module))
                        .containsExactlyElementsOf(CATALOGUE.tools().values().stream()
                                .filter(face -> face.module().key().equals(module))
                                .filter(face -> face.face().route().path().endsWith("}"))
                                .map(face -> face.operation().name())
                                .filter(name -> name.startsWith("get_"))
                                .map(name -> name.substring(4))
                                .sorted()
                                .toList()));
    }

    @Test
    void templates_know_their_variables() {
        assertThat(resources.hasVariable(RecordResources.ANY, "module")).isTrue();
        assertThat(resources.hasVariable("tollgate://crm/contact/{id}", "id")).isTrue();
        assertThat(resources.hasVariable("tollgate://integrations/event_type/{type}", "id"))
                .isFalse();
        assertThat(resources.hasVariable("tollgate://crm/coffee/{id}", "id")).isFalse();
    }

    private String value(String uri) {
        return resources.named(uri).value();
    }
}
