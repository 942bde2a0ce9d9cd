package dev.tollgate.gateway.control.credentials;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialPatch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialQuery;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRotation;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.credential.CredentialKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Operations on one kind of credential: the same for every kind, with its own names and paths.
 *
 * @param <K> the ids of the kind
 */
public final class CredentialOperations<K extends Id> {

    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    /** The audit verb since the first release: stored audit events are found by it. */
    private static final String LIST_API_KEYS = "list_api_keys";

    public static final CredentialOperations<ApiKeyId> API_KEYS =
            new CredentialOperations<>(CredentialKind.API_KEY, "server");

    public static final CredentialOperations<McpClientId> MCP_CLIENTS =
            new CredentialOperations<>(CredentialKind.MCP_CLIENT, "agent");

    public static final List<Operation<?, ?>> ALL = Stream.of(API_KEYS, MCP_CLIENTS)
            .flatMap(kind -> kind.all().stream())
            .toList();

    private final CredentialKind<K> kind;
    private final String route;
    private final Operation<NewCredential, IssuedCredential<K>> create;
    private final Operation<CredentialQuery, Page<ShownCredential<K>>> list;
    private final Operation<CredentialRef<K>, ShownCredential<K>> get;
    private final Operation<CredentialPatch<K>, ShownCredential<K>> update;
    private final Operation<CredentialRotation<K>, IssuedCredential<K>> rotate;
    private final Operation<CredentialRef<K>, ShownCredential<K>> revoke;

    private CredentialOperations(CredentialKind<K> kind, String exampleName) {
        this.kind = kind;
        this.route = "/control/v1/workspaces/{workspace_id}/" + kind.path();
        var word = kind.word();
        Shape<ShownCredential<K>> shown = shape(ShownCredential.class, kind.typeName());
        Shape<IssuedCredential<K>> issued = shape(IssuedCredential.class, "Issued" + kind.typeName());
        Shape<CredentialRef<K>> ref = shape(CredentialRef.class, kind.typeName() + "Ref");
        create = create(exampleName, issued);
        list = Declaration.read("list_" + word + 's', word)
                .summary("List " + kind.noun() + 's')
                .description("Newest first, including revoked credentials.")
                .control("GET", route, WHO_RUNS)
                .audited(kind.equals(CredentialKind.API_KEY) ? LIST_API_KEYS : "list")
                .takes(new Shape<>(CredentialQuery.class, List.of(), kind.typeName() + "Query"), "{}")
                .givesPage(shown);
        get = Declaration.read("get_" + word, word)
                .summary("Get " + kind.title())
                .control("GET", one(), WHO_RUNS)
                .with(Trait.CONDITIONAL)
                .takes(ref)
                .gives(shown);
        update = Declaration.write("update_" + word, word)
                .summary("Update " + kind.title())
                .description("Changes only the fields that are sent. Takes effect in every gateway within a second.")
                .control("PATCH", one(), WHO_RUNS)
                .with(Trait.CONDITIONAL)
                .whileActive()
                .whileStatus(CredentialStatus.ACTIVE, CredentialStatus.EXPIRED, CredentialStatus.QUARANTINED)
                .takes(this.<CredentialPatch<K>>shape(CredentialPatch.class, kind.typeName() + "Patch"))
                .gives(shown);
        rotate = rotate(issued);
        revoke = Declaration.reduce("revoke_" + word, word)
                .summary("Revoke " + kind.title())
                .description("Every gateway rejects its secrets within a second. Cannot be undone.")
                .control("POST", one() + "/revoke", WHO_RUNS)
                .whileStatus(
                        CredentialStatus.ACTIVE,
                        CredentialStatus.INACTIVE,
                        CredentialStatus.EXPIRED,
                        CredentialStatus.QUARANTINED)
                .takes(ref)
                .gives(shown);
    }

    private Operation<NewCredential, IssuedCredential<K>> create(
            String exampleName, Shape<IssuedCredential<K>> issued) {
        return Declaration.create("create_" + kind.word(), kind.word())
                .summary("Create " + kind.title())
                .description("Returns the credential with its secret, which is shown only once. Scopes of disabled "
                        + "modules are rejected.")
                .control("POST", route, WHO_RUNS)
                .with(Trait.SECRET_ANSWER)
                .takes(
                        fitting(new Shape<>(NewCredential.class, List.of(), "New" + kind.typeName())),
                        "{\"name\": \"" + exampleName + "\", \"scopes\": [\"tasks:read\", \"tasks:write\"]}")
                .gives(issued, "credential.create");
    }

    private Operation<CredentialRotation<K>, IssuedCredential<K>> rotate(Shape<IssuedCredential<K>> issued) {
        return Declaration.write("rotate_" + kind.word(), kind.word())
                .summary("Rotate " + kind.title())
                .description("Gives the " + kind.noun() + " a new secret, shown in this answer only. The old one lives "
                        + "on for the overlap, a day unless said; one that was already being replaced ends at once. A "
                        + "quarantined one works again, with the new secret only.")
                .control("POST", one() + "/rotate", WHO_RUNS)
                .with(Trait.SECRET_ANSWER)
                .whileActive()
                .whileStatus(CredentialStatus.ACTIVE, CredentialStatus.QUARANTINED)
                .takes(this.<CredentialRotation<K>>shape(CredentialRotation.class, kind.typeName() + "Rotation"))
                .gives(issued);
    }

    CredentialKind<K> kind() {
        return kind;
    }

    public Operation<NewCredential, IssuedCredential<K>> create() {
        return create;
    }

    public Operation<CredentialQuery, Page<ShownCredential<K>>> list() {
        return list;
    }

    public Operation<CredentialRef<K>, ShownCredential<K>> get() {
        return get;
    }

    public Operation<CredentialPatch<K>, ShownCredential<K>> update() {
        return update;
    }

    public Operation<CredentialRotation<K>, IssuedCredential<K>> rotate() {
        return rotate;
    }

    public Operation<CredentialRef<K>, ShownCredential<K>> revoke() {
        return revoke;
    }

    private List<Operation<?, ?>> all() {
        return List.of(create, list, get, update, rotate, revoke);
    }

    private String one() {
        return route + "/{id}";
    }

    private <T> Shape<T> shape(Class<? super T> type, String name) {
        return fitting(Shape.of(type, kind.idType(), name));
    }

    /** Without the fields that credentials of the kind do not have. */
    private <T> Shape<T> fitting(Shape<T> shape) {
        return kind.surface() == Surface.MCP ? shape : shape.without(CredentialInputs.OF_MCP_CLIENTS);
    }
}
