package dev.tollgate.gateway.console.signin;

import dev.tollgate.gateway.console.place.Places;

/** Paths of signing in and out. */
public final class SignInPlaces {

    public static final String SIGN_IN = Places.SIGN_IN;

    /** Begins a sign-in at the identity provider; a link, since a form may only lead to ourselves. */
    public static final String PROVIDER = SIGN_IN + "/provider";

    /** Where the identity provider sends people back to. */
    public static final String CALLBACK = SIGN_IN + "/callback";

    /** Shows, and spends, a link that signs in once. */
    public static final String LINK = SIGN_IN + "/link";

    /** Mints such a link for an operator's program. */
    public static final String LINKS = SIGN_IN + "/links";

    public static final String SIGN_OUT = Places.ROOT + "/sign-out";
    public static final String SESSIONS = Places.ROOT + "/sessions";

    private SignInPlaces() {}
}
