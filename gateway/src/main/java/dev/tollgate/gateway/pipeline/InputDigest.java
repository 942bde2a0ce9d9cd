package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * SHA-256 of the decoded input of a call, what a create does with an existing record and, on the control plane, where
 * the path names it apart from the input, of its target. Confined to its event loop.
 */
final class InputDigest {

    /** The JSON and the digest of an input without fields. */
    private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.US_ASCII);

    private static final String NO_FIELDS_DIGEST = Sha256.hex(NO_FIELDS);

    /** Types of inputs that never have a field. */
    private static final ClassValue<Boolean> EMPTY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return type.isRecord() && type.getRecordComponents().length == 0;
        }
    };

    private final MessageDigest sha256 = Sha256.start();

    /** The digest in lower-case hex. */
    String of(RequestContext context, Object read, OnExisting onExisting) {
        boolean control = context.arrival().surface() == Surface.CONTROL;
        if (!control && EMPTY.get(read.getClass())) {
            return NO_FIELDS_DIGEST;
        }
        var input = Json.bytes(read);
        if (input.length == NO_FIELDS.length && !control) {
            return NO_FIELDS_DIGEST;
        }
        sha256.reset();
        if (control) {
            var caller = context.caller();
            sha256.update((caller.tenant() + " " + caller.workspace() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (onExisting != OnExisting.FAIL) {
            sha256.update((onExisting.text() + '\n').getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(sha256.digest(input));
    }
}
