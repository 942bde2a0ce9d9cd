package dev.tollgate.gateway.catalogue;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;
import static dev.tollgate.contract.operation.Declaration.scoped;
import static dev.tollgate.contract.operation.Declaration.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    record Nothing() {}

    record CursorOnly(@Nullable String cursor) {}

    record Many(List<String> items) {}

    @Test
    void every_fault_of_every_declaration_is_listed_at_once() {
        var wrong = List.of(
                read("create")
                        .app("GET", "/v1/a", scoped("cups:read"))
                        .takes(Nothing.class, "{}")
                        .gives(Nothing.class),
                read("get_saucer")
                        .event("cup.read")
                        .app("GET", "/v1/a", scoped("cups:read"))
                        .takes(Nothing.class, "{}")
                        .gives(Nothing.class),
                read("get_saucer")
                        .app("GET", "/v1/b/{id}", scoped("plates:read"))
                        .takes(Nothing.class, "{}")
                        .gives(Nothing.class),
                Declaration.write("set_cup", "cup")
                        .app("PATCH", "/v1/c", anySignedIn())
                        .takes(Nothing.class, "{}")
                        .gives(Nothing.class),
                Declaration.read("find_cup", "cup")
                        .summary("Find")
                        .takes(Nothing.class, "{}")
                        .gives(Nothing.class));

        var rejected = rejected(wrong);

        assertThat(rejected.faults())
                .contains(
                        "create is not verb_noun in at most 64 of a-z, 0-9 and _",
                        "get_saucer is a read and names an event",
                        "get_saucer shares GET /v1/a with create",
                        "get_saucer is declared twice, in cups and in cups",
                        "get_saucer (GET /v1/b/{id}) asks for the scope plates:read of another module",
                        "get_saucer (GET /v1/b/{id}) has the path parameter id, not a field of its input",
                        "set_cup has no summary",
                        "set_cup (PATCH /v1/c) has access AnySignedIn on the wrong plane",
                        "set_cup (PATCH /v1/c) takes a PATCH without a field of type Patch",
                        "find_cup has no route");
    }

    @Test
    void faults_in_inputs_and_examples_are_listed_at_once() {
        var noExample = read("get_cup")
                .app("GET", "/v1/cups", scoped("cups:read"))
                .takes(Nothing.class)
                .gives(Nothing.class);
        var noLimit = read("list_cups")
                .app("GET", "/v1/cups/all", scoped("cups:read"))
                .takes(CursorOnly.class, "{}")
                .givesPage(Samples.Cup.class);
        var tooMany = Declaration.create("create_cups", "cup")
                .summary("Create")
                .app("POST", "/v1/cups", scoped("cups:write"))
                .takes(Many.class, """
                    {"items": []}""")
                .givesBatch(Samples.Cup.class, many -> many.items().size());
        var badExample = Declaration.create("create_cup", "cup")
                .summary("Create")
                .app("POST", "/v1/cups/one", scoped("cups:write"))
                .takes(Samples.CupItem.class, """
                    {"title": "longer than ten"}""")
                .gives(Samples.Cup.class);

        var rejected = rejected(List.of(noExample, noLimit, tooMany, badExample));

        assertThat(rejected.faults())
                .containsExactly(
                        "get_cup has no example",
                        "list_cups returns pages, but its input has only one of cursor and limit (at most 100)",
                        "create_cups is a batch, but its input is no Batch",
                        "create_cup has an example that fails its own schema: title must have at most 10 characters");
    }

    @Test
    void only_signed_messages_come_by_a_signature_and_only_to_the_control_plane() {
        var wrong = Declaration.write("take_cup", "cup")
                .summary("Take")
                .app("PUT", "/v1/cups/{id}", signed("potter", "Potter-Signature"))
                .takes(Nothing.class, "{}")
                .gives(Nothing.class);

        var rejected = rejected(List.of(wrong));

        assertThat(rejected.faults())
                .contains(
                        "take_cup (PUT /v1/cups/{id}) has access Signed on the wrong plane",
                        "take_cup (PUT /v1/cups/{id}) is signed, but is not a POST of a signed message",
                        "take_cup (PUT /v1/cups/{id}) is signed, but has path parameters");
    }

    @Test
    void only_the_senders_of_signed_messages_are_answered_without_an_envelope() {
        var bare = read("get_cups")
                .app("GET", "/v1/cups", scoped("cups:read"))
                .takes(Nothing.class, "{}")
                .givesBare(Samples.Cup.class);

        assertThat(rejected(List.of(bare)).faults())
                .contains("get_cups answers without an envelope, but is not signed");
    }

    @Test
    void every_module_has_two_scopes_whether_or_not_it_has_operations() {
        var catalogue =
                Catalogue.of(List.of(new Samples.Module("plates", true, List.of()), Samples.Module.of(Samples.CREATE)));

        assertThat(catalogue.scopes().all())
                .containsExactly(
                        new Scope("cups:read"),
                        new Scope("cups:write"),
                        new Scope("plates:read"),
                        new Scope("plates:write"));
        assertThat(catalogue.scopes().mask(Set.of(new Scope("cups:write"), new Scope("nobody:read"))))
                .isEqualTo(0b10);
        assertThat(catalogue.switches().all()).containsExactly("cups", "plates");
        assertThat(catalogue.face("create_cup", Plane.APP).scopeBit()).isEqualTo(0b10);
    }

    @Test
    void tools_are_ordered_by_name() {
        assertThat(Samples.catalogue().tools().keySet())
                .containsExactly("create_cup", "create_cups", "get_cup", "list_cups", "update_cup");
    }

    @Test
    void what_a_declaration_leaves_out_or_contradicts_of_state_audit_and_faces_is_a_fault() {
        var workspace = "/control/v1/workspaces/{workspace_id}/cups";
        var wrong = List.of(
                given(Declaration.write("fill_cup_again", "cup").app("POST", "/v1/cups/fill", scoped("cups:write"))),
                given(Declaration.write("break_cup", "cup")
                        .audited("Break!")
                        .app("POST", "/v1/cups/break", scoped("cups:write"))),
                given(Declaration.write("wash_cup", "cup").control("POST", workspace + "/wash", anySignedIn())),
                given(Declaration.write("lend_cup", "cup")
                        .inAnyState()
                        .app("POST", "/v1/cups/lend", scoped("cups:write"))),
                given(Declaration.reduce("drop_cup", "cup")
                        .whileActive()
                        .control("POST", workspace + "/drop", anySignedIn())),
                given(Declaration.read("see_cup", "cup")
                        .control("GET", workspace + "/seen", anySignedIn())
                        .control("GET", workspace + "/shown", anySignedIn())),
                given(Declaration.read("find_cup", "cup")
                        .usualControl("GET", workspace + "/found", anySignedIn())
                        .usualControl("GET", "/control/v1/cups/found", anySignedIn())));

        var rejected = rejected(wrong);

        assertThat(rejected.faults())
                .containsExactlyInAnyOrder(
                        "fill_cup_again is not a verb and cup: audited(verb) says its audit action",
                        "break_cup has the audit action cup.Break!, which is not <resource>.<verb>",
                        "wash_cup (POST " + workspace + "/wash) does not say whether its workspace must be active: "
                                + "whileActive() or inAnyState()",
                        "lend_cup says what state its workspace must be in, but no control route names one",
                        "drop_cup needs an active workspace, but is no write",
                        "see_cup has two control faces about the same target",
                        "find_cup has more than one usual face on the control plane");
    }

    private static Operation<Nothing, Nothing> given(Declaration declaration) {
        return declaration.summary("Do").takes(Nothing.class, "{}").gives(Nothing.class);
    }

    private static Declaration read(String name) {
        return Declaration.read(name, "cup").summary("Read");
    }

    private static CatalogueRejected rejected(List<? extends Operation<?, ?>> operations) {
        var module = new Samples.Module("cups", true, List.copyOf(operations));
        var rejected = catchThrowableOfType(CatalogueRejected.class, () -> {
            var _ = Catalogue.of(List.of(module));
        });
        assertThat(rejected).isNotNull();
        return rejected;
    }
}
