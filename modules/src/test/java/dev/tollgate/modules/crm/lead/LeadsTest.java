package dev.tollgate.modules.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.lead.Lead.Status;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadQuery;
import dev.tollgate.modules.crm.lead.LeadOperations.NewLead;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leads are created with, and how they are found. */
class LeadsTest extends RecordTests {

    @ParameterizedTest
    @EnumSource
    void a_lead_is_created_in_every_status_but_converted(Status status) {
        var word = status.name().toLowerCase(Locale.ROOT);
        var reason = status == Status.DISQUALIFIED ? ", 'disqualified_reason': 'no budget'" : "";
        var input = Records.input(NewLead.class, "{'name': 'Lin', 'status': '" + word + "'" + reason + "}");

        if (status == Status.CONVERTED) {
            assertThat(desk.faults(LeadOperations.CREATE, caller, input)).containsExactly("status");
        } else {
            assertThat(desk.done(LeadOperations.CREATE, caller, input).status()).isEqualTo(status);
        }
    }

    @Test
    void the_channel_is_that_of_the_call_unless_it_is_given() {
        assertThat(records.lead("{'name': 'Lin'}").channel()).isEqualTo(Lead.Channel.API);
        assertThat(records.lead("{'name': 'Lin', 'channel': 'referral'}").channel())
                .isEqualTo(Lead.Channel.REFERRAL);
        assertThat(Lead.Channel.of("mcp")).isEqualTo(Lead.Channel.MCP);
    }

    @Test
    void a_create_of_a_known_lead_moves_it_as_an_update_would() {
        var known = ", 'external_source': 'erp', 'external_id': '1'}";
        var lead = records.lead("{'name': 'Lin', 'status': 'qualified', 'channel': 'referral'" + known);

        var moved = upserted("{'name': 'Lin', 'status': 'working'" + known);
        var illegal = upserted("{'name': 'Lin', 'status': 'new'" + known);

        assertThat(moved)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat((Lead) done.value())
                                .satisfies(one -> assertThat(one.id()).isEqualTo(lead.id()))
                                .satisfies(one -> assertThat(one.status()).isEqualTo(Status.WORKING))
                                .satisfies(one -> assertThat(one.channel()).isEqualTo(Lead.Channel.REFERRAL)));
        assertThat(illegal)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Conflict.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query': 'offer'}",
                "{'query': 'kestrel berg'}",
                "{'email': 'LIN@Kestrel.example'}",
                "{'company_domain': 'Kestrel.EXAMPLE'}",
                "{'query': 'offer', 'company_domain': 'kestrel.example'}",
                "{'status': 'working'}",
                "{'channel': 'website', 'campaign': 'fair', 'owner': 'grace'}",
                "{'custom_fields': {'seats': 40}}"
            })
    void a_lead_is_found_by_its_fields(String query) {
        var lead =
                records.lead("{'name': 'Lin Berg', 'email': 'Lin@Kestrel.Example', 'company_domain': 'KESTREL.example',"
                        + " 'message': 'Please send an offer', 'status': 'working', 'channel': 'website', 'campaign': 'fair',"
                        + " 'owner': 'grace', 'custom_fields': {'seats': 40}}");
        var _ = records.lead("{'name': 'Ada'}");

        var found = desk.done(LeadOperations.LIST, caller, Records.input(LeadQuery.class, query));

        assertThat(found.items()).containsExactly(lead);
        assertThat(lead.email()).isEqualTo("lin@kestrel.example");
        assertThat(lead.companyDomain()).isEqualTo("kestrel.example");
    }

    @Test
    void the_audit_shows_a_message_by_length_and_digest() {
        var _ = records.lead("{'name': 'Lin', 'message': 'Call me tonight'}");

        assertThat(desk.ownerRows("SELECT b.changes FROM audit.event e JOIN audit.body b ON b.event_id = e.id"
                        + " WHERE e.chain = '" + caller.workspaceId().value() + "'"))
                .singleElement()
                .asString()
                .contains("\"length\":15", "sha256")
                .doesNotContain("tonight");
    }

    private Outcome<Lead> upserted(String json) {
        return desk.call(
                LeadOperations.CREATE,
                caller,
                Records.input(NewLead.class, json),
                Conditions.NONE.withOnExisting(OnExisting.UPDATE));
    }
}
