package dev.tollgate.gateway.mcp.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CatalogueRejected;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.prompt.Workflow.Argument;
import dev.tollgate.gateway.mcp.prompt.Workflow.Step;
import dev.tollgate.records.ModuleProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptsTest {

    private static final byte[] KEY = new byte[32];
    private static final Workflow GREET = new Workflow(
            "greet_contact",
            "Greet",
            "Greets somebody.",
            List.of(
                    Argument.requiredText("who", "Who it is."),
                    Argument.text("why", "Why."),
                    Argument.oneOf("tone", "How.", "warm", "cool")),
            "Greet {who}.",
            List.of(
                    Step.with("search_contacts", "Find {who}."),
                    Step.maybe("list_tasks", "Look at tasks."),
                    Step.then("The reason: {why}.")));

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private final Prompts prompts = Prompts.of(CATALOGUE, List.of(GREET), KEY);
    private final EntitlementKey crm = entitlements(Set.of("crm"), "crm:read");

    @Test
    void the_product_has_every_tool_its_workflows_call() {
        var product = Prompts.of(CATALOGUE, KEY);

        for (var workflow : Workflows.all()) {
            var given = new java.util.HashMap<String, String>();
            workflow.arguments()
                    .forEach(argument -> given.put(
                            argument.name(),
                            argument.values().isEmpty()
                                    ? "Ada"
                                    : argument.values().getFirst()));

            assertThat(product.get(workflow.name(), given, EntitlementKey.ALL))
                    .isInstanceOfSatisfying(
                            Prompts.Filling.Filled.class,
                            filled -> assertThat(filled.text())
                                    .contains("1. ")
                                    .contains(workflow.steps().size() + ". ")
                                    .doesNotContain("{"));
        }
    }

    @Test
    void a_workflow_that_calls_what_is_not_there_ends_the_start() {
        var wrong = new Workflow(
                "wrong_one", "", "", List.of(), "For {nobody}", List.of(Step.maybe("make_coffee", "Make coffee")));

        assertThatThrownBy(() -> {
                    var _ = Prompts.of(CATALOGUE, List.of(wrong), KEY);
                })
                .isInstanceOfSatisfying(
                        CatalogueRejected.class,
                        rejected -> assertThat(rejected.faults())
                                .containsExactly(
                                        "prompt wrong_one calls make_coffee, which is no tool",
                                        "prompt wrong_one has no argument nobody"));
    }

    @Test
    void steps_the_caller_cannot_take_and_arguments_nobody_gave_are_left_out() {
        assertThat(filled(Map.of("who", "Ada"), crm)).isEqualTo("Greet Ada.\n\n1. Find Ada.");
        assertThat(filled(Map.of("who", "Ada", "why", "new"), EntitlementKey.ALL))
                .isEqualTo("Greet Ada.\n\n1. Find Ada.\n2. Look at tasks.\n3. The reason: new.");
    }

    @Test
    void what_an_argument_says_is_not_looked_at_for_places() {
        assertThat(filled(Map.of("who", "{why}{tone", "why", "new"), crm))
                .isEqualTo("Greet {why}{tone.\n\n1. Find {why}{tone.\n2. The reason: new.");
    }

    @Test
    void a_prompt_whose_tool_cannot_be_called_says_which() {
        for (var entitlements : List.of(entitlements(Set.of("crm"), "crm:write"), entitlements(Set.of(), "crm:read"))) {
            assertThat(prompts.get("greet_contact", Map.of("who", "Ada"), entitlements))
                    .isEqualTo(new Prompts.Filling.Refused(
                            "This prompt calls search_contacts, which this credential may not call here."));
            assertThat(prompts.values("greet_contact", "tone", entitlements)).isNull();
        }
    }

    @Test
    void wrong_arguments_are_told() {
        assertThat(refused(Map.of())).contains("who is missing");
        assertThat(refused(Map.of("who", " "))).contains("who is missing");
        assertThat(refused(Map.of("who", "Ada", "tone", "hot"))).contains("[warm, cool]");
        assertThat(refused(Map.of("who", "Ada", "what", "x"))).contains("no other arguments");
        assertThat(refused(Map.of("who", "a".repeat(Prompts.ARGUMENT_CHARS_MAX + 1))))
                .contains("longer");
    }

    @Test
    void only_enums_have_values_to_complete() {
        assertThat(prompts.values("greet_contact", "tone", crm)).containsExactly("warm", "cool");
        assertThat(prompts.values("greet_contact", "who", crm)).isEmpty();
        assertThat(prompts.values("greet_contact", "what", crm)).isNull();
        assertThat(prompts.values("make_coffee", "tone", crm)).isNull();
    }

    private String filled(Map<String, String> given, EntitlementKey entitlements) {
        return ((Prompts.Filling.Filled) prompts.get("greet_contact", given, entitlements)).text();
    }

    private String refused(Map<String, String> given) {
        return ((Prompts.Filling.Refused) prompts.get("greet_contact", given, crm)).why();
    }

    private EntitlementKey entitlements(Set<String> modules, String... scopes) {
        return new EntitlementKey(
                CATALOGUE.switches().mask(modules),
                CATALOGUE.scopes().mask(Arrays.stream(scopes).map(Scope::new).toList()));
    }
}
