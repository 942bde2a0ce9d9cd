package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import dev.tollgate.records.table.ListInput;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Faults of one face of an operation. Pure. */
final class FaceFaults {

    private static final String TENANT = "tenant_id";
    private static final String WORKSPACE = "workspace_id";

    /** Path parameters of the control plane that name whom the call is about; they need not be fields of the input. */
    static final Set<String> TARGETS = Set.of(TENANT, WORKSPACE);

    private static final String APP_ROOT = "/v1/";
    private static final String CONTROL_ROOT = "/control/v1/";

    private final List<String> faults = new ArrayList<>();
    private final ProductModule module;
    private final Operation<?, ?> operation;
    private final Face<?, ?> face;

    private FaceFaults(ProductModule module, Operation<?, ?> operation, Face<?, ?> face) {
        this.module = module;
        this.operation = operation;
        this.face = face;
    }

    static List<String> in(ProductModule module, Operation<?, ?> operation, Face<?, ?> face) {
        var check = new FaceFaults(module, operation, face);
        check.access();
        check.root();
        check.method();
        check.parameters();
        check.workspaceState();
        return check.faults;
    }

    private void access() {
        switch (face.access()) {
            case Access.Scoped scoped -> {
                only(Plane.APP);
                expect(
                        scoped.module().equals(module.key())
                                && scoped.scope().area().equals(module.key()),
                        "asks for the scope " + scoped.scope() + " of another module");
                expect(module.switchable(), "asks for a module's scope, but " + module.key() + " is always on");
            }
            case Access.ScopeOnly only -> {
                only(Plane.APP);
                expect(!module.switchable(), "asks for " + only.scope() + " without its module being on");
            }
            case Access.AnyCredential _ -> only(Plane.APP);
            case Access.Roles roles -> {
                only(Plane.CONTROL);
                expect(!roles.roles().isEmpty(), "allows no role");
            }
            case Access.AnySignedIn _ -> only(Plane.CONTROL);
            case Access.Identified _ -> {
                only(Plane.CONTROL);
                expect(
                        face.route().method().equals("POST") && operation.changes(),
                        "takes callers without a membership, but is not a POST that changes something");
                expect(
                        face.route().parameters().isEmpty(),
                        "takes callers without a membership, but has path parameters");
            }
            case Access.Signed _ -> {
                only(Plane.CONTROL);
                expect(
                        operation.body().input() == SignedMessage.class
                                && face.route().method().equals("POST"),
                        "is signed, but is not a POST of a signed message");
                expect(face.route().parameters().isEmpty(), "is signed, but has path parameters");
            }
        }
    }

    private void only(Plane plane) {
        expect(face.plane() == plane, "has access " + face.access().getClass().getSimpleName() + " on the wrong plane");
    }

    private void root() {
        var path = face.route().path();
        switch (face.plane()) {
            case APP -> expect(path.startsWith(APP_ROOT), "is not under " + APP_ROOT + ": " + path);
            case CONTROL -> expect(path.startsWith(CONTROL_ROOT), "is not under " + CONTROL_ROOT + ": " + path);
        }
    }

    private void method() {
        var reads = operation.effect() == Effect.READ;
        switch (face.route().method()) {
            case "GET" -> expect(reads, "changes records by GET");
            case "PUT", "DELETE" -> expect(!reads, "reads by " + face.route().method());
            case "PATCH" -> {
                expect(!reads, "reads by PATCH");
                expect(hasPatch(), "takes a PATCH without a field of type Patch");
            }
            default -> {}
        }
    }

    private boolean hasPatch() {
        for (var component : components()) {
            if (component.getType() == Patch.class) {
                return true;
            }
        }
        return false;
    }

    private void parameters() {
        var fields = new LinkedHashSet<String>();
        for (var component : components()) {
            fields.add(RecordSchemas.name(component.getName()));
        }
        var seen = new HashSet<String>();
        for (var parameter : face.route().parameters()) {
            expect(seen.add(parameter), "names the path parameter " + parameter + " twice");
            var target = face.plane() == Plane.CONTROL && TARGETS.contains(parameter);
            expect(
                    target || fields.contains(parameter),
                    "has the path parameter " + parameter + ", not a field of its input");
        }
    }

    private void workspaceState() {
        if (namesWorkspace(face)) {
            expect(
                    operation.workspaceState() != null,
                    "does not say whether its workspace must be active: whileActive() or inAnyState()");
        }
    }

    static boolean namesWorkspace(Face<?, ?> face) {
        return about(face).equals(WORKSPACE);
    }

    /** The path parameter that says what a control call is about; empty where it is about the installation. */
    static String about(Face<?, ?> face) {
        var parameters = face.plane() == Plane.CONTROL ? face.route().parameters() : List.<String>of();
        return parameters.contains(WORKSPACE) ? WORKSPACE : parameters.contains(TENANT) ? TENANT : "";
    }

    /** Those of the input; the fields of a list are those of its query. */
    private RecordComponent[] components() {
        var input = operation.body().shape();
        var type = input.type() == ListInput.class ? input.arguments().getFirst() : input.type();
        var components = type.getRecordComponents();
        return components == null ? new RecordComponent[0] : components;
    }

    private void expect(boolean held, String fault) {
        if (!held) {
            faults.add(operation.name() + " (" + face.route() + ") " + fault);
        }
    }
}
