package dev.tollgate.gateway.control;

import static dev.tollgate.gateway.control.ControlCalls.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.modules.EventRule;
import dev.tollgate.gateway.control.modules.ModuleOperations;
import dev.tollgate.gateway.control.modules.ModuleOperations.ModuleQuery;
import dev.tollgate.gateway.control.modules.ModuleOperations.ModuleSetting;
import dev.tollgate.gateway.control.modules.ModuleSwitch;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.credential.ActiveWorkspaceRows;
import dev.tollgate.records.ModuleProvider;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModulesTest extends OnControlBench {

    /** Of all modules that can be switched, in order. */
    private static final List<String> KEYS = ModuleProvider.all().stream()
            .filter(ProductModule::switchable)
            .map(ProductModule::key)
            .sorted()
            .toList();

    private static List<ModuleSwitch> list(ControlBench.Place place) {
        return bench.done(ModuleOperations.LIST, place.operator(), new ModuleQuery(null, null))
                .items();
    }

    @Test
    void all_modules_are_listed_and_off_in_a_new_workspace() {
        var place = bench.place();

        var modules = list(place);

        assertThat(modules)
                .extracting(ModuleSwitch::key)
                .contains("crm", "integrations", "tasks")
                .containsExactlyElementsOf(KEYS);
        assertThat(modules).noneMatch(ModuleSwitch::enabled);
    }

    @Test
    void pages_of_modules_give_each_once_in_order() {
        var place = bench.place();
        int most = KEYS.size() - 1;
        var first = bench.done(ModuleOperations.LIST, place.operator(), new ModuleQuery(most, null));

        var second = bench.done(ModuleOperations.LIST, place.operator(), new ModuleQuery(most, first.nextCursor()));

        assertThat(first.items()).extracting(ModuleSwitch::key).containsExactlyElementsOf(KEYS.subList(0, most));
        assertThat(second.items()).extracting(ModuleSwitch::key).containsExactly(KEYS.getLast());
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void a_module_that_was_switched_on_shows_so_with_who_did_it() {
        var place = bench.place();

        bench.switchModule(place, "crm", true);

        assertThat(list(place))
                .filteredOn(ModuleSwitch::enabled)
                .singleElement()
                .satisfies(module -> {
                    assertThat(module.key()).isEqualTo("crm");
                    assertThat(module.lastActor()).isEqualTo("ada");
                    assertThat(module.updatedAt()).isNotNull();
                });
    }

    @Test
    void switching_is_announced_and_switching_to_where_it_stands_is_not() {
        var place = bench.placeWith("crm");

        var announced = bench.announced(() -> {
            bench.switchModule(place, "crm", true);
            bench.switchModule(place, "tasks", true);
        });

        assertThat(announced).containsExactly(place.workspace().value());
    }

    @Test
    void switching_off_deletes_nothing() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");

        bench.switchModule(place, "crm", false);

        var key = bench.done(CredentialOperations.API_KEYS.get(), place.operator(), new CredentialRef<>(issued.id()));
        assertThat(key.scopes()).containsExactly("crm:read");
        assertThat(list(place)).noneMatch(ModuleSwitch::enabled);
    }

    private static EventRule rule(String... types) {
        return new EventRule(List.of(types), EventRule.ActivityType.CALL, "It happened");
    }

    private static ModuleSwitch ruled(ControlBench.Place place, boolean enabled, List<EventRule> rules) {
        return bench.done(ModuleOperations.SET, place.operator(), new ModuleSetting("activity", enabled, rules));
    }

    @Test
    void rules_are_kept_until_others_are_set_and_reach_the_module() {
        var place = bench.place();
        var rules = List.of(rule("deal.won", "crm.*"), rule("order.paid"));

        assertThat(ruled(place, true, rules).rules()).isEqualTo(rules);
        assertThat(ruled(place, false, null).rules()).isEqualTo(rules);
        var shown = list(place).stream()
                .filter(module -> module.key().equals("activity"))
                .findFirst()
                .orElseThrow();
        var active = new ActiveWorkspaceRows(bench.database(), ModuleProvider.all());
        var read = await(active.of(Set.of(place.workspace().value())))
                .get(place.workspace().value())
                .settings("activity");

        assertThat(shown.rules()).isEqualTo(rules);
        assertThat(shown.enabled()).isFalse();
        assertThat(read.getJsonArray("rules")).hasSize(2);
        assertThat(read.getJsonArray("rules").getJsonObject(0).getString("type"))
                .isEqualTo("call");
        assertThat(ruled(place, true, List.of()).rules()).isNull();
        assertThat(ruled(place, true, null).rules()).isNull();
    }

    @Test
    void rules_are_of_the_activity_log_and_never_of_its_own_events() {
        var place = bench.place();
        var operator = place.operator();

        assertThat(bench.refusal(
                        ModuleOperations.SET, operator, new ModuleSetting("tasks", true, List.of(rule("deal.won")))))
                .isEqualTo(Refusal.ValidationFailed.of("rules", "are for the module activity only"));
        for (var type : List.of("activity.*", "activity.logged", "Deal.won", "deal")) {
            var refused = bench.refusal(
                    ModuleOperations.SET,
                    operator,
                    new ModuleSetting("activity", true, List.of(rule("deal.won", type))));
            assertThat(((Refusal.ValidationFailed) refused).fieldErrors())
                    .extracting(FieldError::field)
                    .containsExactly("rules[0].event_types[1]");
        }
    }

    @Test
    void an_unknown_module_is_not_found() {
        var place = bench.place();

        var refusal = bench.refusal(ModuleOperations.SET, place.operator(), new ModuleSetting("payroll", true, null));

        assertThat(refusal).isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void a_suspended_workspace_switches_modules_off_but_not_on() {
        var place = bench.placeWith("crm");
        bench.done(WorkspaceOperations.SUSPEND, place.operator(), new NoInput());

        var on = bench.refusal(ModuleOperations.SET, place.operator(), new ModuleSetting("tasks", true, null));
        var off = bench.switchModule(place, "crm", false);

        assertThat(on).isInstanceOf(Refusal.WorkspaceNotActive.class);
        assertThat(off.enabled()).isFalse();
    }

    @Test
    void the_audit_says_which_modules_were_on_before_and_after() {
        var place = bench.placeWith("crm");

        bench.switchModule(place, "tasks", true);

        var bodies = bench.owner("SELECT b.changes FROM audit.event e JOIN audit.body b ON b.event_id = e.id"
                + " WHERE e.action = 'module.set' AND e.workspace_id = '"
                + place.workspace().value() + "' ORDER BY e.id DESC LIMIT 1");
        assertThat(bodies).singleElement().asString().contains("crm").contains("tasks");
    }
}
