package dev.tollgate.gateway.control.members;

import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.gateway.credential.Token;
import io.vertx.core.buffer.Buffer;
import java.util.random.RandomGenerator;

/** Secrets of invitations, stored as hashes, and the links that contain them. */
public final class InvitationSecrets {

    private static final String PAGE = "/docs/invitation#";

    private final Peppers peppers;
    private final RandomGenerator random;
    private final String link;

    /**
     * Secrets of one installation.
     *
     * @param random fit for secrets
     * @param publicUrl without a slash at its end
     */
    public InvitationSecrets(Peppers peppers, RandomGenerator random, String publicUrl) {
        this.peppers = peppers;
        this.random = random;
        this.link = publicUrl + PAGE;
    }

    Token mint() {
        return Token.mint(Token.Kind.INVITATION, random);
    }

    /** The stored hash of a new secret. */
    Buffer hash(Token secret) {
        return Buffer.buffer(peppers.present().hash(secret));
    }

    /** The hashes under which a secret may be stored; none for a malformed one. */
    Buffer[] hashes(String text) {
        return Token.parse(text)
                .filter(token -> token.kind() == Token.Kind.INVITATION)
                .map(token -> peppers.hashes(token).stream().map(Buffer::buffer).toArray(Buffer[]::new))
                .orElseGet(() -> new Buffer[0]);
    }

    /** The secret is in the fragment, which no browser sends to a server. */
    IssuedInvitation issued(Invitation invitation, Token secret) {
        return IssuedInvitation.of(invitation, link, secret.text());
    }
}
