package dev.tollgate.modules.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.lead.Lead.Conversion.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conversions at the same time. */
class ConversionRacesTest extends RecordTests {

    private static final int RACERS = 20;

    @Test
    void leads_of_one_person_make_one_contact_and_one_company() throws Exception {
        var leads = IntStream.range(0, RACERS)
                .mapToObj(number ->
                        records.lead("{'name': 'Lin', 'email': 'lin@kestrel.example', 'company_name': 'Kestrel'}"))
                .toList();

        var outcomes = raced(leads);

        var converted = outcomes.stream()
                .map(outcome -> ((Outcome.Done<ConvertedLead>) outcome).value())
                .toList();
        assertThat(converted.stream().map(one -> one.contact().id()).distinct()).hasSize(1);
        assertThat(converted.stream().map(one -> one.contact().companyId()).distinct())
                .hasSize(1);
        assertThat(converted.stream().filter(one -> conversion(one).contact() == Part.CREATED))
                .hasSize(1);
        assertThat(rows("contact")).hasSize(1);
        assertThat(rows("company")).hasSize(1);
        assertThat(rows("deal")).hasSize(RACERS);
    }

    @Test
    void leads_of_one_company_make_one_company() throws Exception {
        var leads = IntStream.range(0, RACERS)
                .mapToObj(number -> records.lead(
                        "{'name': 'Lin', 'email': 'lin" + number + "@kestrel.example', 'company_name': 'Kestrel'}"))
                .toList();

        assertThat(raced(leads)).allMatch(Outcome.Done.class::isInstance);
        assertThat(rows("contact")).hasSize(RACERS);
        assertThat(rows("company")).hasSize(1);
    }

    @Test
    void one_lead_is_converted_once() throws Exception {
        var lead = records.lead("{'name': 'Lin', 'company_name': 'Kestrel'}");

        var outcomes = raced(IntStream.range(0, RACERS).mapToObj(_ -> lead).toList());

        assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream()
                        .filter(outcome -> outcome instanceof Outcome.Refused<ConvertedLead>(Refusal refusal)
                                && refusal instanceof Refusal.Conflict))
                .hasSize(RACERS - 1);
        assertThat(rows("contact")).hasSize(1);
        assertThat(rows("company")).hasSize(1);
        assertThat(rows("deal")).hasSize(1);
    }

    private static Lead.Conversion conversion(ConvertedLead converted) {
        return Objects.requireNonNull(converted.lead().conversion());
    }

    private List<Outcome<ConvertedLead>> raced(List<Lead> leads) throws Exception {
        var calls = leads.stream()
                .<Callable<Outcome<ConvertedLead>>>map(
                        lead -> () -> desk.patiently(LeadOperations.CONVERT, caller, Records.conversion(lead, "")))
                .toList();
        var outcomes = new ArrayList<Outcome<ConvertedLead>>();
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            for (var call : threads.invokeAll(calls)) {
                outcomes.add(call.get());
            }
        }
        return outcomes;
    }

    private List<String> rows(String table) {
        return desk.ownerRows("SELECT id::text FROM crm." + table + " WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");
    }
}
