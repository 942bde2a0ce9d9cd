package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;

/** Answers what is asked about API keys. */
public final class ApiKeys {

    private final Credentials<ApiKey, ApiKey.Issued> credentials;

    public ApiKeys(Work work, NewestFirst pages, KnownModules known, Issuing issuing) {
        this.credentials = new Credentials<>(CredentialForm.API_KEY, work, pages, known, issuing);
    }

    public Future<Outcome<ApiKey.Issued>> create(Call<ApiKey.New> call) {
        return credentials.create(call, call.input().name(), call.input().scopes());
    }

    public Future<Outcome<Page<ApiKey>>> list(Call<ApiKey.Filter> call) {
        return credentials.list(call, call.input().limit(), call.input().cursor());
    }

    public Future<Outcome<ApiKey>> get(Call<ApiKey.Ref> call) {
        return credentials.get(call, call.input().id().value());
    }

    public Future<Outcome<ApiKey>> update(Call<ApiKey.Update> call) {
        var update = call.input();
        return credentials.update(call, update.id().value(), update.name(), update.scopes());
    }

    public Future<Outcome<ApiKey.Issued>> rotate(Call<ApiKey.Rotation> call) {
        return credentials.rotate(call, call.input().id().value(), call.input().overlapSeconds());
    }

    public Future<Outcome<ApiKey>> revoke(Call<ApiKey.Ref> call) {
        return credentials.revoke(call, call.input().id().value());
    }
}
