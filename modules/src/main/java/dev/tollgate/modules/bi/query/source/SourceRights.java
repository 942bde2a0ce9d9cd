package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.InsightSource;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What callers need to read what a query names. Pure. */
public final class SourceRights {

    private SourceRights() {}

    /**
     * The modules whose records a query names, besides that of events, which every reader of queries may read; those of
     * a dataset or view are that one's to know.
     */
    public static List<String> modules(JsonObject query) {
        return QueryReader.read(query) instanceof QueryReader.Reading.Read(InsightQuery.Trend trend)
                        && trend.source() instanceof InsightSource.Records(String name)
                        && name.indexOf('.') > 0
                ? List.of(module(name))
                : List.of();
    }

    static String module(String record) {
        return record.substring(0, record.indexOf('.'));
    }

    /** Whether a caller may read records of all these modules; the runs of jobs have the rights of others. */
    public static boolean reads(Caller caller, List<String> modules) {
        return caller.actor().kind() == Actor.Kind.SYSTEM
                || modules.stream().allMatch(module -> refusal(caller, module).isEmpty());
    }

    /** The modules of these that scopes do not reach. */
    public static List<String> missing(Set<Scope> scopes, List<String> modules) {
        return modules.stream()
                .filter(module -> !scopes.contains(new Scope(module + ":read")))
                .toList();
    }

    static Optional<Refusal> refusal(Caller caller, String module) {
        var scope = new Scope(module + ":read");
        if (!caller.scopes().contains(scope)) {
            return Optional.of(new Refusal.MissingRequiredScope(scope));
        }
        return caller.modules().contains(module) ? Optional.empty() : Optional.of(new Refusal.ModuleNotEnabled(module));
    }
}
