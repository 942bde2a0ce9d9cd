package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.credentials.McpClientOperations.McpClientPatch;
import dev.tollgate.gateway.control.credentials.McpClientOperations.McpClientQuery;
import dev.tollgate.gateway.control.credentials.McpClientOperations.McpClientRef;
import dev.tollgate.gateway.control.credentials.McpClientOperations.McpClientRotation;
import dev.tollgate.gateway.control.credentials.McpClientOperations.NewMcpClient;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;

/** Answers what is asked about MCP clients. */
public final class McpClients {

    private final Credentials<McpClient, IssuedMcpClient> credentials;

    public McpClients(Work work, NewestFirst pages, KnownModules known, Issuing issuing) {
        this.credentials = new Credentials<>(CredentialForm.MCP_CLIENT, work, pages, known, issuing);
    }

    public Future<Outcome<IssuedMcpClient>> create(Call<NewMcpClient> call) {
        return credentials.create(call, call.input().name(), call.input().scopes());
    }

    public Future<Outcome<Page<McpClient>>> list(Call<McpClientQuery> call) {
        return credentials.list(call, call.input().limit(), call.input().cursor());
    }

    public Future<Outcome<McpClient>> get(Call<McpClientRef> call) {
        return credentials.get(call, call.input().id().value());
    }

    public Future<Outcome<McpClient>> update(Call<McpClientPatch> call) {
        var update = call.input();
        return credentials.update(call, update.id().value(), update.name(), update.scopes());
    }

    public Future<Outcome<IssuedMcpClient>> rotate(Call<McpClientRotation> call) {
        return credentials.rotate(call, call.input().id().value(), call.input().overlapSeconds());
    }

    public Future<Outcome<McpClient>> revoke(Call<McpClientRef> call) {
        return credentials.revoke(call, call.input().id().value());
    }
}
