package dev.tollgate.gateway.control.members;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on the members of a workspace. */
public final class MemberOperations {

    /** A member to be made. */
    public record NewMember(
            @JsonPropertyDescription(
                    "The person: the sub claim of their tokens from your identity provider, such as user_01H7.")
            @Pattern(regexp = Member.SUBJECT) String subject,

            @JsonPropertyDescription("Email address of the person, shown in lists and in the audit.")
            @Size(min = 1, max = Member.EMAIL_CHARS_MAX) @Nullable String email,

            @JsonPropertyDescription("Role in the workspace.")
            Member.Role role) {}

    /** Which members are wanted. */
    public record MemberQuery(
            @JsonPropertyDescription("Filter by subject.") @Nullable String subject,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One member. */
    public record MemberRef(
            @JsonPropertyDescription("ID of the member.") MemberId id) {}

    /** Changes to a member. */
    public record MemberPatch(
            @JsonPropertyDescription("ID of the member.") MemberId id,

            @JsonPropertyDescription("Role in the workspace.") @NotNull Patch<Member.Role> role,

            @JsonPropertyDescription("Email address of the person. Null clears it.")
            @Size(min = 1, max = Member.EMAIL_CHARS_MAX) Patch<String> email) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/members";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewMember, Member> CREATE = Declaration.create("create_member", "member")
            .summary("Add a member to a workspace")
            .description("The person gets access with any valid token from your identity provider. Only an owner or "
                    + "an operator can add an owner.")
            .control("POST", ROUTE, WHO_RUNS)
            .takes(NewMember.class, """
                    {"subject": "user_01ADA", "email": "ada@example.org", "role": "admin"}""")
            .gives(Member.class);

    public static final Operation<MemberQuery, Page<Member>> LIST = Declaration.read("list_members", "member")
            .summary("List the members of a workspace")
            .description("Newest first.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(MemberQuery.class, "{}")
            .givesPage(Member.class);

    public static final Operation<MemberRef, Member> GET = Declaration.read("get_member", "member")
            .summary("Get a member")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(MemberRef.class)
            .gives(Member.class);

    public static final Operation<MemberPatch, Member> UPDATE = Declaration.write("update_member", "member")
            .summary("Update a member's role or email address")
            .description("A new role takes effect in every gateway within a second, also for signed-in members. Only "
                    + "an owner or an operator can change an owner; the last owner cannot be demoted.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .whileActive()
            .takes(MemberPatch.class)
            .gives(Member.class);

    public static final Operation<MemberRef, Member> DELETE = Declaration.reduce("delete_member", "member")
            .summary("Remove a member from a workspace")
            .description("Takes effect in every gateway within a second. Only an owner or an operator can remove an "
                    + "owner; the last owner cannot be removed.")
            .control("DELETE", ONE, WHO_RUNS)
            .takes(MemberRef.class)
            .gives(Member.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE);

    private MemberOperations() {}
}
