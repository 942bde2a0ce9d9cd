package dev.tollgate.modules.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.deal.Deal;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealStage;
import dev.tollgate.modules.crm.deal.DealStageOperations;
import dev.tollgate.modules.crm.lead.Lead.Conversion.Part;
import dev.tollgate.modules.crm.lead.Lead.Status;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a conversion makes, and what it refuses. */
class ConversionsTest extends RecordTests {

    @Test
    void a_conversion_makes_contact_company_and_deal() {
        var lead = records.kestrel("lin@kestrel.example");

        var converted = records.converted(lead, "");

        var company = Objects.requireNonNull(converted.company());
        var deal = Objects.requireNonNull(converted.deal());
        assertThat(converted.contact())
                .extracting(Contact::name, Contact::email, Contact::jobTitle, Contact::companyId, Contact::owner)
                .containsExactly("Lin Berg", "lin@kestrel.example", "Buyer", company.id(), "grace");
        assertThat(converted.contact().customFields()).isEqualTo(lead.customFields());
        assertThat(company)
                .extracting(Company::name, Company::domain, Company::owner)
                .containsExactly("Kestrel", "kestrel.example", "grace");
        assertThat(deal)
                .extracting(
                        Deal::title, Deal::contactId, Deal::companyId, Deal::leadId, Deal::amountCents, Deal::currency)
                .containsExactly("Kestrel", converted.contact().id(), company.id(), lead.id(), 480_000L, "EUR");
        assertThat(desk.done(DealStageOperations.GET, caller, new Ref<>(deal.stageId()))
                        .name())
                .isEqualTo("New");
        assertThat(converted.lead())
                .extracting(Lead::status, Lead::contactId, Lead::companyId, Lead::dealId, Lead::conversion)
                .containsExactly(
                        Status.CONVERTED,
                        converted.contact().id(),
                        company.id(),
                        deal.id(),
                        new Lead.Conversion(Part.CREATED, Part.CREATED, Part.CREATED));
        assertThat(converted.lead().convertedAt()).isNotNull();
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(converted.lead());
        assertThat(desk.done(
                        ContactOperations.GET,
                        caller,
                        new Ref<>(converted.contact().id())))
                .isEqualTo(converted.contact());
        assertThat(desk.done(DealOperations.GET, caller, new Ref<>(deal.id()))).isEqualTo(deal);
    }

    @Test
    void every_record_is_told_of_in_events_and_audit() {
        var converted = records.converted(records.kestrel("lin@kestrel.example"), "");

        assertThat(desk.events(caller).stream().skip(1))
                .extracting(DomainEvent::type, DomainEvent::resourceId, DomainEvent::version)
                .containsExactly(
                        tuple("lead.converted", converted.id().text(), 2L),
                        tuple(
                                "company.created",
                                Objects.requireNonNull(converted.company()).id().text(),
                                1L),
                        tuple("contact.created", converted.contact().id().text(), 1L),
                        tuple(
                                "deal.created",
                                Objects.requireNonNull(converted.deal()).id().text(),
                                1L));
        assertThat(desk.ownerRows("SELECT b.changes FROM audit.event e JOIN audit.body b ON b.event_id = e.id"
                        + " WHERE e.chain = '" + caller.workspaceId().value() + "' AND e.action = 'lead.convert'"))
                .singleElement()
                .asString()
                .contains(
                        converted.id().text(),
                        converted.contact().id().text(),
                        converted.company().id().text(),
                        converted.deal().id().text());
    }

    @Test
    void ids_of_another_workspace_and_faults_of_the_deal_are_named() {
        var other = new Records(desk, desk.stranger());
        var lead = records.kestrel("lin@kestrel.example");
        var stage = other.stage(1, DealStage.Outcome.OPEN);

        assertThat(faults(lead, ", 'contact_id': '" + other.contact("Ada", null).id() + "'"))
                .containsExactly("contact_id");
        assertThat(faults(lead, ", 'company_id': '" + other.company("Engines").id() + "'"))
                .containsExactly("company_id");
        assertThat(faults(lead, ", 'deal': {'stage_id': '" + stage.id() + "'}")).containsExactly("deal.stage_id");
        assertThat(faults(lead, ", 'deal': {'amount_cents': 5}")).containsExactly("deal.currency");
        assertThat(faults(lead, ", 'create_deal': false, 'deal': {'title': 'x'}"))
                .containsExactly("deal");
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(lead);
        assertThat(desk.events(caller)).hasSize(1);
    }

    @Test
    void the_deal_takes_what_is_given_for_it() {
        var stage = records.stage(9, DealStage.Outcome.WON);

        var deal = Objects.requireNonNull(records.converted(
                        records.kestrel("lin@kestrel.example"),
                        ", 'deal': {'title': 'Forty seats', 'stage_id': '" + stage.id() + "', 'amount_cents': 5,"
                                + " 'currency': 'NOK', 'expected_close_on': '2030-01-31', 'owner': 'ada'}")
                .deal());

        assertThat(deal)
                .extracting(Deal::title, Deal::status, Deal::amountCents, Deal::currency, Deal::owner)
                .containsExactly("Forty seats", DealStage.Outcome.WON, 5L, "NOK", "ada");
        assertThat(deal.closedAt()).isNotNull();
    }

    @Test
    void a_dry_run_shows_the_matches_and_changes_nothing() {
        var company = records.company("Kestrel", "kestrel.example");
        var lead = records.kestrel("lin@kestrel.example");
        var events = desk.events(caller).size();

        var outcome = desk.call(
                LeadOperations.CONVERT,
                caller,
                Records.conversion(lead, ""),
                new Conditions(null, (Long) null, null, true));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat((ConvertedLead) done.value())
                                .satisfies(shown ->
                                        assertThat(shown.lead().status()).isEqualTo(Status.CONVERTED))
                                .satisfies(shown -> assertThat(shown.company()).isNotNull())
                                .satisfies(shown -> assertThat(shown.deal()).isNotNull())
                                .satisfies(shown ->
                                        assertThat(shown.contact().companyId()).isEqualTo(company.id())));
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(lead);
        assertThat(desk.done(CompanyOperations.GET, caller, new Ref<>(company.id())))
                .isEqualTo(company);
        assertThat(desk.events(caller)).hasSize(events);
        for (var table : List.of("contact", "deal", "deal_stage")) {
            assertThat(desk.ownerRows("SELECT id FROM crm." + table + " WHERE workspace_id = '"
                            + caller.workspaceId().value() + "'"))
                    .isEmpty();
        }
    }

    @Test
    void a_version_is_that_of_the_lead() {
        var contact = records.contact("Ada", null);
        var _ = desk.done(
                ContactOperations.UPDATE,
                caller,
                Records.input(ContactOperations.ContactPatch.class, "{'id': '" + contact.id() + "', 'phone': '1'}"));
        var conversion = Records.conversion(records.kestrel("a@b.example"), ", 'contact_id': '" + contact.id() + "'");

        var wrong = desk.call(LeadOperations.CONVERT, caller, conversion, new Conditions(null, 2L, null, false));
        var right = desk.call(LeadOperations.CONVERT, caller, conversion, new Conditions(null, 1L, null, false));

        assertThat(wrong).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
        assertThat(right).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"converted", "disqualified"})
    void a_lead_that_cannot_be_converted_says_why(String status) {
        var lead = status.equals("converted")
                ? records.converted(records.kestrel("lin@kestrel.example"), "").lead()
                : records.lead("{'name': 'Lin', 'status': 'disqualified', 'disqualified_reason': 'no budget'}");

        var refusal = desk.refusal(LeadOperations.CONVERT, caller, Records.conversion(lead, ""));

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal.detail()).startsWith("The lead is " + status);
    }

    @Test
    void what_a_lead_became_can_be_deleted_and_stays_named_on_it() {
        var converted = records.converted(records.kestrel("lin@kestrel.example"), ", 'create_deal': false");
        var contact = converted.contact();
        var lead = converted.lead();

        var _ = desk.done(ContactOperations.DELETE, caller, new Ref<>(contact.id()));
        var owned = desk.done(LeadOperations.UPDATE, caller, Records.patch(lead, "'owner': 'ada'"));

        assertThat(owned.contactId()).isEqualTo(contact.id());
    }

    private List<String> faults(Lead lead, String fields) {
        return desk.faults(LeadOperations.CONVERT, caller, Records.conversion(lead, fields));
    }
}
