package dev.tollgate.gateway.control.leaks;

import static dev.tollgate.contract.operation.Declaration.signedList;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.SignedMessage;
import java.util.List;

/** Operations on reports of leaked secrets. */
public final class LeakOperations {

    /** What GitHub is told of a token that it has reported. */
    public enum Label {
        TRUE_POSITIVE,
        FALSE_POSITIVE
    }

    /** Verdict on one reported token. */
    public record LeakVerdict(
            @JsonPropertyDescription("SHA-256 of the token, in base64.")
            String tokenHash,

            @JsonPropertyDescription("Type of the token, as reported.")
            String tokenType,

            @JsonPropertyDescription(
                    "true_positive: the token is the secret of a credential, which works no more. false_positive: it is "
                            + "none that is stored.")
            Label label) {}

    public static final Operation<SignedMessage, List<LeakVerdict>> REPORT_LEAKS = Declaration.reduce(
                    "report_leaks", "leak")
            .summary("Receive a secret scanning alert of GitHub")
            .description("For GitHub's secret scanning partner program: an array of at most "
                    + LeakReport.TOKENS_MAX
                    + " objects with token, type, url and source. An API key or MCP client whose "
                    + "newest secret was found is quarantined until it is rotated; an older secret ends at once.")
            .control(
                    "POST",
                    "/control/v1/leaks/github",
                    signedList("github", "Github-Public-Key-Signature", "Github-Public-Key-Identifier"))
            .takes(SignedMessage.class, """
                    {"signature": "", "payload": "[]"}""")
            .givesBare(LeakVerdict.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(REPORT_LEAKS);

    private LeakOperations() {}
}
