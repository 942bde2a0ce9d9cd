package dev.tollgate.modules.crm.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.RecordTests;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.contact.CompanyOperations.CompanyPatch;
import dev.tollgate.modules.crm.contact.ContactOperations.ContactPatch;
import dev.tollgate.modules.crm.contact.ContactOperations.NewContact;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.Batch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts and the companies they work for. */
class ContactsTest extends RecordTests {

    @Test
    void a_contact_is_read_as_it_was_made_with_its_email_in_lower_case() {
        var company = records.company("Engines");
        var wanted =
                new NewContact("Ada", "Ada@Example.ORG", "+44 20", "Analyst", company.id(), "grace", null, null, null);

        var made = desk.done(ContactOperations.CREATE, caller, wanted);

        assertThat(made.email()).isEqualTo("ada@example.org");
        assertThat(made.companyId()).isEqualTo(company.id());
        assertThat(desk.done(ContactOperations.GET, caller, new Ref<>(made.id())))
                .isEqualTo(made);
        assertThat(desk.events(caller))
                .extracting(DomainEvent::type)
                .containsExactly("company.created", "contact.created");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query': 'lovelace'}",
                "{'query': 'ada@example.org'}",
                "{'query': 'example.org'}",
                "{'query': '7946'}",
                "{'query': 'chief analyst'}",
                "{'query': 'grace'}",
                "{'name': 'Ada Lovelace'}",
                "{'email': 'ADA@example.org'}",
                "{'phone': '+44 20 7946 0100'}",
                "{'owner': 'grace@example.org'}",
                "{'custom_fields': {'language': 'en'}}",
                "{'query': 'ada', 'custom_fields': {'vip': true}, 'owner': 'grace@example.org'}"
            })
    void a_contact_is_found_by_every_field(String query) {
        var ada = desk.done(ContactOperations.CREATE, caller, Desk.example(ContactOperations.CREATE));
        var _ = records.contact("Charles", null);

        var found = desk.done(ContactOperations.SEARCH, caller, Records.contacts(query));

        assertThat(found.items()).containsExactly(ada);
    }

    @Test
    void the_contacts_of_a_company_are_found_with_and_without_words() {
        var company = records.company("Engines");
        var ada = records.contact("Ada", company.id());
        var _ = records.contact("Ada", records.company("Looms").id());

        var listed =
                desk.done(ContactOperations.SEARCH, caller, Records.contacts("{'company_id': '" + company.id() + "'}"));
        var searched = desk.done(
                ContactOperations.SEARCH,
                caller,
                Records.contacts("{'query': 'ada', 'company_id': '" + company.id() + "'}"));

        assertThat(listed.items()).containsExactly(ada);
        assertThat(searched.items()).containsExactly(ada);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query': 'analytical'}",
                "{'query': 'engines.example.org'}",
                "{'query': 'machines'}",
                "{'query': '7946'}",
                "{'query': 'algebraic patterns'}",
                "{'query': 'grace'}",
                "{'name': 'Analytical Engines'}",
                "{'domain': 'Engines.Example.org'}",
                "{'industry': 'machines'}",
                "{'owner': 'grace@example.org'}",
                "{'custom_fields': {'employees': 120}}"
            })
    void a_company_is_found_by_every_field(String query) {
        var engines = desk.done(CompanyOperations.CREATE, caller, Desk.example(CompanyOperations.CREATE));
        var _ = records.company("Looms");

        var found = desk.done(CompanyOperations.SEARCH, caller, Records.companies(query));

        assertThat(found.items()).containsExactly(engines);
    }

    @Test
    void a_contact_never_names_a_company_of_another_workspace() {
        var foreign = new Records(desk, desk.stranger()).company("Foreign");
        var made = records.contact("Ada", null);
        var patch = patch(made, "'company_id': '" + foreign.id() + "'");

        var created = desk.faults(ContactOperations.CREATE, caller, Records.named("Charles", foreign.id()));
        var updated = desk.faults(ContactOperations.UPDATE, caller, patch);

        assertThat(created).containsExactly("company_id");
        assertThat(updated).containsExactly("company_id");
        assertThat(desk.done(ContactOperations.GET, caller, new Ref<>(made.id())))
                .isEqualTo(made);
    }

    @Test
    void a_batch_refuses_what_names_nothing_and_commits_the_rest() {
        var company = records.company("Engines");
        var gone = new CompanyId(desk.ids.next());
        var items = List.of(
                Records.named("one", company.id()),
                Records.named("two", gone),
                Records.named("three", null),
                Records.named("f\0ur", gone));

        var answer = desk.done(ContactOperations.CREATE_ALL, caller, new Batch<>(items));

        assertThat(answer.done()).isEqualTo(2);
        assertThat(answer.items().get(1))
                .isEqualTo(Outcome.refused(
                        Refusal.ValidationFailed.of("company_id", "is not a record of this workspace")));
        assertThat(answer.items().get(3))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(((Refusal.ValidationFailed) refused.refusal()).fieldErrors())
                                .hasSize(2));
        assertThat(all()).extracting(Contact::name).containsExactly("three", "one");
        assertThat(desk.events(caller)).hasSize(3);
    }

    @Test
    void a_batch_of_a_hundred_is_one_audit_and_one_usage_event_and_an_event_each() {
        var items = IntStream.range(0, 100)
                .mapToObj(n -> Records.named("Number " + n, null))
                .toList();

        var answer = desk.done(ContactOperations.CREATE_ALL, caller, new Batch<>(items));

        assertThat(answer.done()).isEqualTo(100);
        assertThat(desk.events(caller)).hasSize(100);
        assertThat(desk.ownerRows("SELECT operation FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("create_contacts");
        assertThat(desk.ownerRows("SELECT topic FROM outbox.message WHERE topic = 'tollgate.usage' AND key = '"
                        + caller.tenantId().text() + "'"))
                .hasSize(1);
    }

    @Test
    void a_dry_run_checks_references_and_keeps_nothing() {
        var company = records.company("Engines");
        var dry = new Conditions(null, null, null, true);

        var good = desk.call(ContactOperations.CREATE, caller, Records.named("Ada", company.id()), dry);
        var bad =
                desk.call(ContactOperations.CREATE, caller, Records.named("Ada", new CompanyId(desk.ids.next())), dry);

        assertThat(good).isInstanceOf(Outcome.Done.class);
        assertThat(bad).isInstanceOf(Outcome.Refused.class);
        assertThat(all()).isEmpty();
    }

    @Test
    void a_patch_moves_clears_and_merges_and_leaves_the_rest() {
        var company = records.company("Engines");
        var ada = desk.done(ContactOperations.CREATE, caller, Desk.example(ContactOperations.CREATE));
        var patch = patch(ada, "'company_id': '" + company.id() + "', 'email': null, 'custom_fields': {'vip': null}");

        var updated = desk.done(ContactOperations.UPDATE, caller, patch);

        assertThat(updated.companyId()).isEqualTo(company.id());
        assertThat(updated.email()).isNull();
        assertThat(updated.phone()).isEqualTo(ada.phone());
        assertThat(updated.customFields().values()).containsOnlyKeys("language");
        assertThat(updated.version()).isEqualTo(2);
    }

    @Test
    void only_one_of_two_changes_of_the_same_version_is_done() {
        var company = records.company("Engines");
        var first = new Conditions(null, 1L, null, false);

        var one = desk.call(CompanyOperations.UPDATE, caller, rename(company, "Looms"), first);
        var two = desk.call(CompanyOperations.UPDATE, caller, rename(company, "Mills"), first);

        assertThat(one).isInstanceOf(Outcome.Done.class);
        assertThat(two).isEqualTo(Outcome.refused(new Refusal.VersionConflict(2)));
    }

    private List<Contact> all() {
        return desk.done(ContactOperations.SEARCH, caller, Records.contacts("{}"))
                .items();
    }

    private static ContactPatch patch(Contact contact, String fields) {
        return Records.input(ContactPatch.class, "{'id': '" + contact.id() + "', " + fields + "}");
    }

    private static CompanyPatch rename(Company company, String name) {
        return Records.input(CompanyPatch.class, "{'id': '" + company.id() + "', 'name': '" + name + "'}");
    }
}
