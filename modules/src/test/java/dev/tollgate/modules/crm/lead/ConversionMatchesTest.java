package dev.tollgate.modules.crm.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.lead.Lead.Conversion.Part;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a conversion finds contact and company, and what it leaves as it is. */
class ConversionMatchesTest extends RecordTests {

    @BeforeEach
    void readAll() {
        caller = Records.reading(caller);
        records = new Records(desk, caller);
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
                                + ", 'f%d': 0"
                                        .repeat(30)
                                        .formatted(
                                                IntStream.range(0, 30).boxed().toArray()) + "}}"));

        var converted = records.converted(records.kestrel("lin@kestrel.example"), ", 'create_deal': false");

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
        var lead = records.kestrel("lin@kestrel.example");

        var refusal = desk.refusal(LeadOperations.CONVERT, caller, Records.conversion(lead, ""));
        var given = records.converted(lead, ", 'contact_id': '" + ids.getFirst() + "'");

        assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
        assertThat(ids.stream().filter(id -> refusal.detail().contains(id.text())))
                .hasSize(5);
        assertThat(refusal.detail()).contains("contact_id");
        assertThat(given.contact().id()).isEqualTo(ids.getFirst());
    }

    @Test
    void several_matches_are_not_named_to_a_caller_that_may_not_read_them() {
        var ids = List.of(
                records.company("Kestrel", "kestrel.example").id(),
                records.company("Kestrel AS", "kestrel.example").id());
        var lead = records.kestrel("lin@kestrel.example");

        var refusal = desk.refusal(
                LeadOperations.CONVERT,
                new Caller(caller.actor(), caller.tenant(), caller.workspace()),
                Records.conversion(lead, ""));

        assertThat(refusal.detail())
                .contains("company_id")
                .doesNotContain(ids.getFirst().text(), ids.getLast().text());
    }

    @Test
    void several_companies_of_the_domain_are_named() {
        var ids = List.of(
                records.company("Kestrel", "kestrel.example").id(),
                records.company("Kestrel AS", "kestrel.example").id());

        var refusal = desk.refusal(
                LeadOperations.CONVERT, caller, Records.conversion(records.kestrel("lin@kestrel.example"), ""));

        assertThat(refusal.detail())
                .contains("company_id", ids.getFirst().text(), ids.getLast().text());
    }

    @Test
    void a_company_is_found_by_the_domain_of_the_address_but_not_by_its_name_or_by_free_mail() {
        var company = records.company("Kestrel", "kestrel.example");

        var byAddress = records.converted(
                records.lead("{'name': 'Lin', 'email': 'lin@kestrel.example'}"), ", 'create_deal': false");
        var byName =
                records.converted(records.lead("{'name': 'Ada', 'company_name': 'Kestrel'}"), ", 'create_deal': false");
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
        var without = records.converted(records.kestrel("lin@kestrel.example"), ", 'create_company': false");
        var company = records.company("Kestrel", "kestrel.example");
        var with = records.converted(records.kestrel("ada@kestrel.example"), ", 'create_company': false");

        assertThat(without.company()).isNull();
        assertThat(with.contact().companyId()).isEqualTo(company.id());
    }

    @Test
    void given_ids_come_before_matches() {
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");

        var converted = records.converted(
                records.kestrel("lin@kestrel.example"),
                ", 'contact_id': '" + contact.id() + "', 'company_id': '" + company.id() + "'");

        assertThat(converted.contact().id()).isEqualTo(contact.id());
        assertThat(converted.contact().companyId()).isEqualTo(company.id());
        assertThat(converted.contact().email()).isEqualTo("lin@kestrel.example");
        assertThat(Objects.requireNonNull(converted.deal()).companyId()).isEqualTo(company.id());
    }
}
