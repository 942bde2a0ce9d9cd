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
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about the members of a workspace. */
public final class MemberOperations {

    /** A member to be made. */
    public record NewMember(
            @JsonPropertyDescription("Who: the sub claim of the tokens your identity provider gives them.")
            @Pattern(regexp = Member.SUBJECT) String subject,

            @JsonPropertyDescription("An address people know them by; shown in lists and in the audit.")
            @Size(min = 1, max = Member.EMAIL_CHARS_MAX) @Nullable String email,

            @JsonPropertyDescription("What they may do.") Member.Role role) {}

    /** Which members are wanted. */
    public record MemberQuery(
            @JsonPropertyDescription("Only the member who is this subject.") @Nullable String subject,

            @JsonPropertyDescription("Members of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** One member. */
    public record MemberRef(
            @JsonPropertyDescription("The id of the member.")
            MemberId id) {}

    /** What is to become of a member. */
    public record MemberPatch(
            @JsonPropertyDescription("The id of the member.")
            MemberId id,

            @JsonPropertyDescription("What they may do.") @NotNull Patch<Member.Role> role,

            @JsonPropertyDescription("An address people know them by; null clears it.")
            @Size(min = 1, max = Member.EMAIL_CHARS_MAX) Patch<String> email) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/members";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewMember, Member> CREATE = Declaration.create("create_member", "member")
            .summary("Let somebody into a workspace")
            .description("They come in with the next token your identity provider gives them, or the one they have. "
                    + "Only an owner or an operator makes an owner.")
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
            .summary("Change a member's role or address")
            .description("A changed role holds in every gateway within a second, also for who is signed in. Only an "
                    + "owner or an operator changes an owner, and the last owner stays one.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .whileActive()
            .takes(MemberPatch.class)
            .gives(Member.class);

    public static final Operation<MemberRef, Member> DELETE = Declaration.reduce("delete_member", "member")
            .summary("Shut a member out")
            .description("Every gateway refuses them within a second. Only an owner or an operator removes an owner, "
                    + "and the last owner stays.")
            .control("DELETE", ONE, WHO_RUNS)
            .takes(MemberRef.class)
            .gives(Member.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE);

    private MemberOperations() {}
}
