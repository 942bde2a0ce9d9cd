package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialQuery;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRotation;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.CredentialStatus;
import dev.tollgate.gateway.control.credentials.ShownCredential;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How credentials are made, read, changed and revoked. */
class CredentialsTest extends CredentialTests {

    @Test
    void credentials_of_an_archived_or_suspended_workspace_are_inactive_until_it_comes_back() {
        var place = bench.placeWith("crm");
        var issued = bench.apiKey(place, "crm:read");

        var _ = bench.done(WorkspaceOperations.ARCHIVE, place.operator(), new NoInput());
        var archived = get(place, issued.id()).status();
        var _ = bench.done(WorkspaceOperations.RESTORE, place.operator(), new NoInput());
        var restored = get(place, issued.id()).status();
        var _ = bench.done(WorkspaceOperations.SUSPEND, place.operator(), new NoInput());
        var suspended = get(place, issued.id()).status();
        var revoked = revoke(place, issued.id()).status();

        assertThat(issued.status()).isEqualTo(CredentialStatus.ACTIVE);
        assertThat(archived).isEqualTo(CredentialStatus.INACTIVE);
        assertThat(restored).isEqualTo(CredentialStatus.ACTIVE);
        assertThat(suspended).isEqualTo(CredentialStatus.INACTIVE);
        assertThat(revoked).isEqualTo(CredentialStatus.REVOKED);
    }

    @Test
    void create_gives_the_secret_and_reading_never_does() {
        var place = bench.placeWith("crm");

        var issued = bench.apiKey(place, "crm:write", "crm:read");

        var read = get(place, issued.id());
        assertThat(Token.parse(issued.secret()))
                .hasValueSatisfying(token -> assertThat(token.kind()).isEqualTo(Token.Kind.API_KEY));
        assertThat(issued.scopes()).containsExactly("crm:read", "crm:write");
        assertThat(read.secrets()).singleElement().satisfies(secret -> {
            assertThat(secret.prefix()).isEqualTo(issued.secret().substring(0, 12));
            assertThat(secret.expiresAt()).isNull();
        });
        assertThat(Json.text(read)).doesNotContain(issued.secret());
    }

    @Test
    void an_mcp_client_gets_a_token_of_its_own_kind_and_is_no_api_key() {
        var place = bench.placeWith("crm");
        var input = NewCredential.of("agent", List.of("crm:read"));

        var issued = bench.done(CredentialOperations.MCP_CLIENTS.create(), place.operator(), input);

        var asApiKey = new CredentialRef<>(new ApiKeyId(issued.id().value()));
        assertThat(issued.secret()).startsWith("tgm_");
        assertThat(issued.id().text()).startsWith("mcp_");
        assertThat(bench.refusal(CredentialOperations.API_KEYS.get(), place.operator(), asApiKey))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(bench.done(
                                CredentialOperations.MCP_CLIENTS.list(),
                                place.operator(),
                                new CredentialQuery(null, null))
                        .items())
                .extracting(ShownCredential::id)
                .containsExactly(issued.id());
    }

    @Test
    void no_secret_is_stored_anywhere_in_clear() {
        var place = bench.placeWith("crm");
        var request = NewCredential.of("kept", List.of("crm:read"));
        var keyed = new Conditions("stored-nowhere", null, null, false);

        var issued =
                bench.value(bench.outcome(CredentialOperations.API_KEYS.create(), place.operator(), request, keyed));
        var rotated = rotate(place, issued.id(), null);

        var stored = bench.everythingStored();
        assertThat(stored).contains(issued.secret().substring(0, 12));
        assertThat(stored).doesNotContain(issued.secret()).doesNotContain(rotated.secret());
        assertThat(stored).doesNotContain(hex(issued.secret())).doesNotContain(hex(rotated.secret()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_repeated_create_with_the_same_key_gives_the_same_secret_and_makes_no_second_credential() {
        var place = bench.placeWith("crm");
        var request = NewCredential.of("once", List.of("crm:read"));
        var keyed = new Conditions("create-once", null, null, false);
        var first =
                bench.value(bench.outcome(CredentialOperations.API_KEYS.create(), place.operator(), request, keyed));

        var second = bench.outcome(CredentialOperations.API_KEYS.create(), place.operator(), request, keyed);

        assertThat(second)
                .isInstanceOfSatisfying(
                        Outcome.Replayed.class,
                        replay -> assertThat(replay.data().toString()).contains(first.secret()));
        assertThat(bench.done(CredentialOperations.API_KEYS.list(), place.operator(), new CredentialQuery(null, null))
                        .items())
                .hasSize(1);
    }

    @Test
    void unknown_scopes_and_scopes_of_a_module_that_is_off_are_refused_together() {
        var place = bench.placeWith("crm");
        var request = NewCredential.of("bad", List.of("crm:read", "crm:destroy", "tasks:read", "audit:read"));

        var refusal = bench.refusal(CredentialOperations.API_KEYS.create(), place.operator(), request);

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        Refusal.ValidationFailed.class,
                        failed -> assertThat(failed.fieldErrors())
                                .extracting(FieldError::field)
                                .containsExactly("scopes[1]", "scopes[2]"));
    }

    @Test
    void an_update_may_keep_a_scope_whose_module_went_off_but_not_add_one() {
        var place = bench.placeWith("crm", "tasks");
        var id = bench.apiKey(place, "crm:read", "tasks:read").id();
        bench.switchModule(place, "crm", false);

        var kept = bench.done(CredentialOperations.API_KEYS.update(), place.operator(), scopes(id, "crm:read"));
        var added = bench.refusal(
                CredentialOperations.API_KEYS.update(), place.operator(), scopes(id, "crm:read", "crm:write"));

        assertThat(kept.scopes()).containsExactly("crm:read");
        assertThat(added).isInstanceOf(Refusal.ValidationFailed.class);
    }

    @Test
    void revoked_is_final_and_revoking_again_changes_nothing() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();

        var revoked = revoke(place, id);
        var again = revoke(place, id);

        assertThat(revoked.status()).isEqualTo(CredentialStatus.REVOKED);
        assertThat(revoked.secrets()).isEmpty();
        assertThat(again).isEqualTo(revoked);
        assertThat(bench.refusal(
                        CredentialOperations.API_KEYS.rotate(), place.operator(), new CredentialRotation<>(id, null)))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(bench.refusal(CredentialOperations.API_KEYS.update(), place.operator(), scopes(id, "crm:write")))
                .isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void update_rotation_and_revocation_are_announced() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();

        var updated = bench.announced(
                () -> bench.done(CredentialOperations.API_KEYS.update(), place.operator(), scopes(id, "crm:write")));
        var rotated = bench.announced(() -> rotate(place, id, null));
        var revoked = bench.announced(() -> revoke(place, id));

        assertThat(updated).containsExactly(id.value());
        assertThat(rotated).containsExactly(id.value());
        assertThat(revoked).containsExactly(id.value());
    }

    @Test
    void a_suspended_workspace_refuses_create_update_and_rotation_but_not_revocation() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();
        bench.done(WorkspaceOperations.SUSPEND, place.operator(), new NoInput());

        var created = bench.refusal(
                CredentialOperations.API_KEYS.create(),
                place.operator(),
                NewCredential.of("late", List.of("crm:read")));
        var updated = bench.refusal(CredentialOperations.API_KEYS.update(), place.operator(), scopes(id, "crm:write"));
        var rotated = bench.refusal(
                CredentialOperations.API_KEYS.rotate(), place.operator(), new CredentialRotation<>(id, null));

        assertThat(List.of(created, updated, rotated)).hasOnlyElementsOfType(Refusal.WorkspaceNotActive.class);
        assertThat(revoke(place, id).status()).isEqualTo(CredentialStatus.REVOKED);
    }

    @Test
    void a_credential_of_another_workspace_of_the_same_tenant_is_not_found() {
        var place = bench.placeWith("crm");
        var id = bench.apiKey(place, "crm:read").id();
        var other = bench.place(place.tenant());

        var read = bench.refusal(CredentialOperations.API_KEYS.get(), other.operator(), new CredentialRef<>(id));
        var revoked = bench.refusal(CredentialOperations.API_KEYS.revoke(), other.operator(), new CredentialRef<>(id));
        var rotated = bench.refusal(
                CredentialOperations.API_KEYS.rotate(), other.operator(), new CredentialRotation<>(id, null));

        assertThat(List.of(read, revoked, rotated)).hasOnlyElementsOfType(Refusal.ResourceNotFound.class);
        assertThat(get(place, id).status()).isEqualTo(CredentialStatus.ACTIVE);
    }
}
