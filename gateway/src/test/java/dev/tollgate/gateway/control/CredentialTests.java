package dev.tollgate.gateway.control;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialPatch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRotation;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.IssuedCredential;
import dev.tollgate.gateway.control.credentials.ShownCredential;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import java.util.List;

/** API keys and MCP clients, by the handlers of the control plane. */
abstract class CredentialTests extends OnControlBench {

    static ShownCredential<ApiKeyId> get(ControlBench.Place place, ApiKeyId id) {
        return bench.done(CredentialOperations.API_KEYS.get(), place.operator(), new CredentialRef<>(id));
    }

    @CanIgnoreReturnValue
    static IssuedCredential<ApiKeyId> rotate(ControlBench.Place place, ApiKeyId id, Integer overlapSeconds) {
        return bench.done(
                CredentialOperations.API_KEYS.rotate(), place.operator(), new CredentialRotation<>(id, overlapSeconds));
    }

    @CanIgnoreReturnValue
    static ShownCredential<ApiKeyId> revoke(ControlBench.Place place, ApiKeyId id) {
        return bench.done(CredentialOperations.API_KEYS.revoke(), place.operator(), new CredentialRef<>(id));
    }

    static CredentialPatch<ApiKeyId> scopes(ApiKeyId id, String... scopes) {
        return new CredentialPatch<>(
                id,
                Patch.keep(),
                Patch.set(List.of(scopes)),
                Patch.keep(),
                Patch.keep(),
                Patch.keep(),
                Patch.keep(),
                Patch.keep(),
                Patch.keep(),
                Patch.keep());
    }

    static Token token(String secret) {
        return Token.parse(secret).orElseThrow();
    }
}
