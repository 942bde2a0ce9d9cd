package dev.tollgate.modules.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.lead.Lead.Status;
import dev.tollgate.records.resource.Ref;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a new lead to a converted or disqualified one. */
class LeadStatesTest extends RecordTests {

    @ParameterizedTest
    @CsvSource({
        "new, working qualified disqualified",
        "working, qualified disqualified",
        "qualified, working disqualified",
        "disqualified, working"
    })
    void a_status_changes_to_those_that_follow_and_no_other(String from, String followers) {
        for (var status : Status.values()) {
            var to = status.name().toLowerCase(Locale.ROOT);
            var lead = inStatus(from);

            var outcome = desk.call(LeadOperations.UPDATE, caller, Records.patch(lead, moving(to)));

            if (to.equals(from) || Stream.of(followers.split(" ", -1)).anyMatch(to::equals)) {
                assertThat(outcome)
                        .as(from + " to " + to)
                        .isInstanceOfSatisfying(
                                Outcome.Done.class,
                                done -> assertThat(((Lead) done.value()).status())
                                        .isEqualTo(status));
            } else {
                assertThat(outcome)
                        .as(from + " to " + to)
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.refusal().detail())
                                        .startsWith("The lead is " + from)
                                        .contains(followers.replace(" ", ", ")));
                assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id())))
                        .isEqualTo(lead);
            }
        }
    }

    @Test
    void disqualifying_needs_a_reason_which_goes_when_the_lead_comes_back() {
        var lead = inStatus("working");

        var faults = desk.faults(LeadOperations.UPDATE, caller, Records.patch(lead, "'status': 'disqualified'"));
        var disqualified = desk.done(LeadOperations.UPDATE, caller, Records.patch(lead, moving("disqualified")));
        var cleared = desk.faults(LeadOperations.UPDATE, caller, Records.patch(lead, "'disqualified_reason': null"));
        var back = desk.done(LeadOperations.UPDATE, caller, Records.patch(lead, moving("working")));
        var without = desk.faults(LeadOperations.UPDATE, caller, Records.patch(lead, "'disqualified_reason': 'x'"));

        assertThat(faults).containsExactly("disqualified_reason");
        assertThat(disqualified.disqualifiedReason()).isEqualTo("no budget");
        assertThat(cleared).containsExactly("disqualified_reason");
        assertThat(back.disqualifiedReason()).isNull();
        assertThat(without).containsExactly("disqualified_reason");
    }

    @Test
    void each_change_of_the_status_has_the_event_that_fits() {
        var lead = inStatus("new");

        for (var to : new String[] {"working", "qualified", "disqualified", "working"}) {
            var _ = desk.done(LeadOperations.UPDATE, caller, Records.patch(lead, moving(to)));
        }
        var _ = records.converted(lead, ", 'create_deal': false");
        var _ = desk.done(LeadOperations.DELETE, caller, new Ref<>(lead.id()));

        assertThat(desk.events(caller).stream()
                        .filter(event -> event.resourceType().equals("lead"))
                        .map(DomainEvent::type))
                .containsExactly(
                        "lead.created",
                        "lead.updated",
                        "lead.qualified",
                        "lead.disqualified",
                        "lead.updated",
                        "lead.converted",
                        "lead.deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'name': 'Other'", "'status': 'working'", "'email': null", "'channel': 'other'"})
    void a_converted_lead_keeps_what_it_was(String fields) {
        var lead = records.converted(records.lead("{'name': 'Lin', 'email': 'lin@kestrel.example'}"), "")
                .lead();

        var refusal = desk.refusal(LeadOperations.UPDATE, caller, Records.patch(lead, fields));

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal.detail()).contains("owner, custom_fields, external_source and external_id");
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(lead);
    }

    @Test
    void owner_custom_fields_and_external_ids_of_a_converted_lead_change() {
        var lead = records.converted(records.lead("{'name': 'Lin'}"), "").lead();

        var updated = desk.done(
                LeadOperations.UPDATE,
                caller,
                Records.patch(
                        lead,
                        "'owner': 'grace', 'custom_fields': {'a': 1}, 'external_source': 'erp', 'external_id': '1'"));

        assertThat(updated.owner()).isEqualTo("grace");
        assertThat(updated.externalId()).isEqualTo("1");
        assertThat(updated.status()).isEqualTo(Status.CONVERTED);
        assertThat(desk.events(caller).getLast().type()).isEqualTo("lead.updated");
    }

    private Lead inStatus(String status) {
        return records.lead("{'name': 'Lin', " + moving(status) + "}");
    }

    private static String moving(String status) {
        return "'status': '" + status + "'"
                + (status.equals("disqualified") ? ", 'disqualified_reason': 'no budget'" : "");
    }
}
