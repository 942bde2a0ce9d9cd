package dev.tollgate.gateway.control.members;

import static dev.tollgate.contract.operation.Declaration.identified;
import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on invitations to a workspace or a tenant. */
public final class InvitationOperations {

    private static final int SECRET_CHARS_MAX = 64;

    /** An invitation to be made. */
    public record NewInvitation(
            @JsonPropertyDescription("Email address of the person, such as ada@example.org.")
            @Pattern(regexp = "^[^@\\s]+@[^@\\s]+$") @Size(max = Member.EMAIL_CHARS_MAX) String email,

            @JsonPropertyDescription("Role in the workspace, by default member. A tenant has owners only.")
            Member.@Nullable Role role) {}

    /** Which invitations are wanted. */
    public record InvitationQuery(
            @JsonPropertyDescription("Filter by email address.") @Size(max = Member.EMAIL_CHARS_MAX) @Nullable String email,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One invitation. */
    public record InvitationRef(
            @JsonPropertyDescription("ID of the invitation.")
            InvitationId id) {}

    /** What somebody accepts an invitation with: one of both. */
    public record Acceptance(
            @JsonPropertyDescription("The secret at the end of the link.")
            @Size(min = 1, max = SECRET_CHARS_MAX) @Nullable String secret,

            @JsonPropertyDescription("Without the secret: ID of the invitation. Your identity provider must have "
                    + "verified that the invited email address is yours.")
            @Nullable InvitationId invitationId) {}

    private static final String OF_WORKSPACE = "/control/v1/workspaces/{workspace_id}/invitations";
    private static final String OF_TENANT = "/control/v1/tenants/{tenant_id}/invitations";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    public static final Operation<NewInvitation, IssuedInvitation> CREATE = Declaration.create(
                    "create_invitation", "invitation")
            .summary("Invite a person to a workspace or a tenant")
            .description("Returns a link that is good once, for 7 days: send it to the person, Tollgate sends no "
                    + "mail. Only an owner or an operator can invite an owner. The invitation ends if its sender "
                    + "loses the right to give this role.")
            .control("POST", OF_WORKSPACE, WHO_RUNS)
            .control("POST", OF_TENANT, WHO_PAYS)
            .with(Trait.SECRET_ANSWER)
            .takes(NewInvitation.class, """
                    {"email": "ada@example.org"}""")
            .gives(IssuedInvitation.class);

    public static final Operation<InvitationQuery, Page<Invitation>> LIST = Declaration.read(
                    "list_invitations", "invitation")
            .summary("List the invitations to a workspace or a tenant")
            .description("Newest first, without their secrets.")
            .control("GET", OF_WORKSPACE, WHO_RUNS)
            .control("GET", OF_TENANT, WHO_PAYS)
            .takes(InvitationQuery.class, "{}")
            .givesPage(Invitation.class);

    public static final Operation<InvitationRef, IssuedInvitation> RESEND = Declaration.write(
                    "resend_invitation", "invitation")
            .summary("Make a new link for an invitation")
            .description("For a pending or expired invitation. The new link is good for 7 days; the former one no "
                    + "longer works.")
            .control("POST", OF_WORKSPACE + "/{id}/resend", WHO_RUNS)
            .control("POST", OF_TENANT + "/{id}/resend", WHO_PAYS)
            .with(Trait.SECRET_ANSWER)
            .whileActive()
            .whileStatus(Invitation.Status.PENDING, Invitation.Status.EXPIRED)
            .takes(InvitationRef.class)
            .gives(IssuedInvitation.class);

    public static final Operation<InvitationRef, Invitation> REVOKE = Declaration.reduce(
                    "revoke_invitation", "invitation")
            .summary("Revoke an invitation")
            .description("Nobody can accept it any more. An accepted one is not revoked: remove the member.")
            .control("POST", OF_WORKSPACE + "/{id}/revoke", WHO_RUNS)
            .control("POST", OF_TENANT + "/{id}/revoke", WHO_PAYS)
            .whileStatus(Invitation.Status.PENDING, Invitation.Status.EXPIRED)
            .takes(InvitationRef.class)
            .gives(Invitation.class);

    public static final Operation<Acceptance, Invitation> ACCEPT = Declaration.write("accept_invitation", "invitation")
            .summary("Accept an invitation")
            .description("Call it with a token of the identity provider: its subject becomes a member of the "
                    + "workspace, or an owner of the tenant, named in the answer. An invitation is good once. Give "
                    + "the secret; or invitation_id, if the token says email_verified and names the invited address.")
            .control("POST", "/control/v1/invitations/accept", identified())
            .takes(Acceptance.class, """
                    {"secret": "tgi_0123456789abcdefghijABCDEFGHIJ012345"}""")
            .gives(Invitation.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, RESEND, REVOKE, ACCEPT);

    private InvitationOperations() {}
}
