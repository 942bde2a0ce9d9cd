package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The roles of control operations as a table, {@code docs/roles.md}, made from the declarations. */
public final class RoleMatrix {

    /** Subject of a control route. */
    public enum Subject {
        WORKSPACE("On a workspace"),
        TENANT("On a tenant"),
        INSTALLATION("On the installation");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        /** Where a route of this kind can lead a caller. */
        public List<Place> places() {
            return switch (this) {
                case WORKSPACE -> List.of(Place.values());
                case TENANT -> List.of(Place.OWN, Place.OTHER_TENANT);
                case INSTALLATION -> List.of(Place.OWN);
            };
        }

        public static Subject of(CompiledFace<?, ?> face) {
            var parameters = face.face().route().parameters();
            if (parameters.contains("workspace_id")) {
                return WORKSPACE;
            }
            return parameters.contains("tenant_id") ? TENANT : INSTALLATION;
        }
    }

    /** Location of a target, relative to the holder of a role. */
    public enum Place {
        OWN,
        OTHER_WORKSPACE,
        OTHER_TENANT
    }

    /** Result of a call. */
    public enum Answer {
        DONE("yes"),
        ROLE_NOT_ALLOWED("403"),
        NOT_FOUND("404");

        private final String text;

        Answer(String text) {
            this.text = text;
        }
    }

    private static final String INTRODUCTION = """
            # Roles

            Generated from the declarations; do not edit. A test calls every cell. An operator may call everything. The
            owner of a tenant is not a member of its workspaces, except of those they create: there they are the first owner.
            `yes`: the call is permitted; `403`: `role_not_allowed`; `404`: the target is not visible.
            Who may not call `list_audit_events` on a workspace sees its calls in `get_request` in outline, without changes.
            """;

    private final Catalogue catalogue;

    public RoleMatrix(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Answer for a holder of this role at this target. */
    public static Answer answer(CompiledFace<?, ?> face, Role role, Place place) {
        if (!sees(Subject.of(face), role, place)) {
            return Answer.NOT_FOUND;
        }
        return switch (face.face().access()) {
            case Access.Roles(var roles) -> roles.contains(role) ? Answer.DONE : Answer.ROLE_NOT_ALLOWED;
            case Access.AnySignedIn _,
                    Access.AnyCredential _,
                    Access.Scoped _,
                    Access.ScopeOnly _,
                    Access.Identified _,
                    Access.Signed _ -> Answer.DONE;
        };
    }

    private static boolean sees(Subject subject, Role role, Place place) {
        return subject == Subject.INSTALLATION
                || switch (role) {
                    case OPERATOR -> true;
                    case TENANT_OWNER -> place != Place.OTHER_TENANT;
                    case OWNER, ADMIN, MEMBER, AGENT, READONLY -> subject == Subject.WORKSPACE && place == Place.OWN;
                };
    }

    public String markdown() {
        var page = new StringBuilder(INTRODUCTION);
        for (var subject : Subject.values()) {
            page.append("\n## ")
                    .append(subject.title)
                    .append('\n')
                    .append(meaning(subject))
                    .append(head());
            catalogue.faces(Plane.CONTROL).stream()
                    .filter(face -> face.judgesCallers() && Subject.of(face) == subject)
                    .forEach(face -> page.append(row(face, subject)));
        }
        return page.toString();
    }

    private static String meaning(Subject subject) {
        return switch (subject) {
            case WORKSPACE -> "\nOwn · another workspace of the same tenant · a workspace of another tenant.\n";
            case TENANT -> "\nOwn, or the one their workspace belongs to · another tenant.\n";
            case INSTALLATION -> "";
        };
    }

    private static String head() {
        var roles = List.of(Role.values());
        return roles.stream().map(RoleMatrix::name).collect(Collectors.joining(" | ", "\n| operation | ", " |\n"))
                + "|---".repeat(roles.size() + 1)
                + "|\n";
    }

    private static String row(CompiledFace<?, ?> face, Subject subject) {
        return List.of(Role.values()).stream()
                .map(role -> subject.places().stream()
                        .map(place -> answer(face, role, place).text)
                        .collect(Collectors.joining(" · ")))
                .collect(Collectors.joining(" | ", "| `" + face.operation().name() + "` | ", " |\n"));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
