package dev.tollgate.gateway.console.signin;

import dev.tollgate.gateway.console.view.Shell;

/** The page of a link that signs in once; only its button spends the link. */
public record LinkView(Shell shell, String code) {}
