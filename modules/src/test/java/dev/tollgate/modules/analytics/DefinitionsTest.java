package dev.tollgate.modules.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.definition.EventDefinition.Status;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.EventDefinitionQuery;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.NewEventDefinition;
import dev.tollgate.modules.analytics.plan.TrackingPlan;
import dev.tollgate.modules.analytics.plan.TrackingPlanOperations;
import dev.tollgate.records.resource.Ref;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of definitions: drafts, proposals, approvals and their compatibility. */
class DefinitionsTest extends GovernedTests {

    private static final String SCHEMA = """
            {'type': 'object', 'properties': {
               'amount': {'type': 'integer', 'minimum': 1},
               'coupon': {'type': 'string', 'maxLength': 10}},
             'required': ['amount']}
            """;

    private TrackingPlan plan;

    @BeforeEach
    void createPlan() {
        plan = workspace.plan("");
    }

    /** The compatibility table: what an approval of another schema answers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new optional property    | 'amount': {'type': 'integer', 'minimum': 1}, 'coupon': {'type': 'string', 'maxLength': 10}, 'x': {'type': 'string'} | 'amount'       | yes
            required becomes optional| 'amount': {'type': 'integer', 'minimum': 1}, 'coupon': {'type': 'string', 'maxLength': 10} | 'nothing'      | yes
            wider                    | 'amount': {'type': 'number', 'minimum': 0}, 'coupon': {'type': 'string'}                    | 'amount'       | yes
            new required property    | 'amount': {'type': 'integer', 'minimum': 1}, 'coupon': {'type': 'string', 'maxLength': 10} | 'amount', 'coupon' | breaking
            narrower                 | 'amount': {'type': 'integer', 'minimum': 2}, 'coupon': {'type': 'string', 'maxLength': 10} | 'amount'       | breaking
            property gone            | 'amount': {'type': 'integer', 'minimum': 1}                                                | 'amount'       | breaking
            other type               | 'amount': {'type': 'string'}, 'coupon': {'type': 'string', 'maxLength': 10}                | 'amount'       | never
            """)
    void an_approval_takes_what_is_compatible(String name, String properties, String required, String answer) {
        var definition = workspace.approved(plan, "Order", SCHEMA, "");
        var wanted = required.equals("'nothing'") ? "" : required;
        var proposed = workspace.edited(
                definition,
                "'schema': {'type': 'object', 'properties': {" + properties + "}, 'required': [" + wanted + "]}");

        if (answer.equals("yes")) {
            assertThat(workspace.approved(proposed).revision()).as(name).isEqualTo(2);
            return;
        }
        assertThat(workspace.conflict(proposed)).as(name).isNotEmpty();
        var forced =
                desk.call(EventDefinitionOperations.APPROVE, workspace.caller(), new Approval(definition.id(), true));
        assertThat(forced.toString())
                .as(name)
                .contains(answer.equals("breaking") ? "revision=2" : "type of a property");
    }

    @Test
    void a_lowered_class_needs_allow_breaking_and_a_raised_one_is_hashed_by_a_job() {
        var definition = workspace.approved(plan, "Order", SCHEMA, "'classes': {'coupon': 'pii'}");
        assertThat(definition.rehashing()).containsExactly("coupon");
        desk.runJobs();
        assertThat(workspace.read(definition).rehashing()).isEmpty();

        var lower = workspace.edited(definition, "'classes': {'coupon': 'none'}");
        assertThat(workspace.conflict(lower)).contains("classes.coupon");
        var raised = workspace.approved(workspace.edited(definition, "'classes': {'coupon': 'sensitive'}"));
        assertThat(raised.rehashing()).containsExactly("coupon");
    }

    @Test
    void what_is_approved_changes_by_a_proposal_only() {
        var draft = workspace.draft(plan, "Order", SCHEMA, "");
        assertThat(draft.status()).isEqualTo(Status.DRAFT);
        assertThat(draft.revision()).isZero();
        assertThat(workspace.edited(draft, "'measures': ['amount']").measures()).containsExactly("amount");

        var approved = workspace.approved(draft);
        var proposed = workspace.edited(approved, "'measures': [], 'description': 'Paid'");

        assertThat(approved.revision()).isEqualTo(1);
        assertThat(proposed.measures()).containsExactly("amount");
        assertThat(proposed.description()).isEqualTo("Paid");
        assertThat(proposed.proposed()).isEqualTo(new JsonObject("{\"measures\": []}"));
        assertThat(workspace.edited(proposed, "'measures': ['amount']").proposed())
                .isNull();
        assertThat(workspace.events())
                .containsSubsequence(
                        "event_definition.created", "event_definition.updated", "event_definition.approved");
    }

    @Test
    void approving_what_is_approved_changes_nothing() {
        var definition = workspace.approved(plan, "Order", SCHEMA, "");

        assertThat(workspace.approved(definition)).isEqualTo(definition);
    }

    @Test
    void a_deprecated_definition_can_be_approved_again_at_its_revision() {
        var definition = workspace.approved(plan, "Order", SCHEMA, "");
        var deprecated = desk.done(EventDefinitionOperations.DEPRECATE, workspace.caller(), new Ref<>(definition.id()));

        assertThat(deprecated.status()).isEqualTo(Status.DEPRECATED);
        assertThat(workspace.approved(deprecated).revision()).isEqualTo(1);
        assertThat(workspace.events()).contains("event_definition.deprecated");
    }

    @Test
    void content_is_checked_when_it_is_sent() {
        var input = "{'plan_id': '" + plan.id() + "', 'name': 'Order', 'schema': " + SCHEMA;

        assertThat(faults(input + ", 'classes': {'amount': 'secret', 'other': 'pii'}}"))
                .containsExactlyInAnyOrder("classes.amount", "classes.other");
        assertThat(faults(input + ", 'classes': {'coupon': 'pii'}, 'dimensions': ['coupon'], 'measures': ['coupon']}"))
                .containsExactlyInAnyOrder("dimensions[0]", "measures[0]");
        assertThat(faults(input + ", 'units': {'coupon': 'cents:USD', 'amount': 'Cents'}}"))
                .containsExactlyInAnyOrder("units.coupon", "units.amount");
    }

    @Test
    void a_schema_has_four_levels_and_200_properties_at_most() {
        var many = new StringBuilder();
        for (int i = 0; i < 201; i++) {
            many.append(i == 0 ? "" : ",").append("'p").append(i).append("': {'type': 'string'}");
        }
        var deep = "{'type': 'string'}";
        for (int i = 0; i < 5; i++) {
            deep = "{'type': 'object', 'properties': {'a': " + deep + "}}";
        }
        var begin = "{'plan_id': '" + plan.id() + "', 'name': 'Order', 'schema': ";

        assertThat(faults(begin + "{'type': 'object', 'properties': {" + many + "}}}"))
                .isNotEmpty();
        assertThat(faults(begin + deep + "}")).isNotEmpty();
        assertThat(faults(begin
                        + "{'type': 'object', 'properties': {'a': {'type': 'string', 'pattern': '(a{99}){99}'}}}}"))
                .isNotEmpty();
        assertThat(faults(begin + "{'type': 'object', 'properties': {'a': {'$ref': '#'}}}}"))
                .isNotEmpty();
        assertThat(faults(begin + "{'type': 'object', 'properties': {'a': {'type': 'string', 'x-ref': 'entry'}}}}"))
                .containsExactly("schema");
    }

    private List<String> faults(String input) {
        NewEventDefinition read = Governed.read(EventDefinitionOperations.CREATE, input);
        return desk.faults(EventDefinitionOperations.CREATE, workspace.caller(), read);
    }

    @Test
    void an_archived_plan_takes_no_definitions_and_is_no_default() {
        var archived =
                workspace.done(TrackingPlanOperations.UPDATE, "{'id': '" + plan.id() + "', 'status': 'archived'}");

        assertThat(faults("{'plan_id': '" + archived.id() + "', 'name': 'Order', 'schema': " + SCHEMA + "}"))
                .containsExactly("plan_id");
        assertThat(desk.faults(
                        TrackingPlanOperations.UPDATE,
                        workspace.caller(),
                        Governed.read(
                                TrackingPlanOperations.UPDATE, "{'id': '" + plan.id() + "', 'is_default': true}")))
                .containsExactly("is_default");
    }

    @Test
    void names_and_the_default_plan_exist_once() {
        var _ = workspace.draft(plan, "Order", SCHEMA, "");
        var _ = workspace.plan("'is_default': true");

        assertThat(desk.refusal(
                        EventDefinitionOperations.CREATE,
                        workspace.caller(),
                        Governed.read(
                                EventDefinitionOperations.CREATE,
                                "{'plan_id': '" + plan.id() + "', 'name': 'Order', 'schema': " + SCHEMA + "}")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.refusal(
                        TrackingPlanOperations.CREATE,
                        workspace.caller(),
                        Governed.read(TrackingPlanOperations.CREATE, "{'name': 'Two', 'is_default': true}")))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void lists_leave_schemas_out() {
        var definition = workspace.approved(plan, "Order", SCHEMA, "");

        var page = desk.done(
                EventDefinitionOperations.LIST,
                workspace.caller(),
                new EventDefinitionQuery(null, null, null, plan.id(), "Order", null, Status.APPROVED, null));

        assertThat(page.items()).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(definition.id());
            assertThat(listed.schema()).isNull();
        });
    }
}
