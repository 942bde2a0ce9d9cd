package dev.tollgate.gateway.control.me;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.me.MeOperations.WorkspaceMatches;
import dev.tollgate.gateway.control.me.MeOperations.WorkspaceSearch;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers the operations on what the caller is and sees. */
public final class CallerWorkspaces {

    private static final int WORKSPACES_MAX = 1_000;
    private static final String VISIBLE = "SELECT * FROM control.visible_workspaces($1, $2, $3, $4)";

    private final Work work;

    public CallerWorkspaces(Work work) {
        this.work = work;
    }

    public void bind(OperationBus bus) {
        bus.serve(MeOperations.READ, this::read);
        bus.serve(MeOperations.SEARCH, this::search);
    }

    private Future<Outcome<Me>> read(Call<NoInput> call) {
        var actor = call.caller().actor();
        var person = person(actor);
        return person == null
                ? Future.succeededFuture(Outcome.done(new Me(Me.Kind.OPERATOR, actor.id(), actor.name(), List.of())))
                : visible(call, null, null, WORKSPACES_MAX)
                        .map(found -> Outcome.done(new Me(Me.Kind.PERSON, person, actor.name(), found)));
    }

    private Future<Outcome<WorkspaceMatches>> search(Call<WorkspaceSearch> call) {
        var query = call.input().query().strip();
        var limit = call.input().limit();
        int most = PageSize.of(limit);
        var id = id(query);
        var words = id == null ? query.toLowerCase(Locale.ROOT) : null;
        return visible(call, words, id, most + 1)
                .map(found -> Outcome.done(
                        new WorkspaceMatches(found.subList(0, Math.min(most, found.size())), found.size() > most)));
    }

    private Future<List<VisibleWorkspace>> visible(
            Call<?> call, @Nullable String words, @Nullable UUID wanted, int most) {
        var arguments = Tuple.tuple()
                .addValue(person(call.caller().actor()))
                .addValue(words)
                .addValue(wanted)
                .addInteger(most);
        return work.read(call, VISIBLE, arguments).map(CallerWorkspaces::workspaces);
    }

    /** The subject of a person; null for an operator. */
    private static @Nullable String person(Actor actor) {
        return actor.kind() == Actor.Kind.OPERATOR ? null : actor.id();
    }

    private static @Nullable UUID id(String query) {
        return TypeId.parse(TypeId.prefix(WorkspaceId.class), query)
                .or(() -> TypeId.parse(TypeId.prefix(TenantId.class), query))
                .orElse(null);
    }

    private static List<VisibleWorkspace> workspaces(RowSet<Row> rows) {
        var workspaces = new ArrayList<VisibleWorkspace>(rows.size());
        rows.forEach(row -> workspaces.add(VisibleWorkspace.of(row)));
        return workspaces;
    }
}
