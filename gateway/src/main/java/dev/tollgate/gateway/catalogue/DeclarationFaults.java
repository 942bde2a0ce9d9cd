package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.operation.WorkspaceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Faults of declarations that are found before any schema is made. Pure. */
final class DeclarationFaults {

    static final int NAME_LENGTH_MAX = 64;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern VERB = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern EVENT = Pattern.compile("[a-z][a-z_]*(\\.[a-z_]+)+");

    private final List<String> faults = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> routes = new HashMap<>();

    private DeclarationFaults() {}

    /** One sentence per fault, in the order of the modules and their operations. */
    static List<String> in(List<? extends ProductModule> modules) {
        var check = new DeclarationFaults();
        modules.forEach(check::module);
        return check.faults;
    }

    private void module(ProductModule module) {
        expect(WORD.matcher(module.key()).matches(), "module " + module.key() + ": the key is not a lower-case word");
        expect(!module.title().isBlank(), "module " + module.key() + ": the title is missing");
        expect(keys.add(module.key()), "module " + module.key() + " is declared twice");
        module.operations().forEach(operation -> operation(module, operation));
    }

    private <I, A> void operation(ProductModule module, Operation<I, A> operation) {
        var name = operation.name();
        var taken = names.putIfAbsent(name, module.key());
        expect(taken == null, name + " is declared twice, in " + taken + " and in " + module.key());
        expect(
                NAME.matcher(name).matches() && name.length() <= NAME_LENGTH_MAX,
                name + " is not verb_noun in at most " + NAME_LENGTH_MAX + " of a-z, 0-9 and _");
        expect(WORD.matcher(operation.resource()).matches(), name + " has no valid resource type");
        expect(!operation.summary().isBlank(), name + " has no summary");
        expect(operation.body().input().isRecord(), name + " has an input that is not a record");
        effect(operation);
        audit(operation);
        workspaceState(operation);
        expect(!operation.faces().isEmpty(), name + " has no route");
        var onApp = 0;
        var usual = 0;
        var about = new HashSet<String>();
        for (var face : operation.faces()) {
            onApp += face.plane() == Plane.APP ? 1 : 0;
            usual += face.usual() ? 1 : 0;
            expect(
                    face.plane() == Plane.APP || about.add(FaceFaults.about(face)),
                    name + " has two control faces about the same target");
            faults.addAll(FaceFaults.in(module, operation, face));
            route(operation, face);
        }
        // The control plane may show the same thing for a tenant and for a workspace.
        expect(onApp <= 1, name + " has more than one face on the app plane");
        expect(usual <= 1, name + " has more than one usual face on the control plane");
    }

    private void effect(Operation<?, ?> operation) {
        var name = operation.name();
        var event = operation.event();
        var reads = operation.effect() == Effect.READ;
        expect(!reads || event == null, name + " is a read and names an event");
        expect(
                event == null || EVENT.matcher(event).matches(),
                name + " names the event " + event + ", which is not <resource>.<past verb>");
        expect(!reads || !operation.has(Trait.DRY_RUN), name + " is a read and has a dry run");
        expect(!reads || !operation.has(Trait.KEY_REQUIRED), name + " is a read and requires an idempotency key");
        expect(
                !operation.has(Trait.CSV) || (reads && isTable(operation.answer())),
                name + " has the trait CSV, but is not a read of a page or a table");
        expect(
                !operation.has(Trait.CACHEABLE) || (reads && operation.answer() instanceof Answer.Paged<?>),
                name + " has the trait CACHEABLE, but is not a read of a page");
    }

    private void audit(Operation<?, ?> operation) {
        var prefix = operation.resource() + '.';
        var action = operation.action();
        expect(
                !action.isEmpty(),
                operation.name() + " is not a verb and " + operation.resource()
                        + ": audited(verb) says its audit action");
        expect(
                action.isEmpty()
                        || (action.startsWith(prefix)
                                && VERB.matcher(action.substring(prefix.length()))
                                        .matches()),
                operation.name() + " has the audit action " + action + ", which is not <resource>.<verb>");
    }

    private void workspaceState(Operation<?, ?> operation) {
        boolean active = operation.workspaceState() == WorkspaceState.ACTIVE;
        expect(
                !active || operation.effect() == Effect.WRITE,
                operation.name() + " needs an active workspace, but is no write");
        expect(
                operation.workspaceState() == null
                        || operation.effect() != Effect.WRITE
                        || operation.success() == Success.CREATED
                        || operation.faces().stream().anyMatch(FaceFaults::namesWorkspace),
                operation.name() + " says what state its workspace must be in, but no control route names one");
    }

    private static boolean isTable(Answer<?> answer) {
        return answer instanceof Answer.Paged<?> || Tabular.class.isAssignableFrom(answer.element());
    }

    private void route(Operation<?, ?> operation, Face<?, ?> face) {
        var shape = face.route().method() + ' ' + face.route().path().replaceAll("\\{\\w+}", "{}");
        var taken = routes.putIfAbsent(shape, operation.name());
        expect(taken == null, operation.name() + " shares " + face.route() + " with " + taken);
    }

    private void expect(boolean held, String fault) {
        if (!held) {
            faults.add(fault);
        }
    }
}
