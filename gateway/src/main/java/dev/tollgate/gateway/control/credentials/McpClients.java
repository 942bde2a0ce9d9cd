package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;

/** Answers what is asked about MCP clients. */
public final class McpClients {

    private final Credentials<McpClient, McpClient.Issued> credentials;

    public McpClients(Work work, NewestFirst pages, KnownModules known, Issuing issuing) {
        this.credentials = new Credentials<>(CredentialForm.MCP_CLIENT, work, pages, known, issuing);
    }

    public Future<Outcome<McpClient.Issued>> create(Call<McpClient.New> call) {
        return credentials.create(call, call.input().name(), call.input().scopes());
    }

    public Future<Outcome<Page<McpClient>>> list(Call<McpClient.Filter> call) {
        return credentials.list(call, call.input().limit(), call.input().cursor());
    }

    public Future<Outcome<McpClient>> get(Call<McpClient.Ref> call) {
        return credentials.get(call, call.input().id().value());
    }

    public Future<Outcome<McpClient>> update(Call<McpClient.Update> call) {
        var update = call.input();
        return credentials.update(call, update.id().value(), update.name(), update.scopes());
    }

    public Future<Outcome<McpClient.Issued>> rotate(Call<McpClient.Rotation> call) {
        return credentials.rotate(call, call.input().id().value(), call.input().overlapSeconds());
    }

    public Future<Outcome<McpClient>> revoke(Call<McpClient.Ref> call) {
        return credentials.revoke(call, call.input().id().value());
    }
}
