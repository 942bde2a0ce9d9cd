package dev.tollgate.modules.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.Lead.Conversion.Part;
import dev.tollgate.modules.crm.Lead.Status;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a conversion makes, and what it refuses. */
class ConversionsTest {

    private static Desk desk;
    private Caller caller;
    private Records records;

    @BeforeAll
    static void open() {
        desk = new Desk(new CrmModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = desk.stranger();
        records = new Records(desk, caller);
    }

    @Test
    void a_conversion_makes_contact_company_and_deal() {
        var lead = kestrel("lin@kestrel.example");

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
                .extracting(Deal::title, Deal::contactId, Deal::companyId, Deal::leadId, Deal::amountCents, Deal::currency)
                .containsExactly(
                        "Kestrel", converted.contact().id(), company.id(), lead.id(), 480_000L, "EUR");
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
        assertThat(desk.done(ContactOperations.GET, caller, new Ref<>(converted.contact().id())))
                .isEqualTo(converted.contact());
        assertThat(desk.done(DealOperations.GET, caller, new Ref<>(deal.id()))).isEqualTo(deal);
    }

    @Test
    void every_record_is_told_of_in_events_and_audit() {
        var converted = records.converted(kestrel("lin@kestrel.example"), "");

        assertThat(desk.events(caller).stream().skip(1))
                .extracting(DomainEvent::type, DomainEvent::resourceId, DomainEvent::version)
                .containsExactly(
                        tuple("lead.converted", converted.id().text(), 2L),
                        tuple("company.created", Objects.requireNonNull(converted.company()).id().text(), 1L),
                        tuple("contact.created", converted.contact().id().text(), 1L),
                        tuple("deal.created", Objects.requireNonNull(converted.deal()).id().text(), 1L));
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
    void a_matched_record_keeps_what_it_has_and_gets_what_it_lacks() {
        var company = records.company("Kestrel AS", "kestrel.example");
        var contact = desk.done(
                ContactOperations.CREATE,
                caller,
                Records.input(
                        ContactOperations.NewContact.class,
                        "{'name': 'L. Berg', 'email': 'lin@kestrel.example', 'owner': 'ada', 'custom_fields': {'seats': 1"
                                + ", 'f%d': 0".repeat(30).formatted(IntStream.range(0, 30).boxed().toArray()) + "}}"));

        var converted = records.converted(kestrel("lin@kestrel.example"), ", 'create_deal': false");

        assertThat(converted.contact())
                .extracting(Contact::id, Contact::name, Contact::owner, Contact::jobTitle, Contact::companyId)
                .containsExactly(contact.id(), "L. Berg", "ada", "Buyer", company.id());
        assertThat(converted.contact().customFields().values())
                .hasSize(32)
                .containsEntry("seats", 1L)
                .containsEntry("language", "no")
                .doesNotContainKey("zone");
        assertThat(converted.company())
                .isEqualTo(desk.done(CompanyOperations.GET, caller, new Ref<>(company.id())))
                .extracting(Company::name, Company::owner)
                .containsExactly("Kestrel AS", "grace");
        assertThat(converted.deal()).isNull();
        assertThat(converted.lead().conversion()).isEqualTo(new Lead.Conversion(Part.MATCHED, Part.MATCHED, Part.NONE));
        assertThat(desk.events(caller).stream().map(DomainEvent::type).skip(3))
                .containsExactly("lead.converted", "company.updated", "contact.updated");
    }

    @Test
    void several_matches_are_named_and_nothing_is_made() {
        var ids = Stream.generate(() -> desk.done(
                                ContactOperations.CREATE,
                                caller,
                                Records.input(
                                        ContactOperations.NewContact.class,
                                        "{'name': 'Lin', 'email': 'lin@kestrel.example'}"))
                        .id())
                .limit(6)
                .toList();
        var lead = kestrel("lin@kestrel.example");

        var refusal = desk.refusal(LeadOperations.CONVERT, caller, Records.conversion(lead, ""));
        var given = records.converted(lead, ", 'contact_id': '" + ids.getFirst() + "'");

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(ids.stream().filter(id -> refusal.detail().contains(id.text()))).hasSize(5);
        assertThat(refusal.detail()).contains("contact_id");
        assertThat(given.contact().id()).isEqualTo(ids.getFirst());
    }

    @Test
    void several_companies_of_the_domain_are_named() {
        var ids = List.of(
                records.company("Kestrel", "kestrel.example").id(),
                records.company("Kestrel AS", "kestrel.example").id());

        var refusal = desk.refusal(
                LeadOperations.CONVERT, caller, Records.conversion(kestrel("lin@kestrel.example"), ""));

        assertThat(refusal.detail())
                .contains("company_id", ids.getFirst().text(), ids.getLast().text());
    }

    @Test
    void a_company_is_found_by_the_domain_of_the_address_but_not_by_its_name_or_by_free_mail() {
        var company = records.company("Kestrel", "kestrel.example");

        var byAddress = records.converted(
                records.lead("{'name': 'Lin', 'email': 'lin@kestrel.example'}"), ", 'create_deal': false");
        var byName = records.converted(
                records.lead("{'name': 'Ada', 'company_name': 'Kestrel'}"), ", 'create_deal': false");
        var free = records.converted(
                records.lead("{'name': 'Eve', 'email': 'eve@gmail.com', 'company_name': 'Eve Ltd'}"),
                ", 'create_deal': false");
        var noName = records.converted(records.lead("{'name': 'Bob', 'email': 'bob@other.example'}"), "");

        assertThat(Objects.requireNonNull(byAddress.company()).id()).isEqualTo(company.id());
        assertThat(Objects.requireNonNull(byName.company()).id()).isNotEqualTo(company.id());
        assertThat(Objects.requireNonNull(free.company()).domain()).isNull();
        assertThat(noName.company()).isNull();
        assertThat(Objects.requireNonNull(noName.deal()).title()).isEqualTo("Bob");
        assertThat(noName.lead().conversion()).isEqualTo(new Lead.Conversion(Part.CREATED, Part.NONE, Part.CREATED));
    }

    @Test
    void a_company_is_not_made_if_none_is_wanted_and_a_known_one_is_used() {
        var without = records.converted(kestrel("lin@kestrel.example"), ", 'create_company': false");
        var company = records.company("Kestrel", "kestrel.example");
        var with = records.converted(kestrel("ada@kestrel.example"), ", 'create_company': false");

        assertThat(without.company()).isNull();
        assertThat(with.contact().companyId()).isEqualTo(company.id());
    }

    @Test
    void given_ids_come_before_matches() {
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");

        var converted = records.converted(
                kestrel("lin@kestrel.example"),
                ", 'contact_id': '" + contact.id() + "', 'company_id': '" + company.id() + "'");

        assertThat(converted.contact().id()).isEqualTo(contact.id());
        assertThat(converted.contact().companyId()).isEqualTo(company.id());
        assertThat(converted.contact().email()).isEqualTo("lin@kestrel.example");
        assertThat(Objects.requireNonNull(converted.deal()).companyId()).isEqualTo(company.id());
    }

    @Test
    void ids_of_another_workspace_and_faults_of_the_deal_are_named() {
        var other = new Records(desk, desk.stranger());
        var lead = kestrel("lin@kestrel.example");
        var stage = other.stage(1, DealStage.Outcome.OPEN);

        assertThat(faults(lead, ", 'contact_id': '" + other.contact("Ada", null).id() + "'"))
                .containsExactly("contact_id");
        assertThat(faults(lead, ", 'company_id': '" + other.company("Engines").id() + "'"))
                .containsExactly("company_id");
        assertThat(faults(lead, ", 'deal': {'stage_id': '" + stage.id() + "'}")).containsExactly("deal.stage_id");
        assertThat(faults(lead, ", 'deal': {'amount_cents': 5}")).containsExactly("deal.currency");
        assertThat(faults(lead, ", 'create_deal': false, 'deal': {'title': 'x'}")).containsExactly("deal");
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(lead);
        assertThat(desk.events(caller)).hasSize(1);
    }

    @Test
    void the_deal_takes_what_is_given_for_it() {
        var stage = records.stage(9, DealStage.Outcome.WON);

        var deal = Objects.requireNonNull(records.converted(
                        kestrel("lin@kestrel.example"),
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
        var lead = kestrel("lin@kestrel.example");
        var events = desk.events(caller).size();

        var outcome = desk.call(
                LeadOperations.CONVERT,
                caller,
                Records.conversion(lead, ""),
                new Conditions(null, (Long) null, null, true));

        assertThat(outcome)
                .isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat((ConvertedLead) done.value())
                        .satisfies(shown -> assertThat(shown.lead().status()).isEqualTo(Status.CONVERTED))
                        .satisfies(shown -> assertThat(shown.company()).isNotNull())
                        .satisfies(shown -> assertThat(shown.deal()).isNotNull())
                        .satisfies(shown -> assertThat(shown.contact().companyId()).isEqualTo(company.id())));
        assertThat(desk.done(LeadOperations.GET, caller, new Ref<>(lead.id()))).isEqualTo(lead);
        assertThat(desk.done(CompanyOperations.GET, caller, new Ref<>(company.id()))).isEqualTo(company);
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
                Records.input(
                        ContactOperations.ContactPatch.class, "{'id': '" + contact.id() + "', 'phone': '1'}"));
        var conversion = Records.conversion(kestrel("a@b.example"), ", 'contact_id': '" + contact.id() + "'");

        var wrong = desk.call(LeadOperations.CONVERT, caller, conversion, new Conditions(null, 2L, null, false));
        var right = desk.call(LeadOperations.CONVERT, caller, conversion, new Conditions(null, 1L, null, false));

        assertThat(wrong).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
        assertThat(right).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"converted", "disqualified"})
    void a_lead_that_cannot_be_converted_says_why(String status) {
        var lead = status.equals("converted")
                ? records.converted(kestrel("lin@kestrel.example"), "").lead()
                : records.lead("{'name': 'Lin', 'status': 'disqualified', 'disqualified_reason': 'no budget'}");

        var refusal = desk.refusal(LeadOperations.CONVERT, caller, Records.conversion(lead, ""));

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(refusal.detail()).startsWith("The lead is " + status);
    }

    @Test
    void what_a_lead_became_can_be_deleted_and_stays_named_on_it() {
        var converted = records.converted(kestrel("lin@kestrel.example"), ", 'create_deal': false");
        var contact = converted.contact();
        var lead = converted.lead();

        var _ = desk.done(ContactOperations.DELETE, caller, new Ref<>(contact.id()));
        var owned = desk.done(LeadOperations.UPDATE, caller, Records.patch(lead, "'owner': 'ada'"));

        assertThat(owned.contactId()).isEqualTo(contact.id());
    }

    private List<String> faults(Lead lead, String fields) {
        return desk.faults(LeadOperations.CONVERT, caller, Records.conversion(lead, fields));
    }

    private Lead kestrel(String email) {
        return records.lead("{'name': 'Lin Berg', 'email': '" + email + "', 'job_title': 'Buyer', 'company_name': 'Kestrel',"
                + " 'company_domain': 'kestrel.example', 'owner': 'grace', 'amount_cents': 480000, 'currency': 'EUR',"
                + " 'custom_fields': {'language': 'no', 'seats': 40, 'zone': 'north'}}");
    }
}
