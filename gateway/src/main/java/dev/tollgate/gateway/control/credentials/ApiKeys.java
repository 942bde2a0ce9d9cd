package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.credentials.ApiKeyOperations.ApiKeyPatch;
import dev.tollgate.gateway.control.credentials.ApiKeyOperations.ApiKeyQuery;
import dev.tollgate.gateway.control.credentials.ApiKeyOperations.ApiKeyRef;
import dev.tollgate.gateway.control.credentials.ApiKeyOperations.ApiKeyRotation;
import dev.tollgate.gateway.control.credentials.ApiKeyOperations.NewApiKey;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;

/** Answers what is asked about API keys. */
public final class ApiKeys {

    private final Credentials<ApiKey, IssuedApiKey> credentials;

    public ApiKeys(Work work, NewestFirst pages, KnownModules known, Issuing issuing) {
        this.credentials = new Credentials<>(CredentialForm.API_KEY, work, pages, known, issuing);
    }

    public Future<Outcome<IssuedApiKey>> create(Call<NewApiKey> call) {
        return credentials.create(call, call.input().name(), call.input().scopes());
    }

    public Future<Outcome<Page<ApiKey>>> list(Call<ApiKeyQuery> call) {
        return credentials.list(call, call.input().limit(), call.input().cursor());
    }

    public Future<Outcome<ApiKey>> get(Call<ApiKeyRef> call) {
        return credentials.get(call, call.input().id().value());
    }

    public Future<Outcome<ApiKey>> update(Call<ApiKeyPatch> call) {
        var update = call.input();
        return credentials.update(call, update.id().value(), update.name(), update.scopes());
    }

    public Future<Outcome<IssuedApiKey>> rotate(Call<ApiKeyRotation> call) {
        return credentials.rotate(call, call.input().id().value(), call.input().overlapSeconds());
    }

    public Future<Outcome<ApiKey>> revoke(Call<ApiKeyRef> call) {
        return credentials.revoke(call, call.input().id().value());
    }
}
