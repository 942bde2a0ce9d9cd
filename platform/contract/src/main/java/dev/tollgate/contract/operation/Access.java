package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The callers that may use a face. */
public sealed interface Access {

    /** A credential of the workspace with this scope, while the module is on. */
    record Scoped(String module, Scope scope) implements Access {}

    /** A credential with this scope; the area belongs to no module and is always on. */
    record ScopeOnly(Scope scope) implements Access {}

    /** Any credential of the workspace. */
    record AnyCredential() implements Access {}

    /** Any signed-in caller of the control plane with one of these roles on the target. */
    record Roles(Set<Role> roles) implements Access {
        public Roles {
            roles = Set.copyOf(roles);
        }
    }

    /** Any person signed in to the control plane. */
    record AnySignedIn() implements Access {}

    /**
     * Anyone with a valid token of the identity provider for the control plane, also without a membership. The
     * operation decides by its input and by {@link dev.tollgate.contract.caller.Caller#verifiedEmail}.
     */
    record Identified() implements Access {}

    /**
     * Anyone, by a message that its sender has signed: the input is a {@link SignedMessage}, and the handler must
     * verify the signature before it uses the message.
     *
     * @param sender who signs, such as {@code stripe}
     * @param header that contains the signature
     * @param keyHeader that names the key of the signature; null where the sender has one key
     * @param payload the shape of the JSON that it sends
     */
    record Signed(String sender, String header, @Nullable String keyHeader, Payload payload) implements Access {}

    /** What a signed message is. */
    enum Payload {
        OBJECT,
        /** An array of objects. */
        LIST
    }
}
