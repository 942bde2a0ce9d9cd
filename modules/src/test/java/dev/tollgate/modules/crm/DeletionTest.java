package dev.tollgate.modules.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.ContactOperations.ContactPatch;
import dev.tollgate.modules.crm.contact.NoteOperations;
import dev.tollgate.modules.crm.contact.NoteOperations.NewNote;
import dev.tollgate.modules.crm.contact.NoteOperations.NoteQuery;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealStage.Outcome;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that others refer to cannot be deleted; records about a deleted record are deleted with it. */
class DeletionTest extends RecordTests {

    @Test
    void a_company_that_a_contact_names_cannot_be_deleted_until_it_is_let_go() {
        var company = records.company("Engines");
        var ada = records.contact("Ada", company.id());

        var refused = desk.refusal(CompanyOperations.DELETE, caller, new Ref<>(company.id()));
        var _ = desk.done(ContactOperations.UPDATE, caller, patch(ada, "'company_id': null"));
        var deleted = desk.done(CompanyOperations.DELETE, caller, new Ref<>(company.id()));

        assertThat(refused).isInstanceOf(Refusal.Conflict.class);
        assertThat(deleted).isEqualTo(company);
        assertThat(desk.events(caller).getLast().type()).isEqualTo("company.deleted");
    }

    @Test
    void what_a_deal_names_cannot_be_deleted_while_it_does() {
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");
        var stage = records.stage(1, Outcome.OPEN);
        var deal = desk.done(DealOperations.CREATE, caller, Records.dealIn(stage.id(), contact.id(), company.id()));

        var contactKept = desk.refusal(ContactOperations.DELETE, caller, new Ref<>(contact.id()));
        var companyKept = desk.refusal(CompanyOperations.DELETE, caller, new Ref<>(company.id()));
        var _ = desk.done(DealOperations.DELETE, caller, new Ref<>(deal.id()));

        assertThat(contactKept).isInstanceOf(Refusal.Conflict.class);
        assertThat(companyKept).isInstanceOf(Refusal.Conflict.class);
        assertThat(desk.done(ContactOperations.DELETE, caller, new Ref<>(contact.id())))
                .isEqualTo(contact);
        assertThat(desk.done(CompanyOperations.DELETE, caller, new Ref<>(company.id())))
                .isEqualTo(company);
    }

    @Test
    void a_note_is_about_one_record_and_goes_with_it() {
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");
        var deal = records.deal(records.stage(1, Outcome.OPEN));
        var onDeal = records.note(null, null, deal.id());
        var onContact = records.note(contact.id(), null, null);

        var about = desk.done(
                NoteOperations.LIST,
                caller,
                new NoteQuery(null, null, "remember", contact.id(), null, null, null, null));
        var _ = desk.done(DealOperations.DELETE, caller, new Ref<>(deal.id()));

        assertThat(about.items()).containsExactly(onContact);
        assertThat(desk.refusal(NoteOperations.GET, caller, new Ref<>(onDeal.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.done(NoteOperations.DELETE, caller, new Ref<>(onContact.id())))
                .isEqualTo(onContact);
        assertThat(desk.faults(
                        NoteOperations.CREATE, caller, new NewNote("x", null, null, null, null, null, null, null)))
                .containsExactly("contact_id");
        assertThat(desk.faults(
                        NoteOperations.CREATE,
                        caller,
                        new NewNote("x", contact.id(), company.id(), null, null, null, null, null)))
                .containsExactly("contact_id");
    }

    @Test
    void notes_that_go_with_their_record_are_told_of_in_events_and_audit() {
        var contact = records.contact("Ada", null);
        var company = records.company("Engines");
        var deal = records.deal(records.stage(1, Outcome.OPEN));
        var onContact = List.of(records.note(contact.id(), null, null), records.note(contact.id(), null, null));
        var onCompany = records.note(null, company.id(), null);
        var onDeal = records.note(null, null, deal.id());

        var _ = desk.done(ContactOperations.DELETE, caller, new Ref<>(contact.id()));
        var _ = desk.done(CompanyOperations.DELETE, caller, new Ref<>(company.id()));
        var _ = desk.done(DealOperations.DELETE, caller, new Ref<>(deal.id()));

        assertThat(desk.events(caller).stream().filter(event -> event.type().endsWith(".deleted")))
                .extracting(DomainEvent::type, DomainEvent::resourceType, DomainEvent::resourceId, DomainEvent::version)
                .containsExactlyInAnyOrder(
                        tuple("contact.deleted", "contact", contact.id().text(), 2L),
                        tuple("note.deleted", "note", onContact.getFirst().id().text(), 2L),
                        tuple("note.deleted", "note", onContact.getLast().id().text(), 2L),
                        tuple("company.deleted", "company", company.id().text(), 2L),
                        tuple("note.deleted", "note", onCompany.id().text(), 2L),
                        tuple("deal.deleted", "deal", deal.id().text(), 2L),
                        tuple("note.deleted", "note", onDeal.id().text(), 2L));
        assertThat(desk.ownerRows("SELECT b.changes FROM audit.event e JOIN audit.body b ON b.event_id = e.id"
                        + " WHERE e.chain = '" + caller.workspaceId().value() + "' AND e.action = 'contact.delete'"))
                .singleElement()
                .asString()
                .contains(
                        onContact.getFirst().id().text(),
                        onContact.getLast().id().text(),
                        "sha256")
                .doesNotContain("Remember");
    }

    @Test
    void a_record_with_more_notes_than_go_along_stays_with_all_of_them() {
        var contact = records.contact("Ada", null);
        desk.owner(
                "INSERT INTO crm.note SELECT '" + caller.workspaceId().value() + "', gen_random_uuid(), 'Remember', '"
                        + contact.id().value() + "', NULL, NULL, now(), now(), 1, 'api', 'key' FROM generate_series(0, "
                        + NoteOperations.CASCADE_MAX + ")");

        var refused = desk.refusal(ContactOperations.DELETE, caller, new Ref<>(contact.id()));
        desk.owner("DELETE FROM crm.note WHERE ctid IN (SELECT ctid FROM crm.note WHERE contact_id = '"
                + contact.id().value() + "' LIMIT 1)");
        var deleted = desk.done(ContactOperations.DELETE, caller, new Ref<>(contact.id()));

        assertThat(refused).isInstanceOf(Refusal.Conflict.class);
        assertThat(deleted).isEqualTo(contact);
        assertThat(desk.events(caller).stream().filter(event -> event.type().equals("note.deleted")))
                .hasSize(NoteOperations.CASCADE_MAX);
    }

    private static ContactPatch patch(Contact contact, String fields) {
        return Records.input(ContactPatch.class, "{'id': '" + contact.id() + "', " + fields + "}");
    }
}
