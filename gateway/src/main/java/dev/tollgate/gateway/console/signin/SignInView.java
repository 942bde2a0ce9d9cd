package dev.tollgate.gateway.console.signin;

import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.view.Shell;
import org.jspecify.annotations.Nullable;

/**
 * The page to sign in at.
 *
 * @param place path of the console to go to afterwards
 * @param provider where to sign in at the identity provider; null where there is none
 * @param problem why it failed; null at first
 */
public record SignInView(
        Shell shell,
        String place,
        @Nullable String provider,
        @Nullable Problem problem) {}
